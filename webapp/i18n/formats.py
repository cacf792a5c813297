"""Dates, instants, numbers and sizes as a Moroccan reader writes them: western digits, the agency's zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, numbers
from flask import g, has_request_context

from flask_babel import gettext, ngettext

from engine.queries.deadline_words import deadline_lines, strict_line
from engine.queries.typography import french_first
from webapp.i18n.catalogue import NARROW, french
from webapp.i18n.selection import current_language

LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
ZONE = "Africa/Casablanca"


def locale() -> str:
    return LOCALES[current_language()]


def zone() -> ZoneInfo:
    """The zone of the agency whose page this is (`g.zone`, set by a view), else Morocco's."""
    return ZoneInfo((g.get("zone") if has_request_context() else None) or ZONE)


def day(value: date | datetime | None, style: str = "long") -> str:
    """`2 novembre 2026`; `style` as in CLDR: short, medium, long, full."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone()).date()
    return _day(value, style, current_language())


@lru_cache(maxsize=4096)
def _day(value: date, style: str, language: str) -> str:
    if style == "medium" and language == "ar":
        style = "long"  # medium is all digits, which people read either way round
    # The library's French of Morocco shortens June to "jui." beside "juil." for July.
    text = dates.format_date(value, style, locale="fr" if language == "fr" else LOCALES[language])
    return french_first(text) if language == "fr" and style != "short" else text


def moment(value: datetime | None, style: str = "medium") -> str:
    """Day and time of day in the agency's zone."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return day(value)
    pattern = {"ar": "{0}، {1}", "fr": "{0} à {1}", "en": "{0} at {1}"}[current_language()]
    clock = dates.format_time(value, "short", tzinfo=zone(), locale=locale())
    return pattern.format(day(value, style), clock)


def iso(value: date | datetime | None) -> str:
    """For `<time datetime>`."""
    return value.isoformat() if value else ""


def date_text(value: str) -> str:
    """A date kept as ISO text; anything else stays as it is."""
    try:
        return day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def number(value) -> str:
    return "" if value is None else _number(value, current_language())


@lru_cache(maxsize=4096)
def _number(value, language: str) -> str:
    return numbers.format_decimal(value, locale=LOCALES[language]).replace("\u00a0", NARROW)


def size(octets: int | None) -> str:
    """A file size people can read."""
    if octets is None:
        return ""
    if octets < 1024 * 1024:
        return gettext("%(size)s kB", size=number(max(1, round(octets / 1024))))
    return gettext("%(size)s MB", size=number(round(octets / 1024 / 1024, 1)))


def days_left(days: int | None) -> str:
    """`12 days left`, `last day today`, `3 days late`."""
    return "" if days is None else _days_left(days, current_language())


@lru_cache(maxsize=4096)
def _days_left(days: int, _language: str) -> str:
    if days == 0:
        return gettext("last day today")
    if days < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -days)
    return ngettext("%(num)s day left", "%(num)s days left", days)


def typo(text) -> str:
    """Punctuation of texts that come from definitions (labels, instructions), not from the catalogue."""
    return _french(str(text)) if text and current_language() == "fr" else (text or "")


_french = lru_cache(maxsize=4096)(french)


def reasons(why) -> tuple[str, ...]:
    """The three lines that say why a date is what it is."""
    return deadline_lines(why, current_language())


def strict_reading(why) -> str:
    """The stricter date, for staff; empty where the date did not move to a working day."""
    return strict_line(why, current_language())


FILTERS = {
    "day": day, "date_text": date_text, "moment": moment, "iso": iso, "number": number, "size": size,
    "days_left": days_left, "typo": typo, "reasons": reasons, "strict_reading": strict_reading,
}
