"""What can be done with a text, a list or a record by `value.name(...)`: a closed list, never a method of Python's own.

The names are Python's and mean the same; `keys`, `values` and `items` give lists. Nothing is ever changed in place: the
statements of CHANGING give the list or record as it is afterwards, and the script keeps that.
"""

from collections.abc import Callable

from engine.language.arithmetic import add, contains, equal, single
from engine.language.bounds import LONGEST_TEXT, MOST_PARTS, Unfit, spend
from engine.language.values import describe


def _text(value) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{describe(value)} is not a text")
    spend(len(value) // 64 + 1)
    return value


def _whole(value) -> int:
    if type(value) is not int:
        raise Unfit(f"{describe(value)} is not a whole number")
    return value


def _split(text, at=None, most=-1) -> list:
    found = _text(text).split(at if at is None else _text(at), _whole(most))
    spend(len(found))
    if len(found) > MOST_PARTS:
        raise Unfit("the list becomes too long")
    return found


def _join(between, parts) -> str:
    if not isinstance(parts, list):
        raise Unfit(f"{describe(parts)} is not a list")
    spend(len(parts))
    length = sum(len(_text(part)) for part in parts) + len(_text(between)) * len(parts)
    if length > LONGEST_TEXT:
        raise Unfit("the text becomes too long")
    return between.join(parts)


def _replace(text, old, new, most=-1) -> str:
    times = _text(text).count(_text(old))
    if len(text) + times * len(_text(new)) > LONGEST_TEXT:
        raise Unfit("the text becomes too long")
    return text.replace(old, new, _whole(most))


def _starts(text, start) -> bool:
    return _text(text).startswith(_text(start))


def _ends(text, end) -> bool:
    return _text(text).endswith(_text(end))


def _count(value, item) -> int:
    if isinstance(value, str):
        return _text(value).count(_text(item))
    return sum(1 for other in value if equal(item, other))


def _index(value, item) -> int:
    if isinstance(value, str):
        return _text(value).index(_text(item))
    for place, other in enumerate(value):
        if equal(item, other):
            return place
    raise Unfit("the list does not hold it")


def _get(record, key, otherwise=None):
    return record.get(key, otherwise)


def _fields(record) -> list:
    spend(5 * len(record))  # as many new lists
    return [[key, value] for key, value in record.items()]


def _stripped(name: str) -> Callable:
    def strip(text, signs=None):
        return getattr(str, name)(_text(text), signs if signs is None else _text(signs))
    return strip


def _plain_text(name: str) -> Callable:
    return lambda text: getattr(str, name)(_text(text))


TEXT: dict[str, Callable] = {
    **{name: _plain_text(name) for name in ("lower", "upper", "title", "capitalize", "casefold", "swapcase", "isdigit", "isalpha",
                                            "isalnum", "isspace", "isupper", "islower", "isnumeric")},
    **{name: _stripped(name) for name in ("strip", "lstrip", "rstrip")},
    "split": _split, "join": _join, "replace": _replace, "startswith": _starts, "endswith": _ends, "count": _count,
    "find": lambda text, part: _text(text).find(_text(part)), "index": _index,
    "removeprefix": lambda text, part: _text(text).removeprefix(_text(part)),
    "removesuffix": lambda text, part: _text(text).removesuffix(_text(part)),
}
LIST: dict[str, Callable] = {"count": _count, "index": _index, "copy": lambda value: [*_passed(value)]}
RECORD: dict[str, Callable] = {
    "get": _get, "keys": lambda record: [*_passed(record)], "values": lambda record: [*_passed(record).values()],
    "items": _fields, "copy": lambda record: {**_passed(record)}}
METHODS = {str: TEXT, list: LIST, dict: RECORD}
NAMES = frozenset(TEXT) | frozenset(LIST) | frozenset(RECORD)


def _passed(value):
    spend(len(value) // 8 + 1)
    return value


def _appended(value: list, item) -> list:
    return add(value, [item])


def _inserted(value: list, place, item) -> list:
    return add(add(value[:_whole(place)], [item]), value[place:])


def _without(value: list, item) -> list:
    place = _index(value, item)
    return value[:place] + value[place + 1:]


def without(value, place=-1):
    """A list or record without the item or field at `place`."""
    if isinstance(value, dict):
        if place not in value:
            raise Unfit("the record has no such field")
        return {key: item for key, item in value.items() if key != place}
    if not isinstance(value, list):
        raise Unfit(f"{describe(value)} has no items to take away")
    if not -len(value) <= _whole(place) < len(value):
        raise Unfit(f"a list has no item {place}")
    place %= len(value)
    return value[:place] + value[place + 1:]


def _updated(value: dict, more=None, **fields) -> dict:
    if more is not None and not isinstance(more, dict):
        raise Unfit(f"{describe(more)} is not a record")
    return {**value, **(more or {}), **fields}


#: Statements such as `names.append(name)`: the list or record as it is afterwards.
CHANGING: dict[str, tuple[type, Callable]] = {
    "append": (list, _appended), "extend": (list, lambda value, more: add(value, more)), "insert": (list, _inserted),
    "remove": (list, _without), "reverse": (list, lambda value: value[::-1]),
    "sort": (list, lambda value: sorted(single(value))), "clear": ((list, dict), lambda value: type(value)()),
    "pop": ((list, dict), without), "update": (dict, _updated),
    "setdefault": (dict, lambda value, key, given=None: value if contains(key, value) else {**value, key: given}),
}
