"""Posted strings become typed answers. Any post is survived: what cannot be understood is kept as text, for a
message."""

import math
import unicodedata
from collections.abc import Mapping

from engine.definitions.fields import choices_of, conditions_of, is_shown, limit, ordered, shown_text, ui_of, widget_of
from engine.definitions.lookups import DECIDING, SEVERAL

#: Arabic-Indic and Persian digits with their decimal and thousands signs.
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009٬'’\u200e\u200f\u061c")
#: The widget of a question whose answer is the reference of another case, which is no text of anybody.
CASE = "case"
MAX_TEXT = 20_000
MAX_ITEMS = 50
MAX_NUMBER = 10**15
TRUE_WORDS = frozenset({"true", "on", "yes", "1"})


def clean_text(value: object) -> str:
    """A posted value as text that every database and every page can hold: no control characters, no lone surrogates, no
    signs that turn the reading direction around."""
    if not isinstance(value, str):
        return ""
    text = value[: MAX_TEXT + 1].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign in "\n\t" or not _unwanted(sign))
    return unicodedata.normalize("NFC", kept).strip()


def _unwanted(sign: str) -> bool:
    code = ord(sign)
    return (
        unicodedata.category(sign) in ("Cc", "Cs")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or code in (0x202D, 0x202E)
    )


def parse_answers(schema: Mapping, ui: Mapping, posted, names=None, prefix: str = "", known: Mapping = {}) -> dict:
    """The answers to the shown questions, with the types of the schema; questions without an answer are left out.

    `known` are answers of other pages, which decide what is shown here. Never raises, whatever was posted.
    """
    answers: dict = {}
    for name in _conditions_first(schema, ui, names):
        own, question = ui_of(ui, name), schema["properties"][name]
        if not is_shown(own, {**known, **answers}):
            continue
        value = _answer(question, own, posted, prefix + name)
        if value is not None:
            answers[name] = value
    return {name: answers[name] for name in ordered(schema, ui, names) if name in answers}


def _conditions_first(schema: Mapping, ui: Mapping, names) -> list[str]:
    """Questions whose answer decides about others come before them, in whatever order the page shows them."""
    waiting, done = ordered(schema, ui, names), []
    while waiting:
        ready = [
            name for name in waiting if not set(conditions_of(ui_of(ui, name))) & (set(waiting) - {name})
        ] or waiting[:1]
        done += ready
        waiting = [name for name in waiting if name not in ready]
    return done


def _answer(question: Mapping, ui: Mapping, posted, path: str):
    kind = widget_of(question, ui)
    if kind == "date":
        return _date(posted, path)
    if kind == "checkbox":
        return _one(posted, path).lower() in TRUE_WORDS
    if kind == "repeat":
        return _repeated(question, ui, posted, path)
    if kind in ("checkboxes", "files", *SEVERAL):
        texts = [text for text in map(clean_text, _many(posted, path)) if text]
        return [_typed(text, question.get("items")) for text in dict.fromkeys(texts)] or None
    text = _one(posted, path)
    if not text:
        return None
    if kind in ("tel", "email"):
        return text.translate(DIGITS)
    return text if kind == "textarea" else _typed(" ".join(text.split()), question)


def _date(posted, path: str) -> str | None:
    """ISO text from three boxes or from one; parts that are no numbers stay visible, so that the message can name
    them."""
    day, month, year = (_one(posted, f"{path}-{part}").translate(DIGITS)[:20] for part in ("day", "month", "year"))
    if day or month or year:
        return f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"
    return _one(posted, path).translate(DIGITS)[:40] or None


def _repeated(question: Mapping, ui: Mapping, posted, path: str) -> list[dict] | None:
    """The items of a repeated group; those left wholly empty are dropped."""
    items, each = [], question.get("items")
    if not isinstance(each, Mapping):
        return None
    own = ui.get("items") if isinstance(ui.get("items"), Mapping) else {}
    keys = [key for key in posted if isinstance(key, str) and key.startswith(f"{path}-")]
    numbers = {key[len(path) + 1 :].partition("-")[0] for key in keys}
    wanted = sorted({int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 6})
    for number in wanted[:MAX_ITEMS]:
        item = parse_answers({"properties": {}, **each}, own, posted, None, f"{path}-{number}-")
        if any(value not in (None, "", False, []) for value in item.values()):
            items.append(item)
    return items or None


def _typed(text: str, schema) -> object:
    """A choice as its own constant, a number as a number, everything else as the text it is."""
    schema = schema if isinstance(schema, Mapping) else {}
    for choice in choices_of(schema):
        if shown_text(choice["const"]) == text:
            return choice["const"]
    kind = schema.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    return _number(text, kind) if kind in ("integer", "number") else text


def _number(text: str, kind: str) -> object:
    plain = text.translate(DIGITS).translate(SPACES).replace(",", ".")
    if len(plain) > 40:
        return text
    try:
        value = int(plain) if kind == "integer" or plain.lstrip("+-").isdigit() else float(plain)
    except ValueError:
        return text
    return value if math.isfinite(value) and abs(value) <= MAX_NUMBER else text


def _one(posted, name: str) -> str:
    """The last value posted under a name, as clean text."""
    values = _many(posted, name)
    return clean_text(values[-1]) if values else ""


def _many(posted, name: str) -> list:
    """All values under a name, from a MultiDict or from a plain mapping."""
    if hasattr(posted, "getlist"):
        return list(posted.getlist(name))[: MAX_ITEMS * 4]
    value = posted.get(name)
    if isinstance(value, (list, tuple)):
        return list(value)[: MAX_ITEMS * 4]
    return [] if value is None else [shown_text(value)]


def is_decision(question: Mapping, ui: Mapping) -> bool:
    """Whether an answer may enter the workflow: a boolean, a number, one of a closed list, or a body; never free text."""
    if ui.get("ui:widget") in DECIDING:
        return not question.get("x-role")
    if question.get("x-role") or question.get("type") == "array":
        return question.get("x-role") == "contact_channel"
    return (
        question.get("type") in ("boolean", "integer", "number")
        or bool(choices_of(question))
        or limit(question, "const") is not None
        or ui.get("ui:widget") == CASE
    )
