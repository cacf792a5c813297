"""No case closes unanswered: every way to an end goes through a letter that settles it; and a standing that stops the
legal clock is only taken with such a letter."""

from collections.abc import Iterator

from engine.definitions.legal_list import Requirement
from engine.definitions.lint.law.detours import Detours, live
from engine.definitions.lint.law.steps import Breach, advice, any_of, doing, reached_too_early, shown_way
from engine.definitions.lint.subject import Subject


def check_ends(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    steps = tuple(requirement.all_steps)
    after = requirement.steps("after")
    detours = Detours(subject, passes=doing(subject, *steps), since=doing(subject, *after) if after else None)
    for end in detours.ends():
        yield Breach(
            end,
            f"a case can end here without {any_of(steps)} "
            f"(by {shown_way(detours.way(end))})",
            f"Lead that way through one of them, such as {advice(steps[0])}.",
        )


def check_status(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    found = live(subject).elements(lambda element: element.properties.get("status") in requirement.what)
    yield from reached_too_early(
        subject, found, requirement.steps("only_after"), "gives the case a standing that stops the legal clock")
