"""How far a clock has run: what a bar or a dial shows of a deadline."""

from dataclasses import dataclass
from datetime import date

from engine.domain.explanation import Explanation


@dataclass(frozen=True)
class ClockFace:
    """Local days, counted from `started_on`. `total` lie up to the due day, `gone` of them have passed by `until_on`: today,
    or the day the clock stopped for good (`stopped`). `paused` are spans (from, to) in which it stood. `late` days lie
    beyond the due day. Days that were skipped or rolled over are days like any other here: a calendar has them too."""

    started_on: date
    due_on: date
    until_on: date
    total: int
    gone: int
    paused: tuple[tuple[int, int], ...]
    late: int
    stopped: bool

    @property
    def left(self) -> int:
        """Days until the due day; negative when late."""
        return (self.due_on - self.until_on).days

    def day(self, on: date) -> int:
        """How many days after the start a date lies."""
        return (on - self.started_on).days


def clock_face(why: Explanation, today: date, met_on: date | None = None) -> ClockFace:
    """The face of a clock as of a local day; a clock that stopped shows the day it did."""
    until = met_on if met_on is not None else max(today, why.started_on)
    total = (why.due_on - why.started_on).days
    gone = (until - why.started_on).days
    spans = (((pause.from_on - why.started_on).days, min((pause.to_on - why.started_on).days, total, gone))
             for pause in why.pauses)  # one that goes on has lasted until today, whatever it may still last
    paused = tuple((start, end) for start, end in spans if start < end)
    return ClockFace(why.started_on, why.due_on, until, total, min(gone, total), paused, max(gone - total, 0),
                     met_on is not None)
