"""Three languages: which one a request speaks, its words, its dates.

In Python: `from flask_babel import gettext as _`. In templates `_()`, `ngettext()` and the filters of formats.py.
The English text is the key; `webapp/translations/<language>/*.po` hold the rest and are read at start-up, so
there is no compiled file to forget. Each audience keeps a file of its own there.
"""

from flask_babel import Babel

from webapp.i18n import formats, switch
from webapp.i18n.catalogue import MemoryDomain, read_catalogues
from webapp.i18n.selection import LANGUAGES, current_language, direction, speak
from webapp.i18n.spared import spare

__all__ = ["LANGUAGES", "current_language", "direction", "init_app", "speak", "words"]


def words(texts, language: str | None = None) -> str:
    """The text of a `{language: text}` mapping in the reader's language, else in any it has."""
    if not texts or isinstance(texts, str):
        return texts or ""
    for choice in (language or current_language(), "fr", "ar", "en"):
        if texts.get(choice):
            return texts[choice]
    return next((text for text in texts.values() if text), "")


def init_app(app) -> None:
    babel = Babel()
    babel.init_app(app, locale_selector=formats.locale, default_timezone=formats.ZONE)
    babel.domain_instance = domain = MemoryDomain(read_catalogues())
    spare(formats.LOCALES.values())
    app.jinja_env.globals.update(_=domain.marked, gettext=domain.marked)
    app.jinja_env.filters.update(formats.FILTERS, words=words)
    app.context_processor(lambda: {"lang": current_language(), "direction": direction(), "LANGUAGES": LANGUAGES})
    app.register_blueprint(switch.blueprint)
