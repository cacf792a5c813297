"""Repetition that does not say how often."""

from engine.definitions.bpmn_names import ACTIVITIES, BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, name_of, nodes_of, text_of
from engine.definitions.repairs.kinds.variables import names_set, reads
from engine.definitions.repairs.wiring import add_flow, outgoing, put_behind

LOOP = tag(BPMN, "standardLoopCharacteristics")


def draw_loops(draft: Draft) -> None:
    """A loop marker without a condition that can be computed becomes a gateway that leads back."""
    for scope in draft.scopes():
        for node in [node for node in nodes_of(scope) if local(node) in ACTIVITIES]:
            loop = node.find(LOOP)
            if loop is None or loop.get("loopMaximum") or computes(draft, text_of(loop, "loopCondition")):
                continue
            said = text_of(loop, "loopCondition")
            node.remove(loop)
            again = f"Once more: {name_of(node) or node.get('id')}?"
            gateway = put_behind(draft, scope, node, "exclusiveGateway", f"again_{node.get('id')}", again)
            for flow in outgoing(scope, gateway.get("id")):
                flow.set("name", "No")
            add_flow(draft, scope, gateway, node, "Yes")
            draft.note(node, f"{called(node)} repeats" + (f" ({said[:60]})" if said else " without saying how often"),
                       "a gateway asks whether it is done once more", "a case must be able to leave every loop")


def computes(draft: Draft, text: str) -> bool:
    """Whether it is in our language and, in a diagram from elsewhere, speaks of what something here sets."""
    read = reads(text)
    return read is not None and (draft.native or read <= names_set(draft))
