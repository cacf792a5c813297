"""Reads gettext's `.po` files: what is said in English, what it is in another language."""

import re
from collections.abc import Callable, Iterator
from gettext import c2py
from pathlib import Path

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[(\d)\])\s+)?"(.*)"')
_ESCAPED = re.compile(r'\\(["\\nt])')
_SIGNS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_PLURAL = re.compile(r"plural=([^;\n]+);")

#: What an entry says: one text, or one for each form of counting.
Said = str | tuple[str, ...]


def read_po(file: Path) -> tuple[dict[str, Said], Callable[[int], int] | None]:
    """The texts by their English (of counted ones by the singular), and the rule that finds the form of a number where the
    file has one. What is not translated is left out, as is what is marked as fuzzy. Raises ValueError."""
    texts: dict[str, Said] = {}
    rule = None
    for entry in _entries(file):
        key, forms = entry.get("msgid", ""), [text for name, text in entry.items() if name.startswith("msgstr")]
        if key == "":
            found = _PLURAL.search(forms[0]) if forms else None
            rule = c2py(found[1]) if found else None
        elif forms and all(forms):
            texts[key] = tuple(forms) if "msgid_plural" in entry else forms[0]
    return texts, rule


def _entries(file: Path) -> Iterator[dict[str, str]]:
    """One mapping an entry: msgid, msgid_plural, msgstr or msgstr[0] and so on, in the order of the file."""
    entry: dict[str, str] = {}
    name, is_fuzzy = "", False
    for line in filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines())):
        found = None if line.startswith("#") else _LINE.fullmatch(line)
        if name.startswith("msgstr") and (found is None or found[1] == "msgid"):
            if not is_fuzzy:
                yield entry
            entry, name, is_fuzzy = {}, "", False
        if line.startswith("#"):
            is_fuzzy = is_fuzzy or line.startswith("#,") and "fuzzy" in line
            continue
        if found is None or not (found[1] or name):
            raise ValueError(f"{file} has a line that is no part of an entry: {line}")
        name = found[1] or name
        entry[name] = entry.get(name, "") + _ESCAPED.sub(lambda sign: _SIGNS[sign[1]], found[3])
    if entry and not is_fuzzy:
        yield entry
