"""What BPMN has and we do not execute is refused by name before it is deployed, never passed over in silence."""

import pytest

from engine.definitions import Bundle
from engine.queries.findings import findings_of
from tests.content.examples import FOLDER
from tests.unit.execution.diagrams import (
    boundary, declared, definitions, end, event, flows, node, process, start, timer, user,
)

DECLARED = declared("signal", "s") + declared("message", "m")
PAGE = (FOLDER.parent / "reference" / "bpmn.md").read_text(encoding="utf-8")
ONE_AFTER = (end(), flows("begin > x > done"))

REFUSED = {
    "link event": ("event_kind_refused", start(), *ONE_AFTER, node(
        "intermediateThrowEvent", "x", '<bpmn:linkEventDefinition name="l"/>')),
    "compensation event": ("event_kind_refused", start(), *ONE_AFTER, node(
        "intermediateThrowEvent", "x", "<bpmn:compensateEventDefinition/>")),
    "signal end event": ("signal_end", start(), end("x", event("signal", "s")), flows("begin > x")),
    "event sub-process": ("event_sub_process", start(), user("x"), *ONE_AFTER, node(
        "subProcess", "sub", start("s1", event("message", "m")) + end("e1") + flows("s1 > e1"), triggeredByEvent="true")),
    "ad-hoc sub-process": ("element_refused", start(), node("adHocSubProcess", "x", user("a")), *ONE_AFTER),
    "complex gateway": ("element_unsupported", start(), node("complexGateway", "x"), *ONE_AFTER),
    "repeating timer": ("timer_cycle", start(), user("x"), boundary("b", "x", timer("R3/P1D", "timeCycle"), False),
                        end("e2"), flows("b > e2"), *ONE_AFTER),
    "timer start event": ("start_trigger", start("begin", timer("P1D")), user("x"), *ONE_AFTER),
    "signal start event": ("start_trigger", start("begin", event("signal", "s")), user("x"), *ONE_AFTER),
    "start by an event gateway": ("no_start", node("eventBasedGateway", "begin", instantiate="true"),
                                  node("intermediateCatchEvent", "x", event("message", "m")), *ONE_AFTER),
    "several start events": ("many_starts", start(), start("begin2"), user("x"), flows("begin2 > x"), *ONE_AFTER),
    "several flows out of a task": ("implicit_fork", start(), user("x"), user("y"), flows("x > y > done"), *ONE_AFTER),
    "condition on a flow out of a task": ("condition_ignored", start(), user("x"), end(),
                                          flows("begin > x", "x > done : n == 1")),
    "data store": ("data_unresolved", '<bpmn:dataStoreReference id="ds" dataStoreRef="d"/>', start(), user("x", (
        "<bpmn:dataOutputAssociation><bpmn:targetRef>ds</bpmn:targetRef></bpmn:dataOutputAssociation>")), *ONE_AFTER),
    "message event without a message": ("message_missing", start(), node("receiveTask", "x"), *ONE_AFTER),
    "process that calls itself": ("call_recursion", start(), node("callActivity", "x", calledElement="main"), *ONE_AFTER),
}


@pytest.mark.parametrize("construct", REFUSED)
def test_it_is_refused_with_a_code_an_element_and_a_way_out(construct):
    code, *parts = REFUSED[construct]
    bundle = Bundle("refused", {"bpmn/refused.bpmn": definitions(DECLARED, process(*parts)).encode()}, "single")
    finding = next(finding for finding in findings_of(bundle) if finding.code == code)
    assert finding.severity == "error" and finding.element_id and finding.fix
    assert f"| {construct} | `{code}` |" in PAGE, "docs/reference/bpmn.md lists it"
