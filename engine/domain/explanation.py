"""Why a date is what it is: everything that is needed to count it again by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.business_calendar import BusinessCalendar, Holiday
from engine.domain.deadline import DeadlineRule
from engine.domain.ledger import LedgerEntry, Pause, added_days, pauses
from engine.vocabulary import EntryKind

WORKING, RESET = "working", "reset"
_DAY = timedelta(days=1)
_MOST_SKIPPED = 20_000


@dataclass(frozen=True)
class DayOff:
    """A day that was not counted or could not be the last. `holiday` is None for a day of the weekend."""

    on: date
    holiday: Holiday | None


@dataclass(frozen=True, slots=True)
class CountedThere:
    """The date was counted while another agency had the case, and stays: `former` and `here` are the two agencies by language,
    `here_on` the day that the present one's own days would give."""

    former: Mapping[str, str]
    here: Mapping[str, str]
    here_on: date


@dataclass(frozen=True, slots=True)
class Explanation:
    """How `due_on` came about.

    The clock started on the local day `started_on` of the instant `started_at`; `first_on` is the first day that counts
    (after the last pause where pauses begin the count afresh). From it on `days` + `added` days of the rule's unit are
    counted, but for the `pauses` and, in working days, for the `skipped` ones; the last is `unrolled_on`. `rolled_over`
    are the days from there on that are no working days; the day after them is `due_on`, its last second `due_at`.
    `extensions` add up to `added`; `interim` are replies that told the complainant more and moved nothing;
    `recalculated` says when and why a change of calendar, rule or law has moved the date before. Days are those of `zone`;
    `counted_there` is set where the days of a former agency gave another date.
    """

    rule: DeadlineRule
    started_at: datetime
    started_on: date
    first_on: date
    days: int
    added: int
    pauses: tuple[Pause, ...]
    extensions: tuple[LedgerEntry, ...]
    interim: tuple[LedgerEntry, ...]
    recalculated: tuple[LedgerEntry, ...]
    skipped: tuple[DayOff, ...]
    unrolled_on: date
    rolled_over: tuple[DayOff, ...]
    due_on: date
    due_at: datetime
    zone: ZoneInfo
    calendar_version: int
    counted_there: CountedThere | None = None

    @property
    def provisional(self) -> tuple[DayOff, ...]:
        """The feasts in it that no decree has fixed yet: the date may still move with them."""
        return tuple(day for day in (*self.skipped, *self.rolled_over) if day.holiday and day.holiday.provisional)


def explain(rule: DeadlineRule, started_at: datetime, calendar: BusinessCalendar, entries: Sequence[LedgerEntry] = (),
            days: int | None = None) -> Explanation:
    """The date on which a deadline ends that started at an aware instant, and why.

    `days` is an agency's own, shorter number. Raises ValueError for a calendar without working days.
    """
    started_on = calendar.local_day(started_at)
    days = rule.days if days is None else days
    added = added_days(entries) if entries else 0
    stood = pauses(rule.suspend, entries, calendar) if entries else ()
    counted_from, last, skipped, stood = _counted(rule, started_on, days + added, stood, calendar)
    due_on = calendar.rolled(last) if rule.roll else last
    rolled_over = tuple(_day_off(last + _DAY * number, calendar) for number in range((due_on - last).days))
    return Explanation(
        rule, started_at, started_on, counted_from + _DAY, days, added, stood,
        _of_kind(entries, EntryKind.EXTENDED), _of_kind(entries, EntryKind.INTERIM_REPLY),
        _of_kind(entries, EntryKind.RECALCULATED), skipped, last, rolled_over, due_on, calendar.end_of(due_on),
        calendar.zone, calendar.version)


def _of_kind(entries: Sequence[LedgerEntry], kind: EntryKind) -> tuple[LedgerEntry, ...]:
    return tuple(entry for entry in entries if entry.kind == kind) if entries else ()


def _counted(rule: DeadlineRule, start: date, total: int, stood: tuple[Pause, ...], calendar: BusinessCalendar):
    """The day before the first that counts, the last that does, the days skipped between them, and the pauses that
    began before the clock had run out."""
    count = _working_days if rule.unit == WORKING else _calendar_days
    last, skipped = count(start, total, (), calendar)
    felt: list[Pause] = []
    for pause in stood:
        if pause.from_on >= last:
            break
        felt.append(pause)
        if rule.suspend.mode == RESET:
            start = pause.to_on
            last, skipped = count(start, total, (), calendar)
        else:
            last, skipped = count(start, total, felt, calendar)
    return start, last, skipped, tuple(felt)


def _calendar_days(start: date, total: int, stood: Sequence[Pause], calendar: BusinessCalendar):
    return start + timedelta(total + sum(pause.days for pause in stood)), ()


def _working_days(start: date, total: int, stood: Sequence[Pause], calendar: BusinessCalendar):
    day, skipped = start, []
    while total > 0:
        if len(skipped) > _MOST_SKIPPED:
            raise ValueError(f"the calendar has too few working days in the years after {start}")
        day += _DAY
        if stood and any(pause.from_on < day <= pause.to_on for pause in stood):
            continue
        off = calendar.why_off(day)
        if off is None:
            total -= 1
        else:
            skipped.append(DayOff(day, off if off.is_holiday else None))
    return day, tuple(skipped)


def _day_off(day: date, calendar: BusinessCalendar) -> DayOff:
    return DayOff(day, calendar.holiday(day))
