"""What is counted again, for whom, and what may be chosen. Pure values; queries look, acts carry out."""

from dataclasses import dataclass
from datetime import date

from engine.vocabulary import Cause, Reach


@dataclass(frozen=True)
class Plan:
    """A recalculation as it is asked for.

    CALENDAR: the calendar with the code `calendar` as of `to_version`; `since_version` leaves alone what was already behind
    that version, as an earlier choice left it. RULE: the deadlines of the definition `definition_hash`, for the open cases of
    all versions of `family`. LAW tries out `days` and `unit` for the deadline `code` of `family` and can only be looked at.
    `agency_id` limits it to one agency. `never_later` leaves out every date that would move to the complainant's cost.
    """

    cause: Cause
    calendar: str | None = None
    since_version: int | None = None
    to_version: int | None = None
    family: str | None = None
    definition_hash: str | None = None
    code: str | None = None
    days: int | None = None
    unit: str | None = None
    agency_id: str | None = None
    reach: Reach = Reach.ALL
    lodged_since_on: date | None = None
    never_later: bool = False


def is_worse(before_on: date, after_on: date, is_complainants_own: bool) -> bool:
    """Does the complainant lose by the move? They wait longer for a reply; of their own time they have less."""
    return after_on < before_on if is_complainants_own else after_on > before_on


def becomes_late(before_on: date, after_on: date, today: date) -> bool:
    """The new due day has passed and the former had not."""
    return after_on < today <= before_on


def in_time_again(before_on: date, after_on: date, today: date) -> bool:
    """The former due day had passed and the new one has not. A breach that was noted stays noted."""
    return before_on < today <= after_on
