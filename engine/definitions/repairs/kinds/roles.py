"""Who does a step: groups and assignees of other tools become lanes, which are roles here."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, CAMUNDA, local, tag
from engine.definitions.repairs.draft import Draft, called
from engine.definitions.repairs.foreign_expressions import is_foreign
from engine.definitions.repairs.kinds.by_hand import ZEEBE

SAID = ("candidateGroups", "assignee", "candidateUsers")
OWNERS = ("potentialOwner", "humanPerformer", "performer")


def map_roles(draft: Draft) -> None:
    for process in draft.processes():
        lanes = {lane.get("name", ""): lane for lane in process.iter(tag(BPMN, "lane"))}
        placed = {(ref.text or "").strip() for lane in lanes.values() if lane.get("name")
                  for ref in lane.iter(tag(BPMN, "flowNodeRef"))}
        for node in process.iter(tag(BPMN, "userTask"), tag(BPMN, "manualTask")):
            said = _said(node)
            if not said:
                continue
            role = next((word for word in said if word and not is_foreign(word)), "")
            if node.get("id") in placed:
                draft.note(node, f"{called(node)} is given to {said[0]}", "the lane it is drawn in says who does it",
                           "roles are lanes here")
            elif role:
                lane = lanes.get(role)
                if lane is None:
                    lanes[role] = lane = _lane(draft, process, role)
                etree.SubElement(lane, tag(BPMN, "flowNodeRef")).text = node.get("id")
                draft.note(node, f"{called(node)} is given to {role}", f"it belongs to the lane {role}",
                           "roles are lanes here, and each agency says who has them")
            else:
                draft.note(node, f"who does {called(node)} is computed ({said[0][:60]})", "that is left out",
                           "people take tasks of their role here, or are assigned by one who may")


def _said(node) -> list[str]:
    """What the diagram says about who does it, the group first; taken out of the node."""
    found = [node.attrib.pop(tag(CAMUNDA, name), "") for name in SAID]
    for theirs in list(node.iter(tag(ZEEBE, "assignmentDefinition"))):
        found += [theirs.get(name, "") for name in SAID]
        theirs.getparent().remove(theirs)
    for name in OWNERS:
        for owner in node.findall(tag(BPMN, name)):
            ref = (owner.findtext(tag(BPMN, "resourceRef")) or "").strip()
            resource = next((item.get("name", "") for item in node.getroottree().getroot()
                             if local(item) == "resource" and ref and item.get("id") == ref), "")
            text = resource or " ".join("".join(owner.itertext()).split())
            found.append(text.removeprefix("group(").removesuffix(")"))
            node.remove(owner)
    return [word.split(",")[0].strip() if not is_foreign(word) else word for word in found if word.strip()]


def _lane(draft: Draft, process, role: str) -> etree._Element:
    lane_set = process.find(tag(BPMN, "laneSet"))
    if lane_set is None:
        lane_set = etree.Element(tag(BPMN, "laneSet"), id=draft.fresh_id("lanes"))
        place = sum(1 for child in process if local(child) in (
            "documentation", "extensionElements", "auditing", "monitoring", "property", "ioSpecification"))
        process.insert(place, lane_set)
    return etree.SubElement(lane_set, tag(BPMN, "lane"), id=draft.fresh_id("lane"), name=role)
