"""From BPMN XML to plain data. Reads what is there, judges nothing: that is the linter's work."""

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from engine.definitions.bpmn_names import BPMN, CAMUNDA, FLOW_NODES, LANGUAGES, SPIFF, SUB_PROCESSES, local, space, tag
from engine.definitions.element import Element, EventPart, Flow, Operator, Process
from engine.definitions.hardened_xml import parse_xml

#: Messages have the first, signals, errors and escalations the second.
VARIABLES = ("messageVariable", "variableName")
EVENT_REFS = ("messageRef", "signalRef", "errorRef", "escalationRef")


@dataclass(frozen=True)
class Pool:
    """A participant of a collaboration."""

    id: str
    names: dict[str, str] = field(hash=False)
    process_id: str = ""


@dataclass(frozen=True)
class Diagram:
    """One .bpmn file. `root` is the XML itself, for the linter and the drawing."""

    file: str
    root: etree._Element = field(hash=False, repr=False)
    processes: dict[str, Process] = field(hash=False)
    pools: tuple[Pool, ...] = ()

    def element(self, element_id: str) -> Element | None:
        return next((p.elements[element_id] for p in self.processes.values() if element_id in p.elements), None)


def read_diagram(data: bytes, file: str) -> Diagram:
    """The diagram in a file. Raises `DefinitionUnreadable` for anything that is not XML we trust."""
    root = parse_xml(data, file)
    names = _event_names(root)
    processes: dict[str, Process] = {}
    for node in root.iter(tag(BPMN, "process")):
        process = _process(node, file, names)
        processes.setdefault(process.id, process)
    pools = tuple(
        Pool(node.get("id", ""), names_of(node), node.get("processRef", "").strip())
        for node in root.iter(tag(BPMN, "participant"))
    )
    return Diagram(file, root, processes, pools)


def names_of(node) -> dict[str, str]:
    """The names by language: `name` is English, the properties name_fr and name_ar are the others."""
    properties = properties_of(node)
    found = {
        "en": properties.get("name_en") or node.get("name", ""),
        "fr": properties.get("name_fr", ""),
        "ar": properties.get("name_ar", ""),
    }
    return {language: " ".join(text.split()) for language, text in found.items() if text.strip()}


def properties_of(node) -> dict[str, str]:
    """The name/value pairs of spiffworkflow:properties."""
    path = f"{tag(BPMN, 'extensionElements')}/{tag(SPIFF, 'properties')}/{tag(SPIFF, 'property')}"
    return {item.get("name", ""): item.get("value", "") for item in node.findall(path)}


def _process(node, file: str, event_names: dict) -> Process:
    process_id = node.get("id", "")
    lanes, lane_of = _lanes(node)
    elements: dict[str, Element] = {}
    flows: dict[str, Flow] = {}
    pending = [(node, None)]
    while pending:
        scope, parent_id = pending.pop(0)
        for child in scope:
            name = local(child)
            if space(child) != BPMN:
                continue
            if name in FLOW_NODES:
                element = _element(child, parent_id, process_id, file, lane_of, event_names)
                elements.setdefault(element.id, element)
                if name in SUB_PROCESSES:
                    pending.append((child, element.id))
            elif name == "sequenceFlow":
                flow = _flow(child, parent_id, process_id, file)
                flows.setdefault(flow.id, flow)
    elements = {key: _in_lane_of_parent(element, elements) for key, element in elements.items()}
    return Process(
        process_id,
        file,
        names_of(node),
        " ".join(node.get("name", "").split()),
        node.get("isExecutable") == "true",
        node.get("isExecutable", "true") != "true",
        MappingProxyType(elements),
        MappingProxyType(flows),
        MappingProxyType(lanes),
    )


def _element(node, parent_id, process_id, file, lane_of, event_names) -> Element:
    properties = properties_of(node)
    element_id = node.get("id", "")
    interrupting = node.get("cancelActivity", node.get("isInterrupting", "true")) != "false"
    return Element(
        id=element_id,
        kind=local(node),
        names=names_of(node),
        lane=lane_of.get(element_id),
        properties=properties,
        instructions=_instructions(node, properties),
        parent_id=parent_id,
        process_id=process_id,
        default_name=" ".join(node.get("name", "").split()),
        file=file,
        attached_to=node.get("attachedToRef", "").strip(),
        interrupting=interrupting,
        events=_events(node, event_names),
        called=_called(node),
        operator=_operator(node),
        script=(node.findtext(tag(BPMN, "script")) or "").strip(),
        default_flow=node.get("default", ""),
        repeats=_repeats(node),
        triggered_by_event=node.get("triggeredByEvent") == "true",
    )


