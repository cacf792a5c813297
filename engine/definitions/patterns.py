"""Patterns of forms, matched by RE2 in time that grows with the text and never runs away.

A form is somebody else's text, and Python's own matcher tries every way: `^(a+)+$` on thirty letters takes a minute. RE2
follows all ways at once; what would need more (looking ahead or back, back references) it refuses. A pattern may fit
anywhere unless `^` and `$` say where.
"""

from functools import lru_cache

#: Memory that one pattern may take, in bytes: repetitions of repetitions are refused beyond it.
MOST_MEMORY = 1_000_000


class NoPattern(ValueError):
    """What stands there is no pattern that is understood; the message says why."""


@lru_cache(maxsize=256)
def compile_pattern(text: str):
    """Something with `.search(text)`, as of Python's `re`. Raises NoPattern."""
    import re2  # a form with a pattern is rare: who has none need not hold it
    options = re2.Options()
    options.max_mem, options.log_errors = MOST_MEMORY, False
    try:
        return re2.compile(text, options)
    except re2.error as problem:
        why = problem.args[0]
        raise NoPattern(why.decode() if isinstance(why, bytes) else str(why)) from None
