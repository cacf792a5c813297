"""Every expression and script of the diagrams: is it in our language, and does it call what there is?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword

from engine.definitions.bpmn_names import BPMN, SPIFF, local, tag
from engine.definitions.decision_table import read_tables
from engine.definitions.element import Element, Flow, Process
from engine.definitions.lint.event_rules import ISO, LOOKS_ISO
from engine.definitions.lint.subject import Subject
from engine.errors import DefinitionUnreadable, ExpressionRefused
from engine.language import BUILT_IN, TIMER_FUNCTIONS, compile_expression, compile_script

KNOWN_FUNCTIONS = frozenset(BUILT_IN) | TIMER_FUNCTIONS
DEADLINE_CALL = re.compile(r"\b(?:before_|after_)?deadline\(\s*(['\"])(\w*)\1")


@dataclass(frozen=True)
class Use:
    """An expression where it stands. `thing` is the element or flow, `what` what it decides."""

    thing: Element | Flow
    what: str
    text: str
    script: bool = False
    given: frozenset[str] = frozenset()

    def compiled(self):
        """The compiled form. Raises `ExpressionRefused`."""
        return compile_script(self.text) if self.script else compile_expression(self.text)

    def reads(self) -> frozenset[str]:
        """The variables it reads; not what its place gives it. Raises `ExpressionRefused`."""
        return self.compiled().reads - self.given


def check_expressions(subject: Subject) -> None:
    for process in subject.processes:
        for use in uses_of(process):
            _check(subject, use)
        for element in process.elements.values():
            if element.kind == "scriptTask" and not element.script:
                subject.say(
                    "script_empty",
                    element,
                    "it has no script, so it does nothing",
                    "Write what it sets, like outcome = 'settled', or make it another kind of task.",
                )
    for diagram in subject.diagrams:
        for owner, what, text, script in uses_in_xml(diagram.root):
            element = diagram.element(owner)
            if element is not None:
                _check(subject, Use(element, what, text, script))
    _decisions(subject)


def uses_of(process: Process) -> Iterator[Use]:
    """The expressions of a process that its elements and flows carry in themselves."""
    for flow in process.flows.values():
        if flow.condition:
            yield Use(flow, "its condition", flow.condition)
    for element in process.elements.values():
        for part in element.events:
            if part.kind == "timer" and part.text and not is_literal_time(part.text):
                yield Use(element, "its timer", part.text)
            elif part.kind == "conditional" and part.text:
                yield Use(element, "its condition", part.text)
        if element.script:
            yield Use(element, "its script", element.script, True)
        for name, text in (element.operator.parameters if element.operator else {}).items():
            if text:
                yield Use(element, f"its parameter {name}", text)


def is_literal_time(text: str) -> bool:
    """An ISO date, duration or repetition, with or without quotes."""
    plain = text.strip().strip("\"'")
    return bool(ISO.fullmatch(plain) or LOOKS_ISO.match(plain) and plain.startswith("R"))


def uses_in_xml(root) -> Iterator[tuple[str, str, str, bool]]:
    """Expressions in places that only the engine's own extensions use: (owner id, what, text, is a script)."""
    kinds = {
        tag(BPMN, "loopCondition"): "its loop condition",
        tag(BPMN, "completionCondition"): "its completion condition",
        tag(BPMN, "loopCardinality"): "its number of repetitions",
        tag(BPMN, "loopDataInputRef"): "its list",
        tag(SPIFF, "preScript"): "its script before",
        tag(SPIFF, "postScript"): "its script after",
    }
    objects = {node.get("id") for node in root.iter(tag(BPMN, "dataObject"))}
    for name, what in kinds.items():
        for node in root.iter(name):
            if what == "its list" and ((node.text or "").strip() in objects or not is_name(node.text)):
                continue  # a data object is there from the beginning; what is no name is told by itself
            owner = node.getparent()
            while owner is not None and not (owner.get("id") and local(owner)[-15:] != "Characteristics"):
                owner = owner.getparent()
            text = "".join(node.itertext()).strip()
            if owner is not None and text:
                yield owner.get("id"), what, text, what.startswith("its script")


def is_name(text: str | None) -> bool:
    """Whether a variable could be called so."""
    return bool(text) and text.strip().isidentifier() and not iskeyword(text.strip())


def _check(subject: Subject, use: Use) -> None:
    try:
        compiled = use.compiled()
    except ExpressionRefused as problem:
        subject.say(
            "expression_refused",
            use.thing,
            f"{use.what} is refused: {problem.fields.get('reason')}",
            f"It says: {problem.fields.get('text')}. {problem.fields.get('hint')}",
        )
        return
    for name in sorted(compiled.calls - KNOWN_FUNCTIONS):
        subject.say(
            "function_unknown",
            use.thing,
            f"{use.what} calls {name}(), which does not exist",
            f"Use one of {', '.join(sorted(KNOWN_FUNCTIONS))}.",
        )
    for _, code in DEADLINE_CALL.findall(use.text):
        if subject.deadlines is not None and code not in subject.deadlines:
            subject.say(
                "deadline_unknown",
                use.thing,
                f"{use.what} names the deadline {code!r}, which deadlines.dmn does not have",
                f"Use one of {', '.join(sorted(subject.deadlines)) or 'none'}, or add a row.",
            )


def _decisions(subject: Subject) -> None:
    """Decision tables: readable, and there for every business rule task."""
    known: set[str] = set()
    for name in (name for name in subject.bundle.named(".dmn") if name not in subject.unread):
        try:
            known |= {table.id for table in read_tables(subject.bundle.files[name], name)}
        except DefinitionUnreadable as problem:
            subject.say("unreadable", None, problem.wrong, problem.fix, name)
    for element in (element for element in subject.elements() if element.kind == "businessRuleTask"):
        if not element.called:
            subject.say(
                "decision_missing",
                element,
                "it does not say which decision table it asks",
                "Fill in the called decision.",
            )
        elif element.called not in known:
            subject.say(
                "decision_unknown",
                element,
                f"it asks the decision {element.called}, which no table here has",
                "Correct the name, or add the table.",
            )
