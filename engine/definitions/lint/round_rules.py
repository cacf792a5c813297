"""What goes wrong only from the second round of a loop on."""

from engine.definitions.element import Element, Process
from engine.definitions.lint.graph import cycles, reached, waits
from engine.definitions.lint.subject import Subject

JOINS = ("parallelGateway", "inclusiveGateway")


def check_rounds(subject: Subject) -> None:
    for process in subject.processes:
        for group in cycles(process, process.elements):
            for element_id in group:
                _join(subject, process, process.elements[element_id])
                _left_behind(subject, process, process.elements[element_id], set(group))


def _join(subject: Subject, process: Process, element: Element) -> None:
    """The library counts the branches that arrived in earlier rounds, so the join no longer waits for all of them."""
    if element.kind in JOINS and len(process.incoming(element.id)) > 1:
        subject.say(
            "join_in_loop",
            element,
            "it joins branches inside a loop, and from the second round on it does not wait for all of them",
            "Put the branches with their two gateways into a sub-process, and loop around that.",
        )


def _left_behind(subject: Subject, process: Process, element: Element, group: set[str]) -> None:
    """A round that leaves something waiting cannot be forgotten while it waits, and the next may leave one more."""
    for event in process.boundaries(element.id):
        if event.interrupting or event.id in group:
            continue
        if any(waits(process, process.elements[found]) for found in reached(process, [event.id])):
            subject.say(
                "loop_keeps_history",
                event,
                "each round of the loop can leave one more branch waiting here, and the case grows with every round",
                "Let the branch end without waiting, or put the round into a call activity.",
            )
