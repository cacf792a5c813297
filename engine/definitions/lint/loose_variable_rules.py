"""Variables of loose diagrams: there are no forms to know their names by, so only what is certain is told."""

import difflib
import re

from engine.definitions.bpmn_names import HUMAN_TASKS, SUB_PROCESSES, local
from engine.definitions.decision_table import read_tables
from engine.definitions.element import Element, Process
from engine.definitions.lint.expression_rules import Use, uses_in_xml, uses_of
from engine.definitions.lint.graph import reached
from engine.definitions.lint.subject import Subject
from engine.errors import DefinitionUnreadable, ExpressionRefused

#: Parts of a diagram whose id, name or text is a variable.
NAMING = frozenset(
    {"dataObject", "dataObjectReference", "dataInput", "dataOutput", "inputDataItem", "outputDataItem", "loopDataOutputRef",
     "loopDataInputRef", "resultVariable", "variableName", "messageVariable", "property"}
)
SHORTEST = 5


def check_loose_variables(subject: Subject) -> None:
    """Reads before anybody could have set anything, under the profile "engine" alone."""
    if subject.strict:
        return
    known = _names_set(subject)
    called = {element.called for element in subject.elements() if element.kind == "callActivity"}
    for process in subject.processes:
        if process.id in called:
            continue
        told = _after_somebody(process)
        for use in uses_of(process):
            thing = use.thing
            at = thing.id if isinstance(thing, Element) else thing.source
            if at in process.elements and at not in told:
                _judge(subject, use, known)


def _judge(subject: Subject, use: Use, known: frozenset[str]) -> None:
    try:
        compiled = use.compiled()
    except ExpressionRefused:
        return
    for name in sorted(compiled.reads - known):
        near = _nearest(name, known)
        subject.say(
            "variable_misspelled" if near else "variable_from_outside",
            use.thing,
            f"{use.what} reads {name}, which nothing has set by then",
            f"Did you mean {near}?" if near else "Give it when the case is started, or set it in a step before.",
        )


def _nearest(name: str, known: frozenset[str]) -> str:
    """A name that differs by a slip of the hand; not by a number, nor by an ending, as of one and many."""
    for near in difflib.get_close_matches(name, known, n=1, cutoff=0.85):
        numbered = re.sub(r"\d+", "", name) == re.sub(r"\d+", "", near)
        if len(name) >= SHORTEST and not numbered and not name.startswith(near) and not near.startswith(name):
            return near
    return ""


def _names_set(subject: Subject) -> frozenset[str]:
    """Every name that something in the diagrams and tables gives a value to."""
    found: set[str] = set()
    for process in subject.processes:
        for use in uses_of(process):
            found |= _writes(use)
        for element in process.elements.values():
            found |= {part.variable for part in element.events if part.variable}
    for diagram in subject.diagrams:
        for owner, what, text, script in uses_in_xml(diagram.root):
            found |= _writes(Use(diagram.element(owner), what, text, script))
        for node in diagram.root.iter():
            if local(node) in NAMING:
                found |= {node.get("id", ""), node.get("name", ""), (node.text or "").strip()}
    for name in subject.bundle.named(".dmn"):
        try:
            found |= {output for table in read_tables(subject.bundle.files[name], name) for output in table.outputs}
        except DefinitionUnreadable:
            continue
    return frozenset(found - {""})


def _writes(use: Use) -> frozenset[str]:
    try:
        return use.compiled().writes if use.script else frozenset()
    except ExpressionRefused:
        return frozenset()


def _after_somebody(process: Process) -> set[str]:
    """The elements that a person, an event, another process or a table may have come before, themselves included."""
    told: set[str] = set()
    for element in process.elements.values():
        if _tells(element):
            above: Element | None = element
            while above is not None:
                told |= reached(process, [above.id])
                above = process.elements.get(above.parent_id)
    inside = [element for element in process.elements.values() if element.kind in SUB_PROCESSES and element.id in told]
    while inside:
        scope = process.scope(inside.pop().id)
        told |= {element.id for element in scope}
        inside += [element for element in scope if element.kind in SUB_PROCESSES]
    return told


def _tells(element: Element) -> bool:
    brings = HUMAN_TASKS | {"callActivity", "receiveTask", "businessRuleTask", "intermediateCatchEvent", "adHocSubProcess"}
    return element.kind in brings or element.kind in ("startEvent", "boundaryEvent") and bool(element.events) or bool(
        element.repeats
    )
