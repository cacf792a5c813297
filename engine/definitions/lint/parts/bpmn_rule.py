"""BPMN that nothing here carries out is named: an error or warning where a case would go otherwise, else one warning a file."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.diagram_reader import Diagram
from engine.definitions.lint.parts.places import part_name, place_of, plain_attributes
from engine.definitions.lint.parts.tables import Said, bpmn_parts
from engine.definitions.lint.subject import Subject


def check_bpmn_parts(subject: Subject) -> None:
    for diagram in subject.diagrams:
        told: dict[tuple[str, str], list] = {}
        for node, part, value in unknown_parts(diagram.root):
            said = bpmn_parts().said.get(part)
            if said is None or value.strip() in said.plain:
                continue  # what BPMN does not have is the schema's to tell
            if said.grave:
                subject.say("not_carried_out", place_of(diagram, node), _sentence(said, part, value), said.fix)
            else:
                told.setdefault((part, said.wrong), []).append((node, value))
        for (part, _), found in told.items():
            _told_once(subject, diagram, part, found)


def _told_once(subject: Subject, diagram: Diagram, part: str, found: list) -> None:
    said, (node, value) = bpmn_parts().said[part], found[0]
    more = f", and {len(found) - 1} more like it in the file" if len(found) > 1 else ""
    subject.say("only_drawn", place_of(diagram, node), _sentence(said, part, value) + more, said.fix)


def _sentence(said: Said, part: str, value: str) -> str:
    return said.wrong.format(part=part, value=value, text=value)


def unknown_parts(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """(element, part, its value or text) of every part that is not carried out; what is told is not looked into."""
    parts, pending = bpmn_parts(), [root]
    while pending:
        node = pending.pop()
        known = parts.known.get(local(node), parts.everywhere)
        for name, value in plain_attributes(node):
            if name not in known:
                yield node, name, value
        inside = [(child, local(child)) for child in node.iterchildren(tag(BPMN, "*"))]
        for child, name in inside:
            if name not in known:
                yield child, name, part_name(child)
        pending += [child for child, name in reversed(inside) if name in known and name not in parts.closed]
