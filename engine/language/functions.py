"""The functions every expression may call, besides those the host offers (deadlines, days from now)."""

from types import MappingProxyType

from engine.language import values
from engine.language.values import MOST_PARTS, Unfit

TIMER_FUNCTIONS = frozenset({"deadline", "before_deadline", "days_from_now"})
"""Names the host adds, with a meaning that depends on the case and the moment; see engine/execution/host.py."""


def _collection(value):
    if not isinstance(value, list | tuple | dict | str):
        raise Unfit(f"{values.describe(value)} has no length")
    return value


def _items(value) -> list:
    if not isinstance(value, list | tuple | dict):
        raise Unfit(f"{values.describe(value)} is not a list")
    return list(value)


def _record(given=None, **fields) -> dict:
    if given is not None and not isinstance(given, dict):
        raise Unfit(f"{values.describe(given)} is not a record")
    return {**(given or {}), **fields}


def _text(value="") -> str:
    if isinstance(value, list | tuple | dict):
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
    return list(span)


def _least(*given):
    return min(*(_items(given[0]) if len(given) == 1 else given,))


def _greatest(*given):
    return max(*(_items(given[0]) if len(given) == 1 else given,))


BUILT_IN = MappingProxyType({
    "len": lambda value: len(_collection(value)),
    "min": _least,
    "max": _greatest,
    "sum": lambda given: values.number(sum(values.number(item) for item in _items(given))),
    "abs": lambda value: abs(values.number(value)),
    "round": lambda value, digits=0: round(values.number(value), digits) if digits else round(values.number(value)),
    "any": lambda given: any(_items(given)),
    "all": lambda given: all(_items(given)),
    "sorted": lambda given: sorted(_items(given)),
    "list": lambda given=(): _items(given),
    "dict": _record,
    "range": _range,
    "str": _text,
    "int": _whole,
    "float": _decimal,
    "bool": bool,
})
