"""Conditions for diagrams whose exclusive gateways only carry names on their flows."""

from collections import Counter

from lxml import etree

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.hardened_xml import parse_xml


def inject_choice_conditions(xml: bytes) -> bytes:
    """The same diagram, where every flow out of a branching exclusive gateway that has no condition and is not the
    default is taken if the variable `choice` equals its name. Raises `DefinitionUnreadable`."""
    root = parse_xml(xml, "diagram")
    gateways = {node.get("id"): node.get("default") for node in root.iter(tag(BPMN, "exclusiveGateway"))}
    flows = list(root.iter(tag(BPMN, "sequenceFlow")))
    leaving = Counter(flow.get("sourceRef") for flow in flows)
    for flow in flows:
        source = flow.get("sourceRef")
        if source not in gateways or leaving[source] < 2 or flow.get("id") == gateways[source]:
            continue
        if flow.find(tag(BPMN, "conditionExpression")) is None:
            etree.SubElement(flow, tag(BPMN, "conditionExpression")).text = f"choice == {flow.get('name', '')!r}"
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
