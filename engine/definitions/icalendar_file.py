"""iCalendar files (RFC 5545): days off as other programs write them, and ours as telephones read them.

The library is loaded when a file is read or written; no step and no ordinary page needs it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.working_hours import Ramadan
from engine.errors import CalendarFileRefused

MAX_BYTES, MOST_DAYS, MOST_NAME, LONGEST = 500_000, 400, 120, 31
FORECAST = {"ar": "متوقع", "fr": "prévision", "en": "forecast"}
RAMADAN = {"ar": "رمضان", "fr": "Ramadan", "en": "Ramadan"}
_DAY = timedelta(days=1)
_OURS = "X-INSAF-KIND"


@dataclass(frozen=True)
class DayFound:
    """A day off that a file or a forecast knows."""

    on: date
    names: Mapping[str, str] = field(hash=False)
    provisional: bool = False


def days_in(data: bytes, file: str = "calendar.ics") -> list[DayFound]:
    """The days off in a file, in order; of an event that lasts, each.

    Raises CalendarFileRefused, also for an event that repeats itself: which years it means nobody has said.
    """
    from icalendar import Calendar
    if len(data) > MAX_BYTES:
        raise CalendarFileRefused(file=file, reason=f"it has more than {MAX_BYTES} bytes")
    try:
        calendars = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
        events = [event for each in calendars for event in each.walk("VEVENT")]
        found = {day.on: day for event in events for day in _days_of(event)}
        repeating = next((event for event in events if "rrule" in event or "rdate" in event), None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as problem:
        raise CalendarFileRefused(file=file, reason=f"it is no iCalendar file ({str(problem)[:120]})") from None
    if repeating is not None:
        raise CalendarFileRefused(file=file, reason=f"the event of {_day(repeating['dtstart'].dt)} repeats itself; "
                                                    "give each year an event of its own")
    if not found:
        raise CalendarFileRefused(file=file, reason="there is no day in it")
    if len(found) > MOST_DAYS:
        raise CalendarFileRefused(file=file, reason=f"it has more than {MOST_DAYS} days; give a year or two")
    return [found[on] for on in sorted(found)]


def icalendar_of(calendar: BusinessCalendar, years: Iterable[int], title: str, language: str, at: datetime,
                 uid: str) -> bytes:
    """The holidays of some years as a file that telephones subscribe to: forecasts are TENTATIVE. `at` is the aware
    instant of writing, `uid` what the keys of its events end with."""
    from icalendar import Calendar
    years = list(years)
    book = Calendar()
    for name, value in (("prodid", "-//Insaf//calendar//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"),
                        ("method", "PUBLISH"), ("x-wr-calname", title), ("x-wr-timezone", calendar.zone.key)):
        book.add(name, value)
    book.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for days in runs(holiday for year in years for holiday in calendar.holidays_in(year)):
        first = days[0]
        book.add_component(_event(first.on, days[-1].on, first.names.get(language) or next(iter(first.names.values()), "–"),
                                  first.provisional, first.source, language, str(first.kind), uid, at, calendar.version))
    for period in (period for period in calendar.ramadan if period.first.year in years):
        book.add_component(_event(period.first, period.last, _hours_of(period, language), period.provisional, period.source,
                                  language, "ramadan", uid, at, calendar.version))
    return book.to_ical()


def runs(holidays: Iterable[Holiday]) -> list[list[Holiday]]:
    """Days in a row of one name and standing together, as the two of a feast."""
    found: list[list[Holiday]] = []
    for day in holidays:
        last = found[-1][-1] if found else None
        if last and last.on + _DAY == day.on and (last.names, last.provisional, last.kind) == (
                day.names, day.provisional, day.kind):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _days_of(event) -> list[DayFound]:
    if str(event.get(_OURS, "")) == "ramadan" or str(event.get("status", "")).upper() == "CANCELLED":
        return []
    first, last = _day(event["dtstart"].dt), _last_day(event)
    names = _names(event.get("summary"))
    tentative = str(event.get("status", "")).upper() == "TENTATIVE"
    if tentative:  # as our own files say it
        names = {code: name.removesuffix(f" ({FORECAST[code]})") for code, name in names.items()}
    return [DayFound(first + _DAY * number, names, tentative) for number in range(min((last - first).days + 1, LONGEST))]


def _last_day(event) -> date:
    """DTEND of whole days is the day after the last; of hours it is the last one. A DURATION says the same."""
    start = event["dtstart"].dt
    end = event["dtend"].dt if "dtend" in event else start + event["duration"].dt if "duration" in event else None
    if end is None or isinstance(end, datetime):
        return _day(start) if end is None else max(_day(start), _day(end))
    return max(start, end - _DAY)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _names(summary) -> dict[str, str]:
    """By language where the file says it; else the script tells Arabic from the others."""
    lines = summary if isinstance(summary, list) else [summary] if summary is not None else []
    names = {}
    for line in lines:
        text = " ".join(str(line).split())[:MOST_NAME]
        said = str(getattr(line, "params", {}).get("LANGUAGE", "")).lower()[:2]
        code = said if said in ("ar", "fr", "en") else "ar" if any("\u0600" <= sign <= "\u06ff" for sign in text) else "fr"
        if text:
            names.setdefault(code, text)
    return names


def _hours_of(period: Ramadan, language: str) -> str:
    """Isolated, so that the hours keep their order in a line of Arabic."""
    return f"{RAMADAN[language]} – \u2066{period.hours.opens:%H:%M}–{period.hours.closes:%H:%M}\u2069"


def _event(first: date, last: date, name: str, provisional: bool, source: str, language: str, kind: str, uid: str,
           at: datetime, version: int):
    from icalendar import Event
    event = Event()
    event.add("uid", f"{first.isoformat()}-{kind}@{uid}")
    event.add("dtstamp", at)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("summary", f"{name} ({FORECAST[language]})" if provisional else name, parameters={"LANGUAGE": language})
    event.add("status", "TENTATIVE" if provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("sequence", version)
    if source:
        event.add("description", source)
    event.add(_OURS, kind)
    return event
