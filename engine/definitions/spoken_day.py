"""A day as a sentence writes it, in Arabic (as written in Morocco), French and English."""

from datetime import date

from engine.domain.day_words import day_words

LOCALES = ("ar", "fr", "en")


def full_day(day: date, language: str) -> str:
    """`lundi 2 novembre 2026`, with French `1er`."""
    return f"{day_words(day, 'EEEE', language)} {long_day(day, language)}"


def long_day(day: date, language: str) -> str:
    """The same without its weekday."""
    return day_words(day, "1er MMMM y" if language == "fr" and day.day == 1 else "d MMMM y", language)
