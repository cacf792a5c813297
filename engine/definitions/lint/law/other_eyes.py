"""Who may handle a case at all: a second look by somebody with no part in the first, a report of corruption by the few who may
see it."""

from collections.abc import Iterator

from engine.definitions.bpmn_names import HUMAN_TASKS
from engine.definitions.element import Element
from engine.definitions.legal_list import Requirement, Step
from engine.definitions.lint.law.detours import Detours
from engine.definitions.lint.law.second_person import barred_from
from engine.definitions.lint.law.steps import Breach, advice, doers, doing, shown_way, words
from engine.definitions.lint.subject import Subject, called
from engine.vocabulary import COMPLAINANT

LIFT = "lift_restriction"


def check_fresh_eyes(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    """No task between the message and the letter may be done by somebody who wrote the first one."""
    anew = lookers(subject, requirement)
    first = [element for element in doers(subject, Step("asks", str(requirement.what))) if element not in anew]
    for task in anew:
        if missing := [element.id for element in first if element.id not in barred_from(task)]:
            yield Breach(task, f"it may be done by whoever did {', '.join(missing)}",
                         f"Give it the property not_by: {' '.join(element.id for element in first)}.")


def lookers(subject: Subject, requirement: Requirement) -> list[Element]:
    """The agency's tasks on the way from the message to the letter."""
    letter = requirement.one("before")
    detours = Detours(subject, passes=doing(subject, letter), since=doing(subject, *requirement.steps("after")))
    places = detours.places(lambda element: element.kind in HUMAN_TASKS and element.lane != COMPLAINANT)
    return [subject.element(place.element) for place in places if place.side is None]


def check_restriction(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    """From where a case is restricted until that is lifted or the reply leaves, only that role has tasks; and no task that
    asks one of `keeps` is reached unrestricted."""
    step = Step("restricts", str(requirement.what))
    if not doers(subject, step):
        yield Breach(subject.main, f"no step {words(step)}", f"Add {advice(step)} before the report is read.")
        return
    over, lifted = doing(subject, Step("sends", "reply", COMPLAINANT)), _lifts
    inside = Detours(subject, passes=lambda element: over(element) or lifted(element), since=doing(subject, step))
    for place in inside.places(lambda element: element.kind in HUMAN_TASKS):
        task = subject.element(place.element)
        if place.side is None and task.lane not in (requirement.what, COMPLAINANT):
            yield Breach(task, f"it belongs to {task.lane or 'nobody'}, while only {requirement.what} may see the case",
                         f"Put it into the lane {requirement.what}.")
    kept = tuple(Step("asks", str(name)) for name in requirement.more.get("keeps", ()))
    for asked in kept:
        if not doers(subject, asked):
            yield Breach(subject.main, f"no step {words(asked)}", f"Put the question '{asked.what}' back.")
    open_to_all = Detours(subject, passes=doing(subject, step), resets=lifted)
    for place in open_to_all.places(doing(subject, *kept)):
        task = subject.element(place.element)
        yield Breach(task, f"{called(task)} can be reached while everybody of the agency may see the case "
                     f"(by {shown_way(open_to_all.way(place))})", f"Lead to it through {advice(step)}.")


def _lifts(element: Element) -> bool:
    return element.operator is not None and element.operator.id == LIFT
