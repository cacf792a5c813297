"""What a recalculation makes of one clock. Counted once for all clocks that agree in rule, start, length and calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import DeadlineRule
from engine.domain.explanation import Explanation, explain
from engine.domain.ledger import LedgerEntry
from engine.domain.recalculation import Plan, is_worse
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import AgencyDeadline, DefinitionRow
from engine.vocabulary import COMPLAINANT, Cause, EntryKind

#: Entries that change how days are counted; the others only tell.
MOVING = (EntryKind.SUSPENDED, EntryKind.RESUMED, EntryKind.EXTENDED)
#: The calendar that a definition counts by; a deployed definition never changes.
_CODES: dict[str, str] = {}


class Clock(NamedTuple):
    """What the date of a clock hangs on, but for the entries of its ledger."""

    definition_hash: str
    code: str
    agency_id: str
    started_on: date
    days: int
    calendar_version: int
    due_on: date


class NewDate(NamedTuple):
    """What the row of the clock would say; `worse` for the complainant than before."""

    days: int
    due_on: date
    due_at: datetime
    definition_hash: str
    calendar_version: int
    worse: bool


class Untouched(StrEnum):
    """Why a clock is none of this recalculation's: it is there already, its version lacks the deadline, or an earlier choice
    left it behind."""

    THERE = "there"
    NO_RULE = "no_rule"
    LEFT_BEHIND = "left_behind"


class NewDates:
    """Answers for one plan, with one reading of the agencies' own days. `hashes` are the definitions whose clocks it may
    concern; raises NotFound for a version that there is not."""

    def __init__(self, session: Session, shelf: DefinitionShelf, plan: Plan):
        self._session, self._shelf, self.plan = session, shelf, plan
        self.hashes = self._concerned()
        self._own_days = self._agencies_days() if plan.cause != Cause.CALENDAR else {}
        self._plain = cache(self._count_plain)
        self._calendar_of = cache(self._calendar)  # keeps each calendar, so that its id stays its own
        self._sums: dict[tuple, Explanation] = {}

    def of(self, clock: Clock, entries: Sequence[LedgerEntry] = ()) -> NewDate | Untouched:
        """The new date of a clock, which may be the one it has."""
        moving = tuple(entry for entry in entries if entry.kind in MOVING)
        return self._count(clock, moving) if moving else self._plain(clock)

    def definition(self, content_hash: str) -> Definition:
        return self._shelf.definition(content_hash, self._session)

    def calendar(self, clock: Clock) -> BusinessCalendar:
        """The calendar by which the new date is counted."""
        return self._calendar_of(self._rule_hash(clock), clock.agency_id, self._version(clock))

    def calendar_of(self, content_hash: str) -> BusinessCalendar:
        """The zone of a definition's calendar, with whatever days: for the hours of a day."""
        return self.definition(content_hash).calendar

    def _count_plain(self, clock: Clock) -> NewDate | Untouched:
        return self._count(clock, ())

    def _count(self, clock: Clock, entries: Sequence[LedgerEntry]) -> NewDate | Untouched:
        content_hash, calendar = self._rule_hash(clock), self.calendar(clock)
        if self.plan.cause == Cause.CALENDAR:
            if clock.calendar_version >= calendar.version:
                return Untouched.THERE
            if self._is_left_behind(clock):
                return Untouched.LEFT_BEHIND
        elif self.plan.cause == Cause.RULE and clock.definition_hash == content_hash:
            return Untouched.THERE
        rule, days = self._rule(content_hash, clock)
        if rule is None:
            return Untouched.NO_RULE
        new = self._explained(rule, content_hash, clock.started_on, days, calendar, entries)
        return NewDate(days, new.due_on, new.due_at, content_hash, calendar.version,
                       is_worse(clock.due_on, new.due_on, clock.code in self._complainants_own(content_hash)))

    def _explained(self, rule: DeadlineRule, content_hash: str, started_on: date, days: int, calendar: BusinessCalendar,
                   entries: Sequence[LedgerEntry]) -> Explanation:
        """Agencies without days of their own share a calendar, and so a sum."""
        key = (content_hash, rule.code, started_on, days, id(calendar))
        if not entries and key in self._sums:
            return self._sums[key]
        found = explain(rule, calendar.start_of(started_on), calendar, entries, days)
        if not entries:
            self._sums[key] = found
        return found

    def _rule(self, content_hash: str, clock: Clock) -> tuple[DeadlineRule | None, int]:
        """The rule that is to count, and the number of days: an agency's own where it is shorter."""
        rule = self.definition(content_hash).deadlines.get(clock.code)
        if rule is None or self.plan.cause == Cause.CALENDAR:
            return rule, clock.days
        if self.plan.cause == Cause.LAW:
            if clock.code != self.plan.code:
                return None, 0
            changed = replace(rule, days=self.plan.days or rule.days, unit=self.plan.unit or rule.unit)
            own = self._days_of(clock) if changed.unit == rule.unit else None
            return changed, min(changed.days, own or changed.days)
        return rule, min(rule.days, self._days_of(clock) or rule.days)

    def _rule_hash(self, clock: Clock) -> str:
        return self.plan.definition_hash if self.plan.cause == Cause.RULE else clock.definition_hash

    def _version(self, clock: Clock) -> int | None:
        return self.plan.to_version if self.plan.cause == Cause.CALENDAR else clock.calendar_version

    def _is_left_behind(self, clock: Clock) -> bool:
        since = self.plan.since_version
        if since is None:
            return False
        return clock.calendar_version < self._calendar_of(clock.definition_hash, clock.agency_id, since).version

    def _calendar(self, content_hash: str, agency_id: str, version: int | None) -> BusinessCalendar:
        return self._shelf.calendars.of(self.definition(content_hash), agency_id, version)

    def _days_of(self, clock: Clock) -> int | None:
        """The agency's own number that was in force on the day the clock started."""
        known = [(since_on, days) for since_on, days in self._own_days.get((clock.agency_id, clock.code), ())
                 if since_on <= clock.started_on]
        return max(known)[1] if known else None

    def _agencies_days(self) -> dict[tuple[str, str], list[tuple[date, int | None]]]:
        found: dict[tuple[str, str], list] = {}
        for row in self._session.execute(select(AgencyDeadline)).scalars():
            found.setdefault((row.agency_id, row.code), []).append((row.since_on, row.days))
        return found

    def _complainants_own(self, content_hash: str) -> frozenset[str]:
        return complainants_own(self.definition(content_hash))

    def _concerned(self) -> tuple[str, ...]:
        """The definitions by which open clocks count and that the plan is about."""
        if self.plan.cause != Cause.CALENDAR:
            of_family = select(DefinitionRow.content_hash).where(DefinitionRow.family == self.plan.family)
            return tuple(self._session.scalars(of_family))
        deployed = self._session.scalars(select(DefinitionRow.content_hash))
        return tuple(content_hash for content_hash in deployed if self._code_of(content_hash) == self.plan.calendar)

    def _code_of(self, content_hash: str) -> str:
        if content_hash not in _CODES:
            _CODES[content_hash] = self.definition(content_hash).calendar.code
        return _CODES[content_hash]


@cache
def complainants_own(definition: Definition) -> frozenset[str]:
    """Deadlines that bind the complainant: less time is worse for them."""
    return frozenset(code for element in definition.elements.values()
                     if element.lane == COMPLAINANT and (code := element.properties.get("due")))


def clocks_of(rows: Iterable) -> list[Clock]:
    """Rows that have the columns of a Clock, and perhaps more."""
    return [Clock(*(getattr(row, name) for name in Clock._fields)) for row in rows]
