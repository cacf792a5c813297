"""Several flows that leave a step without a gateway."""

from engine.definitions.bpmn_names import BPMN, GATEWAYS, local, tag
from engine.definitions.repairs.draft import Draft, called, flows_of, nodes_of
from engine.definitions.repairs.wiring import outgoing, put_behind

CONDITION = tag(BPMN, "conditionExpression")
MEANING = {"parallelGateway": "a parallel gateway is drawn: all of them at once",
           "inclusiveGateway": "an inclusive gateway is drawn: every flow whose condition holds",
           "exclusiveGateway": "an exclusive gateway is drawn: one of them, as one of them leads back"}


def draw_forks(draft: Draft) -> None:
    for scope in draft.scopes():
        for node in nodes_of(scope):
            leaving = outgoing(scope, node.get("id"))
            conditioned = [flow for flow in leaving if flow.find(CONDITION) is not None]
            if len(leaving) == 1 and conditioned:
                leaving[0].remove(conditioned[0].find(CONDITION))
                node.attrib.pop("default", None)
                draft.note(leaving[0], f"the only flow from {called(node)} has a condition", "the condition is dropped",
                           "there is no other way to go")
            elif local(node) in ("parallelGateway", "eventBasedGateway"):
                for flow in conditioned:
                    flow.remove(flow.find(CONDITION))
                    draft.note(flow, f"a way of {called(node)} has a condition", "the condition is dropped",
                               "this kind of gateway looks at none")
            elif len(leaving) > 1 and local(node) not in GATEWAYS | {"endEvent"}:
                _draw(draft, scope, node, leaving, bool(conditioned))


def _draw(draft: Draft, scope, node, leaving, conditioned: bool) -> None:
    default = node.attrib.pop("default", "")
    kind = "inclusiveGateway" if conditioned or default else "parallelGateway"
    if kind == "parallelGateway" and any(_leads_back(scope, flow, node) for flow in leaving):
        kind = "exclusiveGateway"  # side by side it would begin itself again and again, without end
    made = put_behind(draft, scope, node, kind, f"fork_{node.get('id')}")
    if default:
        made.set("default", default)
    if kind == "exclusiveGateway":
        made.set("name", f"What follows {called(node)}?")
    draft.note(node, f"{len(leaving)} flows leave {called(node)} without a gateway", MEANING[kind],
               "that is what it means in the standard" if kind[0] != "e" else "otherwise it would begin without end")


def _leads_back(scope, flow, node) -> bool:
    ways: dict[str, list[str]] = {}
    for other in flows_of(scope):
        ways.setdefault(other.get("sourceRef"), []).append(other.get("targetRef"))
    seen, pending = set(), [flow.get("targetRef")]
    while pending:
        key = pending.pop()
        if key == node.get("id"):
            return True
        if key not in seen:
            seen.add(key)
            pending += ways.get(key, ())
    return False
