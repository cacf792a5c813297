"""Properties that our program gives a meaning to: each stands where it is read, with a value that is understood."""

from engine.definitions.bpmn_names import FLOW_NODES, HUMAN_TASKS
from engine.definitions.diagram_reader import Diagram, properties_of
from engine.definitions.element import Element
from engine.definitions.lint.parts.places import by_kind, place_of
from engine.definitions.lint.subject import Subject

NAMES = frozenset({"name_en", "name_fr", "name_ar"})
MESSAGES = "elements with a message"
#: Where each is read; those that are not here are read everywhere.
READ_AT = {
    **dict.fromkeys(("not_by", "of_agency", "of_unit", "due", "due_anew", "suspends", "tells", "instructions_fr",
                     "instructions_ar", "formJsonSchemaFilename", "formUiSchemaFilename"), "tasks of people"),
    "business_key": MESSAGES,
    "reported_by": MESSAGES,
    "start_once": "message start events",
}
UNDERSTOOD = {"public": ("yes", "no"), "due_anew": ("yes", "no"), "start_once": ("true", "false"),
              "of_agency": ("offered", "national")}
#: What a bare diagram means by the others is nobody's business.
EXECUTED = frozenset({"business_key", "start_once"})


def check_properties(subject: Subject) -> None:
    for element in subject.elements():
        for name, value in element.properties.items():
            if subject.strict or name in EXECUTED:
                _placed(subject, element, name)
                _understood(subject, element, name, value.strip())
    for diagram in subject.diagrams if subject.strict else ():
        for kind, nodes in by_kind(subject, diagram).items():
            if kind not in FLOW_NODES:
                _beside_elements(subject, diagram, nodes)


def _placed(subject: Subject, element: Element, name: str) -> None:
    where = READ_AT.get(name)
    message = any(part.kind == "message" for part in element.events)
    if where == "tasks of people" and element.kind not in HUMAN_TASKS or where == MESSAGES and not message \
            or where == "message start events" and not (message and element.kind == "startEvent"):
        subject.say("property_ignored", element, f"its property {name} is read at {where} alone, and has no effect here",
                    "Write it there, or take it out.")


def _understood(subject: Subject, element: Element, name: str, value: str) -> None:
    words = UNDERSTOOD.get(name)
    if words and value not in words:
        subject.say("property_ignored", element, f"its property {name} is {value[:40]!r}, which is not understood",
                    f"Write {' or '.join(words)}.")
    if name == "reported_by" and subject.facts.roles:
        for role in element.listed(name):
            if role not in subject.facts.roles:
                subject.say("property_ignored", element, f"its property {name} names {role}, which is no role of the family",
                            f"Use some of {', '.join(sorted(subject.facts.roles))}.")


def _beside_elements(subject: Subject, diagram: Diagram, nodes: list) -> None:
    """Processes, flows, pools and lanes have names in other languages, and nothing else."""
    for node in nodes:
        for name in sorted(properties_of(node).keys() - NAMES) if len(node) else ():
            subject.say("property_ignored", place_of(diagram, node), f"its property {name} is read at steps alone, and has no "
                        "effect here", "Write it at the step that is meant, or take it out.")
