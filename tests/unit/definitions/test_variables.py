"""Every variable is set before it is read, whichever way a case goes."""

import json

import pytest

from engine.definitions import Bundle, check
from tests.unit.definitions.sketches import chain, diagram, flow, node, straight, timer

ENDS = node("startEvent", "begun") + node("endEvent", "ended")
CODES = ("variable_undefined", "variable_perhaps_undefined")


def said(xml: bytes, forms: dict[str, list[str]] | None = None, optional=(), **files: bytes) -> list[tuple[str, str, str]]:
    """(code, element, variable) of what is said about variables; `forms` gives the questions of each task."""
    asked = {f"forms/{task}-schema.json": json.dumps({
        "type": "object", "title": task, "required": [name for name in names if name not in optional],
        "properties": {name: {"type": "boolean", "title": name} for name in names}}).encode()
        for task, names in (forms or {}).items()}
    found = check(Bundle("sketch", {"bpmn/complaint.bpmn": xml, **asked, **files}, "agency"))
    return [(finding.code, finding.element_id, finding.wrong.split(" reads ")[1].split(",")[0])
            for finding in found if finding.code in CODES]


def script(name: str, text: str) -> str:
    return node("scriptTask", name, f"<bpmn:script>{text}</bpmn:script>")


def asked_and_read(*parts: str, flows: str) -> bytes:
    return diagram(ENDS, *parts, script("reads", "y = x"), flows)


def test_what_a_form_asks_is_known_after_its_task_and_not_before():
    task = node("userTask", "triage")
    after = asked_and_read(task, flows=chain("begun", "triage", "reads", "ended"))
    before = asked_and_read(task, flows=chain("begun", "reads", "triage", "ended"))

    assert said(after, {"triage": ["x"]}) == []
    assert said(before, {"triage": ["x"]}) == [("variable_undefined", "reads", "x")]


def test_a_question_that_need_not_be_answered_may_be_missing():
    xml = asked_and_read(node("userTask", "triage"), flows=chain("begun", "triage", "reads", "ended"))
    form = {"type": "object", "title": "t", "required": [], "properties": {"x": {
        "type": "string", "title": "x", "oneOf": [{"const": "a", "title": "a"}]}}}

    assert said(xml, **{"forms/triage-schema.json": json.dumps(form).encode()}) == [
        ("variable_perhaps_undefined", "reads", "x")]


@pytest.mark.parametrize(("kind", "expected"), [
    ("exclusiveGateway", [("variable_perhaps_undefined", "reads", "x")]),
    ("inclusiveGateway", [("variable_perhaps_undefined", "reads", "x")]),
    ("parallelGateway", []),
])
def test_a_choice_sets_it_on_one_way_only_and_branches_side_by_side_always(kind, expected):
    condition = "" if kind == "parallelGateway" else "kind == 'complaint'"
    default = {} if kind == "parallelGateway" else {"default": "split_to_other"}
    xml = asked_and_read(
        node(kind, "split", **default), script("sets", "x = 1"), script("other", "z = 1"), node(kind, "met"),
        flows=chain("begun", "split") + flow("split", "sets", condition) + flow("split", "other")
        + chain("sets", "met", "reads", "ended") + chain("other", "met"))

    assert said(xml) == expected


def test_a_loop_knows_in_its_first_round_only_what_came_before():
    xml = diagram(
        ENDS, node("exclusiveGateway", "round"), script("reads", "y = x"), node("userTask", "triage"),
        node("exclusiveGateway", "again", default="out"), chain("begun", "round", "reads", "triage", "again"),
        flow("again", "round", "x == True"), flow("again", "ended", id="out"))

    assert said(xml, {"triage": ["x"]}) == [("variable_perhaps_undefined", "reads", "x")]


def test_an_interruption_does_not_know_what_the_task_would_have_asked():
    xml = diagram(
        ENDS, node("userTask", "triage"), node("boundaryEvent", "late", timer("P5D"), attachedToRef="triage"),
        script("reads", "y = x"), node("endEvent", "told"),
        chain("begun", "triage", "ended"), chain("late", "reads", "told"))

    assert said(xml, {"triage": ["x"]}) == [("variable_undefined", "reads", "x")]


