"""calendar.toml: the zone, the weekend, the working hours, the holidays, the months of fasting."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.toml_reader import read_toml
from engine.domain.business_calendar import BusinessCalendar, FixedDay, Holiday
from engine.domain.working_hours import Hours, Ramadan
from engine.errors import DefinitionUnreadable

FILE = "bpmn/calendar.toml"
#: Where a bundle has no calendar (loose diagrams): every day is a working day and the zone is UTC.
PLAIN = BusinessCalendar(ZoneInfo("UTC"), frozenset())
MOST_CODE, MOST_SOURCE = 40, 200


def business_calendar(data: bytes, file: str = FILE) -> BusinessCalendar:
    """The calendar in a file. Raises `DefinitionUnreadable`, naming the entry."""
    table = read_toml(data, file)
    hours = table.get("hours")
    return BusinessCalendar(
        _zone(table, file), _weekend(table, file),
        tuple(_fixed(entry, number, file) for number, entry in _entries(table, "fixed", file)),
        tuple(_moving(entry, number, file) for number, entry in _entries(table, "moving", file)),
        code=_code(table, file),
        country=_country(table, file),
        hours=None if hours is None else _hours(hours, "the table hours", file),
        ramadan=tuple(_ramadan(entry, number, file) for number, entry in _entries(table, "ramadan", file)))


def _zone(table: dict, file: str) -> ZoneInfo:
    zone = table.get("zone")
    try:
        return ZoneInfo(zone)
    except (OSError, ValueError, TypeError, LookupError):
        raise _refused(file, f"the zone {zone!r} is unknown", 'Write one like "Africa/Casablanca".') from None


def _weekend(table: dict, file: str) -> frozenset[int]:
    weekend = table.get("weekend", [])
    if (
        not isinstance(weekend, list)
        or not all(type(day) is int and 0 <= day <= 6 for day in weekend)
        or len(set(weekend)) == 7
    ):
        raise _refused(file, f"weekend is {weekend!r}", "Write a list such as [5, 6]; Monday is 0, Sunday is 6.")
    return frozenset(weekend)


def _code(table: dict, file: str) -> str:
    """What changes are recorded for; a calendar without one cannot be changed but in its file."""
    code = table.get("code", "")
    if not isinstance(code, str) or len(code) > MOST_CODE or code and not code.replace("_", "a").isalnum():
        raise _refused(file, f"the code {code!r} is no word", 'Write one like code = "morocco_public_sector".')
    return code


def _country(table: dict, file: str) -> str:
    country = table.get("country", "")
    if not isinstance(country, str) or country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise _refused(file, f"the country {country!r} is no code", 'Write its two letters, such as country = "MA".')
    return country


def _entries(table: dict, key: str, file: str) -> list[tuple[int, dict]]:
    """The tables of a list with their numbers, from 1."""
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _refused(file, f"{key} is no list of tables", f"Begin each entry with [[{key}]].")
    return list(enumerate(entries, 1))


def _fixed(entry: dict, number: int, file: str) -> FixedDay:
    month, day, first, last = (entry.get(key, none) for key, none in (
        ("month", None), ("day", None), ("from_year", 1), ("until_year", 9999)))
    try:
        date(2024, month, day)
        return FixedDay(month, day, int(first), _names(entry), _source(entry), int(last))
    except (TypeError, ValueError):
        raise _refused(
            file, f"fixed holiday {number} has no real month and day", "Write for example month = 7 and day = 30."
        ) from None


def _moving(entry: dict, number: int, file: str) -> Holiday:
    on = _day(entry, "on", f"moving holiday {number}", file)
    return Holiday(on, _names(entry), bool(entry.get("provisional", False)), _source(entry))


def _ramadan(entry: dict, number: int, file: str) -> Ramadan:
    which = f"Ramadan {number}"
    first, last = _day(entry, "from", which, file), _day(entry, "to", which, file)
    if last < first or (last - first).days > 30:
        raise _refused(file, f"{which} lasts from {first} to {last}", "It has 29 or 30 days, the last included.")
    return Ramadan(first, last, _hours(entry, which, file), bool(entry.get("provisional", False)), _source(entry))


def _day(entry: dict, key: str, which: str, file: str) -> date:
    on = entry.get(key)
    if not isinstance(on, date) or isinstance(on, datetime):
        raise _refused(file, f"{which} has no date", f"Write for example {key} = 2026-03-20, without quotes.")
    return on


def _hours(entry, which: str, file: str) -> Hours:
    opens, closes = (entry.get(key) if isinstance(entry, dict) else None for key in ("opens", "closes"))
    if not isinstance(opens, time) or not isinstance(closes, time) or opens >= closes:
        raise _refused(file, f"{which} has no opening and closing time",
                       "Write for example opens = 09:00:00 and closes = 15:00:00, without quotes.")
    return Hours(opens, closes)


def _source(entry: dict) -> str:
    source = entry.get("source", "")
    return source[:MOST_SOURCE] if isinstance(source, str) else ""


def _names(entry: dict) -> dict[str, str]:
    return {
        language: entry[f"name_{language}"] for language in LANGUAGES if isinstance(entry.get(f"name_{language}"), str)
    }


def _refused(file: str, wrong: str, fix: str) -> DefinitionUnreadable:
    return DefinitionUnreadable(file, "calendar_entry", wrong, fix)
