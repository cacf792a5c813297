"""The functions every expression may call, besides those the host offers (deadlines, days from now)."""

from types import MappingProxyType

from engine.language import values
from engine.language.arithmetic import single
from engine.language.bounds import MOST_PARTS, Unfit, spend

TIMER_FUNCTIONS = frozenset({"deadline", "before_deadline", "after_deadline", "days_from_now", "working_days_from_now"})
"""Names the host adds, with a meaning that depends on the case and the moment; see engine/execution/host.py."""


def _collection(value):
    if not isinstance(value, (list, tuple, dict, str)):
        raise Unfit(f"{values.describe(value)} has no length")
    return value


def _items(value) -> list:
    if not isinstance(value, (list, tuple, dict)):
        raise Unfit(f"{values.describe(value)} is not a list")
    spend(len(value))
    return list(value)


def _record(given=None, **fields) -> dict:
    if given is not None and not isinstance(given, dict):
        raise Unfit(f"{values.describe(given)} is not a record")
    spend(len(given or ()))
    return {**(given or {}), **fields}


def _text(value="") -> str:
    if isinstance(value, (list, tuple, dict)):
        raise Unfit("only a single value can become a text")
    return str(value)


def _whole(value=0) -> int:
    return values.number(int(_short(value)))


def _decimal(value=0) -> float:
    return values.number(float(_short(value)))


def _short(value):
    if isinstance(value, str):
        if len(value) > 40:
            raise Unfit("the text is too long to be a number")
        return value
    return value if isinstance(value, bool) else values.number(value)


def _range(*bounds) -> list:
    span = range(*(int(values.number(bound)) for bound in bounds))
    if len(span) > MOST_PARTS:
        raise Unfit("the range is too long")
    spend(len(span) // 4)
    return list(span)


def _least(*given):
    return min(single(_items(given[0]) if len(given) == 1 else list(given)))


def _greatest(*given):
    return max(single(_items(given[0]) if len(given) == 1 else list(given)))


def _sum(given, start=0):
    return values.number(sum((values.number(item) for item in _items(given)), values.number(start)))


def _round(value, digits=None):
    """Digits in bounds: round(5, -10 ** 9) would compute a number of a billion digits."""
    if digits is None:
        return round(values.number(value))
    if type(digits) is not int or abs(digits) > 20:
        raise Unfit("a number is rounded to at most 20 digits")
    return round(values.number(value), digits)


def _sorted(given, reverse=False):
    return sorted(single(_items(given)), reverse=bool(reverse))


def _zip(*given):
    spend(5 * max(map(len, map(_collection, given)), default=0))
    return [list(together) for together in zip(*map(_items, given), strict=False)]


def _enumerate(given, start=0):
    spend(5 * len(_collection(given)))
    return [list(pair) for pair in enumerate(_items(given), int(values.number(start)))]


BUILT_IN = MappingProxyType({
    "len": lambda value: len(_collection(value)),
    "min": _least,
    "max": _greatest,
    "sum": _sum,
    "abs": lambda value: abs(values.number(value)),
    "round": _round,
    "any": lambda given: any(_items(given)),
    "all": lambda given: all(_items(given)),
    "sorted": _sorted,
    "reversed": lambda given: _items(given)[::-1],
    "enumerate": _enumerate,
    "zip": _zip,
    "list": lambda given=(): _items(given),
    "dict": _record,
    "range": _range,
    "str": _text,
    "int": _whole,
    "float": _decimal,
    "bool": bool,
})
