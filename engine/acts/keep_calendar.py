"""What is recorded about the days of a calendar: a day added, a forecast that a decree has fixed, a day taken back.

Recording never moves the date of an open case: whoever records is told how many would move, and recalculates them in an
act of its own (docs/decisions). Cases lodged from now on are counted with the calendar as it now is.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, text

from engine.acts.work import Receipt, Work
from engine.domain.access import keeps_calendar
from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.errors import Forbidden, HolidayDecreed, HolidayKnown, HolidayOfAll, HolidayUnknown, InvalidAnswers
from engine.queries.calendars import Scope, calendar_scope
from engine.store.calendars import NEWEST
from engine.store.tables import CalendarChange
from engine.vocabulary import DayChangeKind, DayOffKind

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_TURN = 7_265_018  # any number, the same for every node
MOST_DAYS, MOST_NAME, MOST_SOURCE, MOST_REASON = 100, 120, 300, 500


@dataclass(frozen=True)
class NamedDay:
    """A day off to be; an empty English name becomes the French one."""

    on: date
    name_ar: str
    name_fr: str
    name_en: str = ""


@dataclass(frozen=True)
class RecordHoliday:
    """Adds days off. `source` is the decree, circular or file they come from. Of an agency alone with its code;
    `calendar` may stay empty where there is only one."""

    days: tuple[NamedDay, ...]
    source: str
    reason: str
    provisional: bool = False
    calendar: str = ""
    agency_code: str | None = None


@dataclass(frozen=True)
class DecreeHoliday:
    """The forecast feast that the day `forecast_on` belongs to, with all its days, is fixed by `source`; it begins on
    `begins_on` where that is another day than was forecast."""

    forecast_on: date
    source: str
    reason: str
    begins_on: date | None = None
    calendar: str = ""
    agency_code: str | None = None


@dataclass(frozen=True)
class CancelHoliday:
    """The day is a working day after all. An agency takes back its own days and no others."""

    on: date
    source: str
    reason: str
    calendar: str = ""
    agency_code: str | None = None


def record_holiday(act: RecordHoliday, work: Work) -> Receipt:
    """`count` days were recorded, `id` is the calendar's new version. Raises Forbidden, NotFound, InvalidAnswers,
    HolidayKnown, CalendarUnknown, CalendarFixed."""
    scope = _scope(act, work)
    _refuse_wrong(act, _wrong_days(act.days))
    calendar = _calendar(scope, work)
    for day in act.days:
        if (known := calendar.holiday(day.on)) is not None:
            raise HolidayKnown(day=day.on, name=_name(known))
    kind = DayChangeKind.PROVISIONAL if act.provisional else DayChangeKind.DECREED
    return _record(work, scope, act, [(day.on, kind, _names(day)) for day in act.days])


def decree_holiday(act: DecreeHoliday, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, InvalidAnswers, HolidayUnknown, HolidayDecreed, HolidayOfAll, HolidayKnown."""
    scope = _scope(act, work)
    begins_on = act.begins_on or act.forecast_on
    _refuse_wrong(act, {} if EARLIEST <= begins_on <= LATEST else {"begins_on": "a day between 2000 and 2100"})
    calendar = _calendar(scope, work)
    feast = calendar.feast(act.forecast_on)
    if not feast:
        raise HolidayUnknown(day=act.forecast_on)
    _refuse_others_day(scope, feast[0])
    if not feast[0].provisional:
        raise HolidayDecreed(day=act.forecast_on, name=_name(feast[0]), source=feast[0].source or "—")
    first = begins_on if act.begins_on else feast[0].on
    old, new = [day.on for day in feast], [first + timedelta(number) for number in range(len(feast))]
    for day in new:
        known = calendar.holiday(day)
        if day not in old and known is not None and known.kind != DayOffKind.FIXED:
            raise HolidayKnown(day=day, name=_name(known))
    names = dict(feast[0].names)
    return _record(work, scope, act, [(day, DayChangeKind.CANCELLED, names) for day in old if day not in new]
                   + [(day, DayChangeKind.DECREED, names) for day in new])


def cancel_holiday(act: CancelHoliday, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, InvalidAnswers, HolidayUnknown, HolidayOfAll."""
    scope = _scope(act, work)
    _refuse_wrong(act, {})
    known = _calendar(scope, work).holiday(act.on)
    if known is None:
        raise HolidayUnknown(day=act.on)
    _refuse_others_day(scope, known)
    return _record(work, scope, act, [(act.on, DayChangeKind.CANCELLED, dict(known.names))])


def _scope(act, work: Work) -> Scope:
    scope = calendar_scope(work.session, work.shelf, act.calendar, act.agency_code)
    if not keeps_calendar(work.by, scope.agency_id):
        raise Forbidden(who=work.by.name, what="change the calendar")
    if work.session.get_bind().dialect.name == "postgresql":  # numbers follow each other: one at a time may record
        work.session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _TURN})
    return scope


def _calendar(scope: Scope, work: Work) -> BusinessCalendar:
    work.calendars.newest(work.session)
    return work.calendars.of(scope.definition, scope.agency_id)


def _refuse_others_day(scope: Scope, holiday: Holiday) -> None:
    if (scope.agency_id is not None) != (holiday.kind == DayOffKind.AGENCY):
        raise HolidayOfAll(day=holiday.on, name=_name(holiday))


def _record(work: Work, scope: Scope, act, days: list[tuple[date, DayChangeKind, dict]]) -> Receipt:
    number = work.session.scalar(select(NEWEST)) or 0
    for number, (on, kind, names) in enumerate(days, number + 1):
        french = names.get("fr") or names.get("en") or names.get("ar") or ""
        work.session.add(CalendarChange(
            number=number, calendar=scope.code, agency_id=scope.agency_id, day_on=on, kind=str(kind),
            name_ar=names.get("ar") or french, name_fr=french, name_en=names.get("en") or french,
            source=act.source.strip(), reason=act.reason.strip(), by_account=work.by.id, at=work.now))
    return Receipt(id=str(number), count=len(days))


def _refuse_wrong(act, errors: dict[str, str]) -> None:
    for field, most in (("source", MOST_SOURCE), ("reason", MOST_REASON)):
        said = getattr(act, field).strip()
        if not said:
            errors[field] = "required"
        elif len(said) > most:
            errors[field] = f"at most {most} characters"
    if errors:
        raise InvalidAnswers(errors)


def _wrong_days(days: tuple[NamedDay, ...]) -> dict[str, str]:
    errors = {}
    if not days:
        errors["on"] = "required"
    elif len(days) > MOST_DAYS:
        errors["on"] = f"at most {MOST_DAYS} days at once"
    elif len({day.on for day in days}) < len(days):
        errors["on"] = "the same day twice"
    elif not all(EARLIEST <= day.on <= LATEST for day in days):
        errors["on"] = "a day between 2000 and 2100"
    for field in ("name_ar", "name_fr", "name_en"):
        names = [getattr(day, field).strip() for day in days]
        if field != "name_en" and not all(names):
            errors[field] = "required"
        elif any(len(name) > MOST_NAME for name in names):
            errors[field] = f"at most {MOST_NAME} characters"
    return errors


def _names(day: NamedDay) -> dict[str, str]:
    return {"ar": day.name_ar.strip(), "fr": day.name_fr.strip(), "en": day.name_en.strip() or day.name_fr.strip()}


def _name(holiday: Holiday) -> str:
    return holiday.names.get("fr") or next(iter(holiday.names.values()), "")
