"""What each figure must not exceed (or must reach), and whether it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.place import KINDS
from benchmarks.report import cell, table


@dataclass(frozen=True)
class Bar:
    """`figure` is a path into the measured figures of a database, such as ("growth", "ratio"); `limits` belong to
    SQLite and PostgreSQL, None where there is none. `at_least` turns the bar round."""

    words: str
    figure: tuple[str, str]
    limits: tuple[float | None, float | None]
    at_least: bool = False


BARS = (
    Bar("step, times the hand-written one", ("steps", "ratio_to_handwritten"), (2, 1.2)),
    Bar("bytes of a finished case", ("steps", "bytes_per_case"), (None, 7_300)),
    Bar("write-ahead log of a finished case, bytes", ("steps", "wal_per_case"), (None, 25_000)),
    Bar("statements of a completion", ("steps", "statements_per_completion"), (None, 4)),
    Bar("commits of a completion", ("steps", "commits_per_completion"), (None, 1)),
    Bar("step among 50,000 cases, times among 1,000", ("growth", "ratio"), (1.1, 1.1)),
    Bar("step after 50 rounds by call activity, times the first", ("rounds by call activity", "ratio"), (1.3, 1.3)),
    Bar("step after 50 rounds by gateway, times the first", ("rounds by gateway", "ratio"), (None, None)),
    Bar("idle tick over 1,000,000 timers, ms", ("ticks", "idle_ms"), (0.05, 1)),
    Bar("tick with 100 due, ms", ("ticks", "due_100_ms"), (None, None)),
    Bar("tick with 1,000 due, ms", ("ticks", "due_1000_ms"), (None, None)),
    Bar("claim of one due timer, ms", ("ticks", "claim_one_ms"), (0.1, 0.1)),
    Bar("deployment of the national family, ms", ("deploys", "ms"), (300, 300)),
    Bar("date of 60 days with its reasons, µs", ("dates", "with reasons"), (50, 50)),
    Bar("date of 60 days with reasons in words, µs", ("dates", "with reasons and words"), (50, 50)),
    Bar("look at 100,000 open dates that a decree moves, s", ("recalculation", "preview_s"), (None, 5)),
    Bar("moving them, s", ("recalculation", "applied_s"), (None, 60)),
    Bar("form post to redirect, times what it may take", ("over http", "of_allowed"), (1, 1)),
    Bar("public page, 95th percentile among 100,000 cases, ms", ("pages", "public_p95_ms"), (100, 100)),
    Bar("worklist, 95th percentile among 100,000 cases, ms", ("pages", "worklist_p95_ms"), (50, 50)),
    Bar("memory of a serving process, MB", ("over http", "memory_mb"), (100, 100)),
    Bar("two processes, times the cases of one", ("processes", "ratio"), (None, 1.7), at_least=True),
    Bar("two workers, times the timers of one", ("workers", "two"), (None, 1), at_least=True),
    Bar("four workers, times the timers of one", ("workers", "four"), (None, 1), at_least=True),
)


def as_text(measured: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """`measured` maps database, measurement and figure to numbers; a figure beyond its bar is marked."""
    rows = [[bar.words, *(part for at, kind in enumerate(KINDS) for part in _cells(bar, at, measured.get(kind, {})))]
            for bar in BARS]
    return table("The bars; ! is beyond", ["figure", "SQLite", "bar", "PostgreSQL", "bar"], rows)


def _cells(bar: Bar, at: int, figures: Mapping[str, Mapping[str, float]]) -> Sequence:
    value, limit = figures.get(bar.figure[0], {}).get(bar.figure[1]), bar.limits[at]
    text = cell(value)
    sign = "≥" if bar.at_least else "≤"
    told = f"{text} !" if is_beyond(bar, value, limit) else text
    return told, f"{sign} {limit:,}" if limit is not None else None


def is_beyond(bar: Bar, value: float | None, limit: float | None) -> bool:
    if value is None or limit is None:
        return False
    return value < limit if bar.at_least else value > limit
