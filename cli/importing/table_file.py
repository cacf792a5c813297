"""A table file as records: a comma-separated file as offices really export them.

Read line by line and tolerantly: a byte order mark, another encoding in some fields, blank lines, and a quotation mark
that is opened and never closed spoil at most their own row.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cli.importing.record import Record, RowRefused, folded
from engine.errors import ImportRefused

_LONGEST_RECORD = 500  # lines: a quotation mark still open after so many was never closed
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_TEXT = {b"PK\x03\x04": "an Excel or zip file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"%PDF": "a PDF file",
            b"\x1f\x8b": "a gzip file", b"SQLite format 3": "a SQLite database"}
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True)
class Refusal:
    """A row that is no record."""

    row: int
    reason: str


class TableFile:
    """`columns` as they are written in the header; iterating gives a Record or a Refusal for each row."""

    def __init__(self, path: Path, delimiters: str = ",", encoding: str = "utf-8", fallback: str = ""):
        self.path, self.fallback = path, fallback
        csv.field_size_limit(1 << 30)
        self.lines = _lines(path, encoding)
        headers = {mark: next(csv.reader(self.lines[:1], delimiter=mark), []) for mark in delimiters}
        self.delimiter = max(headers, key=lambda mark: len(headers[mark]))  # of equals the first named
        try:
            self.columns = [self._clean(name)[0] for name in headers[self.delimiter]]
        except RowRefused:
            raise ImportRefused(file=path, reason=f"its first line is not written in {encoding}") from None
        self._names = [folded(name) for name in self.columns]
        if not any(self._names):
            raise ImportRefused(file=path, reason="its first line should name the columns and is empty")

    def require(self, wanted: dict[str, str]) -> None:
        """`wanted` is what for by column. Raises ImportRefused naming the missing ones, and those found."""
        missing = [f"{column} ({what})" for column, what in wanted.items() if folded(column) not in self._names]
        if missing:
            found = ", ".join(name for name in self.columns if name)[:300]
            raise ImportRefused(file=self.path, reason=f"it has no column {', '.join(missing)}; its columns are: {found}")
        twice = [column for column in wanted if self._names.count(folded(column)) > 1]
        if twice:
            raise ImportRefused(file=self.path, reason=f"it has the column {twice[0]} more than once")

    def lacks(self, columns) -> list[str]:
        """Which of the columns the file does not have."""
        return sorted(column for column in columns if folded(column) not in self._names)

    def count(self, column: str) -> Counter:
        """How often each word, folded, stands in a column of the whole file."""
        return Counter(folded(row.get(column)) for row in self if isinstance(row, Record))

    def __iter__(self) -> Iterator[Record | Refusal]:
        place = 1
        while place < len(self.lines):
            feeder = _Feeder(self.lines, place)
            reader = csv.reader(feeder, delimiter=self.delimiter, strict=True)
            while (cells := self._cells(reader, feeder, place)) is not None:
                row, place = place + 1, feeder.place
                feeder.began = place
                if any(cell.strip() for cell in cells):
                    yield self._record(row, cells)
            if place < len(self.lines):
                yield Refusal(place + 1, "a quotation mark is opened and never closed")
                place += 1  # and read on from the next line

    def _cells(self, reader, feeder: "_Feeder", place: int) -> list[str] | None:
        """The next record; None at the end of the file, or where a quotation mark swallowed what follows."""
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            if feeder.place - place > 1 or feeder.spent:
                return None
            return next(csv.reader(self.lines[place:place + 1], delimiter=self.delimiter))  # leniently: "a" b
        return cells if feeder.place - place == 1 or self._fits(cells) else None

    def _fits(self, cells: list[str]) -> bool:
        return len(cells) >= len(self._names) and not any(cell.strip() for cell in cells[len(self._names):])

    def _record(self, row: int, cells: list[str]) -> Record | Refusal:
        if not self._fits(cells):
            return Refusal(row, f"it has {len(cells)} values and the header {len(self._names)}")
        record = Record(row, {})
        try:
            for name, cell in zip(self._names, cells, strict=False):
                text, note = self._clean(cell)
                if note:
                    record.notes.append(f"{name}: {note}")
                record.values.setdefault(name, text)
        except RowRefused as problem:
            return Refusal(row, str(problem))
        return record

    def _clean(self, cell: str) -> tuple[str, str]:
        """The trimmed text and what was done to it. Bytes of another encoding were kept apart as surrogates."""
        note = ""
        if not cell.isascii():
            try:
                cell.encode()
            except UnicodeEncodeError:
                if not self.fallback:
                    raise RowRefused("it holds bytes that are not of the file's encoding") from None
                cell = cell.encode("utf-8", "surrogateescape").decode(self.fallback, "replace")
                note = f"not in the file's encoding, read as {self.fallback}"
        if not cell.isprintable():
            plain = cell.translate(_CONTROL)
            if plain != cell:
                cell, note = plain, "control characters were left out"
        return cell.strip(), note


class _Feeder:
    """Gives lines to the csv reader. It reads ahead of a record's end only within quotation marks, so `spent` means
    that a record was still open when the lines, or the patience of one record since `began`, came to an end."""

    def __init__(self, lines: list[str], place: int):
        self.lines, self.place, self.began, self.spent = lines, place, place, False

    def __iter__(self):
        return self

    def __next__(self) -> str:
        if self.place >= len(self.lines) or self.place - self.began >= _LONGEST_RECORD:
            self.spent = True
            raise StopIteration
        self.place += 1
        return self.lines[self.place - 1] + "\n"


def _lines(path: Path, encoding: str) -> list[str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ImportRefused(file=path, reason="there is no such file") from None
    except IsADirectoryError:
        raise ImportRefused(file=path, reason="it is a folder") from None
    except OSError as problem:
        raise ImportRefused(file=path, reason=f"it cannot be read ({problem.strerror})") from None
    if not data.strip():
        raise ImportRefused(file=path, reason="it is empty")
    for begin, what in _NO_TEXT.items():
        if data.startswith(begin):
            raise ImportRefused(file=path, reason=f"it is {what}; save it as a comma-separated text file")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    # One NUL in a row is that row's trouble; in the header, or in a twentieth of the beginning, it is another kind of file.
    if marked is None and (b"\0" in data.split(b"\n", 1)[0] or data[:4096].count(0) * 20 > len(data[:4096])):
        raise ImportRefused(file=path, reason="it is no text file")
    try:
        text = data.decode(marked or encoding, "surrogateescape" if (marked or encoding).startswith("utf-8") else "strict")
    except UnicodeError as problem:
        raise ImportRefused(file=path, reason=f"it is not written in {marked or encoding} ({problem.reason})") from None
    # Lines as editors count them: the exotic separators of str.splitlines belong to the text.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
