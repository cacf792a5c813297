"""Nothing in a diagram is ignored without a word: BPMN that is not carried out, and what other tools add, is named."""

import pytest

from engine.definitions import Bundle, check
from engine.definitions.lint.parts.tables import bpmn_parts, tools
from tests.unit.definitions.schema_parts import parts_of, type_of
from tests.unit.definitions.sketches import chain, diagram, node, timer

OWN = {"not_carried_out", "event_without_effect", "value_spelling", "reference_unknown", "other_language", "tool_part_ignored",
       "only_drawn", "tool_part_left", "property_ignored"}
CAMUNDA, ZEEBE = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"', 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
SPIFF = 'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"'
OTHER = 'xmlns:x="http://vendor.example/x"'


def found(data: bytes, profile: str = "single") -> list[tuple[str, str, str]]:
    findings = check(Bundle("sketch", {"bpmn/complaint.bpmn": data}, profile))
    return [(finding.code, finding.severity, finding.element_id) for finding in findings if finding.code in OWN]


def with_task(kind: str = "userTask", inner: str = "", spaces: str = "", **attributes: str) -> bytes:
    """A task between a start and an end."""
    drawn = node(kind, "triage", inner, **attributes)
    made = diagram(node("startEvent", "begun") + node("endEvent", "ended"), drawn, chain("begun", "triage", "ended"))
    return made.replace(b"<bpmn:definitions ", f"<bpmn:definitions {spaces} ".encode(), 1)


def extended(inner: str, kind: str = "userTask", spaces: str = "", more: str = "") -> bytes:
    return with_task(kind, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>{more}", spaces)


def copies(attributes: str = "", inner: str = "<bpmn:loopCardinality>2</bpmn:loopCardinality>", spaces: str = "") -> bytes:
    return with_task(inner=f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inner}</bpmn:multiInstanceLoopCharacteristics>",
                     spaces=spaces)


def test_every_part_of_the_schema_is_carried_out_or_named():
    """A part that the table has forgotten would be ignored without a word."""
    parts, forgotten, seen = bpmn_parts(), [], set()
    pending = [("definitions", type_of("definitions"))]
    while pending:
        element, kind = pending.pop()
        if (element, kind) in seen or not kind:
            continue
        seen.add((element, kind))
        attributes, children = parts_of(kind)
        known = parts.known[element]
        forgotten += [f"{element}: {part}" for part in attributes | set(children) if part not in known and part not in parts.said]
        pending += [(part, kind) for part, kind in children.items() if part in known and part not in parts.closed
                    and kind.startswith("t")]
    assert forgotten == []
    assert len(seen) > 60


def test_no_part_is_both_read_and_told():
    for tool in tools()[0].values():
        assert not tool.left & set(tool.said) and not tool.left & set(tool.read)
    parts = bpmn_parts()
    assert not parts.everywhere & set(parts.said)
    assert all(said.wrong and said.fix.endswith(".") for said in parts.said.values())


@pytest.mark.parametrize("data, code", [
    (with_task(startQuantity="2"), "not_carried_out"),
    (with_task(completionQuantity="3"), "not_carried_out"),
    (with_task(inner="<bpmn:potentialOwner id='who'/>"), "not_carried_out"),
    (with_task("receiveTask", instantiate="true"), "not_carried_out"),
    (copies('behavior="One"'), "not_carried_out"),
    (copies(inner="<bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:outputDataItem id='answer'/>"), "not_carried_out"),
    (copies('isSequential="1"'), "value_spelling"),
    (with_task(isForCompensation="1"), "value_spelling"),
    (with_task("scriptTask", "<bpmn:script>a = 1</bpmn:script>", scriptFormat="groovy"), "other_language"),
    (with_task(inner="<bpmn:auditing/>"), "only_drawn"),
    (with_task(default="begun_to_triage"), "only_drawn"),
    (with_task(spaces=CAMUNDA, **{"camunda:assignee": "demo"}), "tool_part_ignored"),
    (with_task(spaces=CAMUNDA, **{"camunda:nobodyKnowsThis": "x"}), "tool_part_ignored"),
    (with_task(spaces=CAMUNDA, **{"camunda:asyncBefore": "true"}), "tool_part_left"),
    (copies('camunda:collection="people" camunda:elementVariable="person"', spaces=CAMUNDA), "tool_part_ignored"),
    (extended("<camunda:taskListener event='create' class='x.Y'/>", spaces=CAMUNDA), "tool_part_ignored"),
    (extended("<zeebe:ioMapping><zeebe:input source='=a' target='b'/></zeebe:ioMapping>", spaces=ZEEBE), "tool_part_ignored"),
    (extended("<spiff:allowGuest>true</spiff:allowGuest>", spaces=SPIFF), "tool_part_ignored"),
    (extended("<spiff:preScript>a = 1</spiff:preScript>", "scriptTask", SPIFF, "<bpmn:script>b = 1</bpmn:script>"),
     "tool_part_ignored"),
    (extended("<x:thing/>", spaces=OTHER), "tool_part_left"),
], ids=range(20))
def test_what_is_not_carried_out_is_named_at_its_element(data, code):
    grave = code not in ("only_drawn", "tool_part_left")
    assert found(data) == [(code, "error" if grave else "warning", "triage")]
    assert found(data, "engine") == [(code, "warning", "triage")]


