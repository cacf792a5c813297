"""Values that BPMN lets tools write in several ways, of which the library reads one; and languages that are not ours."""

from engine.definitions.diagram_reader import Diagram
from engine.definitions.lint.parts.places import by_kind, part_name, place_of, plain_attributes
from engine.definitions.lint.subject import Subject

TRUTHS = frozenset({"isExecutable", "isForCompensation", "triggeredByEvent", "cancelActivity", "isInterrupting",
                    "parallelMultiple", "testBefore", "isSequential"})
REFERENCES = frozenset({"id", "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef",
                        "escalationRef", "calledElement", "dataObjectRef", "processRef"})
WRITTEN_REFERENCES = frozenset({"flowNodeRef", "sourceRef", "targetRef", "dataInputRefs", "dataOutputRefs", "loopDataInputRef",
                                "loopDataOutputRef", "correlationPropertyRef"})
ANOTHER_SPELLING = {"1": "true", "0": "false"}
EXPRESSIONS = frozenset({"conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition",
                         "timeDate", "timeDuration", "timeCycle", "messagePath"})
LANGUAGE_IN = {"scriptTask": "scriptFormat", **dict.fromkeys(EXPRESSIONS, "language")}
#: Our language is a small part of Python's; who says so says the truth. XPath is what BPMN assumes where nothing is said.
OURS = frozenset({"", "python", "python3", "text/x-python", "text/python", "application/x-python", "application/python"})
ASSUMED = frozenset({"http://www.w3.org/1999/xpath", "https://www.w3.org/1999/xpath"})


def check_spelling(subject: Subject) -> None:
    for diagram in subject.diagrams:
        nodes = by_kind(subject, diagram)
        for kind, found in nodes.items():
            for node in found:
                _values(subject, diagram, node, kind)
        for kind in LANGUAGE_IN:
            for node in nodes.get(kind, ()):
                _language(subject, diagram, node, kind)
        if any(kind in nodes for kind in EXPRESSIONS):
            _language_of_file(subject, diagram)


def spelt(name: str, value: str) -> str:
    """An attribute's value as the library reads it."""
    plain = value.strip()
    return ANOTHER_SPELLING.get(plain, plain) if name in TRUTHS else plain


def _values(subject: Subject, diagram: Diagram, node, kind: str) -> None:
    for name, value in plain_attributes(node):
        if (name in TRUTHS or name in REFERENCES) and spelt(name, value) != value:
            subject.say("value_spelling", place_of(diagram, node), f"{name} is written {value[:60]!r}, which is not read",
                        f"Write {spelt(name, value)[:60]}, without blanks around it.")
    if kind in WRITTEN_REFERENCES and node.text and node.text.strip() != node.text:
        subject.say("value_spelling", place_of(diagram, node), f"{kind} has blanks or line ends around "
                    f"{part_name(node)}, and nothing is found by it", "Write it without blanks around it.")


def _language(subject: Subject, diagram: Diagram, node, kind: str) -> None:
    said = node.get(LANGUAGE_IN[kind], "").strip()
    if said.lower() not in OURS:
        what = "its script" if kind == "scriptTask" else kind
        subject.say("other_language", place_of(diagram, node),
                    f"{what} is said to be in {said[:60]}; here it is read in the language of the diagrams",
                    "See that it means the same there, and take the language out.")


def _language_of_file(subject: Subject, diagram: Diagram) -> None:
    said = diagram.root.get("expressionLanguage", "").strip()
    if said.lower() not in OURS | ASSUMED:
        subject.say("only_drawn", "", f"the file says that its expressions are in {said[:60]}; here they are read in the "
                    "language of the diagrams", "See that they mean the same there, and take expressionLanguage out.",
                    diagram.file)
