"""Diagrams whose gateways only name their flows get the conditions that the recorded answers mean."""

from lxml import etree

from engine.definitions.hardened_xml import parse_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def with_choices(data: bytes, file: str) -> bytes:
    """`choice == '<flow name>'` on every unconditioned flow that leaves a branching exclusive gateway.

    The default flow stays as it is. Raises DefinitionUnreadable.
    """
    root = parse_xml(data, file)
    for gateway in root.iter(f"{BPMN}exclusiveGateway"):
        flows = [flow for flow in root.iter(f"{BPMN}sequenceFlow") if flow.get("sourceRef") == gateway.get("id")]
        for flow in flows if len(flows) > 1 else ():
            if flow.get("id") == gateway.get("default") or flow.find(f"{BPMN}conditionExpression") is not None:
                continue
            etree.SubElement(flow, f"{BPMN}conditionExpression").text = f"choice == {flow.get('name') or ''!r}"
    return etree.tostring(root)