@pytest.mark.parametrize("kind, place, told", [
    ("error", "intermediateCatchEvent", True), ("escalation", "intermediateCatchEvent", True),
    ("terminate", "intermediateCatchEvent", True), ("cancel", "intermediateCatchEvent", True),
    ("error", "intermediateThrowEvent", True), ("timer", "intermediateThrowEvent", True),
    ("conditional", "intermediateThrowEvent", True), ("cancel", "intermediateThrowEvent", True),
    ("timer", "endEvent", True), ("conditional", "endEvent", True), ("cancel", "endEvent", True),
    ("timer", "intermediateCatchEvent", False), ("error", "endEvent", False), ("escalation", "intermediateThrowEvent", False),
    ("terminate", "endEvent", False),
])
def test_an_event_that_nothing_looks_at_where_it_stands_is_named(kind, place, told):
    inner = {"timer": timer("P2D"), "conditional": "<bpmn:conditionalEventDefinition><bpmn:condition>1 == 2</bpmn:condition>"
             "</bpmn:conditionalEventDefinition>"}.get(kind, f"<bpmn:{kind}EventDefinition/>")
    flow = () if place == "endEvent" else ("ended",)
    ends = "" if place == "endEvent" else node("endEvent", "ended")
    data = diagram(node("startEvent", "begun") + ends, node("userTask", "triage"), node(place, "odd", inner),
                   chain("begun", "triage", "odd", *flow))
    assert found(data) == ([("event_without_effect", "error", "odd")] if told else [])


def test_blanks_around_a_reference_do_not_drop_a_deadline_unseen():
    late = node("boundaryEvent", "late", timer("P2D"), attachedToRef=" triage ")
    data = diagram(node("startEvent", "begun") + node("endEvent", "ended"), node("userTask", "triage"), late,
                   node("endEvent", "told"), chain("begun", "triage", "ended"), chain("late", "told"))
    assert ("value_spelling", "error", "late") in found(data)


def test_a_list_that_no_variable_can_be_called_is_told_and_not_taken_for_an_expression():
    for name in ("people-here", "in", "tns:people"):
        data = copies(inner=f"<bpmn:loopDataInputRef>{name}</bpmn:loopDataInputRef>")
        assert found(data, "engine") == [("reference_unknown", "warning", "triage")]
        assert found(data) == [("reference_unknown", "error", "triage")]


def test_a_lane_that_names_nobody_is_told():
    lanes = ("<bpmn:laneSet id='lanes'><bpmn:lane id='clerks' name='clerk'><bpmn:flowNodeRef>nobody</bpmn:flowNodeRef>"
             "</bpmn:lane></bpmn:laneSet>")
    data = diagram(lanes, node("startEvent", "begun") + node("endEvent", "ended"), node("userTask", "triage"),
                   chain("begun", "triage", "ended"))
    assert found(data) == [("reference_unknown", "error", "clerks")]


def with_property(name: str, value: str) -> str:
    return (f'<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="{name}" value="{value}"/>'
            "</spiffworkflow:properties></bpmn:extensionElements>")


@pytest.mark.parametrize("kind, name, value, told", [
    ("manualTask", "not_by", "begun", False), ("callActivity", "not_by", "begun", True), ("callActivity", "due", "reply", True),
    ("manualTask", "public", "yes", False), ("manualTask", "public", "true", True), ("manualTask", "of_agency", "other", True),
    ("manualTask", "business_key", "reference", True), ("receiveTask", "business_key", "reference", False),
    ("receiveTask", "start_once", "false", True), ("subProcess", "formJsonSchemaFilename", "a-schema.json", True),
])
def test_a_property_of_ours_is_told_where_nothing_reads_it(kind, name, value, told):
    data = with_task(kind, with_property(name, value))
    assert found(data) == ([("property_ignored", "error", "triage")] if told else [])
    executed = name in ("business_key", "start_once")
    assert found(data, "engine") == ([("property_ignored", "warning", "triage")] if told and executed else [])


def test_a_process_has_names_in_other_languages_and_no_other_property():
    extended = f'isExecutable="true">{with_property("due", "reply")}'.encode()
    assert found(with_task().replace(b'isExecutable="true">', extended)) == [("property_ignored", "error", "complaint")]
    named = f'isExecutable="true">{with_property("name_fr", "Plainte")}'.encode()
    assert found(with_task().replace(b'isExecutable="true">', named)) == []


def test_what_only_explains_or_colours_a_drawing_is_left_alone():
    data = with_task(
        inner="<bpmn:documentation>What to do</bpmn:documentation>"
              "<bpmn:extensionElements><spiff:instructionsForEndUser>Read.</spiff:instructionsForEndUser>"
              "</bpmn:extensionElements>"
              "<bpmn:property id='p' name='__targetRef_placeholder'/>",
        spaces=f'{SPIFF} xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud" '
               'exporter="Camunda Modeler" exporterVersion="5"',
        startQuantity="1", implementation="##unspecified")
    assert found(data) == []


def test_the_same_warning_is_told_once_a_file():
    tasks = "".join(node("userTask", name, "<bpmn:monitoring/>") for name in ("one", "two", "three"))
    data = diagram(node("startEvent", "begun") + node("endEvent", "ended"), tasks, chain("begun", "one", "two", "three", "ended"))
    findings = [finding for finding in check(Bundle("sketch", {"bpmn/a.bpmn": data}, "single")) if finding.code in OWN]
    assert [finding.element_id for finding in findings] == ["one"]
    assert "2 more like it" in findings[0].wrong
