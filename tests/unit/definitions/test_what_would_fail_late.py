"""What a decision table, a timer or a second event says is judged before any case comes by."""

import pytest

from engine.definitions import Bundle, check, check_path
from tests.unit.definitions.sketches import chain, codes, diagram, node, straight, timer

ASKS = ("<bpmn:extensionElements><spiffworkflow:calledDecisionId>urgency</spiffworkflow:calledDecisionId>"
        "</bpmn:extensionElements>")
ROW = '<rule id="r"><inputEntry id="c"><text>{}</text></inputEntry><outputEntry id="g"><text>{}</text></outputEntry></rule>'


def table(row: str = ROW.format("&gt; 5", "true"), policy: str = "UNIQUE", column: str = "days", output: str = "urgent") -> bytes:
    return (f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
            f'<decision id="urgency" name="Urgency"><decisionTable id="t" hitPolicy="{policy}"><input id="i">'
            f'<inputExpression id="e"><text>{column}</text></inputExpression></input><output id="o" name="{output}"/>{row}'
            "</decisionTable></decision></definitions>").encode()


FAULTS = {
    "table_policy": table(policy="PRIORITY"),
    "table_row": table(ROW.format("1", "2").replace('<outputEntry id="g"><text>2</text></outputEntry>', "")),
    "table_column": table(column=""),
    "table_cell": table(ROW.format("().__class__", "1")),
    "table_cell: function": table(ROW.format("7", "open('/etc/passwd')")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_table_is_found_beside_its_diagram_and_by_itself(fault, tmp_path):
    code = fault.partition(":")[0]
    asking = straight(node("businessRuleTask", "rule", ASKS), ids=("rule",))
    (tmp_path / "urgency.dmn").write_bytes(FAULTS[fault])
    for found in (check(Bundle("x", {"bpmn/a.bpmn": asking, "bpmn/urgency.dmn": FAULTS[fault]}, "engine")),
                  check_path(tmp_path / "urgency.dmn")):
        mine = [finding for finding in found if finding.code == code]
        assert mine and {(finding.element_id, finding.element_name) for finding in mine} == {("urgency", "Urgency")}
        assert mine[0].file.endswith("urgency.dmn")


def test_a_sound_table_has_no_findings_and_one_that_nobody_asks_keeps_no_loose_file_from_running(tmp_path):
    (tmp_path / "urgency.dmn").write_bytes(table())
    assert check_path(tmp_path / "urgency.dmn") == []
    alone = {"bpmn/a.bpmn": straight(node("userTask", "a"), ids=("a",)), "bpmn/urgency.dmn": FAULTS["table_policy"]}
    assert "table_policy" not in {finding.code for finding in check(Bundle("x", alone, "engine"))}


def test_a_variable_that_a_table_reads_must_be_set_before_it_is_asked():
    script = node("scriptTask", "before", "<bpmn:script>days = 7</bpmn:script>")
    rule = node("businessRuleTask", "rule", ASKS)
    for xml, row, expected in (
        (straight(script + rule, ids=("before", "rule")), ROW.format("? &gt; 5", "days + 1"), []),
        (straight(rule, ids=("rule",)), ROW.format("&gt; 5", "1"), ["the column 1 of its table urgency reads days"]),
        (straight(script + rule, ids=("before", "rule")), ROW.format("&lt; most", "1"),
         ["a cell of row 1 of its table urgency reads most"]),
    ):
        bundle = Bundle("sketch", {"bpmn/complaint.bpmn": xml, "bpmn/urgency.dmn": table(row)}, "agency")
        told = [finding.wrong.partition(",")[0] for finding in check(bundle) if finding.code == "variable_undefined"]
        assert told == expected


@pytest.mark.parametrize("written", ["5", "[1, 2]", "2026-13-45", "2026-02-30T10:00Z", "'soon'", "None", "1 / 0", "max(1, 2)"])
def test_a_timer_that_can_never_be_an_instant_is_found(written):
    late = node("boundaryEvent", "late", timer(written, "timeDate"), attachedToRef="a")
    drawn = diagram(node("startEvent", "begun"), node("endEvent", "ended"), node("userTask", "a"), late, node("endEvent", "told"),
                    chain("begun", "a", "ended"), chain("late", "told"))
    assert codes(drawn) & {"timer_not_text", "timer_no_instant"}


def waiting(*events: str, gateway: bool = False) -> bytes:
    """A task with these events on its border, or a gateway with them behind it; each leads to the end."""
    ids = [f"e{number}" for number in range(len(events))]
    kind, more = ("intermediateCatchEvent", {}) if gateway else ("boundaryEvent", {"attachedToRef": "a"})
    drawn = [node(kind, name, event, **more) + chain(name, "ended") for name, event in zip(ids, events, strict=True)]
    way = [chain("a", name) for name in ids] if gateway else [chain("a", "ended")]
    messages = '<bpmn:message id="m1" name="withdrawal"/><bpmn:message id="m2" name="renewal"/><bpmn:error id="x" errorCode="7"/>'
    host = node("eventBasedGateway" if gateway else "userTask", "a")
    return diagram(node("startEvent", "begun"), node("endEvent", "ended"), host, chain("begun", "a"), *way, *drawn,
                   more=messages)


FIRST, SECOND = (f'<bpmn:messageEventDefinition messageRef="{ref}"/>' for ref in ("m1", "m2"))
ERROR = '<bpmn:errorEventDefinition errorRef="x"/>'


@pytest.mark.parametrize(("events", "gateway", "twice"), [
    ((FIRST, FIRST), False, True), ((FIRST, FIRST), True, True), ((ERROR, ERROR), False, True),
    ((FIRST, SECOND), False, False), ((FIRST, SECOND), True, False), ((ERROR, "<bpmn:errorEventDefinition/>"), False, False)])
def test_two_events_at_one_place_that_wait_for_the_same_are_found(events, gateway, twice):
    assert ("event_twice_here" in codes(waiting(*events, gateway=gateway))) is twice


@pytest.mark.parametrize(("condition", "found"), [
    ("level == 2", False), ("x == 1", True), ("True", True), ("x == 1 or level > 2", False)])
def test_a_condition_that_nothing_can_make_true_while_it_waits_is_found(condition, found):
    waits = node("intermediateCatchEvent", "when", "<bpmn:conditionalEventDefinition><bpmn:condition>"
                 f"{condition.replace('>', '&gt;')}</bpmn:condition></bpmn:conditionalEventDefinition>")
    drawn = straight('<bpmn:dataObject id="level"/>' + waits, ids=("when",))
    assert ("condition_stands_still" in codes(drawn)) is found
