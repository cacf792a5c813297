"""Can two conditions be true at once? Tried out: every variable takes the values around those it is compared with."""

import re
from itertools import islice, product

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_expression

TEXT = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
MOST_TRIALS = 600


def reads_of(condition: str) -> frozenset[str]:
    """The variables a condition reads; none where it is not in our language."""
    try:
        return compile_expression(condition).reads
    except ExpressionRefused:
        return frozenset()


def common_case(one: str, other: str) -> str | None:
    """Values for which both are true, as `amount = 6`; None where none was found.

    A trial that finds nothing proves nothing; one that finds something is a witness. Conditions that call functions or
    read nothing are left alone.
    """
    try:
        first, second = compile_expression(one), compile_expression(other)
    except ExpressionRefused:
        return None
    names = sorted(first.reads | second.reads)
    if not first.reads or not second.reads or first.calls or second.calls:
        return None
    for values in islice(product(_candidates(f"{one} {other}"), repeat=len(names)), MOST_TRIALS):
        case = dict(zip(names, values, strict=True))
        try:
            if first.evaluate(case) and second.evaluate(case):
                return ", ".join(f"{name} = {value!r}" for name, value in case.items())
        except ExpressionFailed:
            continue
    return None


def _candidates(text: str) -> list:
    """The literals of both conditions, what lies beside each number, and yes and no."""
    words = [found[0] or found[1] for found in TEXT.findall(text)]
    numbers = sorted({float(found) if "." in found else int(found) for found in NUMBER.findall(TEXT.sub("", text))})
    beside = [value for number in numbers for value in (number, number + 1, number - 1)]
    between = [(low + high) / 2 for low, high in zip(numbers, numbers[1:], strict=False) if high - low > 1]
    return list(dict.fromkeys([*words, *beside, *between])) + [True, False, None]
