"""From what a timer expression gave to an instant. Durations count in calendar months and years, never in 30 days."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d*[.,]?\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d*[.,]?\d+)H)?(?:(?P<minutes>\d*[.,]?\d+)M)?(?:(?P<seconds>\d*[.,]?\d+)S)?)?",
    re.IGNORECASE)
_LITERAL = re.compile(r"P[\dYMWDTHS.,]+|\d{4}-\d\d-\d\d([T ][\d:.,]+(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)


class NotAnInstant(ValueError):
    """What a timer says is neither a date nor a duration."""


def is_literal(text: str) -> bool:
    """Is it an ISO duration or date written without quotes, as most editors do?"""
    return _LITERAL.fullmatch(text) is not None


def instant(value, now: datetime) -> datetime:
    """The aware UTC instant meant by a text, a date, a time or a span; spans count from `now`.

    A date without a time means the end of that day, and a time without a zone is read as UTC: definitions that mean
    a legal day call `deadline()`, which knows the calendar and the zone.
    """
    if isinstance(value, str):
        text = value.strip()
        if text[:1] in "pP" and text:
            return after(text, now)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise NotAnInstant(f"{text[:40]!r} is neither a date nor a duration such as P15D") from None
        value = moment.date() if len(text) <= 10 else moment
    try:
        if isinstance(value, timedelta):
            return now + value
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC) + timedelta(days=1)
    except OverflowError:
        raise NotAnInstant("the timer leads out of the calendar") from None
    if not isinstance(value, datetime):
        raise NotAnInstant("a timer needs a date, a duration or a deadline, and got something else")
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


def after(duration: str, start: datetime) -> datetime:
    """`start` plus an ISO duration. Raises NotAnInstant. The 31st plus one month is the last day of that month."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None:
        raise NotAnInstant(f"{duration[:40]!r} is not an ISO duration such as P15D or PT2H")
    part = {name: float(value.replace(",", ".")) if value else 0 for name, value in found.groupdict().items()}
    months = int(part["years"]) * 12 + int(part["months"])
    try:
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        moved = start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
        return moved + timedelta(weeks=part["weeks"], days=part["days"], hours=part["hours"],
                                 minutes=part["minutes"], seconds=part["seconds"])
    except (ValueError, OverflowError):
        raise NotAnInstant(f"{duration[:40]!r} leads out of the calendar") from None
