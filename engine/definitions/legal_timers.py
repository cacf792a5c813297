"""Which timers of a diagram hang on a legal date, told from the diagram alone: when the date moves, they move with it.

A timer is recognised where its expression is one call and nothing else: `deadline('x')`, `before_deadline('x', n)` or
`after_deadline('x', n)`. A deadline that is mixed into a longer expression cannot be told back from the date it gave.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from engine.definitions.element import Element
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import reminder_at

if TYPE_CHECKING:  # a definition draws its own clocks, and for that reads this file
    from engine.definitions.definition import Definition

_ALONE = re.compile(r"(deadline|before_deadline|after_deadline)\(\s*(['\"])(\w+)\2\s*(?:,\s*(\d{1,4})\s*)?\)")
_CALL = re.compile(r"\b(?:before_|after_)?deadline\(\s*(?:(['\"])(\w+)\1)?")


@dataclass(frozen=True)
class LegalTimer:
    """A timer that rings `days_before` the due day of a deadline; negative after it, None at the end of that day."""

    element_id: str
    code: str
    days_before: int | None = None

    def at(self, due_on, calendar: BusinessCalendar) -> datetime:
        """When it rings for that due day, as an aware UTC instant."""
        if self.days_before is None:
            return calendar.end_of(due_on)
        return reminder_at(due_on, self.days_before, calendar)


@dataclass(frozen=True, eq=False)
class LegalTimers:
    """`by_element` are those that can be moved; `mixed` are the others, with the codes that occur in their expressions
    (empty: any)."""

    by_element: Mapping[str, LegalTimer]
    mixed: Mapping[str, frozenset[str]]

    @cached_property
    def by_code(self) -> Mapping[str, tuple[LegalTimer, ...]]:
        found: dict[str, list[LegalTimer]] = {}
        for timer in self.by_element.values():
            found.setdefault(timer.code, []).append(timer)
        return {code: tuple(timers) for code, timers in found.items()}

    def hinders(self, code: str) -> tuple[str, ...]:
        """The elements whose timers would not follow, were this deadline moved."""
        return tuple(element for element, codes in self.mixed.items() if not codes or code in codes)


@lru_cache(maxsize=64)
def legal_timers(definition: "Definition") -> LegalTimers:
    """The timers of all diagrams of a definition."""
    return timers_among(definition.elements.values())


def timers_among(elements: Iterable[Element]) -> LegalTimers:
    """The timers among some elements."""
    found, mixed = {}, {}
    for element in elements:
        timers = [part.text.strip() for part in element.events if part.kind == "timer"]
        alone = _ALONE.fullmatch(timers[0]) if len(timers) == 1 else None
        if alone is not None and (alone[1] == "deadline") == (alone[4] is None):
            days = None if alone[4] is None else int(alone[4]) * (1 if alone[1] == "before_deadline" else -1)
            found[element.id] = LegalTimer(element.id, alone[3], days)
            continue
        calls = [call for text in timers for call in _CALL.finditer(text)]
        if calls:
            named = frozenset(call[2] for call in calls if call[2])
            mixed[element.id] = named if all(call[2] for call in calls) else frozenset()
    return LegalTimers(found, mixed)
