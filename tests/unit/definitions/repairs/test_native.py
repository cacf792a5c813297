"""A folder exported from SpiffArena deploys unchanged where it uses what is supported; what is not is told."""

import json
from pathlib import Path

from engine.definitions import Definition
from engine.definitions.repairs.importing import repaired
from engine.definitions.repairs.order import KINDS
from tests.unit.definitions.repairs.foreign import bundle, document, errors, flow, node, process, row

SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'


def extended(text: str) -> str:
    return f"<extensionElements>{text}</extensionElements>"


ASK = extended('<spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename" value="ask-schema.json"/>'
               '<spiffworkflow:property name="formUiSchemaFilename" value="ask-uischema.json"/></spiffworkflow:properties>'
               "<spiffworkflow:instructionsForEndUser>Ask **them**</spiffworkflow:instructionsForEndUser>")
MAIN = document(process(
    '<laneSet id="lanes"><lane id="l" name="clerk"><flowNodeRef>ask</flowNodeRef></lane></laneSet>',
    node("startEvent", "StartEvent_1"), node("userTask", "ask", ASK),
    node("scriptTask", "compute", "<script>total = sum([row['n'] for row in rows])\nfor row in rows:\n    row['seen'] = True"
         "</script>"),
    node("businessRuleTask", "size", extended("<spiffworkflow:calledDecisionId>size</spiffworkflow:calledDecisionId>")),
    node("callActivity", "more", calledElement="inner"), node("exclusiveGateway", "gate", default="gate_done"),
    node("task", "plain"), node("endEvent", "done"), row("StartEvent_1", "ask", "compute", "size", "more", "gate"),
    flow("gate", "plain", "big", "res == 'big'"), flow("gate", "done"), row("plain", "done"), id="main"), more=SPIFF)
INNER = document(process(node("startEvent", "s"), node("manualTask", "look", extended(
    "<spiffworkflow:instructionsForEndUser>Look</spiffworkflow:instructionsForEndUser>")), node("endEvent", "e"),
    row("s", "look", "e"), id="inner"), more=SPIFF)
TABLE = (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="n"><decision id="size" '
         b'name="Size"><decisionTable id="t" hitPolicy="FIRST"><input id="i" label="total"><inputExpression id="x" '
         b'typeRef="number"><text>total</text></inputExpression></input><output id="o" name="res" typeRef="string"/>'
         b'<rule id="r"><inputEntry id="a"><text>&gt; 5</text></inputEntry><outputEntry id="b"><text>"big"</text></outputEntry>'
         b"</rule></decisionTable></decision></definitions>")
FOLDER = {
    "main.bpmn": MAIN, "inner.bpmn": INNER, "size.dmn": TABLE,
    "ask-schema.json": b'{"title": "Ask", "type": "object", "properties": {"rows": {"type": "array", "title": "Rows"}}}',
    "ask-uischema.json": b"{}", "process_model.json": b'{"primary_process_id": "main", "primary_file_name": "main.bpmn"}'}


def test_an_exported_folder_needs_no_repair_and_is_byte_for_byte_the_same():
    result = repaired(FOLDER)
    assert (result.repairs, dict(result.files), errors(result)) == ((), FOLDER, [])
    definition = Definition.of(bundle(result))
    assert definition.form("ask").title("en") == "Ask" and definition.process("main").elements["ask"].lane == "clerk"


def test_a_connector_that_is_not_here_becomes_a_task_of_a_person():
    service = extended('<spiffworkflow:serviceTaskOperator id="http/GetRequestV2"/>')
    changed = MAIN.replace(b'<task id="plain"', b'<serviceTask id="fetch">' + service.encode()
                           + b'</serviceTask><task id="plain"')
    changed = changed.replace(b'targetRef="plain"', b'targetRef="fetch"').replace(b"</process>", flow("fetch", "plain").encode()
                                                                                  + b"</process>")
    result = repaired({**FOLDER, "main.bpmn": changed})
    assert [(repair.code, repair.element_id) for repair in result.repairs] == [("by_hand", "fetch")] and errors(result) == []


def test_extensions_of_activiti_are_read_like_camundas():
    theirs = document(process(node("startEvent", "b"), node("userTask", "u", extended(
        '<a:formData><a:formField id="n" type="long"/></a:formData>'), a__candidateGroups="clerks"), node("endEvent", "e"),
        row("b", "u", "e")), more='xmlns:a="http://activiti.org/bpmn"')
    result = repaired({"a.bpmn": theirs})
    assert {"relative", "form", "role"} <= {repair.code for repair in result.repairs} and errors(result) == []
    assert json.loads(result.files["u-schema.json"])["properties"]["n"]["type"] == "integer"
    assert repaired(result.files).repairs == ()


def test_the_how_to_names_every_kind_of_repair():
    page = (Path(__file__).parents[4] / "docs/how-to/import-from-other-tools.md").read_text()
    assert [code for code in KINDS if f"`{code}`" not in page] == []
