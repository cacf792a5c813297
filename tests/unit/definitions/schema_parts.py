"""What BPMN's own schema lets stand in a process: every element with its attributes and the elements inside it."""

from functools import cache
from importlib import resources

from lxml import etree

XSD = "{http://www.w3.org/2001/XMLSchema}"


@cache
def _roots() -> tuple:
    folder = resources.files("SpiffWorkflow") / "bpmn" / "parser" / "schema"
    return tuple(etree.fromstring((folder / name).read_bytes()) for name in ("BPMN20.xsd", "Semantic.xsd"))


@cache
def _named(kind: str) -> dict:
    return {node.get("name"): node for root in _roots() for node in root.findall(f"{XSD}{kind}") if node.get("name")}


def _bare(name: str | None) -> str:
    return (name or "").rpartition(":")[2]


@cache
def _standing_for(name: str) -> frozenset[str]:
    """The elements that may stand where the schema names this one."""
    direct = {other for other, node in _named("element").items() if _bare(node.get("substitutionGroup")) == name}
    return frozenset(direct | {further for other in direct for further in _standing_for(other)})


def _abstract(type_name: str) -> bool:
    node = _named("complexType").get(type_name)
    return node is not None and node.get("abstract") == "true"


@cache
def parts_of(type_name: str) -> tuple[frozenset[str], dict[str, str]]:
    """Names of attributes, and names of children with their types."""
    node = _named("complexType")[type_name]
    attributes, children = frozenset(), {}
    base = next((_bare(found.get("base")) for found in node.iter(f"{XSD}extension")), "")
    if base in _named("complexType"):
        attributes, inherited = parts_of(base)
        children = dict(inherited)
    attributes |= {_bare(found.get("name") or found.get("ref")) for found in node.iter(f"{XSD}attribute")}
    for found in node.iter(f"{XSD}element"):
        name = found.get("name") or _bare(found.get("ref"))
        for each in {name} | _standing_for(name):
            declared = _named("element").get(each)
            of = _bare(found.get("type") or (declared.get("type") if declared is not None else ""))
            if found.get("name") or declared is not None and not _abstract(of):
                children[each] = of
    return attributes, children


def type_of(element: str) -> str:
    return _bare(_named("element")[element].get("type"))
