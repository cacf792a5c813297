"""Formats of snapshots, past and present: each older one knows how to become the next.

A snapshot is read in whatever format it was written, brought up to date step by step, and kept in the present format
at its next step. Nothing rewrites the cases that wait. A new format takes the next number, a function here and a kept
sample in the tests.
"""

from collections.abc import Callable
from uuid import UUID

from engine.errors import ExecutionFailed

FORMAT = 4


def _with_counts(body: dict) -> dict:
    """Format 2 leaves rounds out that are over, and counts what was completed in them."""
    return {**body, "n": {}}


def _with_numbers(body: dict) -> dict:
    """Format 3 numbers the tasks of a run; their UUIDs are kept as keys. Times count from a base."""
    flows = [body, *(flow for _, flow in body["i"])]
    numbers = {row[0]: number for number, row in enumerate((row for flow in flows for row in flow["t"]), 1)}
    base = int(body["t"][0][4])
    numbered = [{**flow, "t": [_numbered(row, numbers, base) for row in flow["t"]]} for flow in flows]
    inner = [[numbers[holder], flow] for (holder, _), flow in zip(body["i"], numbered[1:], strict=True)]
    return {**numbered[0], "b": base, "i": inner}


def _numbered(row: list, numbers: dict[str, int], base: int) -> list:
    key, name, state, place, changed, *rest = row
    more = {**(rest[0] if rest else {}), "k": str(UUID(key))}
    if "merged" in more.get("x", {}):  # copies that are done, by what they are called
        more["x"] = {**more["x"], "merged": [str(numbers.get(UUID(copy).hex, 0)) for copy in more["x"]["merged"]]}
    return [numbers[key], name, state, place, round((changed - base) * 1_000_000), more]


def _armed_only(body: dict) -> dict:
    """Format 4 keeps of a timer that it is armed; when it is due stands in its row alone."""
    return {**_without_dates(body), "i": [[holder, _without_dates(flow)] for holder, flow in body["i"]]}


def _without_dates(flow: dict) -> dict:
    for row in flow["t"]:
        inside = row[5].get("x") if len(row) > 5 else None
        if inside:
            row[5]["x"] = {f"armed:{key[4:]}" if key.startswith("due:") else key: 1 if key.startswith("due:") else value
                           for key, value in inside.items()}
    return flow


#: What brings a format to the one after it.
STEPS: dict[int, Callable[[dict], dict]] = {1: _with_counts, 2: _with_numbers, 3: _armed_only}


def upgraded(body: dict, number: int) -> dict:
    """The content of a snapshot in the present format. Raises ExecutionFailed for a format this program does not know."""
    while number != FORMAT:
        if number not in STEPS:
            raise ExecutionFailed(element="-", reason=(
                f"the snapshot has format {number} and this program knows formats {min(STEPS)} to {FORMAT}; run it with the "
                "version of the program that wrote it, or a newer one"))
        body, number = STEPS[number](body), number + 1
    return body
