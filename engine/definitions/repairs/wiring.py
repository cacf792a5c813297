"""Drawing: new nodes and flows, and what leads where in one scope."""

from collections.abc import Iterable

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, space, tag
from engine.definitions.repairs.draft import Draft, flows_of, nodes_of

SIZES = {"Event": (36, 36), "Gateway": (50, 50)}
#: What may stand in every activity; all else belongs to one kind of task and goes when the kind changes.
KEPT_CHILDREN = frozenset({
    "documentation", "extensionElements", "incoming", "outgoing", "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics", "dataInputAssociation", "dataOutputAssociation", "ioSpecification", "property",
    "resourceRole", "performer", "humanPerformer", "potentialOwner"})
BEFORE_FLOWS = frozenset({"documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef"})
KEPT_ATTRIBUTES = frozenset({"id", "name", "default", "isForCompensation", "startQuantity", "completionQuantity"})


def size_of(kind: str) -> tuple[int, int]:
    return next((size for ending, size in SIZES.items() if kind.endswith(ending)), (100, 80))


def outgoing(scope, node_id: str) -> list[etree._Element]:
    return [flow for flow in flows_of(scope) if flow.get("sourceRef") == node_id]


def incoming(scope, node_id: str) -> list[etree._Element]:
    return [flow for flow in flows_of(scope) if flow.get("targetRef") == node_id]


def by_id(scope) -> dict[str, etree._Element]:
    return {node.get("id"): node for node in nodes_of(scope)}


def add_node(draft: Draft, scope, kind: str, wanted: str, name: str = "") -> etree._Element:
    """A new flow node at the end of the scope's nodes; the caller gives it its place in the drawing."""
    made = etree.Element(tag(BPMN, kind), id=draft.fresh_id(wanted))
    if name:
        made.set("name", name)
    _append(scope, made)
    return made


def add_flow(draft: Draft, scope, source, target, name: str = "") -> etree._Element:
    """A new sequence flow, drawn where both ends are."""
    flow = etree.Element(tag(BPMN, "sequenceFlow"), id=draft.fresh_id(f"flow_{source.get('id')}_{target.get('id')}"))
    if name:
        flow.set("name", name)
    flow.set("sourceRef", source.get("id"))
    flow.set("targetRef", target.get("id"))
    _append(scope, flow)
    draft.shapes.connect(flow.get("id"), source.get("id"), target.get("id"))
    return flow


def lead(draft: Draft, flow, source=None, target=None) -> None:
    """Let a flow begin or end somewhere else, in the drawing too."""
    if source is not None:
        flow.set("sourceRef", source.get("id"))
    if target is not None:
        flow.set("targetRef", target.get("id"))
    draft.shapes.connect(flow.get("id"), flow.get("sourceRef"), flow.get("targetRef"))


def put_behind(draft: Draft, scope, node, kind: str, wanted: str, name: str = "") -> etree._Element:
    """A new node behind `node`: the flows that left `node` now leave the new one."""
    leaving = outgoing(scope, node.get("id"))
    made = add_node(draft, scope, kind, wanted, name)
    draft.shapes.place_behind(made.get("id"), node.get("id"), size_of(kind))
    for flow in leaving:
        lead(draft, flow, source=made)
    add_flow(draft, scope, node, made)
    same_lane(draft, made, node)
    return made


def put_before(draft: Draft, scope, node, kind: str, wanted: str, name: str = "", only=None) -> etree._Element:
    """A new node before `node`: the flows that led to `node` (or only these) now lead to the new one."""
    entering = incoming(scope, node.get("id")) if only is None else list(only)
    made = add_node(draft, scope, kind, wanted, name)
    draft.shapes.place_before(made.get("id"), node.get("id"), size_of(kind))
    for flow in entering:
        lead(draft, flow, target=made)
    add_flow(draft, scope, made, node)
    same_lane(draft, made, node)
    return made


def same_lane(draft: Draft, made, other) -> None:
    """A new node belongs to the lanes of the one it was put beside."""
    for ref in list(draft.root.iter(tag(BPMN, "flowNodeRef"))):
        if (ref.text or "").strip() == other.get("id"):
            own = etree.SubElement(ref.getparent(), tag(BPMN, "flowNodeRef"))
            own.text = made.get("id")
            ref.addnext(own)


def become(node, kind: str, keep: Iterable[str] = ()) -> None:
    """Change the kind of an activity; what only the old kind could have goes, foreign extensions stay."""
    node.tag = tag(BPMN, kind)
    for name in list(node.attrib):
        if not name.startswith("{") and name not in KEPT_ATTRIBUTES:
            del node.attrib[name]
    for child in list(node):
        if space(child) == BPMN and local(child) not in KEPT_CHILDREN and local(child) not in keep:
            node.remove(child)


def remove_nodes(draft: Draft, scope, nodes: Iterable) -> None:
    """Take nodes, and the flows at them, out of the diagram and its drawing."""
    for node in nodes:
        gone = {inner.get("id") for inner in node.iter(etree.Element) if inner.get("id")}
        for flow in [*outgoing(scope, node.get("id")), *incoming(scope, node.get("id"))]:
            if flow.getparent() is not None:
                gone.add(flow.get("id"))
                scope.remove(flow)
        if node.getparent() is not None:
            node.getparent().remove(node)
        forget(draft, gone)


def forget(draft: Draft, gone: set) -> None:
    """Whatever refers to parts that are gone goes too: shapes, places in lanes, annotations' lines, message flows."""
    draft.shapes.remove(gone)
    for ref in [ref for ref in draft.root.iter(tag(BPMN, "flowNodeRef")) if (ref.text or "").strip() in gone]:
        ref.getparent().remove(ref)
    for name in ("association", "messageFlow"):
        for link in list(draft.root.iter(tag(BPMN, name))):
            if gone & {link.get("sourceRef"), link.get("targetRef")}:
                draft.shapes.remove({link.get("id")})
                link.getparent().remove(link)


def tidy(draft: Draft) -> None:
    """The lists of flows in each node, as the flows are now."""
    for scope in [node for node in draft.root.iter(etree.Element) if space(node) == BPMN]:
        flows = flows_of(scope)
        if not flows:
            continue
        for node in nodes_of(scope):
            _list_flows(node, flows)


def _list_flows(node, flows) -> None:
    for child in [child for child in node if child.tag in (tag(BPMN, "incoming"), tag(BPMN, "outgoing"))]:
        node.remove(child)
    place = 1 + max((place for place, child in enumerate(node) if local(child) in BEFORE_FLOWS), default=-1)
    for name, end in (("outgoing", "sourceRef"), ("incoming", "targetRef")):
        for flow in reversed([flow for flow in flows if flow.get(end) == node.get("id")]):
            entry = etree.Element(tag(BPMN, name))
            entry.text = flow.get("id")
            node.insert(place, entry)


def _append(scope, made) -> None:
    """After the last node or flow: artifacts come behind them in the standard."""
    last = max((place for place, child in enumerate(scope) if space(child) == BPMN and (
        local(child).endswith(("Flow", "Task", "task", "Gateway", "Event", "ubProcess", "Activity", "laneSet",
                               "transaction", "dataObject", "Reference", "property", "ioSpecification",
                               "extensionElements", "documentation")))), default=-1)
    scope.insert(last + 1, made)
