"""What happened to a clock after it had started: it was paused, it ran on, it was given more days.

The entries are the truth and are only ever added to; the spans in which the clock stood are worked out from them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.domain.business_calendar import BusinessCalendar
from engine.vocabulary import EntryKind

NOBODY: tuple[str, ...] = ()
#: Begins the reason of a pause that the diagram itself makes; the id of the task that the complainant has to do follows.
FOR_TASK = "task:"


@dataclass(frozen=True)
class Pausing:
    """Whether a rule lets its clock stand still. `mode` is "none", "continue" (the count goes on where it stopped) or
    "reset" (it begins afresh); `by` are the roles that may pause it, "system" for the diagram itself; `days` is the
    most calendar days that all pauses together may last, so a clock that nobody starts again starts by itself."""

    mode: str = "none"
    by: tuple[str, ...] = NOBODY
    days: int = 0


@dataclass(frozen=True)
class Extending:
    """Who may give a clock more time, and how many days of its own kind in all. Nobody and none by default."""

    by: tuple[str, ...] = NOBODY
    days: int = 0


@dataclass(frozen=True)
class LedgerEntry:
    """One line of the ledger. `at` is an aware instant; `days` is the length of an extension; `until_on` is the date
    that an interim reply promises, or the due day after a recalculation; `before_on` is the due day before the entry.
    `reasons` is the reason by language where it was given in all of them. Neither an interim reply nor a recalculation
    moves anything by itself."""

    kind: EntryKind
    at: datetime
    reason: str = ""
    days: int = 0
    until_on: date | None = None
    before_on: date | None = None
    reasons: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Pause:
    """A span in which the clock stood: the local days after `from_on` up to and with `to_on`, `days` of them.
    `unfinished` while nobody has started it again: it then stands to its allowed end."""

    from_on: date
    to_on: date
    reason: str
    unfinished: bool

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days


def pauses(pausing: Pausing, entries: Iterable[LedgerEntry], calendar: BusinessCalendar) -> tuple[Pause, ...]:
    """The spans, in order, together no longer than the rule allows. The day on which a clock is stopped still counts,
    the day on which it runs on does not, as with the day of deposit."""
    left, begun, spans = pausing.days if pausing.mode != "none" else 0, None, []
    for entry in sorted(entries, key=lambda entry: entry.at):
        if entry.kind == EntryKind.SUSPENDED and begun is None:
            begun = entry
        elif entry.kind == EntryKind.RESUMED and begun is not None:
            spans.append(_span(begun, calendar.local_day(entry.at), left, calendar))
            left, begun = left - spans[-1].days, None
    if begun is not None:
        spans.append(_span(begun, None, left, calendar))
    return tuple(span for span in spans if span.days > 0)


def added_days(entries: Iterable[LedgerEntry]) -> int:
    """The days that extensions have added."""
    return sum(entry.days for entry in entries if entry.kind == EntryKind.EXTENDED)


def _span(begun: LedgerEntry, to_on: date | None, left: int, calendar: BusinessCalendar) -> Pause:
    from_on = calendar.local_day(begun.at)
    latest = from_on + timedelta(max(left, 0))
    return Pause(from_on, latest if to_on is None else min(to_on, latest), begun.reason, unfinished=to_on is None)
