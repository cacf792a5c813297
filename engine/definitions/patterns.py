"""Patterns of forms, matched in time that grows with the text and never runs away.

A form is somebody else's text, and Python's own matcher tries every way: `^(a+)+$` on thirty letters takes a minute.
Here all ways are followed at once, letter by letter. Literals, classes, groups, alternatives, repetitions and borders are
understood; looking around and back references are refused. A pattern may fit anywhere unless `^` and `$` say where.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

#: Most steps of a pattern with its counted repetitions written out, and most steps times letters of one answer.
MOST_STEPS = 500
MOST_WORK = 1_000_000
_QUANTIFIER = re.compile(r"[*+?]|\{(\d{1,4})(,?)(\d{0,4})\}")
_ESCAPED = re.compile(r"\\(?:[dDwWsSnrtfv]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^0-9A-Za-z])")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NO_LETTERS = "^$*+?{}()|[\\"
BEGIN, END, WORD, NO_WORD = "^", "$", r"\b", r"\B"


class NoPattern(ValueError):
    """What stands there is no pattern that is understood; the message says why."""


@dataclass(frozen=True)
class Pattern:
    """`steps` are (what, then): one letter that fits a test, a border, or the steps that may follow."""

    steps: tuple[tuple, ...]

    def fits(self, text: str) -> bool:
        """Is it found in the text? False for a text that is too long for it."""
        if len(self.steps) * len(text) > MOST_WORK:
            return False
        here: set[int] = set()
        for place in range(len(text) + 1):
            here = self._reached({*here, 0}, text, place)
            if len(self.steps) in here:
                return True
            if place < len(text):
                here = {step + 1 for step in here if callable(self.steps[step][0]) and self.steps[step][0](text[place])}
        return False

    def _reached(self, first: set[int], text: str, place: int) -> set[int]:
        """Every step that can be stood at without another letter."""
        reached: set[int] = set()
        pending = list(first)
        while pending:
            step = pending.pop()
            if step in reached:
                continue
            reached.add(step)
            if step == len(self.steps):
                continue
            what, then = self.steps[step]
            if what is None:
                pending += [step + far for far in then]
            elif not callable(what) and _is_border(what, text, place):
                pending.append(step + 1)
        return reached


@lru_cache(maxsize=1024)
def compile_pattern(text: str) -> Pattern:
    """Raises NoPattern."""
    steps, place = _ways(text, 0, 0)
    if place < len(text):
        raise NoPattern("a bracket closes that was not opened")
    return Pattern(tuple(steps))


def _is_border(what: str, text: str, place: int) -> bool:
    if what == BEGIN:
        return place == 0
    if what == END:
        return place == len(text)
    before, after = (0 <= at < len(text) and _is_of_a_word(text[at]) for at in (place - 1, place))
    return (before != after) is (what == WORD)


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _ways(text: str, place: int, depth: int) -> tuple[list, int]:
    """Alternatives up to the end or a closing bracket."""
    if depth > 20:
        raise NoPattern("its brackets stand too deep")
    found, place = _row(text, place, depth)
    while text[place:place + 1] == "|":
        other, place = _row(text, place + 1, depth)
        found = [(None, (1, len(found) + 2)), *found, (None, (len(other) + 1,)), *other]
        _measured(found)
    return found, place


def _row(text: str, place: int, depth: int) -> tuple[list, int]:
    found: list = []
    while place < len(text) and text[place] not in "|)":
        part, place = _part(text, place, depth)
        quantifier = _QUANTIFIER.match(text, place)
        if quantifier:
            part, place = _repeated(part, quantifier), quantifier.end()
            if text[place:place + 1] == "?":  # the shortest first or the longest: it fits the same texts
                place += 1
            if text[place:place + 1] in ("*", "+", "?", "{"):
                raise NoPattern("one repetition follows another")
        found += part
        _measured(found)
    return found, place


def _part(text: str, place: int, depth: int) -> tuple[list, int]:
    letter = text[place]
    if letter == "(":
        return _group(text, place, depth)
    if letter in (BEGIN, END):
        return [(letter, ())], place + 1
    if text[place:place + 2] in (WORD, NO_WORD):
        return [(text[place:place + 2], ())], place + 2
    if letter in "[\\":
        found = (_CLASS if letter == "[" else _ESCAPED).match(text, place)
        if not found:
            raise NoPattern("a class of letters is not closed" if letter == "[" else f"{text[place:place + 2]} is not understood")
        return [(_test(found[0]), ())], found.end()
    if letter in _NO_LETTERS:
        raise NoPattern(f"{letter} stands where nothing is before it; write \\{letter} for the letter itself")
    return [(_test("." if letter == "." else re.escape(letter)), ())], place + 1


def _group(text: str, place: int, depth: int) -> tuple[list, int]:
    named = re.compile(r"\((?:\?:|\?<\w+>|\?P<\w+>|(?!\?))").match(text, place)
    if not named:
        raise NoPattern("groups that look ahead or back, or change how letters count, are not understood")
    found, place = _ways(text, named.end(), depth + 1)
    if text[place:place + 1] != ")":
        raise NoPattern("a bracket is not closed")
    return found, place + 1


def _repeated(part: list, quantifier: re.Match) -> list:
    least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(quantifier[0]) or _counted(quantifier)
    if (most or least) * (len(part) + 1) > MOST_STEPS:
        raise NoPattern(f"with its repetitions it has more than {MOST_STEPS} steps")
    found = part * least
    if most is None:
        back = -(len(part) + 1)
        return [*found, (None, (1, len(part) + 2)), *part, (None, (back,))]
    for number in range(most - least, 0, -1):
        found = [*found, (None, (1, number * (len(part) + 1))), *part]
    return found


def _counted(quantifier: re.Match) -> tuple[int, int | None]:
    least = int(quantifier[1])
    most = least if not quantifier[2] else int(quantifier[3]) if quantifier[3] else None
    if most is not None and most < least:
        raise NoPattern(f"{quantifier[0]} asks for more than it allows")
    return least, most


def _measured(found: list) -> None:
    if len(found) > MOST_STEPS:
        raise NoPattern(f"it has more than {MOST_STEPS} steps")


@lru_cache(maxsize=2048)
def _test(letters: str) -> Callable[[str], bool]:
    """Does one letter fit a class, an escape or itself? One letter alone leaves the matcher nothing to try."""
    if letters[0] == "[":
        letters = letters[0] + letters[1:].replace("[", r"\[")
    try:
        fits = re.compile(letters).fullmatch
    except re.error as problem:
        raise NoPattern(f"{letters} is not understood ({problem.msg})") from None
    return lambda letter: fits(letter) is not None
