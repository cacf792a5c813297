"""Flows and events that hang on nothing."""

from engine.definitions.bpmn_names import ACTIVITIES, local
from engine.definitions.repairs.draft import Draft, called, flows_of, nodes_of
from engine.definitions.repairs.wiring import by_id, forget, remove_nodes


def drop_dangling(draft: Draft) -> None:
    for scope in draft.scopes():
        known = by_id(scope)
        for flow in flows_of(scope):
            missing = [flow.get(end) or "nothing" for end in ("sourceRef", "targetRef") if flow.get(end) not in known]
            if missing:
                draft.note(flow, f"a flow begins or ends at {' and '.join(missing)}, which is not there", "it is removed",
                           "nobody can follow it")
                scope.remove(flow)
                forget(draft, {flow.get("id")})
        for node in nodes_of(scope):
            host = known.get(node.get("attachedToRef"))
            if local(node) == "boundaryEvent" and (host is None or local(host) not in ACTIVITIES):
                draft.note(node, f"the boundary event {called(node)} is attached to nothing", "it is removed",
                           "it could never happen")
                remove_nodes(draft, scope, [node])
