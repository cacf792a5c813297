"""Days, hours and numbers of days inside a sentence, in Arabic (as written in Morocco), French and English."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.definitions.spoken_day import LOCALES, long_day

CALENDAR, WORKING, PLAIN = "calendar", "working", ""
_FRENCH = {CALENDAR: ("jour calendaire", "jours calendaires"), WORKING: ("jour ouvrable", "jours ouvrables"),
           PLAIN: ("jour", "jours")}
_ENGLISH = {CALENDAR: ("calendar day", "calendar days"), WORKING: ("working day", "working days"), PLAIN: ("day", "days")}
#: one; two as the subject; two after a preposition; 3 to 10; 11 to 99; round hundreds, and 101 and 102
_ARABIC = {
    CALENDAR: ("يوم تقويمي واحد", "يومان تقويميان", "يومين تقويميين", "أيام تقويمية", "يوما تقويميا", "يوم تقويمي"),
    WORKING: ("يوم عمل واحد", "يوما عمل", "يومي عمل", "أيام عمل", "يوم عمل", "يوم عمل"),
    PLAIN: ("يوم واحد", "يومان", "يومين", "أيام", "يوما", "يوم"),
}


def day_texts(stored: object) -> dict[str, str]:
    """A day of the history (`2026-11-02`) without its weekday, in every language; nothing for none."""
    return {language: long_day(date.fromisoformat(str(stored)), language) for language in LOCALES} if stored else {}


def clock_time(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """The local hour and minute: `10:00`, in French `10 h 00`."""
    local = instant.astimezone(zone)
    return f"{local:%H}\u00a0h\u00a0{local:%M}" if language == "fr" else f"{local:%H:%M}"


def counted_days(number: int, language: str, unit: str = PLAIN, governed: bool = False) -> str:
    """A number of days with its noun. `governed`: after an Arabic preposition, where two days change their form."""
    if language == "ar":
        return _arabic_days(number, unit, governed)
    one, many = _of_kind(_FRENCH if language == "fr" else _ENGLISH, unit)
    single = number in (0, 1) if language == "fr" else number == 1
    return f"{number} {one if single else many}"


def _of_kind(nouns: dict[str, tuple], unit: str) -> tuple:
    return nouns.get(unit) or nouns[PLAIN]


def _arabic_days(number: int, unit: str, governed: bool) -> str:
    one, two, two_governed, few, many, hundreds = _of_kind(_ARABIC, unit)
    if number == 1:
        return one
    if number == 2:
        return two_governed if governed else two
    rest = number % 100
    return f"{number} {few if 3 <= rest <= 10 else many if rest >= 11 else hundreds}"


def listed(items: Sequence[str], language: str) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    comma, last = {"ar": ("، ", " و"), "fr": (", ", " et ")}.get(language, (", ", " and "))
    return f"{comma.join(items[:-1])}{last}{items[-1]}"
