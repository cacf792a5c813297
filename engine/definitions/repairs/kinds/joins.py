"""Joins of another kind than the split before them: those that would wait for ever, and those that would not wait."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, flows_of, nodes_of, ways_back
from engine.definitions.repairs.wiring import by_id, incoming, outgoing

CHOOSING = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")


WAITS = "it becomes an inclusive gateway, which waits for those that can still come"


def loosen_joins(draft: Draft) -> None:
    """Where branches part at a choice or at the border of a step, a parallel join becomes inclusive; where they part at a
    parallel gateway, an exclusive one does."""
    if draft.native:
        return
    for scope in draft.scopes():
        known, before = by_id(scope), ways_back(scope)
        after: dict[str, list[str]] = {}
        for flow in flows_of(scope):
            after.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
        for join in [node for node in nodes_of(scope) if local(node) in ("parallelGateway", "exclusiveGateway")]:
            entering = incoming(scope, join.get("id"))
            if len(entering) < 2:
                continue
            behind = [_behind(before, known, flow.get("sourceRef"), join.get("id")) for flow in entering]
            shared = set.intersection(*behind)
            if local(join) == "exclusiveGateway":
                splits = [known[key] for key in shared if local(known[key]) == "parallelGateway"]
                if any(_parts(after, node, shared) for node in splits) and len(outgoing(scope, join.get("id"))) == 1:
                    draft.note(join, f"{called(join)} lets each of several parallel branches pass by itself", WAITS,
                               "what follows would happen once for each branch")
                    _loosen(join)
                continue
            parting = [known[key] for key in shared if local(known[key]) in CHOOSING]
            bordered = [key for ways in behind for key in ways - shared if local(known[key]) == "boundaryEvent"]
            if any(_parts(after, node, shared) for node in parting) or bordered:
                draft.note(join, f"{called(join)} waits for branches of which only some are taken", WAITS,
                           "the case would wait here for ever")
                _loosen(join)


def _loosen(join) -> None:
    join.tag = tag(BPMN, "inclusiveGateway")
    join.attrib.pop("default", None)


def _behind(before: dict, known: dict, start: str, join: str) -> set[str]:
    seen, pending = set(), [start]
    while pending:
        key = pending.pop()
        if key not in seen and key != join and key in known:
            seen.add(key)
            pending += before.get(key, ())
    return seen


def _parts(after: dict, node, shared: set[str]) -> bool:
    """Whether its ways lead into different branches: out of what all branches have in common."""
    return sum(target not in shared for target in after.get(node.get("id"), ())) > 1
