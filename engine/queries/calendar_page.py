"""The days of a year: at a glance month by month, as a list with state and source, and what was recorded about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.definitions.icalendar_file import icalendar_of, runs
from engine.domain.access import Person, keeps_calendar
from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.working_hours import ClockChange, Hours, Ramadan, clock_changes
from engine.errors import NotFound
from engine.queries.calendars import Scope, calendar_scope
from engine.queries.names import names_for
from engine.queries.recalculation import moves_awaited
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CalendarChange
from engine.vocabulary import DayChangeKind, DayOffKind

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_CHANGES = 200


@dataclass(frozen=True)
class DayCell:
    """One day of the year at a glance; `off` says why it is none to work on."""

    on: date
    off: Holiday | None
    is_ramadan: bool
    is_today: bool


@dataclass(frozen=True)
class DaysOff:
    """Days in a row of one name. `state` is fixed, provisional, decreed or agency; `may_decree` and `may_cancel` say what
    the reader may record about them."""

    first_on: date
    last_on: date
    names: Mapping[str, str] = field(hash=False)
    state: str
    source: str
    may_decree: bool
    may_cancel: bool


@dataclass(frozen=True)
class ChangeRow:
    """What was recorded about one day. `agency_names` is empty where it is for everybody."""

    number: int
    on: date
    kind: DayChangeKind
    names: Mapping[str, str] = field(hash=False)
    source: str
    reason: str
    by_name: str | None
    at: datetime
    agency_names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class CalendarPage:
    """`months` are twelve lists of weeks from Monday, None where a week reaches into another month."""

    year: int
    code: str
    version: int
    agency_code: str | None
    agency_names: Mapping[str, str] = field(hash=False)
    months: tuple[tuple[tuple[DayCell | None, ...], ...], ...]
    days_off: tuple[DaysOff, ...]
    working_days: int
    hours: Hours | None
    ramadan: tuple[Ramadan, ...]
    clocks: tuple[ClockChange, ...]
    changes: tuple[ChangeRow, ...]
    may_record: bool


def calendar_page(session: Session, shelf: DefinitionShelf, year: int, now: datetime, person: Person | None = None,
                  agency_code: str | None = None, code: str = "") -> CalendarPage:
    """The calendar of everybody, or of an agency. Without a person what the public sees: no names of who recorded.

    Staff of an agency see their own; raises NotFound for another one's, for a year out of reach and for no calendar.
    """
    scope, calendar = calendar_of_scope(session, shelf, code, agency_code)
    if person is not None and not keeps_calendar(person, scope.agency_id):
        raise NotFound(what="calendar", which=agency_code or code)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(what="year", which=year)
    today = calendar.local_day(now)
    months = tuple(_month(calendar, date(year, number, 1), today) for number in range(1, 13))
    cells = [day for weeks in months for week in weeks for day in week if day]
    return CalendarPage(
        year, scope.code, calendar.version, scope.agency_code, scope.agency_names, months,
        tuple(_days_off(days, scope, person) for days in runs(calendar.holidays_in(year))),
        sum(cell.off is None for cell in cells), calendar.hours,
        tuple(period for period in calendar.ramadan if year in (period.first.year, period.last.year)),
        tuple(clock_changes(calendar.zone, year)), _changes(session, scope) if person is not None else (),
        person is not None and keeps_calendar(person, scope.agency_id))


def calendar_of_scope(session: Session, shelf: DefinitionShelf, code: str = "",
                      agency_code: str | None = None) -> tuple[Scope, BusinessCalendar]:
    """The calendar as it now is, and whose it is. Raises what calendar_scope raises."""
    scope = calendar_scope(session, shelf, code, agency_code)
    shelf.calendars.newest(session)
    return scope, shelf.calendars.of(scope.definition, scope.agency_id)


def calendar_moves(session: Session, shelf: DefinitionShelf, now: datetime, person: Person, code: str = "",
                   agency_code: str | None = None) -> int:
    """How many open dates were counted with an earlier calendar and would move, were they recalculated now."""
    scope = calendar_scope(session, shelf, code, agency_code)
    if not keeps_calendar(person, scope.agency_id):
        raise NotFound(what="calendar", which=agency_code or code)
    return moves_awaited(session, shelf, scope.code, scope.agency_id, now)


def calendar_export(session: Session, shelf: DefinitionShelf, now: datetime, title: str, language: str, host: str,
                    code: str = "", agency_code: str | None = None) -> bytes:
    """Last year's days, this year's and the next two's as an iCalendar file. `title` is its name, an agency's is added;
    `host` makes its keys this installation's own."""
    scope, calendar = calendar_of_scope(session, shelf, code, agency_code)
    year = calendar.local_day(now).year
    title = f"{title} – {scope.agency_names[language]}" if scope.agency_code else title
    uid = f"{scope.agency_code or scope.code}.{host}".lower()
    return icalendar_of(calendar, range(year - 1, year + 3), title, language, now, uid)


def _month(calendar: BusinessCalendar, first: date, today: date) -> tuple[tuple[DayCell | None, ...], ...]:
    day, cells = first, [None] * first.weekday()
    while day.month == first.month:
        cells.append(DayCell(day, calendar.why_off(day), calendar.ramadan_on(day) is not None, day == today))
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[start:start + 7]) for start in range(0, len(cells), 7))


def _days_off(days: list[Holiday], scope: Scope, person: Person | None) -> DaysOff:
    first = days[0]
    is_own = first.kind == DayOffKind.AGENCY
    may = person is not None and keeps_calendar(person, scope.agency_id) and is_own == (scope.agency_id is not None)
    state = ("provisional" if first.provisional else "agency" if is_own else
             "fixed" if first.kind == DayOffKind.FIXED else "decreed")
    return DaysOff(first.on, days[-1].on, first.names, state, first.source, may and first.provisional, may)


def _changes(session: Session, scope: Scope) -> tuple[ChangeRow, ...]:
    """The newest first: those for everybody, and the agency's own."""
    own = CalendarChange.agency_id == scope.agency_id if scope.agency_id else False
    rows = session.scalars(
        select(CalendarChange).where(CalendarChange.calendar == scope.code, or_(CalendarChange.agency_id.is_(None), own))
        .order_by(CalendarChange.number.desc()).limit(MOST_CHANGES)).all()
    names = names_for(session, people=[row.by_account for row in rows])
    return tuple(
        ChangeRow(row.number, row.day_on, DayChangeKind(row.kind), {"ar": row.name_ar, "fr": row.name_fr, "en": row.name_en},
                  row.source, row.reason, names.people.get(row.by_account or ""), row.at,
                  scope.agency_names if row.agency_id else {})
        for row in rows)
