"""Formats of snapshots, past and present: each older one knows how to become the next.

A snapshot is read in whatever format it was written, brought up to date step by step, and kept in the present format
at its next step. Nothing rewrites the cases that wait. A new format takes the next number, a function here and a kept
sample in the tests.
"""

from collections.abc import Callable

from engine.errors import ExecutionFailed

FORMAT = 2


def _with_counts(body: dict) -> dict:
    """Format 2 leaves rounds out that are over, and counts what was completed in them."""
    return {**body, "n": {}}


#: What brings a format to the one after it.
STEPS: dict[int, Callable[[dict], dict]] = {1: _with_counts}


def upgraded(body: dict, number: int) -> dict:
    """The content of a snapshot in the present format. Raises ExecutionFailed for a format this program does not know."""
    while number != FORMAT:
        if number not in STEPS:
            raise ExecutionFailed(element="-", reason=(
                f"the snapshot has format {number} and this program knows formats {min(STEPS)} to {FORMAT}; run it with the "
                "version of the program that wrote it, or a newer one"))
        body, number = STEPS[number](body), number + 1
    return body
