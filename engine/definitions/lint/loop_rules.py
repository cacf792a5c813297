"""Loops: each must wait for somebody and must have a way out."""

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.element import Process
from engine.definitions.lint.graph import cycles, next_ids, waits
from engine.definitions.lint.stillness import never_changes
from engine.definitions.lint.subject import Subject


def check_loops(subject: Subject) -> None:
    for process in subject.processes:
        for group in cycles(process, process.elements):
            _cycle(subject, process, group)
    for diagram in subject.diagrams:
        for node in diagram.root.iter(tag(BPMN, "standardLoopCharacteristics")):
            if not node.get("loopMaximum") and not (node.findtext(tag(BPMN, "loopCondition")) or "").strip():
                _about(
                    subject,
                    diagram,
                    node,
                    "repeat_unlimited",
                    "it repeats without a condition and without a maximum",
                    "Give it a loop condition or a maximum.",
                )
        for node in diagram.root.iter(tag(BPMN, "multiInstanceLoopCharacteristics")):
            counts = [
                part for part in ("loopCardinality", "loopDataInputRef") if node.find(tag(BPMN, part)) is not None
            ]
            if len(counts) != 1:
                _about(
                    subject,
                    diagram,
                    node,
                    "repeat_without_count",
                    "it does not say once how often it happens",
                    "Give either a number or the list to go through.",
                )


def _cycle(subject: Subject, process: Process, group: list[str]) -> None:
    members = [process.elements[element_id] for element_id in group]
    first = min(members, key=lambda element: list(process.elements).index(element.id))
    names = ", ".join(sorted(element.id for element in members)[:6])
    if not any(waits(process, element) for element in members):
        subject.say(
            "loop_without_wait",
            first,
            f"the loop of {names} runs by itself without waiting for anybody",
            "Put a task of a person or a timer into it.",
        )
    if not any(waits(process, element) for element in members) and never_changes(subject, process, members):
        subject.say(
            "loop_never_changes",
            first,
            f"the loop of {names} runs by itself, and nothing in it changes what its gateways decide on",
            "Put a task of a person into it, or change a variable in it.",
        )
    inside = set(group)
    if not any(target not in inside for element_id in group for target in next_ids(process, element_id)) and not any(
        element.kind == "endEvent" for element in members
    ):
        subject.say(
            "loop_without_exit",
            first,
            f"no flow leads out of the loop of {names}",
            "Put an exclusive gateway into it, with one flow that leaves.",
        )


def _about(subject: Subject, diagram, node, code: str, wrong: str, fix: str) -> None:
    owner = node.getparent()
    element = diagram.element(owner.get("id", "")) if owner is not None else None
    subject.say(code, element or (owner.get("id", "") if owner is not None else ""), wrong, fix, diagram.file)
