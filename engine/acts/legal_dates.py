"""The functions that a diagram's timers may call, and the rows of clocks that start."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from engine.definitions import Definition
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import LODGED, DeadlineRule, reminder_at
from engine.domain.explanation import Explanation, explain
from engine.errors import Invalid

#: By code, oldest first: since which day an agency counts how many days; None gives the family's number back.
OwnDays = Mapping[str, tuple[tuple[date, int | None], ...]]


def timer_functions(definition: Definition, lodged_at: datetime, due: Mapping[str, datetime] | None = None,
                    calendar: BusinessCalendar | None = None,
                    own: OwnDays | None = None) -> Callable[[datetime], Mapping[str, Callable]]:
    """A factory: given the present instant, the functions deadline, before_deadline, after_deadline, days_from_now
    and working_days_from_now.

    `due` holds the due instants of the clocks that run already: a date that was moved counts for a timer armed later too.
    Of the others those that start with the deposit count from `lodged_at`, the rest from the instant the timer is armed.
    """
    started, calendar = due if due is not None else {}, calendar or definition.calendar

    def functions(now: datetime) -> Mapping[str, Callable]:
        def due_at(code: str) -> datetime:
            rule = rule_of(definition, code)
            if code in started:
                return started[code]
            return _explained(rule, lodged_at if rule.starts == LODGED else now, calendar, own or {}).due_at

        def days_from(code: str, days: int) -> datetime:
            return reminder_at(calendar.local_day(due_at(code)), days, calendar)

        return {
            "deadline": due_at,
            "before_deadline": days_from,
            "after_deadline": lambda code, days: days_from(code, -days),
            "days_from_now": lambda days: calendar.end_of(calendar.local_day(now) + timedelta(days=days)),
            "working_days_from_now": lambda days: calendar.end_of(_working_day(calendar, now, days)),
        }

    return functions


def _working_day(calendar: BusinessCalendar, now: datetime, days: int) -> date:
    """The `days`-th working day after today, at most a year of them."""
    day = calendar.local_day(now)
    for _ in range(min(days, 366)):
        day = calendar.rolled(day + timedelta(days=1))
    return day


def rule_of(definition: Definition, code: str) -> DeadlineRule:
    """The rule of a deadline. Raises Invalid naming the ones there are."""
    if code not in definition.deadlines:
        known = ", ".join(sorted(definition.deadlines)) or "none"
        raise Invalid(what=f"the deadline {code!r}", reason=f"deadlines.dmn of {definition.family} has: {known}")
    return definition.deadlines[code]


def ledger_row(instance_id: str, definition: Definition, code: str, started: datetime,
               calendar: BusinessCalendar | None = None, own: OwnDays | None = None) -> dict:
    """The values of a new row of the deadline table."""
    why = _explained(rule_of(definition, code), started, calendar or definition.calendar, own or {})
    return {
        "instance_id": instance_id, "code": code, "started_at": started, "started_on": why.started_on, "days": why.days,
        "due_on": why.due_on, "due_at": why.due_at, "definition_hash": definition.content_hash,
        "calendar_version": why.calendar_version, "met_at": None, "breached_at": None,
    }


def own_days_of(text: str | None) -> OwnDays:
    """An agency's own numbers as they come with the lock of a case, see `look_up.own_days`; no days stand as `-`."""
    found: dict[str, list] = {}
    for part in sorted(text.split(";")) if text else ():
        code, since_on, days = part.split(" ")
        found.setdefault(code, []).append((date.fromisoformat(since_on), None if days == "-" else int(days)))
    return {code: tuple(numbers) for code, numbers in found.items()}


def days_of(rule: DeadlineRule, started_on: date, own: OwnDays) -> int:
    """The days of a clock that starts on a local day: the agency's own number where it is shorter than the rule's."""
    numbers = [days for since_on, days in own.get(rule.code, ()) if since_on <= started_on]
    return min(rule.days, numbers[-1]) if numbers and numbers[-1] is not None else rule.days


def _explained(rule: DeadlineRule, started: datetime, calendar: BusinessCalendar, own: OwnDays) -> Explanation:
    days = days_of(rule, calendar.local_day(started), own) if own else None
    return explain(rule, started, calendar, days=days)
