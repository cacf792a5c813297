"""What a value of the language may be: how it is kept, read and named."""

import math
from collections.abc import Mapping
from datetime import date, datetime

from engine.language.bounds import LARGEST_NUMBER, LONGEST_TEXT, MOST_PARTS, Unfit, spend

SCALARS = frozenset({str, int, float, bool, type(None)})


def plain(value, most_parts: int = MOST_PARTS):
    """A deep copy of `value` as JSON can hold it: tuples become lists, dates ISO text, keys text.

    Raises Unfit for anything else, for numbers beyond 10^15, NaN, and for more than `most_parts` parts.
    """
    return counted(value, most_parts)[0]


def counted(value, most_parts: int) -> tuple:
    """What `plain` gives, and the number of its parts."""
    budget = [most_parts]
    return _plain(value, budget, 0), most_parts - budget[0]


def _plain(value, budget, depth):
    budget[0] -= 1
    if budget[0] < 0:
        raise Unfit("the value has too many parts")
    if depth > 50:
        raise Unfit("the value is nested too deeply")
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    if kind is str:
        if len(value) > LONGEST_TEXT:
            raise Unfit(f"a text is longer than {LONGEST_TEXT} characters")
        return value
    if kind is int or kind is float:
        return number(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(item, budget, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, budget, depth + 1) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, str):  # a StrEnum, a lazy text: its plain characters
        return _plain(str(value), budget, depth)
    raise Unfit(f"a {kind.__name__} cannot be kept, only text, numbers, yes/no, lists and records")


def _key(key) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    raise Unfit("the fields of a record are named by text")


def number(value):
    """`value` if it is a number of usable size, else Unfit."""
    if type(value) is not int and type(value) is not float:
        raise Unfit(f"{describe(value)} is not a number")
    if isinstance(value, float) and not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise Unfit("a number is out of range")
    return value


def describe(value) -> str:
    """A short, harmless word for a value in a message: never its content, which may be personal."""
    words = {"NoneType": "nothing", "bool": "yes/no", "str": "a text", "list": "a list", "dict": "a record"}
    return words.get(type(value).__name__, "a number" if isinstance(value, (int, float)) else "such a value")


def field(record, key):
    """`record.key`, `record['key']`, `list[0]` or `text[0]`; a field of a record is data, never a Python attribute."""
    if isinstance(record, dict):
        if key in record:
            return record[key]
        raise KeyError(key)
    if isinstance(record, (list, tuple, str)) and type(key) is int:
        if -len(record) <= key < len(record):
            return record[key]
        raise Unfit(f"{describe(record)} has no item {key}")
    raise Unfit(f"{describe(record)} has no fields")


def cut(value, start, stop, step):
    """`value[start:stop:step]` of a text or a list."""
    if not isinstance(value, (str, list)):
        raise Unfit(f"{describe(value)} cannot be cut")
    for bound in (start, stop, step):
        if bound is not None and type(bound) is not int:
            raise Unfit("a cut begins and ends at whole numbers")
    found = value[start:stop:step]
    spend(len(found) // 8 + 1)
    return found


def items_of(value) -> list:
    """What a loop goes through: the items of a list, the fields' names of a record, the signs of a text."""
    if not isinstance(value, (list, tuple, dict, str)):
        raise Unfit(f"{describe(value)} is no list to go through")
    if len(value) > MOST_PARTS:
        raise Unfit("the list is too long to go through")
    return list(value)
