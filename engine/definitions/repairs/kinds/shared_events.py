"""Events that refer to a description elsewhere in the file: each gets one of its own."""

from copy import deepcopy

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called

REFERENCE = tag(BPMN, "eventDefinitionRef")


def bring_in(draft: Draft) -> None:
    used, shared = [], {node.get("id"): node for node in draft.root if local(node).endswith("EventDefinition") and node.get("id")}
    for node in draft.nodes():
        for ref in node.findall(REFERENCE):
            found = shared.get((ref.text or "").strip().rpartition(":")[2])
            place = node.index(ref)
            node.remove(ref)
            if found is None:
                draft.note(node, f"{called(node)} refers to the event {ref.text}, which is not there",
                           "the reference is taken out", "it leads nowhere")
                continue
            made = deepcopy(found)
            made.set("id", draft.fresh_id(found.get("id")))
            made.tail = None
            used.append(found)
            node.insert(place, made)
            draft.note(node, f"{called(node)} refers to the event {found.get('id')}, described elsewhere in the file",
                       "it gets a description of its own", "events described elsewhere are not looked at")
    for found in set(used):
        draft.root.remove(found)
