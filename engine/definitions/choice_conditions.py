"""Conditions for diagrams whose exclusive gateways only carry names on their flows."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.hardened_xml import parse_xml


def inject_choice_conditions(xml: bytes) -> bytes:
    """The same diagram, where every flow out of an exclusive gateway that has a name, no condition and is not the
    default is taken if the variable `choice` equals its name. Raises `DefinitionUnreadable`.
    """
    root = parse_xml(xml, "diagram")
    gateways = {node.get("id"): node.get("default") for node in root.iter(tag(BPMN, "exclusiveGateway"))}
    for flow in root.iter(tag(BPMN, "sequenceFlow")):
        source, name = flow.get("sourceRef"), flow.get("name")
        if source not in gateways or flow.get("id") == gateways[source] or not name:
            continue
        if flow.find(tag(BPMN, "conditionExpression")) is None:
            condition = etree.SubElement(flow, tag(BPMN, "conditionExpression"))
            condition.text = f"choice == {name!r}"
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
