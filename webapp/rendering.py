"""What every template may use besides its own values."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import current_app, request, url_for

from engine.queries.words import CHANNELS, KINDS, OUTCOMES, STATUSES
from webapp.i18n import words

STATIC = Path(__file__).resolve().parent / "static"
YEAR = 365 * 86400


def init_app(app) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(KINDS=KINDS, CHANNELS=CHANNELS, STATUSES=STATUSES, OUTCOMES=OUTCOMES)
    app.jinja_env.globals.update(
        static_url=static_url, has_fonts=has_fonts, here=here, dependents=dependents, spoken=spoken)


def static_url(name: str) -> str:
    """The address of a static file with a digest, so that browsers may keep it for a year."""
    if current_app.debug or current_app.testing:
        _digest.cache_clear()
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"


def has_fonts() -> bool:
    """Whether the set-up copied the Arabic typeface; without it the device's own letters serve."""
    return (STATIC / "dist" / "vazirmatn-arabic-400-normal.woff2").is_file()


def spoken(table) -> dict[str, str]:
    """A table of vocabulary words in the reader's language, by code."""
    return {code: words(texts) for code, texts in table.items()}


def here() -> str:
    """The path of this page for the language switch; a page that answers a post goes back to its own address."""
    return request.full_path.rstrip("?") if request.query_string else request.path


def dependents(fields, trigger) -> list:
    """`(field, option numbers)` of the fields asked only for some answers to `trigger`, on the same page."""
    values = ["true"] if trigger.kind == "checkbox" else [option.value for option in trigger.options]
    found = []
    for field in fields:
        wanted = field.show_if.get(trigger.key)
        if wanted is not None:
            places = [str(place) for place, value in enumerate(values) if value in wanted]
            found.append((field, " ".join(places + ["none"] * ("" in wanted))))
    return found
