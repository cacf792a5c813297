"""calendar.toml: the zone, the weekend, the holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.toml_reader import read_toml
from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.errors import DefinitionUnreadable

FILE = "bpmn/calendar.toml"
#: Where a bundle has no calendar (loose diagrams): every day is a working day and the zone is UTC.
PLAIN = BusinessCalendar(ZoneInfo("UTC"), frozenset())


def business_calendar(data: bytes, file: str = FILE) -> BusinessCalendar:
    """The calendar in a file. Raises `DefinitionUnreadable`, naming the entry."""
    table = read_toml(data, file)
    zone = table.get("zone")
    try:
        known = ZoneInfo(zone)
    except (OSError, ValueError, TypeError, LookupError):
        raise _refused(file, f"the zone {zone!r} is unknown", 'Write one like "Africa/Casablanca".') from None
    weekend = table.get("weekend", [])
    if (
        not isinstance(weekend, list)
        or not all(type(day) is int and 0 <= day <= 6 for day in weekend)
        or len(set(weekend)) == 7
    ):
        raise _refused(file, f"weekend is {weekend!r}", "Write a list such as [5, 6]; Monday is 0, Sunday is 6.")
    fixed = tuple(_fixed(entry, number, file) for number, entry in enumerate(_entries(table, "fixed", file), 1))
    moving = tuple(_moving(entry, number, file) for number, entry in enumerate(_entries(table, "moving", file), 1))
    return BusinessCalendar(known, frozenset(weekend), fixed, moving)


def _entries(table: dict, key: str, file: str) -> list[dict]:
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _refused(file, f"{key} is no list of tables", f"Begin each entry with [[{key}]].")
    return entries


def _fixed(entry: dict, number: int, file: str) -> tuple[int, int, int, dict]:
    month, day, year = entry.get("month"), entry.get("day"), entry.get("from_year", 1)
    try:
        date(2024, month, day)
        return month, day, int(year), _names(entry)
    except (TypeError, ValueError):
        raise _refused(
            file, f"fixed holiday {number} has no real month and day", "Write for example month = 7 and day = 30."
        ) from None


def _moving(entry: dict, number: int, file: str) -> Holiday:
    on = entry.get("on")
    if not isinstance(on, date) or isinstance(on, datetime):
        raise _refused(
            file, f"moving holiday {number} has no date", "Write for example on = 2026-03-20, without quotes."
        )
    return Holiday(on, _names(entry), bool(entry.get("provisional", False)))


def _names(entry: dict) -> dict[str, str]:
    return {
        language: entry[f"name_{language}"] for language in LANGUAGES if isinstance(entry.get(f"name_{language}"), str)
    }


def _refused(file: str, wrong: str, fix: str) -> DefinitionUnreadable:
    return DefinitionUnreadable(file, "calendar_entry", wrong, fix)
