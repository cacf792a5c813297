"""Circles that no way leads out of."""

from engine.definitions.bpmn_names import ACTIVITIES, local
from engine.definitions.repairs.draft import Draft, called, flows_of, name_of, nodes_of
from engine.definitions.repairs.wiring import add_flow, add_node, outgoing, put_behind, same_lane, size_of

MOST_CIRCLES = 20


def leave_circles(draft: Draft) -> None:
    for scope in draft.scopes():
        for _ in range(MOST_CIRCLES):
            node = _last_step(scope)
            if node is None:
                break
            gateway = put_behind(draft, scope, node, "exclusiveGateway", f"again_{node.get('id')}",
                                 f"Once more after {name_of(node) or node.get('id')}?")
            outgoing(scope, gateway.get("id"))[0].set("name", "Yes")
            end = add_node(draft, scope, "endEvent", f"end_{node.get('id')}")
            draft.shapes.place_below(end.get("id"), gateway.get("id"), size_of("endEvent"))
            add_flow(draft, scope, gateway, end, "No")
            same_lane(draft, end, node)
            draft.note(node, f"no way leads out of the circle of {called(node)}", "a gateway asks whether to go on",
                       "a case must be able to end")


def _last_step(scope):
    """The last step, in the order of the file, on a circle from which no end can be reached."""
    ways: dict[str, set] = {}
    for flow in flows_of(scope):
        ways.setdefault(flow.get("sourceRef"), set()).add(flow.get("targetRef"))
    nodes = nodes_of(scope)
    for node in nodes:
        if node.get("attachedToRef"):
            ways.setdefault(node.get("attachedToRef"), set()).add(node.get("id"))
    before: dict[str, set] = {}
    for source, targets in ways.items():
        for target in targets:
            before.setdefault(target, set()).add(source)
    ending = _reached([node.get("id") for node in nodes if not ways.get(node.get("id"))], before)
    caught = [node for node in nodes if node.get("id") not in ending and local(node) in ACTIVITIES
              and len(outgoing(scope, node.get("id"))) == 1]
    return next((node for node in reversed(caught)
                 if node.get("id") in _reached(list(ways[node.get("id")]), ways)), None)


def _reached(starts: list, ways: dict) -> set:
    seen, pending = set(), starts
    while pending:
        key = pending.pop()
        if key not in seen:
            seen.add(key)
            pending = pending + list(ways.get(key, ()))
    return seen
