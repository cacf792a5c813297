"""The files under repair: trees read from bytes, which the kinds of repair change and take notes about.

The originals are never touched: a draft is read from a copy of their bytes and written into new ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.definitions.bpmn_names import BPMN, FLOW_NODES, SPIFF, SUB_PROCESSES, local, space, tag
from engine.definitions.hardened_xml import parse_xml
from engine.definitions.repairs.repair import Repair
from engine.definitions.repairs.shapes import Shapes

#: Repairs walk every way through a scope; a larger diagram is refused by the linter anyway.
MOST_NODES = 800
SCOPES = SUB_PROCESSES | {"process"}
FLOW = tag(BPMN, "sequenceFlow")


@dataclass
class Folder:
    """Everything of one import: diagrams by name, forms (name to JSON object), the process it begins with, and `results`: the
    names of the outputs of every table that always gives some."""

    drafts: list["Draft"] = field(default_factory=list)
    forms: dict[str, dict] = field(default_factory=dict)
    foreign_forms: dict[str, dict] = field(default_factory=dict)
    decisions: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    results: dict[str, tuple[str, ...]] = field(default_factory=dict)
    main: str = ""
    repairs: list[Repair] = field(default_factory=list)
    code: str = ""

    def processes(self) -> Iterator[tuple["Draft", etree._Element]]:
        for draft in self.drafts:
            for process in draft.processes():
                yield draft, process


class Draft:
    """One diagram. `native` where it was made for this engine's own extensions: what they say is then kept."""

    def __init__(self, file: str, data: bytes, folder: Folder):
        self.file, self.folder = file, folder
        self.root = parse_xml(data, file)
        self.shapes = Shapes(self.root)
        self.native = any(space(node) == SPIFF for node in self.root.iter(etree.Element))
        self._ids = {node.get("id") for node in self.root.iter(etree.Element) if node.get("id")}
        self._before = etree.tostring(self.root, encoding="UTF-8")

    def note(self, element, found: str, change: str, why: str) -> None:
        """Write down a repair of `element` (or of the file, where it is None) under the code that runs now."""
        known = element is not None
        self.folder.repairs.append(Repair(
            self.folder.code, self.file, element.get("id", "") if known else "", name_of(element) if known else "",
            found, change, why))

    def processes(self) -> list[etree._Element]:
        return list(self.root.iter(tag(BPMN, "process")))

    def scopes(self) -> list[etree._Element]:
        """Processes and everything in them that holds a flow of its own, outer ones first."""
        return [scope for process in self.processes()
                for scope in process.iter(etree.Element) if space(scope) == BPMN and local(scope) in SCOPES
                and scope.get("id")]

    def nodes(self, *kinds: str) -> list[etree._Element]:
        """The flow nodes of every scope, of these kinds only where some are named."""
        return [node for scope in self.scopes() for node in nodes_of(scope) if not kinds or local(node) in kinds]

    def fresh_id(self, wanted: str) -> str:
        """`wanted`, or the first of wanted_2, wanted_3 that the file does not have."""
        made, number = wanted, 2
        while made in self._ids:
            made, number = f"{wanted}_{number}", number + 1
        self._ids.add(made)
        return made

    @property
    def changed(self) -> bool:
        return etree.tostring(self.root, encoding="UTF-8") != self._before

    def written(self) -> bytes:
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")


def name_of(element) -> str:
    return " ".join((element.get("name") or "").split())


def called(element) -> str:
    """An element as a sentence names it."""
    return f"“{name_of(element)}”" if name_of(element) else element.get("id", "")


def nodes_of(scope) -> list[etree._Element]:
    """The flow nodes that lie directly in a process or sub-process. What has no id is nobody's to repair."""
    return [child for child in scope if space(child) == BPMN and local(child) in FLOW_NODES and child.get("id")]


def ways_back(scope) -> dict[str, list[str]]:
    """For each node the nodes its incoming flows come from; an event on a border comes from what it stands on."""
    found: dict[str, list[str]] = {}
    for flow in flows_of(scope):
        found.setdefault(flow.get("targetRef"), []).append(flow.get("sourceRef"))
    for node in nodes_of(scope):
        if node.get("attachedToRef"):
            found.setdefault(node.get("id"), []).append(node.get("attachedToRef"))
    return found


def flows_of(scope) -> list[etree._Element]:
    return [child for child in scope if child.tag == FLOW and child.get("id")]


def events_of(node) -> list[etree._Element]:
    """The event definitions in an event."""
    return [child for child in node if space(child) == BPMN and local(child).endswith("EventDefinition")]


def text_of(node, name: str) -> str:
    """The text of a child element; empty where there is none."""
    found = node.find(tag(BPMN, name))
    return "" if found is None else "".join(found.itertext()).strip()
