"""One record of a register, and what is said about it."""

import hashlib
from dataclasses import dataclass, field

import orjson


class RowRefused(Exception):
    """This record cannot come in; the text says why. The others go on."""


@dataclass
class Record:
    """`row` is the line of the file it begins on (the header is 1); values are by folded column name, trimmed."""

    row: int
    values: dict[str, str]
    notes: list[str] = field(default_factory=list)

    def get(self, column: str) -> str:
        """The value of a column, empty where the file has no such column."""
        return self.values.get(folded(column), "")


def folded(name: str) -> str:
    """Column names and values compare without regard to case, spaces around or repeated spaces."""
    return " ".join(name.split()).casefold()


def digest_of(records: list[Record]) -> str:
    """Tells whether a record changed since: SHA-256 over every column of every line it consists of."""
    told = [sorted(record.values.items()) for record in records]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()
