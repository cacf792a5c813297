"""What was done to every row: a line each, written as it happens, as JSON lines or as a table."""

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import ImportRefused

IMPORTED, THERE, CHANGED, TWICE, REFUSED = "imported", "already there", "changed since", "twice in the file", "refused"
COLUMNS = ("row", "key", "done", "reference", "agency", "stands_at", "reason", "notes")


@dataclass
class Report:
    """`counts` by what was done, `standing` and `agencies` of the imported ones."""

    path: Path
    counts: Counter = field(default_factory=Counter)
    standing: Counter = field(default_factory=Counter)
    agencies: Counter = field(default_factory=Counter)

    def __enter__(self) -> "Report":
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("w", encoding="utf-8", newline="")
        except OSError as problem:
            raise ImportRefused(file=self.path, reason=f"the report cannot be written ({problem.strerror})") from None
        self._table = csv.writer(self._stream) if self.path.suffix == ".csv" else None
        if self._table:
            self._table.writerow(COLUMNS)
        return self

    def __exit__(self, *_):
        self._stream.close()

    def add(self, done: str, row: int, key: str = "", notes=(), **more: str) -> None:
        """One row; written through at once, so that a stopped run leaves a whole report of what it did."""
        self.counts[done] += 1
        if done == IMPORTED:
            self.standing[more["stands_at"]] += 1
            self.agencies[more["agency"]] += 1
        line = {"row": row, "key": key, "done": done, **more, "notes": list(dict.fromkeys(notes))}
        if self._table:
            line["notes"] = " · ".join(line["notes"])
            self._table.writerow([_harmless(line.get(name, "")) for name in COLUMNS])
        else:
            self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._stream.flush()

    @property
    def there(self) -> int:
        return self.counts[THERE] + self.counts[CHANGED]

    @property
    def refused(self) -> int:
        return self.counts[REFUSED] + self.counts[TWICE]


def _harmless(cell):
    """A cell that a spreadsheet would run as a formula is kept a text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
