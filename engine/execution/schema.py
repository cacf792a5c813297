"""Does a file keep to the schemas of BPMN 2.0 and DMN? The library brings the schemas along; each is compiled once.

What would be lost or misread is an error. What editors write all the same and nobody is harmed by (order of children,
attributes of their own, a missing target namespace) is a warning, and what stands in `extensionElements` or in
attributes of foreign namespaces is nobody's business.
"""

import re
import threading
from functools import lru_cache
from importlib import resources

from lxml import etree

from engine.definitions.bpmn_names import BPMN, BPMNDI, DC, DI, FLOW_NODES, local, space
from engine.definitions.bundle import Bundle
from engine.definitions.hardened_xml import parse_xml
from engine.definitions.lint.finding import Finding
from engine.definitions.lint.severities import severity
from engine.errors import DefinitionUnreadable

SCHEMAS = {
    BPMN: ("bpmn", "BPMN20.xsd"),
    "https://www.omg.org/spec/DMN/20191111/MODEL/": ("dmn", "DMN13.xsd"),
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": ("dmn", "DMN.xsd"),
}
DRAWING = (BPMNDI, DC, DI)
MOST = 20
ANYTHING_INSIDE = ("extensionElements", "documentation", "text", "script", "import", "from", "to", "transformation")
NAME = re.compile(r"[^\W\d][\w.\-·]*")
VALUE = re.compile(r"attribute '([^']*)': (?:\[[^\]]*\] )?(?:The value )?'([^']*)'")
ATTRIBUTE = re.compile(r"[Aa]ttribute '([^']*)'")
_one_at_a_time = threading.Lock()


def schema_findings(bundle: Bundle) -> list[Finding]:
    """What the schemas say about every diagram and table of a bundle. Files that cannot be read are left to others."""
    found: list[Finding] = []
    for name in bundle.named(".bpmn", ".xml", ".dmn"):
        try:
            root = parse_xml(bundle.files[name], name)
        except DefinitionUnreadable:
            continue
        found += _of_file(root, name, bundle.profile)
    return found


def _of_file(root, name: str, profile: str) -> list[Finding]:
    if space(root) not in SCHEMAS:
        return []
    with _one_at_a_time:  # a compiled schema keeps the errors of its last validation in itself
        schema = _schema(space(root))
        if schema.validate(root):
            return []
        problems = list(schema.error_log)
    told = [(node, _told(node, problem)) for problem in problems for node in [_node(root, problem)]]
    if any(problem.type_name == "SCHEMAV_ELEMENT_CONTENT" for problem in problems):
        told += [(node, _misplaced(node, local(node), False)) for node in _strangers(root)]
    found: dict[tuple, Finding] = {}
    for node, (code, wrong, fix) in ((node, said) for node, said in told if said):
        code = code if space(root) == BPMN else "schema_harmless"
        owner = _owner(node)
        finding = Finding(code, severity(code, profile), name, owner.get("id") or "", owner.get("name") or "",
                          f"line {node.sourceline}: {wrong}", fix)
        found.setdefault((code, finding.element_id, wrong), finding)
    return list(found.values())[:MOST]


def _strangers(root):
    """Elements that BPMN does not have, where BPMN's own are expected. Behind a first misplaced child the schema does
    not look at its siblings any more."""
    for node in root.iter(etree.Element):
        above = node.getparent()
        if above is not None and space(above) == BPMN and local(above) not in ANYTHING_INSIDE and (
            space(node) not in (BPMN, *DRAWING) or space(node) == BPMN and local(node) not in _known_names()
        ):
            yield node


@lru_cache(maxsize=len(SCHEMAS))
def _schema(namespace: str) -> etree.XMLSchema:
    room, file = SCHEMAS[namespace]
    with resources.as_file(resources.files("SpiffWorkflow") / room / "parser" / "schema") as folder:
        return etree.XMLSchema(etree.parse(str(folder / file)))


def _node(root, problem):
    """The element a problem is about: by its path, else the first on its line."""
    prefixes = {prefix: uri for node in root.iter(etree.Element) for prefix, uri in node.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(problem.path or "/..", namespaces=prefixes)
    except etree.XPathError:
        found = [node for node in root.iter(etree.Element) if node.sourceline == problem.line]
    return found[0] if found else root


def _owner(node):
    """The element of the drawing it belongs to: the nearest one with an id."""
    while node.get("id") is None and node.getparent() is not None:
        node = node.getparent()
    return node


def _told(node, problem) -> tuple[str, str, str] | None:
    """(code, wrong, fix) for one problem of the schema; None for what the linter says itself."""
    kind, what = problem.type_name, local(node)
    if space(node) in DRAWING:
        return "schema_harmless", f"the drawing of {what} is not as BPMN wants it", "Save it again in the editor."
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        return _misplaced(node, what, "Missing child" in problem.message)
    attribute = ATTRIBUTE.search(problem.message)
    value = VALUE.search(problem.message)
    if value and "xs:ID'" in problem.message:
        if NAME.fullmatch(value[2]):
            return None  # used twice
        return ("id_malformed", f"the id {value[2]!r} is no name: it may not begin with a digit or hold spaces",
                "Write it in small letters and underscores, like draft_reply.")
    if value and "xsd:boolean'" in problem.message or value and "xs:boolean'" in problem.message:
        return ("schema", f"{what} has {value[1]}=\"{value[2]}\", which is neither true nor false",
                "Write true or false.")
    if attribute:
        return ("schema_harmless", f"the attribute {_local_name(attribute[1])} of {what} is not as BPMN wants it",
                "Correct it in the editor, or leave it out.")
    return "schema_harmless", f"{what} is not as BPMN wants it ({problem.message[:120]})", "Save it again in the editor."


def _misplaced(node, what: str, incomplete: bool) -> tuple[str, str, str]:
    if incomplete:
        return "schema_harmless", f"{what} lacks a part that BPMN asks for", "Complete it in the editor."
    if not space(node):
        return ("schema", f"{what} has no namespace, so nobody reads it",
                "Write it with the prefix of the diagram, like bpmn:" + what + ".")
    if space(node) != BPMN:
        return ("foreign_element", f"{what} is no part of BPMN and stands where nobody reads it",
                "Move it into extensionElements, or delete it.")
    if what not in _known_names():
        return "schema", f"BPMN has no {what}", "Draw it with an element that BPMN has."
    around = local(node.getparent()) if node.getparent() is not None else ""
    if what in FLOW_NODES | {"sequenceFlow"} and around not in ("process", "subProcess", "transaction", "adHocSubProcess"):
        return "schema", f"{what} stands in {around}, where it is not carried out", "Move it into the process."
    return "schema_harmless", f"{what} does not belong at this place in {around}", "Save it again in the editor."


def _local_name(written: str) -> str:
    return written.rpartition("}")[2]


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    """Every element name of the BPMN schema."""
    folder = resources.files("SpiffWorkflow") / "bpmn" / "parser" / "schema"
    names = set()
    for file in ("BPMN20.xsd", "Semantic.xsd"):
        root = etree.fromstring((folder / file).read_bytes())
        names |= {node.get("name") for node in root.iter("{http://www.w3.org/2001/XMLSchema}element")}
    return frozenset(name for name in names if name)
