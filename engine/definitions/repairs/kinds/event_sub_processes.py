"""Event sub-processes: an event on the border of what they watch over, and an ordinary sub-process behind it."""

from lxml import etree

from engine.definitions.bpmn_names import local
from engine.definitions.repairs.draft import Draft, called, events_of, flows_of, name_of, nodes_of
from engine.definitions.repairs.kinds.compensation import UNDO
from engine.definitions.repairs.wiring import add_flow, add_node, remove_nodes, same_lane, size_of


def watch_from_border(draft: Draft) -> None:
    for scope in reversed(draft.scopes()):  # inner ones first: what they move out is no longer inside the outer ones
        for node in [node for node in nodes_of(scope) if node.get("triggeredByEvent") == "true"]:
            start = next((inner for inner in nodes_of(node) if local(inner) == "startEvent"), None)
            events = events_of(start) if start is not None else []
            if not events or any(event.tag == UNDO for event in events):
                draft.note(node, f"{called(node)} begins by {'an undoing' if events else 'no event'}", "it is removed",
                           "a person undoes what has to be undone" if events else "it could never happen")
                remove_nodes(draft, scope, [node])
            elif not _carried_out(draft, scope, events):
                host = scope if local(scope) != "process" else _wrapped(draft, scope)
                _behind_border(draft, host, node, start, events)


def _carried_out(draft: Draft, scope, events) -> bool:
    """Signals and messages of a whole process are, in diagrams made for this engine."""
    return draft.native and local(scope) == "process" and all(
        local(event) in ("signalEventDefinition", "messageEventDefinition") for event in events)


def _behind_border(draft: Draft, host, node, start, events) -> None:
    outer = host.getparent()
    interrupts = start.get("isInterrupting", "true") != "false"
    border = add_node(draft, outer, "boundaryEvent", f"on_{node.get('id')}", name_of(start))
    border.set("cancelActivity", "true" if interrupts else "false")
    border.set("attachedToRef", host.get("id"))
    for event in events:
        border.append(event)
    start.attrib.pop("isInterrupting", None)
    del node.attrib["triggeredByEvent"]
    outer.insert(outer.index(border), node)
    draft.shapes.place_on_border(border.get("id"), host.get("id"), size_of("boundaryEvent"))
    add_flow(draft, outer, border, node)
    same_lane(draft, border, host)
    draft.note(node, f"{called(node)} is an event sub-process", f"an event on the border of {called(host)} leads to it",
               "that is how a watch over many steps is carried out here")


def _wrapped(draft: Draft, process) -> etree._Element:
    """The steps of a process inside one sub-process, so that an event can stand on its border."""
    inner = [node for node in nodes_of(process) if node.get("triggeredByEvent") != "true"]
    flows = flows_of(process)
    made = add_node(draft, process, "subProcess", f"all_of_{process.get('id')}", name_of(process))
    draft.shapes.place_around(made.get("id"), [node.get("id") for node in inner])
    for part in [*inner, *flows]:
        made.append(part)
    draft.note(process, f"an event sub-process watches over the whole of {called(process)}",
               "its steps are drawn inside one sub-process", "an event needs a border to stand on")
    return made
