"""Days and numbers as Arabic (of Morocco), French and British English write them.

The names and patterns are those of CLDR, the tables of the world's languages. A library that brings all of them holds 4 MB a
process for three languages and these few lines; the suite compares every day of some years with it.
"""

import re
from datetime import date
from decimal import Decimal

_MONTHS = {
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_SHORT_MONTHS = {
    "ar": _MONTHS["ar"],
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(),
}
_WEEKDAYS = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_LETTERS = {"ar": "ن ث ر خ ج س ح".split(), "fr": "L M M J V S D".split(), "en": "M T W T F S S".split()}
_STYLES = {
    "ar": {"full": "EEEE، d MMMM y", "long": "d MMMM y", "medium": "dd\u200f/MM\u200f/y", "short": "d\u200f/M\u200f/y"},
    "fr": {"full": "EEEE d MMMM y", "long": "d MMMM y", "medium": "d MMM y", "short": "dd/MM/y"},
    "en": {"full": "EEEE, d MMMM y", "long": "d MMMM y", "medium": "d MMM y", "short": "dd/MM/y"},
}
_SIGNS = {"ar": ".,", "fr": "\u202f,", "en": ",."}  # between thousands, before a fraction
_THREE_PLACES = Decimal("0.001")
_PART = re.compile(r"EEEEE|EEEE|LLLL|MMMM|MMM|MM|M|dd|d|y")


def day_words(day: date, style: str, language: str) -> str:
    """`style` is short, medium, long, full, or a pattern of CLDR such as `EEEE d MMMM`."""
    parts = {
        "EEEEE": _LETTERS[language][day.weekday()], "EEEE": _WEEKDAYS[language][day.weekday()],
        "LLLL": _MONTHS[language][day.month - 1], "MMMM": _MONTHS[language][day.month - 1],
        "MMM": _SHORT_MONTHS[language][day.month - 1], "MM": f"{day.month:02}", "M": str(day.month),
        "dd": f"{day.day:02}", "d": str(day.day), "y": str(day.year)}
    return _PART.sub(lambda found: parts[found[0]], _STYLES[language].get(style, style))


def number_words(value: int | float | Decimal, language: str) -> str:
    """`1 234,5`: three places of a fraction at most, rounded to the even neighbour."""
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).quantize(_THREE_PLACES):,}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", _SIGNS[language]))
