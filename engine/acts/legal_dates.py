"""The functions that a diagram's timers may call, and the ledger rows of a new case."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from engine.definitions import Definition
from engine.domain.deadline import DeadlineRule, reminder_at
from engine.domain.explanation import Explanation, explain
from engine.errors import Invalid

LODGED = "lodged"


def timer_functions(definition: Definition, lodged_at: datetime) -> Callable[[datetime], Mapping[str, Callable]]:
    """A factory: given the present instant, the functions deadline, before_deadline, after_deadline and
    days_from_now.

    Deadlines that start with the deposit count from `lodged_at`, the others from the instant the timer is armed.
    """

    def functions(now: datetime) -> Mapping[str, Callable]:
        def due(code: str) -> Explanation:
            rule = rule_of(definition, code)
            return explain(rule, lodged_at if rule.starts == LODGED else now, definition.calendar)

        def days_from_now(days: int) -> datetime:
            calendar = definition.calendar
            return calendar.end_of(calendar.local_day(now) + timedelta(days=days))

        return {
            "deadline": lambda code: due(code).due_at,
            "before_deadline": lambda code, days: reminder_at(due(code).due_on, days, definition.calendar),
            "after_deadline": lambda code, days: reminder_at(due(code).due_on, -days, definition.calendar),
            "days_from_now": days_from_now,
        }

    return functions


def rule_of(definition: Definition, code: str) -> DeadlineRule:
    """The rule of a deadline. Raises Invalid naming the ones there are."""
    if code not in definition.deadlines:
        known = ", ".join(sorted(definition.deadlines)) or "none"
        raise Invalid(what=f"the deadline {code!r}", reason=f"deadlines.dmn of {definition.family} has: {known}")
    return definition.deadlines[code]


def ledger_row(instance_id: str, definition: Definition, code: str, started: datetime) -> dict:
    """The values of a new row of the deadline table."""
    rule = rule_of(definition, code)
    due = explain(rule, started, definition.calendar)
    return {
        "instance_id": instance_id, "code": code, "started_at": started, "started_on": due.started_on, "days": due.days,
        "due_on": due.due_on, "due_at": due.due_at, "definition_hash": definition.content_hash,
        "calendar_version": due.calendar_version, "met_at": None, "breached_at": None,
    }
