"""What changed between two texts, word by word."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
#: Words and ends of lines.
_WORDS = re.compile(r"\n|\S+")
#: Comparing costs the product of two lengths: beyond this many words whole lines are compared.
MOST_WORDS = 3_000
_LINES = re.compile(r"\n|[^\n]+")


@dataclass(frozen=True)
class Part:
    """A run of words. `change` is "same", "added" or "removed"; `direction` "rtl" or "ltr" by its first letter, empty where it
    has none, as figures and signs."""

    change: str
    text: str

    @property
    def direction(self) -> str:
        return direction_of(self.text)


def word_changes(before: str, after: str) -> tuple[Part, ...]:
    """The way from one text to the other: what stayed, what was removed and, right behind it, what was added.

    Blanks that differ count for nothing, and each word is followed by one; the parts that are not removed give the new text
    back, those that are not added the old one, but for blanks.
    """
    old, new = _units(before, after)
    # In a long text a word that comes again and again begins no match (it still lengthens one): else a text of one word over
    # and over would take minutes.
    matcher = SequenceMatcher(None, old, new)
    return tuple(_joined(part for what, a, b, c, d in matcher.get_opcodes() for part in _parts(what, old[a:b], new[c:d])))


def direction_of(text: str) -> str:
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def _units(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) <= MOST_WORDS:
        return old, new
    return _LINES.findall(before), _LINES.findall(after)


def _parts(what: str, old: list[str], new: list[str]) -> Iterator[Part]:
    if what == "equal":
        yield Part(SAME, _text(new))
        return
    if old:
        yield Part(REMOVED, _text(old))
    if new:
        yield Part(ADDED, _text(new))


def _text(units: list[str]) -> str:
    return "".join(unit if unit == "\n" else unit + " " for unit in units)


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """A lone sign or short word that happens to stay between two changes would break a sentence into splinters: it counts as
    removed and added again."""
    waiting: list[Part] = []
    for part in parts:
        if part.change != SAME:
            waiting.append(part)
        elif waiting and len(part.text.strip()) <= 2 and "\n" not in part.text:
            waiting += [Part(REMOVED, part.text), Part(ADDED, part.text)]
        else:
            yield from _bundled(waiting)
            waiting = []
            yield part
    yield from _bundled(waiting)


def _bundled(changed: list[Part]) -> Iterator[Part]:
    for change in (REMOVED, ADDED):
        text = "".join(part.text for part in changed if part.change == change)
        if text:
            yield Part(change, text)
