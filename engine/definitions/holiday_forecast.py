"""Feasts of coming years as an open list of the world's holidays forecasts them: proposals, never more than provisional.

The list counts the moon's months by calculation; where the moon must be seen, the day is often the next one.
"""

from collections.abc import Iterable

from engine.definitions.icalendar_file import DayFound
from engine.domain.business_calendar import BusinessCalendar
from engine.errors import Invalid
from engine.vocabulary import DayOffKind

_NEAR = 3
_LANGUAGES = {"ar": "ar", "fr": "fr", "en": "en_US"}


def forecast(calendar: BusinessCalendar, year: int) -> tuple[list[DayFound], str]:
    """The moving feasts of a year that the calendar does not have, and the list with its version: a day set for everybody
    within three days of one is taken for it. Names are those of the calendar where it knows the feast. Raises Invalid where
    it names no country."""
    import holidays  # two seconds and 16 MB: for those who ask alone
    source = f"holidays {holidays.__version__}"
    country = getattr(holidays, calendar.country, None) if len(calendar.country) == 2 and calendar.country.isupper() else None
    if country is None:
        raise Invalid(what="The country of the calendar", reason='calendar.toml names none whose feasts are known, such as "MA"')
    named = {code: country(years=year, language=language) for code, language in _LANGUAGES.items()
             if language in country.supported_languages} or {"en": country(years=year)}
    found = []
    for on in sorted(next(iter(named.values()))):
        for place in range(len(next(iter(named.values())).get_list(on))):
            texts = {code: listed.get_list(on)[place] for code, listed in named.items()}
            plain = {code: _plain(text) for code, text in texts.items()}
            if plain != texts:
                found.append(DayFound(on, _own_names(calendar, plain.values()) or plain, True))
    known = [day.on for day in calendar.holidays_in(year) if day.kind == DayOffKind.MOVING]
    return [day for day in found if not any(abs((day.on - on).days) <= _NEAR for on in known)], source


def _plain(text: str) -> str:
    """Without the note in brackets that says it is an estimate."""
    name, bracket, _ = text.rpartition(" (")
    return name if bracket else text


def _own_names(calendar: BusinessCalendar, texts: Iterable[str]) -> dict[str, str] | None:
    wanted = set(texts)
    return next((dict(day.names) for day in calendar.moving if wanted & set(day.names.values())), None)
