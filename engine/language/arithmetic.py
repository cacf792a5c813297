"""Arithmetic and comparisons that can never grow or run without bound. What they accept, they do as Python does."""

import math

from engine.language.bounds import LARGEST_NUMBER, LONGEST_TEXT, MOST_PARTS, Unfit, spend
from engine.language.values import SCALARS, describe, number


def add(left, right):
    if isinstance(left, str) and isinstance(right, str):
        spend((len(left) + len(right)) // 128 + 1)
        if len(left) + len(right) > LONGEST_TEXT:
            raise Unfit("the text becomes too long")
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        spend((len(left) + len(right)) // 8 + 1)
        if len(left) + len(right) > MOST_PARTS:
            raise Unfit("the list becomes too long")
        return left + right
    return number(number(left) + number(right))


def subtract(left, right):
    return number(number(left) - number(right))


def multiply(left, right):
    if isinstance(left, (str, list)) and type(right) is int:
        return _repeated(left, right)
    if isinstance(right, (str, list)) and type(left) is int:
        return _repeated(right, left)
    return number(number(left) * number(right))


def _repeated(value, times: int):
    wanted = len(value) * max(times, 0)
    if wanted > (LONGEST_TEXT if isinstance(value, str) else MOST_PARTS):
        raise Unfit("the text becomes too long" if isinstance(value, str) else "the list becomes too long")
    spend(wanted // 8 + 1)
    return value * times


def divide(left, right):
    return number(number(left) / number(right))


def whole_divide(left, right):
    return number(number(left) // number(right))


def remainder(left, right):
    return number(number(left) % number(right))


def power(left, right):
    """Measured before it is computed: 9 ** 9 ** 9 would fill the memory."""
    base, exponent = number(left), number(right)
    if base and abs(exponent * math.log10(abs(base))) > math.log10(LARGEST_NUMBER) + 1:
        raise Unfit("a number is out of range")
    if abs(exponent) > 1_000 and isinstance(base, int):
        raise Unfit("the power is out of range")
    return number(base ** exponent)


def negate(value):
    return -number(value)


def equal(left, right) -> bool:
    if type(left) in SCALARS or type(right) in SCALARS:
        return left == right
    return _same(left, right, 0)


def unequal(left, right) -> bool:
    return not equal(left, right)


def _same(left, right, depth: int) -> bool:
    spend(1)
    if left is right or type(left) in SCALARS or type(right) in SCALARS:
        return left is right or left == right
    if depth > 50:
        raise Unfit("the value is nested too deeply")
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_same(a, b, depth + 1) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key], depth + 1) for key in left)
    return left == right


def _in_order(left, right) -> None:
    for value in (left, right):
        if type(value) not in SCALARS and isinstance(value, (list, tuple, dict)):
            raise Unfit(f"{describe(value)} is neither larger nor smaller")


def less(left, right):
    if type(left) not in SCALARS or type(right) not in SCALARS:
        _in_order(left, right)
    return left < right


def less_or_equal(left, right):
    if type(left) not in SCALARS or type(right) not in SCALARS:
        _in_order(left, right)
    return left <= right


def greater(left, right):
    if type(left) not in SCALARS or type(right) not in SCALARS:
        _in_order(left, right)
    return left > right


def greater_or_equal(left, right):
    if type(left) not in SCALARS or type(right) not in SCALARS:
        _in_order(left, right)
    return left >= right


def contains(item, among) -> bool:
    """`item in among`."""
    if isinstance(among, str):
        spend(len(among) // 64 + 1)
        return item in among
    if isinstance(among, (list, tuple)):
        spend(len(among) // 4 + 1)
        return item in among if type(item) in SCALARS else any(equal(item, other) for other in among)
    if isinstance(among, dict):
        return item in among
    raise Unfit(f"{describe(among)} holds nothing")


def contains_not(item, among) -> bool:
    return not contains(item, among)


def single(values: list) -> list:
    """`values`, if each is one that can be put in order. Raises Unfit."""
    spend(2 * len(values))
    for value in values:
        _in_order(value, None)
    return values
