"""Kinds of events at places where the library does not look for them: such an event does nothing and is passed."""

from engine.definitions.element import Element, Process
from engine.definitions.lint.subject import Subject

#: What is carried out, by the kind of event it stands in.
LOOKED_FOR = {
    "endEvent": frozenset({"message", "cancel", "error", "escalation", "terminate"}),
    "intermediateCatchEvent": frozenset({"message", "signal", "timer", "conditional"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation"}),
}
#: Kinds and places that other rules refuse in their own words.
TOLD = frozenset({("endEvent", "signal")})
REFUSED = frozenset({"link", "compensate"})
SAID = {
    "endEvent": ("is not looked at: the end only ends", "Draw what it waits for before the end."),
    "intermediateCatchEvent": ("is not waited for: the case passes straight through",
                               "Put it on the border of the sub-process it comes from."),
    "intermediateThrowEvent": ("is not thrown: the case passes straight through", "Draw it as an end event."),
}


def check_event_places(subject: Subject) -> None:
    for diagram in subject.diagrams:
        for process in diagram.processes.values():
            for element in process.elements.values():
                _kinds(subject, element)
                if element.kind == "endEvent" and any(part.kind == "cancel" for part in element.events):
                    _cancel(subject, process, element)
                elif element.kind == "startEvent" and not element.interrupting:
                    _interrupting(subject, process, element)


def _kinds(subject: Subject, element: Element) -> None:
    looked_for = LOOKED_FOR.get(element.kind)
    for part in element.events if looked_for else ():
        if part.kind not in looked_for | REFUSED and (element.kind, part.kind) not in TOLD:
            happens, fix = SAID[element.kind]
            subject.say("event_without_effect", element, f"its {part.kind} {happens}", fix)


def _cancel(subject: Subject, process: Process, element: Element) -> None:
    around = process.elements.get(element.parent_id)
    if around is None or around.kind != "transaction":
        subject.say("event_without_effect", element, "it cancels, but no transaction is around it: the end only ends",
                    "Make the sub-process around it a transaction, or draw an error end event.")


def _interrupting(subject: Subject, process: Process, element: Element) -> None:
    around = process.elements.get(element.parent_id)
    if around is None or not around.triggered_by_event:
        subject.say("only_drawn", element, "it says that it does not interrupt, but nothing is going on before it",
                    "Take isInterrupting out.")
