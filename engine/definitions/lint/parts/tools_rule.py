"""What other tools write beside BPMN is named: each part that matters there, and once a file the rest."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, space, tag
from engine.definitions.lint.parts.places import part_name, place_of
from engine.definitions.lint.parts.tables import Said, Tool, tools
from engine.definitions.lint.subject import Subject

OTHERWISE = Said("{part}: what it means in {tool} is not carried out here ({value})",
                 "Draw what it does as steps of the process, and take it out.")


def check_tool_parts(subject: Subject) -> None:
    for diagram in subject.diagrams:
        left: dict[str, list] = {}
        told: dict[tuple, list] = {}
        for node, _, namespace, name, value in foreign_parts(diagram.root):
            tool = tools()[0].get(namespace)
            if tool is None or name in tool.left:
                left.setdefault(tool.name if tool else namespace, []).append((node, _called(tool, name)))
                continue
            said = tool.said.get(name, OTHERWISE)
            if value not in said.plain:
                told.setdefault((node, said), []).append((tool, name, value))
        for (node, said), parts in told.items():
            names = ", ".join(dict.fromkeys(_called(tool, name) for tool, name, _ in parts))
            values = ", ".join(dict.fromkeys(value for *_, value in parts if value))[:120]
            wrong = said.wrong.format(part=names, value=values or "it says no more", tool=parts[0][0].name)
            subject.say("tool_part_ignored", place_of(diagram, node), wrong, said.fix)
        for whose, found in left.items():
            _told_once(subject, diagram, whose, found)


def _told_once(subject: Subject, diagram, whose: str, found: list) -> None:
    names = list(dict.fromkeys(name for _, name in found))
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    subject.say("tool_part_left", place_of(diagram, found[0][0]),
                f"{len(found)} additions of {whose} have no effect here ({shown})",
                "Leave them, if nothing was meant to depend on them; otherwise draw it.")


def _called(tool: Tool | None, name: str) -> str:
    return f"{tool.prefix}:{name}" if tool else name


def foreign_parts(root: etree._Element) -> Iterator[tuple]:
    """(element it belongs to, what holds it, namespace, name, value) of every attribute and extension of a tool that is
    not read here. What only says how a drawing looks is left out."""
    looks = tools()[1]
    for node in root.iter(tag(BPMN, "*")):
        for name, value in node.attrib.items():
            if name[0] == "{":
                namespace, _, word = name[1:].partition("}")
                if namespace not in looks and namespace != BPMN and not _read(namespace, word, node):
                    yield node, node, namespace, word, value
        if local(node) == "extensionElements":
            yield from _extensions(node, looks)


def _extensions(holder: etree._Element, looks: frozenset[str]) -> Iterator[tuple]:
    owner = holder.getparent()
    for part in holder.iterchildren(etree.Element):
        namespace, name = space(part), local(part)
        if namespace in (*looks, BPMN) or owner is None:
            continue
        if not _read(namespace, name, owner):
            yield owner, holder, namespace, name, _value(part)
        elif name == "serviceTaskOperator":
            yield from _of_operator(owner, part)


def _of_operator(owner: etree._Element, operator: etree._Element) -> Iterator[tuple]:
    if operator.get("resultVariable"):
        yield owner, operator, space(operator), "resultVariable", operator.get("resultVariable")
    for part in operator.iterchildren(etree.Element):
        if local(part) not in ("parameters", "parameter"):
            yield owner, operator, space(part), local(part), _value(part)


def _read(namespace: str, name: str, owner: etree._Element) -> bool:
    tool = tools()[0].get(namespace)
    where = tool.read.get(name, frozenset()) if tool else frozenset()
    return "*" in where or local(owner) in where


def _value(part: etree._Element) -> str:
    return ", ".join(f"{name}={value[:40]}" for name, value in part.attrib.items())[:80] or part_name(part)
