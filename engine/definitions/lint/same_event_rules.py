"""Two events at one place that wait for the same: both would happen, or one never."""

from engine.definitions.element import Element, EventPart, Process
from engine.definitions.lint.subject import Subject, called

#: These are delivered to everybody who waits; an error or an escalation is taken by the first alone.
BOTH = frozenset({"message", "signal"})
FIRST = frozenset({"error", "escalation"})


def check_same_events(subject: Subject) -> None:
    """On the border of one activity, and behind one event-based gateway."""
    for process in subject.processes:
        for element in process.elements.values():
            _compare(subject, process.boundaries(element.id), f"on the border of {called(element)}")
            if element.kind == "eventBasedGateway":
                _compare(subject, _behind(process, element), f"behind {called(element)}")


def _behind(process: Process, gateway: Element) -> list[Element]:
    targets = dict.fromkeys(flow.target for flow in process.outgoing(gateway.id))
    return [process.elements[target] for target in targets if target in process.elements]


def _compare(subject: Subject, events: list[Element], where: str) -> None:
    seen: dict[tuple, Element] = {}
    for event in events:
        for key in filter(None, map(_waited_for, event.events)):
            if key not in seen:
                seen[key] = event
                continue
            kind, name = key
            effect = "both would happen, and the case would go on twice" if kind in BOTH else "only the first would ever happen"
            subject.say("event_twice_here", event,
                        f"{called(seen[key])}, also {where}, waits for the same {kind} {name}: {effect}",
                        "Keep one of the two, and branch behind it with a gateway.")


def _waited_for(part: EventPart) -> tuple[str, str] | None:
    """None for what is no such event, and for a message that is not chosen: it is called after its own event."""
    name = part.name or part.ref or ("of any kind" if part.kind in FIRST else "")
    return (part.kind, name) if part.kind in BOTH | FIRST and name else None
