"""What nothing in the language may exceed: sizes of values, and steps of one evaluation."""

import threading

LARGEST_NUMBER = 10**15
LONGEST_TEXT = 100_000
MOST_PARTS = 20_000
MOST_PARTS_STORED_BY_A_SCRIPT = 1_000
#: Units of work of one evaluation; one is about a fifth of a microsecond. What takes more is refused half-way.
MOST_STEPS = 100_000


class Unfit(ValueError):
    """A value or an operation outside the language; the message is the reason shown to the author. `at` is the line and
    column of the part it happened in, where that is known."""

    at: tuple[int, int] | None = None


class _Meter(threading.local):
    left = MOST_STEPS


METER = _Meter()


def spend(units: int) -> None:
    """Count work whose amount depends on values: items of lists, rounds of loops. Raises Unfit when it is too much."""
    METER.left -= units
    if METER.left < 0:
        raise Unfit("it takes too many steps")
