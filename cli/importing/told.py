"""What a mapping says about one value: a constant, a text with {columns} in it, lines of such texts, or a choice.

    "en"                                             the same for every record
    "{RequestType}, {ZipCode}"                       text; empty when every column in it is empty
    ["Area: {NCName}", "Postcode: {ZipCode}"]        lines; those whose columns are all empty fall away
    { column = "Source", values = { "Call" = "phone" }, default = "other" }
                                                     another word is taken as the default and the report says so;
                                                     `otherwise` in its place is the same without a word
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from cli.importing.record import Record, folded
from engine.errors import ImportRefused

_COLUMN = re.compile(r"\{([^{}]+)\}")
_CHOICE_ENTRIES = {"column", "values", "default", "otherwise"}
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Told(ABC):
    """`of(record)` gives the value, or None where the record has nothing to tell. `columns` are those it hangs on:
    a choice needs its column, a text does with what there is."""

    columns: frozenset[str] = frozenset()

    @abstractmethod
    def of(self, record: Record):
        """The value for a record."""

    def possible(self) -> Iterator:
        """The constants it may give, to be checked before the first record."""
        return iter(())


@dataclass(frozen=True)
class Constant(Told):
    value: object = None

    def of(self, record: Record):
        return self.value

    def possible(self) -> Iterator:
        return iter((self.value,))


@dataclass(frozen=True)
class Text(Told):
    lines: tuple[str, ...] = ()

    def of(self, record: Record) -> str | None:
        told = [line for line in (_filled(line, record) for line in self.lines) if line]
        return "\n".join(told)[:LONGEST_TEXT] or None


@dataclass(frozen=True)
class Choice(Told):
    column: str = ""
    values: tuple[tuple[str, object], ...] = ()
    default: object = None
    is_told: bool = True

    def of(self, record: Record):
        found = record.get(self.column)
        known = dict(self.values)
        if folded(found) in known:
            return known[folded(found)]
        if found and self.default is not None and self.is_told:
            record.notes.append(f"{self.column} {found[:60]!r} is not in the mapping: taken as {self.default!r}")
        return self.default

    def possible(self) -> Iterator:
        return iter([value for _, value in self.values] + [self.default] * (self.default is not None))


def told(said, where: str) -> Told:
    """Reads one value of a mapping; `where` names it in a refusal. Raises ImportRefused."""
    if isinstance(said, bool | int | float):
        return Constant(value=said)
    if isinstance(said, str):
        return Text(lines=(said,)) if _COLUMN.search(said) else Constant(value=said)
    if isinstance(said, list) and said and all(isinstance(line, str) for line in said):
        return Text(lines=tuple(said))
    if isinstance(said, dict) and isinstance(said.get("column"), str) and not set(said) - _CHOICE_ENTRIES:
        values, default = said.get("values", {}), said.get("otherwise", said.get("default"))
        if isinstance(values, dict) and all(isinstance(value, str | bool | int | float) for value in values.values()):
            pairs = tuple((folded(name), value) for name, value in values.items())
            return Choice(frozenset({said["column"]}), said["column"], pairs, default, "otherwise" not in said)
    raise ImportRefused(file="mapping", reason=f"{where} is neither a text, a list of texts nor "
                        '{ column = "…", values = { … }, default = "…" }')


def _filled(line: str, record: Record) -> str:
    names = _COLUMN.findall(line)
    if names and not any(record.get(name) for name in names):
        return ""
    return " ".join(_COLUMN.sub(lambda found: record.get(found[1]), line).split())
