"""A look before open dates are counted again: which move from which day to which, and what that does to whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.definitions.deadlines_table import MOST_DAYS
from engine.domain.access import Person, recalculates
from engine.domain.recalculation import Plan, becomes_late, in_time_again
from engine.errors import Invalid, NotFound
from engine.queries.ledger import ledger_of
from engine.queries.names import names_for
from engine.queries.new_dates import Clock, NewDate, NewDates, Untouched, clocks_of
from engine.queries.open_clocks import grouped_clocks, hindered_clocks, told_clocks
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CalendarChange, DefinitionRow
from engine.vocabulary import Cause, Reach

_AT_A_TIME = 500


@dataclass
class Tally:
    """Counts of dates. `kept`: would move to the complainant's cost and were to be left out; `not_movable`: a timer does not
    follow; `out_of_reach`: would move, and their case lies outside the reach; `left_behind`: an earlier choice."""

    looked_at: int = 0
    moved: int = 0
    earlier: int = 0
    later: int = 0
    become_late: int = 0
    in_time_again: int = 0
    kept: int = 0
    not_movable: int = 0
    out_of_reach: int = 0
    left_behind: int = 0


@dataclass(frozen=True)
class MoveLine:
    """So many dates of one deadline that move from one day to another."""

    code: str
    before_on: date
    after_on: date
    count: int
    becomes_late: bool
    in_time_again: bool


@dataclass(frozen=True)
class AgencyTally:
    code: str
    names: Mapping[str, str] = field(hash=False)
    tally: Tally = field(hash=False)


@dataclass(frozen=True)
class RecalculationPreview:
    """`plan` has its open ends filled in; `names` are those of the deadlines; lines and agencies have the most first."""

    plan: Plan
    today: date | None
    tally: Tally
    lines: tuple[MoveLine, ...]
    by_agency: tuple[AgencyTally, ...]
    by_code: Mapping[str, Tally] = field(hash=False)
    names: Mapping[str, Mapping[str, str]] = field(hash=False)


def recalculation_preview(session: Session, shelf: DefinitionShelf, plan: Plan, now: datetime,
                          person: Person) -> RecalculationPreview:
    """Nothing is changed. Raises NotFound for people who may not recalculate, and what `completed` does."""
    if not recalculates(person):
        raise NotFound(what="page", which="for you")
    plan = completed(session, plan)
    new_dates = NewDates(session, shelf, plan)
    today = new_dates.definition(new_dates.hashes[0]).calendar.local_day(now) if new_dates.hashes else None
    found = _Found(today, plan.never_later)
    for clock, new, count, is_within in _answers(session, new_dates):
        found.take(clock, new, count, is_within)
    for row, new in _hindered(session, new_dates):
        found.hinder(clocks_of([row])[0], new, row.is_within)
    agencies = names_for(session, found.by_agency)
    return RecalculationPreview(
        plan, today, found.tally, found.sorted_lines(),
        tuple(sorted((AgencyTally(agencies.agency(key).code, agencies.agency(key).names, tally)
                      for key, tally in found.by_agency.items()), key=lambda row: (-row.tally.moved, row.code))),
        dict(found.by_code), _names(new_dates, found.by_code))


def moves_awaited(session: Session, shelf: DefinitionShelf, calendar: str, agency_id: str | None, now: datetime) -> int:
    """How many open dates would move, were everything counted by the calendar as it is now."""
    plan = Plan(Cause.CALENDAR, calendar=calendar, agency_id=agency_id)
    return recalculation_preview(session, shelf, plan, now, Person.system()).tally.moved


def completed(session: Session, plan: Plan) -> Plan:
    """The plan with the newest version of its calendar, or the whole key of its definition. Raises Invalid for what is
    missing or does not go together, NotFound for a version that there is not."""
    if plan.reach == Reach.LODGED_SINCE and plan.lodged_since_on is None:
        raise Invalid(what="the choice of cases", reason="it needs the day from which on cases were lodged")
    if plan.cause == Cause.CALENDAR:
        return _with_version(session, plan)
    if not plan.family:
        raise Invalid(what="the recalculation", reason="it needs the family whose deadlines are meant")
    versions = session.scalars(select(DefinitionRow.content_hash).where(DefinitionRow.family == plan.family)).all()
    if not versions:
        raise NotFound(what="family", which=plan.family)
    if plan.cause == Cause.LAW:
        if plan.code is None or plan.days is None and plan.unit is None:
            raise Invalid(what="the change of law", reason="it needs a deadline and its new number or kind of days")
        if plan.days is not None and not 0 < plan.days <= MOST_DAYS:
            raise Invalid(what="the change of law", reason=f"a deadline has 1 to {MOST_DAYS} days")
        return plan
    wanted = [known for known in versions if len(plan.definition_hash or "") >= 8 and known.startswith(plan.definition_hash)]
    if len(wanted) != 1:
        raise NotFound(what=f"version of {plan.family}", which=plan.definition_hash or "without a hash")
    return replace(plan, definition_hash=wanted[0])


def _with_version(session: Session, plan: Plan) -> Plan:
    if not plan.calendar:
        raise Invalid(what="the recalculation", reason="it needs the code of the calendar that changed")
    newest = session.scalar(select(func.max(CalendarChange.number)).where(CalendarChange.calendar == plan.calendar)) or 0
    wanted = newest if plan.to_version is None else plan.to_version
    if not 0 <= wanted <= newest or plan.since_version is not None and not 0 <= plan.since_version <= wanted:
        raise Invalid(what="the version of the calendar", reason=f"{plan.calendar} has the versions 0 to {newest}")
    return replace(plan, to_version=wanted)


class _Found:
    """Adds up what becomes of clocks."""

    def __init__(self, today: date | None, never_later: bool):
        self.today, self.never_later = today, never_later
        self.tally = Tally()
        self.by_agency: dict[str, Tally] = defaultdict(Tally)
        self.by_code: dict[str, Tally] = defaultdict(Tally)
        self._lines: dict[tuple[str, date, date], int] = defaultdict(int)

    def take(self, clock: Clock, new: NewDate | Untouched, count: int, is_within: bool) -> None:
        self._add(clock, count, "looked_at")
        if isinstance(new, Untouched):
            if new == Untouched.LEFT_BEHIND:
                self._add(clock, count, "left_behind")
        elif new.due_on != clock.due_on:
            for name in self._says(clock, new, is_within):
                self._add(clock, count, name)
            if is_within and not (self.never_later and new.worse):
                self._lines[clock.code, clock.due_on, new.due_on] += count

    def hinder(self, clock: Clock, new: NewDate | Untouched, is_within: bool) -> None:
        """A clock that `take` counted as moving does not, for its timer would stay."""
        if isinstance(new, Untouched) or new.due_on == clock.due_on or not is_within or self.never_later and new.worse:
            return
        for name in self._says(clock, new, is_within):
            self._add(clock, -1, name)
        self._lines[clock.code, clock.due_on, new.due_on] -= 1
        self._add(clock, 1, "not_movable")

    def sorted_lines(self) -> tuple[MoveLine, ...]:
        return tuple(
            MoveLine(code, before_on, after_on, count, becomes_late(before_on, after_on, self.today),
                     in_time_again(before_on, after_on, self.today))
            for (code, before_on, after_on), count in sorted(self._lines.items()) if count)

    def _says(self, clock: Clock, new: NewDate, is_within: bool) -> Iterator[str]:
        if not is_within:
            yield "out_of_reach"
            return
        if self.never_later and new.worse:
            yield "kept"
            return
        yield "moved"
        yield "earlier" if new.due_on < clock.due_on else "later"
        if becomes_late(clock.due_on, new.due_on, self.today):
            yield "become_late"
        if in_time_again(clock.due_on, new.due_on, self.today):
            yield "in_time_again"

    def _add(self, clock: Clock, count: int, name: str) -> None:
        for tally in (self.tally, self.by_agency[clock.agency_id], self.by_code[clock.code]):
            setattr(tally, name, getattr(tally, name) + count)


def _answers(session: Session, new_dates: NewDates) -> Iterator[tuple[Clock, NewDate | Untouched, int, bool]]:
    """Groups first; then the clocks with pauses or extensions, each counted by its own ledger."""
    for row in grouped_clocks(session, new_dates):
        clock = Clock(*row[:len(Clock._fields)])
        yield clock, new_dates.of(clock), row.clocks, row.is_within
    told = told_clocks(session, new_dates)
    for row, new in _each(session, new_dates, told):
        yield Clock(*row[:len(Clock._fields)]), new, 1, row.is_within


def _hindered(session: Session, new_dates: NewDates):
    return _each(session, new_dates, hindered_clocks(session, new_dates))


def _each(session: Session, new_dates: NewDates, rows) -> Iterator:
    """Clocks one by one, with what their ledger makes of them."""
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start:start + _AT_A_TIME]
        ledgers = ledger_of(session, {row.instance_id for row in some})
        for row in some:
            yield row, new_dates.of(Clock(*row[:len(Clock._fields)]), ledgers.get((row.instance_id, row.code), ()))


def _names(new_dates: NewDates, codes) -> dict[str, Mapping[str, str]]:
    """What the deadlines are called by the newest definition that has them."""
    found: dict[str, Mapping[str, str]] = {}
    for content_hash in new_dates.hashes:
        rules = new_dates.definition(content_hash).deadlines
        found |= {code: rules[code].names for code in codes if code in rules}
    return found
