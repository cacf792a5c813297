"""Words of the pages: gettext's `.po` files, read into memory when the application starts.

    from webapp.i18n.catalogue import gettext as _
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from markupsafe import Markup

from engine.queries.typography import NARROW, french
from webapp.i18n.po_file import Said, read_po
from webapp.i18n.selection import current_language

__all__ = ["NARROW", "french", "gettext", "lazy_gettext", "marked", "marked_several", "ngettext", "read_catalogues"]

MOST_KEPT = 8_192  # texts: what all three catalogues hold, and some room
FOLDER = Path(__file__).resolve().parent.parent / "translations"


@dataclass(frozen=True)
class Catalogue:
    """One language; `form_of` finds the form of a counted text for a number."""

    texts: Mapping[str, Said] = field(default_factory=dict)
    form_of: Callable[[int], int] = lambda number: int(number != 1)

    def text(self, english: str) -> str:
        """What is not translated stays English."""
        found = self.texts.get(english, english)
        return found[self.form_of(1)] if isinstance(found, tuple) else found

    def several(self, one: str, more: str, number: int) -> str:
        found = self.texts.get(one)
        return found[self.form_of(number)] if isinstance(found, tuple) else more if number != 1 else one


def gettext(text: str, **values) -> str:
    """In the language of this request; values stand in it as `%(name)s`."""
    found = _of(current_language()).text(text)
    return found % values if values else found


def ngettext(one: str, more: str, num: int, **values) -> str:
    """The same where something is counted; the number is a value too."""
    return _of(current_language()).several(one, more, num) % {"num": num, **values}


def lazy_gettext(text: str) -> "Lazy":
    """For a table that is made before anybody asks for a language."""
    return Lazy(text)


class Lazy:
    """A text that is said when it is shown."""

    def __init__(self, text: str):
        self._text = text

    def __str__(self) -> str:
        return gettext(self._text)

    def __html__(self) -> str:
        return Markup.escape(gettext(self._text))


def marked(text: str, /, **values) -> Markup:
    """What templates say as `_('…')`: a list of fifty rows says some hundred words, so each is looked up once. Values are
    escaped."""
    found, alone = _marked(current_language(), text)
    return found % values if values else alone


def marked_several(one: str, more: str, num: int, **values) -> Markup:
    return Markup(_of(current_language()).several(one, more, num)) % {"num": num, **values}


@lru_cache(maxsize=MOST_KEPT)
def _marked(language: str, text: str) -> tuple[Markup, Markup]:
    found = Markup(_of(language).text(text))
    try:
        return found, found % {}
    except KeyError:  # it waits for values
        return found, found


def _of(language: str) -> Catalogue:
    return read_catalogues().get(language) or _ENGLISH


@cache
def read_catalogues(folder: Path = FOLDER) -> dict[str, Catalogue]:
    """`{language: catalogue}` from every `<folder>/<language>/*.po`; later files win over earlier ones. Once
    in a process: who changes them starts it anew."""
    return {place.name: _read(place) for place in sorted(folder.iterdir()) if place.is_dir()}


def _read(place: Path) -> Catalogue:
    texts: dict[str, Said] = {}
    rules = []
    for file in sorted(place.glob("*.po")):
        found, rule = read_po(file)
        texts |= found
        rules += [rule] if rule else []
    if place.name == "fr":
        texts = {key: tuple(map(french, text)) if isinstance(text, tuple) else french(text) for key, text in texts.items()}
    return Catalogue(texts, rules[0]) if rules else Catalogue(texts)


_ENGLISH = Catalogue()
