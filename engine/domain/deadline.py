"""What a deadline is, and the small sums with its date.

The day of deposit is not counted; the last day counts whole, in the agency's zone; a last day that is not a working
day rolls to the next one (our safe reading of the decree; see docs/reference). `explanation.py` does the counting.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.domain.business_calendar import BusinessCalendar
from engine.domain.ledger import Extending, Pausing


#: The deadline of the decree; what every case's legal clock counts from; how a date set by law is graded.
REPLY, LODGED, STATUTORY = "reply", "lodged", "statutory"


@dataclass(frozen=True)
class DeadlineRule:
    """One row of a family's deadlines.dmn. `days` counts from the event `starts` until the act or status `until`; `unit`
    is "calendar" or "working"; `grade` is "statutory" or "internal"; `evidence` says how well its basis is known: "text",
    "official", "press" or "policy". A variant may change nothing but shorten a `locked` one."""

    code: str
    starts: str
    days: int
    unit: str
    roll: bool
    grade: str
    basis: dict[str, str] = field(default_factory=dict, hash=False)
    names: dict[str, str] = field(default_factory=dict, hash=False)
    until: str = ""
    evidence: str = ""
    locked: bool = False
    suspend: Pausing = Pausing()
    extend: Extending = Extending()

    @property
    def is_statutory(self) -> bool:
        return self.grade == STATUTORY


def reminder_at(due_on: date, days_before: int, calendar: BusinessCalendar) -> datetime:
    """The start of the local day that lies `days_before` the (rolled) due day, as an aware UTC instant."""
    return calendar.start_of(due_on - timedelta(days_before))


def days_left(due_on: date, now: datetime, calendar: BusinessCalendar) -> int:
    """Whole local days until the due day; 0 on it, negative when late. Compares dates, not seconds."""
    return (due_on - calendar.local_day(now)).days
