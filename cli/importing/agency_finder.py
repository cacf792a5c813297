"""Which agency of ours a record belongs to, and which ones have to be created for it."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cli.importing.mapping import CREATE, REFUSE, AgencyEntry, RegisterMapping
from cli.importing.record import Record, RowRefused, folded

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_ROWS_OF_AN_AGENCY = 3  # fewer are more likely a slip of the pen than an agency


@dataclass
class AgencyFinder:
    """`ready(entry)` is called for the first record of each agency, creates it where there is none and gives it back
    with the family it works by; `count(column)` says how often each folded word stands in a column."""

    mapping: RegisterMapping
    ready: Callable[[AgencyEntry], AgencyEntry]
    count: Callable[[str], Counter]
    _known: dict[str, AgencyEntry] = field(default_factory=dict)
    _entries: dict[str, AgencyEntry] = field(default_factory=dict)
    _counted: Counter | None = None

    def __post_init__(self):
        for entry in self.mapping.agencies:
            self._entries.update({word: entry for word in (*entry.words, folded(entry.code))})

    def of(self, record: Record) -> AgencyEntry:
        """Raises RowRefused."""
        column = self.mapping.column("agency")
        said = record.get(column) if column else ""
        entry = self._entries.get(folded(said)) or self._unknown(said, column, record)
        if entry.code not in self._known:
            self._known[entry.code] = self.ready(entry)
        return self._known[entry.code]

    def _unknown(self, said: str, column: str, record: Record) -> AgencyEntry:
        rule = self.mapping.unknown_agency
        if rule not in (REFUSE, CREATE):
            fallback = self._entries.get(folded(rule)) or AgencyEntry(rule, self.mapping.family, _named(rule), frozenset())
            if column:
                record.notes.append(f"{column} {said!r} is not in the mapping: taken to {fallback.code}")
            return fallback
        if not said:
            raise RowRefused(f"it names no agency in the column {column}" if column else "the mapping names no agency")
        if rule == REFUSE or not _CODE.fullmatch(said) or folded(said) in self.mapping.states:
            raise RowRefused(f"{column} {said[:60]!r} is not in the mapping")
        if self._counted is None:
            self._counted = self.count(column)
        if self._counted[folded(said)] < _ROWS_OF_AN_AGENCY:
            raise RowRefused(f"{column} {said!r} is not in the mapping, and on too few rows to be a new agency")
        record.notes.append(f"{column} {said!r} is not in the mapping: it became an agency of that code")
        return AgencyEntry(said, self.mapping.family, _named(said), frozenset())


def _named(name: str) -> dict[str, str]:
    return {f"name_{language}": name for language in ("fr", "ar", "en")}
