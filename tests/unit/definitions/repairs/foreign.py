"""Small diagrams as other tools write them, each with what that tool leaves out here."""

from engine.definitions import Bundle
from engine.definitions.repairs.importing import Imported, repaired
from engine.queries.findings import findings_of

HEAD = ('<{0}definitions xmlns{1}="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        'id="definitions" targetNamespace="http://example.org" {2}>')


def document(*parts: str, prefix: str = "", more: str = "") -> bytes:
    """A file; `prefix` is the one the tool gives the elements of the standard."""
    colon, mark = (f"{prefix}:", f":{prefix}") if prefix else ("", "")
    return (HEAD.format(colon, mark, more) + "".join(parts) + f"</{colon}definitions>").encode()


def process(*parts: str, id: str = "p", more: str = 'isExecutable="true"') -> str:
    return f'<process id="{id}" {more}>{"".join(parts)}</process>'


def node(kind: str, id: str, inner: str = "", name: str | None = None, **more: str) -> str:
    written = "".join(f' {key.replace("__", ":")}="{value}"' for key, value in more.items())
    name = id.replace("_", " ").capitalize() if name is None else name
    return f'<{kind} id="{id}" name="{name}"{written}>{inner}</{kind}>'


def flow(source: str, target: str, name: str = "", condition: str = "") -> str:
    inner = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
    return f'<sequenceFlow id="{source}_{target}" name="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def row(*ids: str) -> str:
    return "".join(flow(source, target) for source, target in zip(ids, ids[1:], strict=False))


def drawn(*ids: str) -> str:
    """A drawing with one shape after the other."""
    shapes = "".join(
        f'<bpmndi:BPMNShape id="s_{id}" bpmnElement="{id}"><dc:Bounds x="{100 + 150 * place}" y="100" width="100" '
        'height="80"/></bpmndi:BPMNShape>' for place, id in enumerate(ids))
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="p">{shapes}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="d">{plane}</bpmndi:BPMNDiagram>'


#: Camunda 7: generated forms, groups, Java classes, JUEL.
CAMUNDA_7 = document(process(
    node("startEvent", "begin"),
    node("userTask", "approve", '<extensionElements><camunda:formData><camunda:formField id="approved" label="Approved?" '
         'type="boolean"/><camunda:formField id="amount" label="Amount" type="long"><camunda:validation><camunda:constraint '
         'name="min" config="1"/></camunda:validation></camunda:formField></camunda:formData></extensionElements>',
         camunda__candidateGroups="management"),
    node("exclusiveGateway", "gate", default="gate_refuse"),
    node("serviceTask", "pay", camunda__class="org.example.Pay"),
    node("userTask", "refuse", camunda__assignee="${initiator}", camunda__formKey="embedded:app:forms/refuse.html"),
    node("endEvent", "done"), row("begin", "approve", "gate"),
    flow("gate", "pay", "yes", "${approved &amp;&amp; amount le 1000}"), flow("gate", "refuse", "no"),
    row("pay", "done"), row("refuse", "done")), drawn("begin", "approve", "gate", "pay", "refuse", "done"))

#: Camunda 8: FEEL, workers, assignments, timers in cycles.
CAMUNDA_8 = document(process(
    node("startEvent", "begin"),
    node("userTask", "check", '<extensionElements><zeebe:assignmentDefinition candidateGroups="clerks"/>'
         '<zeebe:formDefinition formId="check_form"/></extensionElements>'),
    node("scriptTask", "count", '<extensionElements><zeebe:script expression="=points + 1" resultVariable="points"/>'
         '</extensionElements>'),
    node("exclusiveGateway", "gate"),
    node("serviceTask", "ask_worker", '<extensionElements><zeebe:taskDefinition type="score"/></extensionElements>'),
    node("boundaryEvent", "late", "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>",
         attachedToRef="check", cancelActivity="false"),
    node("endEvent", "done"), node("endEvent", "late_done"), row("begin", "check", "count", "gate"),
    flow("gate", "ask_worker", "many", "=points &gt; 3 and not(urgent = true)"), flow("gate", "done", "few"),
    row("ask_worker", "done"), row("late", "late_done")))

#: A form of Camunda's form editor beside the diagram.
CHECK_FORM = (b'{"id": "check_form", "components": [{"type": "number", "key": "points", "label": "Points", "validate": '
              b'{"required": true, "min": 0}}, {"type": "checkbox", "key": "urgent", "label": "Urgent"}, '
              b'{"type": "button", "key": "send"}]}')

#: bpmn.io: nothing executable, tasks of no kind, only names on the flows.
BPMN_IO = document(process(
    node("startEvent", "begin"), node("task", "look", name="Look at it"), node("exclusiveGateway", "gate", name="Complete?"),
    node("task", "go_on"), node("task", "ask_back"), node("endEvent", "done"), row("begin", "look", "gate"),
    flow("gate", "go_on", "Yes"), flow("gate", "ask_back", "No"), row("ask_back", "look"), row("go_on", "done"),
    more='isExecutable="false"'), drawn("begin", "look", "gate", "go_on", "ask_back", "done"))

#: Signavio: pools, message events without messages, data stores, timers by label.
SIGNAVIO = document(
    '<dataStore id="store" name="Archive"/><collaboration id="c"><participant id="us" name="Office" processRef="p"/>'
    '<participant id="them" name="Citizen" processRef="q"/><messageFlow id="m" sourceRef="ask" targetRef="write"/>'
    '</collaboration>',
    process(node("startEvent", "begin", "<messageEventDefinition/>"), node("sendTask", "ask", name="Ask for papers"),
            node("eventBasedGateway", "wait", name=""),
            node("intermediateCatchEvent", "came", "<messageEventDefinition/>", name="Papers came"),
            node("intermediateCatchEvent", "late", "<timerEventDefinition/>", name="7 days"),
            node("userTask", "file", '<dataInputAssociation id="reads"><sourceRef>box</sourceRef><targetRef>x</targetRef>'
                 '</dataInputAssociation>'),
            node("endEvent", "done"), '<dataStoreReference id="box" name="Archive" dataStoreRef="store"/>',
            row("begin", "ask", "wait", "came", "file", "done"), row("wait", "late", "file"), more='isExecutable="false"'),
    process(node("task", "write"), id="q", more='isExecutable="false"'), drawn("begin", "ask", "wait", "came", "file", "done"))

#: Bizagi: a sub-process without a start, an implicit fork, ids with signs of their own.
BIZAGI = document(process(
    node("startEvent", "begin"),
    node("subProcess", "Étape un", node("task", "inner_one") + node("task", "inner_two") + row("inner_one", "inner_two")),
    node("task", "left"), node("task", "right"), flow("begin", "Étape un"), flow("Étape un", "left"),
    flow("Étape un", "right"), more=""))

#: A drawing program: no ids, no end, a loop marker, copies without a number, a link, an undoing.
VISIO = document(process(
    '<startEvent name="Start"/>', node("task", "Start", "<standardLoopCharacteristics/>", name="Collect"),
    node("task", "review", "<multiInstanceLoopCharacteristics/>"),
    node("intermediateThrowEvent", "out", '<linkEventDefinition name="A"/>'),
    node("intermediateCatchEvent", "back_in", '<linkEventDefinition name="A"/>'),
    node("intermediateThrowEvent", "undo", "<compensateEventDefinition/>"),
    node("callActivity", "other", calledElement="elsewhere"), row("Start", "review", "out"),
    row("back_in", "undo", "other"), more=""))

#: Camunda 7 again: a list gone through, a shared event, a result in one variable, and what only that engine does.
CAMUNDA_MORE = document(
    '<timerEventDefinition id="shared"><timeDuration>P3D</timeDuration></timerEventDefinition>',
    process(
        node("startEvent", "begin"),
        node("userTask", "ask", '<extensionElements><camunda:formData><camunda:formField id="total" label="Total" type="long"/>'
             '</camunda:formData><camunda:taskListener event="create" class="org.example.Tell"/></extensionElements>',
             camunda__dueDate="${tomorrow}", startQuantity="2"),
        node("scriptTask", "gather", "<script>people = ['Ines', 'Karim']</script>", scriptFormat="python"),
        node("businessRuleTask", "decide", camunda__decisionRef="size", camunda__resultVariable="outcome",
             camunda__mapDecisionResult="singleEntry"),
        node("userTask", "each", '<multiInstanceLoopCharacteristics isSequential="1" camunda:collection="${people}" '
             'camunda:elementVariable="person"><completionCondition>${nrOfCompletedInstances == 1}</completionCondition>'
             '</multiInstanceLoopCharacteristics>'),
        node("intermediateCatchEvent", "wait", "<eventDefinitionRef>shared</eventDefinitionRef>"),
        node("endEvent", "done"), row("begin", "ask", "gather", "decide", "each", "wait", "done")))
SIZE = (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="n"><decision id="size" '
        b'name="Size"><decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression id="x" typeRef="number"><text>'
        b'total</text></inputExpression></input><output id="o" name="res" typeRef="string"/>'
        b'<rule id="r1"><inputEntry id="a"><text>&gt; 5</text></inputEntry><outputEntry id="b"><text>"big"</text></outputEntry>'
        b'</rule><rule id="r2"><inputEntry id="c"><text>-</text></inputEntry><outputEntry id="d"><text>"small"</text>'
        b'</outputEntry></rule></decisionTable></decision></definitions>')

ALL = {"camunda_7": {"a.bpmn": CAMUNDA_7}, "camunda_8": {"a.bpmn": CAMUNDA_8, "check_form.form": CHECK_FORM},
       "bpmn_io": {"a.bpmn": BPMN_IO}, "signavio": {"a.bpmn": SIGNAVIO}, "bizagi": {"a.bpmn": BIZAGI},
       "visio": {"a.bpmn": VISIO}, "camunda_more": {"a.bpmn": CAMUNDA_MORE, "size.dmn": SIZE}}


def bundle(result: Imported) -> Bundle:
    return Bundle("imported", {("forms/" if name.endswith(".json") else "bpmn/") + name: data
                               for name, data in result.files.items() if not name.endswith(".form")}, "engine")


def errors(result: Imported) -> list[str]:
    return [str(finding) for finding in findings_of(bundle(result)) if finding.severity == "error"]


def codes(files: dict) -> set[str]:
    return {repair.code for repair in repaired(files).repairs}
