"""Data in and out, and repetition: parts that are carried out only together, and references that lead to nothing."""

from engine.definitions.bpmn_names import BPMN, FLOW_NODES, SPIFF, local, tag
from engine.definitions.diagram_reader import Diagram
from engine.definitions.lint.expression_rules import is_name
from engine.definitions.lint.parts.places import by_kind, place_of
from engine.definitions.lint.subject import Subject

#: Editors draw an association to a property of this name where BPMN wants a target and they have none.
PLACEHOLDER = "__targetRef_placeholder"
SETS = (("inputSet", "dataInput", "dataInputRefs"), ("outputSet", "dataOutput", "dataOutputRefs"))
#: The end of each association that the library does not look at, and the one with the data object.
ENDS = (("dataInputAssociation", "targetRef", "sourceRef"), ("dataOutputAssociation", "sourceRef", "targetRef"))
NAMED = ("property", "dataInput", "dataOutput", "dataObject", "dataObjectReference")
#: What may lie in a lane without being a step.
NO_NODES = ("dataObject", "dataObjectReference", "dataStoreReference", "sequenceFlow", "textAnnotation", "group")
ASKED = ("messageEventDefinition", "sendTask", "receiveTask")
SEVERAL = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
CARRIED = ("messageVariable", "messagePayload")


def check_values(subject: Subject) -> None:
    for diagram in subject.diagrams:
        nodes = by_kind(subject, diagram)
        for node in nodes.get("ioSpecification", ()):
            _sets(subject, diagram, node)
        for node in nodes.get("multiInstanceLoopCharacteristics", ()):
            _copies(subject, diagram, node)
        _associations(subject, diagram)
        _references(subject, diagram)
        _payloads(subject, diagram)
        for node in nodes.get("loopDataInputRef", ()):
            _list(subject, diagram, node)
        for kind in SEVERAL:
            for node in nodes.get(kind, ()):
                _several_at_once(subject, diagram, node)


def _sets(subject: Subject, diagram: Diagram, node) -> None:
    for together, single, ref in SETS:
        sets, known = node.findall(tag(BPMN, together)), {item.get("id") for item in node.findall(tag(BPMN, single))}
        if len(sets) > 1:
            subject.say("not_carried_out", place_of(diagram, node),
                        f"it has {len(sets)} sets to choose from ({together}); here all of them together are needed",
                        "Keep one set.")
        named = [(item.text or "").strip() for item in node.iter(tag(BPMN, ref))]
        for item in sorted(known - {None} - set(named)):
            subject.say("not_carried_out", place_of(diagram, node),
                        f"{single} {item} is in no {together}, so it is not looked at", f"Name it in the {together}.")
        for name in named:
            if name not in known:
                _leads_nowhere(subject, diagram, node, ref, name, f"name one of {', '.join(sorted(known - {None})) or 'none'}")


def _copies(subject: Subject, diagram: Diagram, node) -> None:
    has = {name: node.find(tag(BPMN, name)) is not None for name in ("loopDataOutputRef", "outputDataItem")}
    if has["outputDataItem"] != has["loopDataOutputRef"]:
        there, lacks = sorted(has, key=lambda name: not has[name])
        subject.say("not_carried_out", place_of(diagram, node), f"it has {there} without {lacks}, so no list of answers is made",
                    "Give both: the list, and what each copy puts into it.")


def _list(subject: Subject, diagram: Diagram, node) -> None:
    """The library looks a list up among the variables, under the very text; an ioSpecification gives names of its own."""
    name, owner = (node.text or "").strip(), node.getparent().getparent()
    if name and not is_name(name) and owner is not None and owner.find(tag(BPMN, "ioSpecification")) is None:
        _leads_nowhere(subject, diagram, node, "loopDataInputRef", name[:60], "write the name of a variable")


def _associations(subject: Subject, diagram: Diagram) -> None:
    """A data object arrives and is taken under its own id, whatever the other end of the association is called."""
    nodes = by_kind(subject, diagram)
    objects = {node.get("id"): node.get("dataObjectRef") for node in nodes.get("dataObjectReference", ())}
    names = {node.get("id"): node.get("name") for kind in NAMED for node in nodes.get(kind, ())}
    for kind, here, there in ENDS:
        for node in nodes.get(kind, ()):
            written = [(item.text or "").strip() for item in node.findall(tag(BPMN, here))]
            carried = objects.get((node.findtext(tag(BPMN, there)) or "").strip())
            for name in written:
                if name and names.get(name) != PLACEHOLDER and (carried is None or carried not in (name, names.get(name))):
                    _other_end(subject, diagram, node, here, name, carried)


