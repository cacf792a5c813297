"""Compensation: the undoing becomes a task of a person."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, name_of, nodes_of
from engine.definitions.repairs.wiring import remove_nodes

UNDO = tag(BPMN, "compensateEventDefinition")
WHY = "undoing by itself is not carried out here"


def undo_by_hand(draft: Draft) -> None:
    for scope in draft.scopes():
        for node in nodes_of(scope):
            undoing = [event for event in events_of(node) if event.tag == UNDO]
            if undoing and local(node) == "boundaryEvent":
                draft.note(node, f"{called(node)} begins the undoing of a step", "it is removed", WHY)
                remove_nodes(draft, scope, [node])
            elif undoing and local(node) in ("intermediateThrowEvent", "endEvent"):
                _throwing(draft, node, undoing)
            elif node.get("isForCompensation") == "true":
                draft.note(node, f"{called(node)} undoes another step", "it becomes a note in the drawing",
                           "a person undoes what has to be undone, where the diagram asks for it")
                _as_note(scope, node)


def _throwing(draft: Draft, node, undoing) -> None:
    for event in undoing:
        node.remove(event)
    if local(node) == "intermediateThrowEvent":
        node.tag = tag(BPMN, "manualTask")
        node.set("name", f"Undo: {name_of(node)}" if name_of(node) else "Undo the steps taken")
        draft.note(node, "a throw event asks for the undoing of steps", "a person does it and says so (manual task)", WHY)
    else:
        draft.note(node, f"the end {called(node)} asks for the undoing of steps", "it becomes a plain end", WHY)


def _as_note(scope, node) -> None:
    note = etree.Element(tag(BPMN, "textAnnotation"), id=node.get("id"))
    etree.SubElement(note, tag(BPMN, "text")).text = name_of(node)
    scope.remove(node)
    scope.append(note)