def test_an_interrupted_sub_process_loses_what_was_asked_inside():
    inner = node("startEvent", "in") + node("userTask", "triage") + node("endEvent", "out") + chain("in", "triage", "out")
    xml = diagram(
        ENDS, node("subProcess", "inquiry", inner), script("reads", "y = x"), node("endEvent", "told"),
        node("boundaryEvent", "late", timer("P5D"), attachedToRef="inquiry"), script("too", "z = x"),
        chain("begun", "inquiry", "reads", "ended"), chain("late", "too", "told"))

    assert said(xml, {"triage": ["x"]}) == [("variable_undefined", "too", "x")]


def test_a_called_process_knows_its_caller_and_gives_back_what_it_asked():
    called = '<bpmn:process id="other" isExecutable="true">' + node("startEvent", "in") + script("inside", "x = w") + node(
        "endEvent", "out") + chain("in", "inside", "out") + "</bpmn:process>"
    xml = diagram(ENDS, script("first", "w = 1"), node("callActivity", "call", calledElement="other"), script("reads", "y = x"),
                  chain("begun", "first", "call", "reads", "ended"), more=called)

    assert said(xml) == []


def test_each_of_many_knows_its_item_and_only_the_list_of_outputs_is_kept():
    many = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>"
            '<bpmn:loopDataOutputRef>views</bpmn:loopDataOutputRef><bpmn:inputDataItem id="unit"/>'
            '<bpmn:outputDataItem id="view"/></bpmn:multiInstanceLoopCharacteristics>')
    inner = node("startEvent", "in") + script("each", "view = unit") + node("endEvent", "out") + chain("in", "each", "out")
    xml = diagram(ENDS, script("first", "units = [1, 2]"), node("subProcess", "ask_all", inner + many),
                  script("reads", "y = views"), script("lost", "z = view"),
                  chain("begun", "first", "ask_all", "reads", "lost", "ended"))

    assert said(xml) == [("variable_undefined", "lost", "view")]


def test_a_decision_table_sets_its_outputs():
    table = (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
             b'<decision id="rule" name="rule"><decisionTable id="t"><output id="o" name="x" typeRef="number"/>'
             b'</decisionTable></decision></definitions>')
    extension = ("<bpmn:extensionElements><spiffworkflow:calledDecisionId>rule</spiffworkflow:calledDecisionId>"
                 "</bpmn:extensionElements>")
    xml = straight(node("businessRuleTask", "ask_rule", extension), script("reads", "y = x"), ids=("ask_rule", "reads"))

    assert said(xml, **{"bpmn/rule.dmn": table}) == []
    assert said(xml) == [("variable_undefined", "reads", "x")]


def test_what_comes_with_a_message_is_known_after_it():
    catch = node("intermediateCatchEvent", "hear", '<bpmn:messageEventDefinition messageRef="m"/>')
    message = ('<bpmn:message id="m" name="answer"><bpmn:extensionElements><spiffworkflow:messageVariable>x'
               "</spiffworkflow:messageVariable></bpmn:extensionElements></bpmn:message>")
    parts = (ENDS, catch, script("reads", "y = x"), chain("begun", "hear", "reads", "ended"))

    assert said(diagram(*parts, more=message)) == []
    assert said(diagram(*parts, more='<bpmn:message id="m" name="answer"/>')) == [("variable_undefined", "reads", "x")]


def test_a_slip_of_the_hand_is_answered_with_the_nearest_name():
    xml = straight(script("sets", "admissible = True"), script("reads", "y = admisible"), ids=("sets", "reads"))

    fixes = [finding.fix for finding in check(Bundle("sketch", {"bpmn/complaint.bpmn": xml}, "agency"))
             if finding.code == "variable_undefined"]

    assert [fix.split("?")[0] for fix in fixes] == ["Did you mean admissible"]


def test_loose_diagrams_are_judged_only_before_anybody_could_have_set_anything():
    def loose(*parts: str, ids: tuple[str, ...]) -> list[tuple[str, str]]:
        found = check(Bundle("sketch", {"bpmn/complaint.bpmn": straight(*parts, ids=ids)}, "engine"))
        return [(finding.code, finding.element_id) for finding in found]

    reads, sets = script("reads", "y = admisible"), script("sets", "admissible = True")
    assert loose(reads, ids=("reads",)) == [("variable_from_outside", "reads")]
    assert loose(sets, reads, ids=("sets", "reads")) == [("variable_misspelled", "reads")]
    assert loose(node("userTask", "ask"), sets, reads, ids=("ask", "sets", "reads")) == []
    assert loose(script("sets", "item_1 = 1"), script("reads", "y = item_2"), ids=("sets", "reads")) == [
        ("variable_from_outside", "reads")]