def _flow(node, parent_id, process_id, file) -> Flow:
    condition = node.find(tag(BPMN, "conditionExpression"))
    text = None if condition is None else "".join(condition.itertext()).strip()
    return Flow(
        node.get("id", ""),
        node.get("sourceRef", ""),
        node.get("targetRef", ""),
        names_of(node),
        " ".join(node.get("name", "").split()),
        text or None,
        parent_id,
        process_id,
        file,
    )


def _lanes(node) -> tuple[dict[str, str], dict[str, str]]:
    """Lane names by lane id, and the lane name of every element; an inner lane wins over the one around it."""
    names, lane_of = {}, {}
    for lane in node.iter(tag(BPMN, "lane")):
        names[lane.get("id", "")] = lane.get("name", "")
        for ref in lane.findall(tag(BPMN, "flowNodeRef")):
            lane_of[(ref.text or "").strip()] = lane.get("name", "")
    return names, lane_of


def _in_lane_of_parent(element: Element, elements: dict[str, Element]) -> Element:
    """What lies in a sub-process has the lane of the sub-process, unless a lane names it."""
    parent, seen = element, set()
    while parent is not None and parent.lane is None and parent.id not in seen:
        seen.add(parent.id)
        parent = elements.get(parent.parent_id)
    if parent is None or parent.lane is None or parent is element:
        return element
    return replace(element, lane=parent.lane)


def _instructions(node, properties: dict[str, str]) -> dict[str, str]:
    """The text for the person at a task: instructionsForEndUser is English, instructions_fr and _ar the others."""
    text = node.findtext(f"{tag(BPMN, 'extensionElements')}/{tag(SPIFF, 'instructionsForEndUser')}") or ""
    found = {"en": text.strip(), **{lang: properties.get(f"instructions_{lang}", "").strip() for lang in LANGUAGES[:2]}}
    return {language: text for language, text in found.items() if text}


def _operator(node) -> Operator | None:
    operator = node.find(f"{tag(BPMN, 'extensionElements')}/{tag(SPIFF, 'serviceTaskOperator')}")
    if operator is None:
        return None
    parameters = operator.iter(tag(SPIFF, "parameter"))
    return Operator(operator.get("id", ""), {item.get("id", ""): item.get("value", "") for item in parameters})


def _called(node) -> str:
    """The process a call activity calls, or the decision a business rule task asks."""
    decision = node.findtext(f"{tag(BPMN, 'extensionElements')}/{tag(SPIFF, 'calledDecisionId')}") or ""
    called = node.get("calledElement") or decision or node.get(tag(CAMUNDA, "decisionRef"), "")
    return called.strip()


def _repeats(node) -> str:
    """Either "loop" or "many"; empty for an activity that runs once."""
    if node.find(tag(BPMN, "standardLoopCharacteristics")) is not None:
        return "loop"
    return "many" if node.find(tag(BPMN, "multiInstanceLoopCharacteristics")) is not None else ""


def _events(node, event_names: dict) -> tuple[EventPart, ...]:
    parts = []
    for child in node:
        name = local(child)
        if space(child) != BPMN or not name.endswith("EventDefinition"):
            continue
        kind = name.removesuffix("EventDefinition").replace("cancelActivity", "cancel")
        ref = next((child.get(name).strip() for name in EVENT_REFS if child.get(name)), "")
        timer = next((part for part in child if local(part) in ("timeDate", "timeDuration", "timeCycle")), None)
        body = timer if timer is not None else child.find(tag(BPMN, "condition"))
        text = "".join(body.itertext()).strip() if body is not None else ""
        called, variable = event_names.get(ref, ("", ""))
        variable = variable or _variable(child)
        parts.append(EventPart(kind, text, local(timer) if timer is not None else "", ref, called, variable))
    if local(node) in ("sendTask", "receiveTask"):
        ref = node.get("messageRef", "").strip()
        called, variable = event_names.get(ref, ("", ""))
        parts.append(EventPart("message", "", "", ref, called, variable or _variable(node)))
    return tuple(parts)


def _event_names(root) -> dict[str, tuple[str, str]]:
    """Name and message variable of every message, signal, error and escalation, by id."""
    found = {}
    for node in root:
        if local(node) in ("message", "signal", "error", "escalation"):
            found[node.get("id", "")] = node.get("name", ""), _variable(node)
    return found


def _variable(node) -> str:
    """Where what comes along is put: tools write it into the message, or into the event that waits for it."""
    written = next((part for name in VARIABLES for part in node.iter(tag(SPIFF, name))), None)
    return "" if written is None else (written.text or "").strip()
