"""Where the next page of a list begins, as one opaque word for an address. A damaged one means the first page."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import UnionType

import orjson

_LONGEST = 600


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `after` leads to the next ones and is None at the end. `counts` where a list has views."""

    rows: tuple
    after: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)


def cursor(values: Iterable) -> str:
    """The sort values of the last row shown."""
    data = orjson.dumps([_plain(value) for value in values])
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_cursor(text: str | None, *kinds) -> list | None:
    """The values of a cursor if they have the expected types (str, int, date, datetime, or `datetime | None`), else None."""
    if not text or len(text) > _LONGEST or not text.isascii():
        return None
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(kinds):
            return None
        return [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error, OverflowError):
        return None


def page_of(rows: list, limit: int, sort_values: Callable) -> tuple[list, str | None]:
    """Splits off the row that was read beyond `limit`: the rows to show, and the cursor to the next ones."""
    shown = rows[:limit]
    return shown, cursor(sort_values(shown[-1])) if len(rows) > limit else None


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _typed(value, kind):
    if isinstance(kind, UnionType):
        if value is None:
            return None
        kind = kind.__args__[0]
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind or (kind is int and abs(value) > 2**62) or (kind is str and "\x00" in value):
        raise TypeError(value)
    return value
