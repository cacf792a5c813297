"""Ad-hoc sub-processes: steps in any order become steps side by side."""

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.repairs.draft import Draft, called


def order_ad_hoc(draft: Draft) -> None:
    for node in draft.nodes("adHocSubProcess"):
        draft.note(node, f"the steps of {called(node)} have no order", "all of them are open at once, each done once",
                   "what is done in a case must be known when it ends")
        node.tag = tag(BPMN, "subProcess")
        for name in ("ordering", "cancelRemainingInstances"):
            node.attrib.pop(name, None)
        for child in node.findall(tag(BPMN, "completionCondition")):
            node.remove(child)
