"""Dates and messages that are watched wherever a case waits: an event on the border of the step, or of what it lies in."""

from collections.abc import Iterator

from engine.definitions.bpmn_names import SUB_PROCESSES
from engine.definitions.element import Element
from engine.definitions.legal_list import Requirement
from engine.definitions.lint.law.detours import Detours, Place
from engine.definitions.lint.law.steps import Breach, advice, any_of, before_step, doers, doing, shown_way, waits_for
from engine.definitions.lint.subject import Subject, called


def watchers(subject: Subject, requirement: Requirement) -> list[Element]:
    """The events on borders that wait for this date or this message."""
    return [element for element in subject.elements() if element.kind == "boundaryEvent" and _waits(element, requirement)]


def check_watch(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    found, wanted = watchers(subject, requirement), bool(requirement.more.get("interrupting"))
    what = f"the date {requirement.what}" if requirement.kind == "timer" else f"the message '{requirement.what}'"
    drawn = "an interrupting" if wanted else "a non-interrupting"
    if not found:
        yield Breach(subject.main, f"nothing waits for {what}",
                     f"Put {drawn} {'timer' if requirement.kind == 'timer' else 'message'} event for it on the border of "
                     "the sub-process in which the case is handled.")
        return
    useless = {event.id: problem for event in found if (problem := _useless(subject, event, requirement))}
    for event in found:
        if event.interrupting != wanted:
            wrong = "breaks off the handling" if event.interrupting else "lets the handling go on"
            yield Breach(event, f"it {wrong} when it comes", f"Make it {'' if wanted else 'non-'}interrupting.")
    sound = {event.attached_to for event in found if event.id not in useless}
    hosts = {event.attached_to for event in found}
    bare: list[tuple[Detours, Place]] = []
    for detours in _where(subject, requirement):
        waits = [place for place in detours.places(lambda element: bool(waits_for(element))) if place.side is None]
        if not waits and "after" in requirement.more:
            yield Breach(subject.main, f"the case is over before {what} can come",
                         f"Keep it open behind {any_of(requirement.steps('after'))}, with {drawn} event for {what} on the "
                         "border of what follows.")
        bare += [(detours, place) for place in waits if not sound & _around(subject, place)]
    if bare:  # one that leads nowhere harms nothing beside another that leads where it must
        yield from useless.values()
    bare = [(detours, place) for detours, place in bare if not hosts & _around(subject, place)]
    if bare:
        (detours, first), *others = bare
        more = "".join(f", {called(subject.element(place.element))}" for _, place in others)
        scopes = [called(host) for host in map(subject.element, sorted(hosts)) if host and host.kind in SUB_PROCESSES]
        yield Breach(
            subject.element(first.element),
            f"the case may wait here{' and at ' + more[2:] if more else ''} while nothing waits for {what} "
            f"(by {shown_way(detours.way(first))})",
            f"{'Move the step into ' + ' or '.join(scopes) + ', or put' if scopes else 'Put'} {drawn} event for {what} on "
            "its own border.",
        )


def _where(subject: Subject, requirement: Requirement) -> list[Detours]:
    """From the start, or behind each of the steps named in `after`, until one of `until` or, there, until the event itself."""
    until = doing(subject, *requirement.steps("until"))
    if "after" not in requirement.more:
        return [Detours(subject, passes=until)]
    begins = [element for step in requirement.steps("after") for element in doers(subject, step)]
    return [Detours(subject, passes=lambda element: until(element) or _comes(element, requirement),
                    since=lambda element, begin=begin: element.id == begin.id) for begin in begins]


def _comes(element: Element, requirement: Requirement) -> bool:
    """What an interrupting event leads to is no longer waiting for it."""
    return element.kind == "boundaryEvent" and element.interrupting and _waits(element, requirement)


def _useless(subject: Subject, event: Element, requirement: Requirement) -> Breach | None:
    for step in requirement.steps("leads_to"):
        if problem := next(before_step(subject, [event], step), None):
            return Breach(event, f"it is drawn but leads nowhere that counts: {problem}",
                          f"Lead it straight to {advice(step)}.")
    return None


def _waits(element: Element, requirement: Requirement) -> bool:
    if requirement.kind == "takes":
        return any(part.kind == "message" and part.name == requirement.what for part in element.events)
    return any(part.kind == "timer" and _plain(part.text) == _plain(str(requirement.what)) for part in element.events)


def _around(subject: Subject, place: Place) -> set[str]:
    """The ids of a step, of all that it lies in, and of the call activities on the way to it."""
    around: set[str] = set()
    for element_id in (place.element, *place.calls):
        element = subject.element(element_id)
        while element is not None:
            around.add(element.id)
            element = subject.element(element.parent_id) if element.parent_id else None
    return around


def _plain(expression: str) -> str:
    return expression.replace('"', "'").replace(" ", "")
