"""A day as a sentence writes it, in Arabic (as written in Morocco), French and English."""

from datetime import date
from functools import lru_cache

from babel import Locale

LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}


def full_day(day: date, language: str) -> str:
    """`lundi 2 novembre 2026`, with French `1er`."""
    return f"{_names(language)[1][day.weekday()]} {long_day(day, language)}"


def long_day(day: date, language: str) -> str:
    """The same without its weekday."""
    number = "1er" if language == "fr" and day.day == 1 else day.day
    return f"{number} {_names(language)[0][day.month - 1]} {day.year}"


@lru_cache(maxsize=len(LOCALES))
def _names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Months from January, weekdays from Monday."""
    locale = Locale.parse(LOCALES[language])
    months, weekdays = locale.months["format"]["wide"], locale.days["format"]["wide"]
    return tuple(months[number] for number in range(1, 13)), tuple(weekdays[number] for number in range(7))
