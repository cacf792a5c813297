"""Event-based gateways before steps that wait for nothing."""

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, name_of, nodes_of
from engine.definitions.repairs.wiring import by_id, outgoing, put_before

CATCHING = ("intermediateCatchEvent", "receiveTask")


def catch_before_steps(draft: Draft) -> None:
    for scope in draft.scopes():
        known = by_id(scope)
        for gateway in [node for node in nodes_of(scope) if local(node) == "eventBasedGateway"]:
            for name in ("instantiate", "eventGatewayType"):
                if gateway.get(name) in ("true", "Parallel"):
                    del gateway.attrib[name]
                    draft.note(gateway, f"{called(gateway)} begins the process or waits for all its events",
                               "it waits for the first of them", "only that is carried out here")
            for flow in outgoing(scope, gateway.get("id")):
                target = known.get(flow.get("targetRef"))
                if target is None or local(target) in CATCHING:
                    continue
                event = put_before(draft, scope, target, "intermediateCatchEvent", f"before_{target.get('id')}",
                                   name_of(target), only=[flow])
                event.append(event.makeelement(tag(BPMN, "messageEventDefinition")))
                known[event.get("id")] = event
                draft.note(target, f"{called(target)} follows {called(gateway)}, but waits for no event",
                           "an event that waits for a message is drawn before it",
                           "the gateway takes the way whose event comes first")
