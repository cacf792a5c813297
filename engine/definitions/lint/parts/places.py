"""Where a part stands: the element a finding about it is shown at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definitions.bpmn_names import BPMN, local, space, tag
from engine.definitions.diagram_reader import Diagram
from engine.definitions.lint.subject import Subject

#: What an editor shows by itself; all else is told at the nearest of these around it.
ATTACHED = ("Characteristics", "EventDefinition", "Association", "Expression", "Specification", "Item", "Set")


@dataclass(frozen=True)
class Place:
    """As `Subject.say` wants a thing."""

    id: str
    default_name: str
    file: str
    process_id: str


def place_of(diagram: Diagram, node) -> Place:
    """The nearest element around a node (itself included) that has an id and a life of its own in the drawing."""
    shown = node
    while shown.getparent() is not None and (
            not shown.get("id") or space(shown) != BPMN or local(shown).endswith(ATTACHED) or _inner(shown)):
        shown = shown.getparent()
    process = next((above.get("id", "") for above in (node, *node.iterancestors()) if local(above) == "process"), "")
    return Place(shown.get("id") or "", shown.get("name") or "", diagram.file, process)


def _inner(node) -> bool:
    return local(node) in ("condition", "loopCondition", "loopCardinality", "completionCondition", "timeDate", "timeDuration",
                           "timeCycle", "dataInput", "dataOutput", "script", "property", "extensionElements", "messagePath",
                           "performer", "humanPerformer", "potentialOwner", "resourceRole")


def part_name(node) -> str:
    """The text of a node, short enough for a sentence."""
    return " ".join("".join(node.itertext()).split())[:60]


def plain_attributes(node) -> Iterator[tuple[str, str]]:
    """The attributes of a BPMN element that BPMN itself has."""
    return ((name, value) for name, value in node.attrib.items() if not name.startswith("{"))


def by_kind(subject: Subject, diagram: Diagram) -> Mapping[str, list]:
    """The BPMN elements of a diagram by their name, each in the order of the file; the drawing is left out."""
    kept = subject.walked.setdefault("parts by kind", {})
    if diagram.file not in kept:
        found: dict[str, list] = {}
        for node in diagram.root.iter(tag(BPMN, "*")):
            found.setdefault(local(node), []).append(node)
        kept[diagram.file] = found
    return kept[diagram.file]
