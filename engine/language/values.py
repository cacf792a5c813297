"""What a value of the language may be, and the arithmetic that can never grow without bound."""

import math
from collections.abc import Mapping
from datetime import date, datetime

LARGEST_NUMBER = 10**15
LONGEST_TEXT = 100_000
MOST_PARTS = 20_000
MOST_PARTS_STORED_BY_A_SCRIPT = 1_000


class Unfit(ValueError):
    """A value or an operation outside the language; the message is the reason shown to the author."""


def plain(value, most_parts: int = MOST_PARTS):
    """A deep copy of `value` as JSON can hold it: tuples become lists, dates ISO text, keys text.

    Raises Unfit for anything else, for numbers beyond 10^15, NaN, and for more than `most_parts` parts.
    """
    budget = [most_parts]
    return _plain(value, budget, 0)


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
    if isinstance(value, list | tuple):
        return [_plain(item, budget, depth + 1) for item in value]
    if isinstance(value, datetime | date):
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
    return words.get(type(value).__name__, "a number" if isinstance(value, int | float) else "such a value")


def add(left, right):
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > LONGEST_TEXT:
            raise Unfit("the text becomes too long")
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > MOST_PARTS:
            raise Unfit("the list becomes too long")
        return left + right
    return number(number(left) + number(right))


def subtract(left, right):
    return number(number(left) - number(right))


def multiply(left, right):
    return number(number(left) * number(right))


def divide(left, right):
    return number(number(left) / number(right))


def whole_divide(left, right):
    return number(number(left) // number(right))


def remainder(left, right):
    return number(number(left) % number(right))


def negate(value):
    return -number(value)


def field(record, key):
    """`record.key`, `record['key']`, `list[0]` or `text[0]`; a field of a record is data, never a Python attribute."""
    if isinstance(record, dict):
        if key in record:
            return record[key]
        raise KeyError(key)
    if isinstance(record, list | tuple | str) and type(key) is int:
        if -len(record) <= key < len(record):
            return record[key]
        raise Unfit(f"{describe(record)} has no item {key}")
    raise Unfit(f"{describe(record)} has no fields")
