"""Catalogues: gettext `.po` files, compiled into memory when the application starts, served through Flask-Babel."""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from engine.queries.typography import NARROW, french
from webapp.i18n.selection import current_language

__all__ = ["NARROW", "MemoryDomain", "french", "gettext", "lazy_gettext", "ngettext", "read_catalogues"]

MOST_KEPT = 8_192  # texts: what all three catalogues hold, and some room
FOLDER = Path(__file__).resolve().parent.parent / "translations"


class MemoryDomain(Domain):
    """Flask-Babel's source of words, without compiled files on the disk that somebody may forget to make."""

    def __init__(self, catalogues: dict[str, NullTranslations]):
        super().__init__()
        self.catalogues = catalogues
        self._marked = lru_cache(maxsize=MOST_KEPT)(self._read)

    def get_translations(self) -> NullTranslations:
        return self.catalogues.get(current_language()) or NullTranslations()

    def marked(self, text: str, /, **values) -> Markup:
        """What templates say as `_('…')`: a list of fifty rows says some hundred words, and the library would look up for
        each of them whose request this is and mark the text as safe anew. Values are escaped."""
        found, alone = self._marked(current_language(), text)
        return found % values if values else alone

    def _read(self, language: str, text: str) -> tuple[Markup, Markup]:
        found = Markup((self.catalogues.get(language) or NullTranslations()).ugettext(text))
        try:
            return found, found % {}
        except KeyError:  # it waits for values
            return found, found


@cache
def read_catalogues(folder: Path = FOLDER) -> dict[str, NullTranslations]:
    """`{language: translations}` from every `<folder>/<language>/*.po`; later files win over earlier ones. Once
    in a process: who changes them starts it anew."""
    found = {}
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        for file in sorted(language.glob("*.po")):
            one = _compiled(file, language.name)
            found[language.name] = found[language.name].merge(one) if language.name in found else one
    return found


def _compiled(file: Path, language: str) -> Translations:
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    if language == "fr":
        for message in catalogue:
            if message.id:
                several = isinstance(message.string, (tuple, list))
                message.string = tuple(map(french, message.string)) if several else french(message.string)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
