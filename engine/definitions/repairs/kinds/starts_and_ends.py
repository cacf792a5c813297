"""Where a process or a sub-process begins and ends."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, flows_of, name_of, nodes_of
from engine.definitions.repairs.wiring import (
    add_flow, add_node, incoming, outgoing, put_before, put_behind, remove_nodes, same_lane, size_of,
)


def plain_starts(draft: Draft) -> None:
    """Triggers of start events, where the diagram comes from elsewhere: a case is begun by people or by a command."""
    for scope in draft.scopes():
        if scope.get("triggeredByEvent") == "true":
            continue
        for node in [node for node in nodes_of(scope) if local(node) == "startEvent"]:
            events = events_of(node)
            kept = draft.native and all(local(event) == "messageEventDefinition" and event.get("messageRef")
                                        for event in events)
            if events and not kept:
                kinds = " and ".join(local(event).removesuffix("EventDefinition") for event in events)
                draft.note(node, f"the start {called(node)} waits for a {kinds}", "it becomes a plain start",
                           "a case is begun by a person or by a command")
                for event in events:
                    node.remove(event)
                node.attrib.pop("parallelMultiple", None)


def one_start(draft: Draft) -> None:
    """Several starts become one, behind which a person says what has begun the case."""
    for scope in draft.scopes():
        starts = [node for node in nodes_of(scope) if local(node) == "startEvent"]
        if len(starts) < 2 or any(events_of(node) for node in starts):
            continue
        gateway = put_before(draft, scope, starts[0], "exclusiveGateway", "what_begins_it", "What begins it?", only=())
        begin = put_before(draft, scope, gateway, "startEvent", f"begin_{scope.get('id')}", only=())
        incoming(scope, starts[0].get("id"))[0].set("name", name_of(starts[0]) or starts[0].get("id"))
        for node in starts[1:]:
            add_flow(draft, scope, gateway, node, name_of(node) or node.get("id"))
        for node in starts:
            node.tag = tag(BPMN, "intermediateThrowEvent")
            for name in ("isInterrupting", "parallelMultiple"):
                node.attrib.pop(name, None)
        draft.note(begin, f"{called(scope)} has {len(starts)} start events",
                   "one start is drawn, and a person says which of them it is", "a case has one beginning")


def begin(draft: Draft) -> None:
    """A start before everything that nothing leads to."""
    for scope in draft.scopes():
        nodes = nodes_of(scope)
        if not nodes or any(local(node) == "startEvent" for node in nodes):
            continue
        first = [node for node in nodes if local(node) != "boundaryEvent" and node.get("triggeredByEvent") != "true"
                 and not incoming(scope, node.get("id"))]
        first = first or [node for node in nodes if local(node) not in ("boundaryEvent", "endEvent")
                          and node.get("triggeredByEvent") != "true"][:1]
        if not first:
            continue
        made = put_before(draft, scope, first[0], "startEvent", f"begin_{scope.get('id')}", only=())
        if len(first) > 1:
            fork = put_behind(draft, scope, made, "parallelGateway", f"begin_all_{scope.get('id')}")
            for node in first[1:]:
                add_flow(draft, scope, fork, node)
        draft.note(scope, f"{called(scope)} has no start event",
                   f"one is drawn before {' and '.join(called(node) for node in first[:5])}",
                   "the way of a case begins at a start event")


def reach_all(draft: Draft) -> None:
    """Steps that no way leads to begin with the scope, as the standard says of them; ends that nothing leads to go."""
    for scope in draft.scopes():
        nodes = nodes_of(scope)
        starts = [node for node in nodes if local(node) == "startEvent"]
        if len(starts) != 1:
            continue
        idle = [node for node in nodes if local(node) == "endEvent" and not incoming(scope, node.get("id"))]
        for node in idle:
            draft.note(node, f"nothing leads to the end {called(node)}", "it is removed", "it could never happen")
        remove_nodes(draft, scope, idle)
        lost = _lost(scope, [node for node in nodes if node not in idle], starts[0])
        if not lost:
            continue
        if len(lost) > 1 or outgoing(scope, starts[0].get("id")):
            first = put_behind(draft, scope, starts[0], "parallelGateway", f"begin_all_{scope.get('id')}")
        else:
            first = starts[0]
        for node in lost:
            add_flow(draft, scope, first, node)
            draft.note(node, f"nothing leads to {called(node)}", "it begins together with the start",
                       "otherwise it would never happen")


def _lost(scope, nodes, start) -> list:
    """Where ways begin that the start does not reach: steps nothing leads to, then one of each circle."""
    ways: dict[str, list] = {}
    for flow in flows_of(scope):
        ways.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
    for node in nodes:
        if node.get("attachedToRef"):
            ways.setdefault(node.get("attachedToRef"), []).append(node.get("id"))
    reached, found = _reached([start.get("id")], ways), []
    apart = [node for node in nodes if local(node) not in ("boundaryEvent", "startEvent")
             and node.get("triggeredByEvent") != "true"]
    for node in [*(node for node in apart if not incoming(scope, node.get("id"))), *apart]:
        if node.get("id") not in reached and not (local(node) == "endEvent"):
            found.append(node)
            reached |= _reached([node.get("id")], ways)
    return found


def _reached(starts: list, ways: dict) -> set:
    seen, pending = set(), list(starts)
    while pending:
        key = pending.pop()
        if key not in seen:
            seen.add(key)
            pending += ways.get(key, ())
    return seen


def end(draft: Draft) -> None:
    """An end behind everything that nothing follows."""
    for scope in draft.scopes():
        for node in nodes_of(scope):
            if local(node) == "endEvent" or node.get("triggeredByEvent") == "true" or outgoing(scope, node.get("id")):
                continue
            if node.get("isForCompensation") == "true":
                continue
            made = add_node(draft, scope, "endEvent", f"end_{node.get('id')}")
            if local(node) == "boundaryEvent":
                draft.shapes.place_below(made.get("id"), node.get("id"), size_of("endEvent"))
            else:
                draft.shapes.place_behind(made.get("id"), node.get("id"), size_of("endEvent"))
            add_flow(draft, scope, node, made)
            same_lane(draft, made, node)
            draft.note(node, f"nothing follows {called(node)}", "an end event is drawn behind it",
                       "a case is over where it reaches an end event")
