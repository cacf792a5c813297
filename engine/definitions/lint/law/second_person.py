"""Four eyes: what one person wrote goes out only after another one has looked at it and agreed."""

from collections.abc import Iterator

from engine.definitions.bpmn_names import HUMAN_TASKS
from engine.definitions.element import Element, Flow, Process
from engine.definitions.legal_list import Requirement, Step
from engine.definitions.lint.law.conditions import means, whole
from engine.definitions.lint.law.detours import Detours, Place
from engine.definitions.lint.law.steps import Breach, doers, shown_way, words
from engine.definitions.lint.subject import Subject, called


def check_second_person(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    """Behind every step that writes, each way to the letter passes a task that its author may not do; and behind that
    task, a flow that is only taken where it said yes."""
    letter = requirement.one("before")
    letters = {element.id for element in doers(subject, letter)}
    authors = doers(subject, Step("asks", str(requirement.what)))
    seconds = validators(subject, requirement)
    writing, agreeing = {element.id for element in authors}, {element.id for element in seconds}
    decides = str(requirement.more.get("decides", ""))
    unseen = Detours(subject, passes=lambda element: element.id in agreeing, resets=lambda element: element.id in writing)
    told = set()
    for detours, place in [*((unseen, place) for place in unseen.places(lambda element: element.id in letters)),
                           *_unseen_by(subject, authors, letters)]:
        if place.element in told:
            continue
        told.add(place.element)
        yield Breach(
            subject.element(place.element),
            f"it {words(letter)}, and can be reached with no second person behind the one who wrote "
            f"'{requirement.what}' (by {shown_way(detours.way(place))})",
            "Lead every way to it through a user task with the property not_by: "
            f"{' '.join(sorted(writing)) or 'the id of the writing task'}.",
        )
    if not decides or not seconds:
        return
    refused = Detours(subject, closes=lambda flow: _says_yes(subject, flow, decides),
                      resets=lambda element: element.id in writing | agreeing)
    for place in refused.places(lambda element: element.id in letters):
        yield Breach(
            subject.element(place.element),
            f"it {words(letter)}, and can be reached where the second person did not agree "
            f"(by {shown_way(refused.way(place))})",
            f"Lead to it only from {' or '.join(map(called, seconds))} by a flow with the condition {decides} == True.",
        )


def _unseen_by(subject: Subject, authors: list[Element], letters: set[str]) -> Iterator[tuple[Detours, Place]]:
    """Where the letter can be reached behind each author with nobody who bars this very one, until another writes anew: of
    two steps in which the same thing can be written, both count."""
    for author in authors:
        def ends(element: Element, author=author) -> bool:
            return author.id in barred_from(element) or (element in authors and element is not author)

        detours = Detours(subject, passes=ends, since=lambda element, author=author: element.id == author.id)
        for place in detours.places(lambda element: element.id in letters):
            yield detours, place


def barred_from(element: Element) -> set[str]:
    """The tasks whose doer may not do this one."""
    return set(element.listed("not_by"))


def validators(subject: Subject, requirement: Requirement) -> list[Element]:
    """The tasks that nobody may do who did one of the writing tasks."""
    authors = {element.id for element in doers(subject, Step("asks", str(requirement.what)))}
    return [element for element in subject.elements()
            if element.kind in HUMAN_TASKS and element.id not in authors
            and authors & barred_from(element)]


def _says_yes(subject: Subject, flow: Flow, name: str) -> bool:
    """A flow that is taken only where `name` is true: by its own condition, or because the others say no."""
    process: Process = next(p for p in subject.processes if p.id == flow.process_id)
    gateway = process.elements.get(flow.source)
    if flow.condition:
        return means(flow.condition, name, True)
    if gateway is None or gateway.kind != "exclusiveGateway" or gateway.default_flow != flow.id:
        return False
    return any(whole(other.condition or "", name, False) for other in process.outgoing(gateway.id) if other.id != flow.id)
