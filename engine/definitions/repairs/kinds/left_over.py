"""What is left, when all else is repaired, of parts that matter to other tools and that nothing here carries out."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, SPIFF, tag
from engine.definitions.lint.parts.bpmn_rule import unknown_parts
from engine.definitions.lint.parts.tables import bpmn_parts, tools
from engine.definitions.lint.parts.tools_rule import foreign_parts
from engine.definitions.repairs.draft import Draft, called

EXTENSIONS = tag(BPMN, "extensionElements")


def take_out(draft: Draft) -> None:
    """Told with its value, so that whoever reads the list can draw what is lost. What does not matter here stays."""
    found: dict = {}
    for node, part, value in list(unknown_parts(draft.root)):
        said = bpmn_parts().said.get(part)
        if said is not None and said.grave and value.strip() not in said.plain:
            found.setdefault(_owner(node), []).append(_without(node, part, value))
    for node, holder, namespace, name, value in list(foreign_parts(draft.root)):
        tool = tools()[0].get(namespace)
        if tool is None or namespace == SPIFF or name in tool.left:
            continue
        if name not in tool.said or value not in tool.said[name].plain:
            found.setdefault(_owner(node), []).append(_without(holder, f"{{{namespace}}}{name}", value))
    for owner, parts in found.items():
        draft.note(owner, f"{called(owner)} says {', '.join(dict.fromkeys(parts))[:200]}", "that is taken out",
                   "nothing here carries it out; draw it as a step, if it matters")


def _owner(node) -> etree._Element:
    while not node.get("id") and node.getparent() is not None:
        node = node.getparent()
    return node


def _without(holder, name: str, value: str) -> str:
    """Take an attribute or the first such child out of an element, and say what it was."""
    word = name.rpartition("}")[2]
    if name in holder.attrib:
        del holder.attrib[name]
    elif holder.tag == tag(BPMN, word):
        holder.getparent().remove(holder)
    else:
        child = next((child for child in holder if child.tag in (name, tag(BPMN, word))), None)
        if child is not None:
            holder.remove(child)
    if holder.tag == EXTENSIONS and not len(holder) and holder.getparent() is not None:
        holder.getparent().remove(holder)
    return f"{word} ({value[:60]})" if value else word