def _other_end(subject: Subject, diagram: Diagram, node, here: str, name: str, carried: str | None) -> None:
    what = f"the value is called {carried} here, and not {name}" if carried else f"nothing is carried to or from {name}"
    subject.say("not_carried_out", place_of(diagram, node), f"its {local(node)} says {here} {name}; {what}",
                "Let it lead between the step and a data object, and use the id of that.")


def _references(subject: Subject, diagram: Diagram) -> None:
    nodes = by_kind(subject, diagram)
    if "flowNodeRef" in nodes:
        known = {node.get("id") for kind in FLOW_NODES for node in nodes.get(kind, ())}
        known |= {node.get("id") for kind in NO_NODES for node in nodes.get(kind, ())}
        _lost(subject, diagram, "flowNodeRef", known, "refer to elements of the process")
    if "correlationPropertyRef" in nodes:
        known = {node.get("id") for other in subject.diagrams for node in by_kind(subject, other).get("correlationProperty", ())}
        _lost(subject, diagram, "correlationPropertyRef", known, "refer to correlation properties")
    messages = {node.get("id") for node in nodes.get("message", ())}
    for node in nodes.get("correlationPropertyRetrievalExpression", ()):
        ref = node.get("messageRef", "").strip()
        if ref not in messages:
            _leads_nowhere(subject, diagram, node, "messageRef", ref or "nothing", "refer to a message of this file")
    for node in nodes.get("participant", ()):
        ref = node.get("processRef", "").strip()
        if ref and subject.process(ref) is None:
            _leads_nowhere(subject, diagram, node, "processRef", ref, "refer to a process")


def _lost(subject: Subject, diagram: Diagram, name: str, known: set, fix: str) -> None:
    """References written as text, those of one lane or key together."""
    lost: dict = {}
    for node in by_kind(subject, diagram)[name]:
        ref = (node.text or "").strip()
        if ref and ref not in known:
            lost.setdefault(node.getparent(), []).append(ref)
    for owner, refs in lost.items():
        shown = ", ".join(refs[:3]) + (f" and {len(refs) - 3} more" if len(refs) > 3 else "")
        _leads_nowhere(subject, diagram, owner, name, shown, fix)


def _leads_nowhere(subject: Subject, diagram: Diagram, node, name: str, ref: str, fix: str) -> None:
    subject.say("reference_unknown", place_of(diagram, node), f"its {name} leads nowhere ({ref})",
                f"Correct it: {fix}; or take it out.")


def _payloads(subject: Subject, diagram: Diagram) -> None:
    """Where a message says what it brings along, the event that sends or waits for it is not asked."""
    nodes = by_kind(subject, diagram)
    messages = {node.get("id"): node for node in nodes.get("message", ())
                if any(node.find(f".//{tag(SPIFF, name)}") is not None for name in CARRIED)}
    for node in [node for kind in ASKED for node in nodes.get(kind, ())] if messages else ():
        message = messages.get(node.get("messageRef", "").strip())
        for name in CARRIED if message is not None else ():
            own, said = (item.findtext(f".//{tag(SPIFF, name)}") for item in (node, message))
            if own is not None and own.strip() != (said or "").strip():
                called = message.get("name") or message.get("id")
                subject.say("tool_part_ignored", place_of(diagram, node),
                            f"its {name} {own.strip()[:60]} is not read, because the message {called} says itself what it "
                            "brings along", "Say it in one of them only.")


def _several_at_once(subject: Subject, diagram: Diagram, node) -> None:
    if node.get("parallelMultiple", "").strip() in ("true", "1") and sum(
            local(child).endswith("EventDefinition") for child in node) < 2:
        subject.say("only_drawn", place_of(diagram, node),
                    "it says that several events must come (parallelMultiple), but has no two",
                    "Take it out, or add the other events.")
