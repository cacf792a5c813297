"""What a legal date with its reasons costs: python -m benchmarks.deadline_dates

A complaint lodged on each day of a year, by the national rule of 60 days and by the same number of working days, the
calendar at hand. No database is asked; the words are the three lines in one language. Time is that of the processor,
which other work on the machine does not lengthen.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from benchmarks.report import table
from engine.definitions import Definition, read_family
from engine.domain.explanation import explain
from engine.queries.deadline_words import deadline_lines

BAR_US = 50
TURNS = 25
LODGED = [datetime(2026, 1, 1, 10, tzinfo=UTC) + timedelta(days=day) for day in range(365)]


def measure() -> dict[str, float]:
    """Microseconds of one date: as data, and with its words, by the kind of days. Median over turns of a year each."""
    national = Definition.of(read_family("national"))
    calendar, by_law = national.calendar, national.deadlines["reply"]
    in_working_days = replace(by_law, unit="working")
    reasons = [explain(by_law, at, calendar) for at in LODGED]
    return {
        "with reasons": _median(lambda: [explain(by_law, at, calendar) for at in LODGED]),
        "with reasons and words": _median(lambda: [deadline_lines(explain(by_law, at, calendar), "fr") for at in LODGED]),
        "words alone": _median(lambda: [deadline_lines(why, "fr") for why in reasons]),
        "60 working days, with reasons": _median(lambda: [explain(in_working_days, at, calendar) for at in LODGED]),
    }


def _median(year: Callable[[], object]) -> float:
    year()
    took = []
    for _ in range(TURNS):
        before = process_time()
        year()
        took.append(1e6 * (process_time() - before) / len(LODGED))
    return median(took)


def as_text(figures: dict[str, float]) -> str:
    rows = [[name, figure, f"≤ {BAR_US}" if name.startswith("with reasons") else None] for name, figure in figures.items()]
    return table("A date of 60 days, microseconds", ["", "µs", "bar"], rows)


if __name__ == "__main__":
    print(as_text(measure()), flush=True)
