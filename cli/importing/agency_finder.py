"""Which agency of ours a record belongs to, and which ones have to be created for it."""

import re
from dataclasses import dataclass, field

from cli.importing.mapping import CREATE, REFUSE, AgencyEntry, RegisterMapping
from cli.importing.record import Record, RowRefused, folded

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


@dataclass
class AgencyFinder:
    """`ready(entry)` is called for the first record of each agency and gives the family it works by; it creates the
    agency where there is none."""

    mapping: RegisterMapping
    ready: object
    _known: dict[str, AgencyEntry] = field(default_factory=dict)
    _entries: dict[str, AgencyEntry] = field(default_factory=dict)

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
        code = said.strip().upper()
        if rule == REFUSE or not _CODE.fullmatch(code):
            raise RowRefused(f"{column} {said[:60]!r} is not in the mapping")
        record.notes.append(f"{column} {said!r} is not in the mapping: it became an agency of that code")
        return AgencyEntry(code, self.mapping.family, _named(said), frozenset())


def _named(name: str) -> dict[str, str]:
    return {f"name_{language}": name for language in ("fr", "ar", "en")}
