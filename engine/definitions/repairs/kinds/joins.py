"""Parallel joins that would wait for branches of which only some are taken."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, nodes_of
from engine.definitions.repairs.wiring import by_id, incoming

CHOOSING = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")


def loosen_joins(draft: Draft) -> None:
    """Where branches part at a choice or at the border of a step, the join becomes inclusive: it waits for whatever
    can still arrive."""
    if draft.native:
        return
    for scope in draft.scopes():
        known = by_id(scope)
        for join in [node for node in nodes_of(scope) if local(node) == "parallelGateway"]:
            entering = incoming(scope, join.get("id"))
            if len(entering) < 2:
                continue
            behind = [_behind(scope, known, flow.get("sourceRef"), join.get("id")) for flow in entering]
            shared = set.intersection(*behind)
            parting = [known[key] for key in shared if local(known[key]) in CHOOSING]
            bordered = [key for ways in behind for key in ways - shared if local(known[key]) == "boundaryEvent"]
            if any(_parts(scope, node, shared) for node in parting) or bordered:
                draft.note(join, f"{called(join)} waits for branches of which only some are taken",
                           "it becomes an inclusive gateway, which waits for those that can still come",
                           "the case would wait here for ever")
                join.tag = tag(BPMN, "inclusiveGateway")


def _behind(scope, known: dict, start: str, join: str) -> set[str]:
    seen, pending = set(), [start]
    while pending:
        key = pending.pop()
        if key in seen or key == join or key not in known:
            continue
        seen.add(key)
        host = known[key].get("attachedToRef")
        pending += [flow.get("sourceRef") for flow in incoming(scope, key)] + ([host] if host else [])
    return seen


def _parts(scope, node, shared: set[str]) -> bool:
    """Whether its ways lead into different branches: out of what all branches have in common."""
    return sum(1 for flow in scope if flow.get("sourceRef") == node.get("id") and flow.get("targetRef") not in shared) > 1
