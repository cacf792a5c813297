"""What is refused before it is deployed, with the element and the reason."""

import pytest

from engine.errors import DefinitionRefused
from engine.execution import read_spec, validate
from tests.unit.execution.diagrams import (
    boundary, bundle, declared, definitions, end, event, flows, node, process, script, start, timer, user,
)

PLAIN = (start(), user("a"), end(), flows("begin > a > done"))
ASKS = ('<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="format_disk"><spiffworkflow:parameters/>'
        "</spiffworkflow:serviceTaskOperator></bpmn:extensionElements>")


def codes(*parts: str, declarations: str = "", profile: str = "engine") -> list[tuple[str, str]]:
    return [(finding.code, finding.element_id)
            for finding in validate(bundle(definitions(declarations, process(*parts)), profile=profile))]


def test_a_sound_diagram_has_no_findings():
    assert codes(*PLAIN) == []


@pytest.mark.parametrize(("parts", "code", "element_id"), [
    ((user("a"), end(), flows("a > done")), "library_refuses", "main"),
    ((start(), node("complexGateway", "g"), end(), flows("begin > g > done")), "element_unsupported", "g"),
    ((start(), node("intermediateThrowEvent", "t", "<bpmn:linkEventDefinition/>"), end(), flows("begin > t > done")),
     "event_kind_refused", "t"),
    ((start(), node("intermediateThrowEvent", "t", "<bpmn:compensateEventDefinition/>"), end(), flows("begin > t > done")),
     "event_kind_refused", "t"),
    ((start(), user("a"), end("done", event("signal", "s")), flows("begin > a > done")), "signal_end", "done"),
    ((start(), user("End"), end(), flows("begin > End > done")), "id_reserved", "End"),
    ((start(), user("a"), user("b"), end(), flows("begin > a > done", "a > b > done")), "library_refuses", "a"),
    ((start(), node("callActivity", "c", calledElement="nowhere"), end(), flows("begin > c > done")), "library_refuses", ""),
    ((start(), node("callActivity", "c", calledElement="main"), end(), flows("begin > c > done")), "call_recursion", "c"),
    ((start(), node("serviceTask", "s", ASKS), end(), flows("begin > s > done")), "operator_unknown", "s"),
    ((start(), script("s", "import os"), end(), flows("begin > s > done")), "expression_refused", "s"),
    ((start(), node("exclusiveGateway", "g", default="f_g_a"), user("a"), end(),
      flows("begin > g", "g > a > done", "g > done : ${x}")), "expression_refused", "g"),
    ((start(), user("a"), boundary("late", "a", timer("R3/P1D", "timeCycle"), False), end(), flows("begin > a > done",
      "late > done")), "library_refuses", "late"),
    ((start(), user("a"), boundary("late", "a", timer("next week")), end(), flows("begin > a > done", "late > done")),
     "expression_refused", "late"),
    ((start(), node("adHocSubProcess", "h", user("a")), end(), flows("begin > h > done")), "element_refused", "h"),
])
def test_what_would_not_run_is_named_with_its_element(parts, code, element_id):
    assert (code, element_id) in codes(*parts, declarations=declared("signal", "s"))


def test_an_event_sub_process_is_for_the_engine_profile_only():
    parts = (*PLAIN, node("subProcess", "sub", start("s", event("message", "m")) + end("e") + flows("s > e"),
                          triggeredByEvent="true"))
    assert codes(*parts, declarations=declared("message", "m")) == []
    assert codes(*parts, declarations=declared("message", "m"), profile="agency") == [("event_sub_process", "sub")]


def test_files_that_are_no_diagrams_are_findings_too():
    for text in ("", "not xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        assert [finding.severity for finding in validate(bundle(text))] == ["error"]


def test_a_thousand_steps_in_a_row_are_refused_not_a_crash():
    names = [f"t{number}" for number in range(1500)]
    parts = (start(), *(user(name) for name in names), end(), flows("begin > " + " > ".join(names) + " > done"))
    assert codes(*parts)[0][0] == "library_refuses"


def test_a_refused_bundle_makes_no_specification():
    with pytest.raises(DefinitionRefused):
        read_spec(bundle(definitions(process(user("a")))))


def test_a_loose_file_may_hold_processes_that_are_never_called():
    broken = process(user("x"), id="other")
    assert validate(bundle(definitions(process(*PLAIN), broken))) == []
    assert validate(bundle(definitions(process(*PLAIN), broken), profile="agency")) != []
