"""Three rates of the national commitment, as formulas over the cases of a period; both ends of a period count.

They follow the statutory clock alone: no pause, no restart and no extension helps. Days are local dates: a reply on the due
day is in time. A rate of nothing is no rate. Our definitions; the commitment itself gives none (docs/reference/dates.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

RENEWED_WITHIN_DAYS = 30


@dataclass(frozen=True)
class CountedCase:
    """One complaint: the day of deposit, the statutory due day, the day its first reasoned reply was communicated, and the
    days on which it was reopened or lodged anew. Who held it meanwhile, and what was paused, plays no part."""

    lodged_on: date
    due_on: date
    replied_on: date | None = None
    renewed_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """With two decimals; None where there is nothing to divide by."""
        return round(100 * self.part / self.whole, 2) if self.whole else None


def response_rate(cases: Iterable[CountedCase], first: date, last: date, read_on: date) -> Rate:
    """Of the cases lodged in the period, those answered by the day of reading."""
    found = [case for case in cases if first <= case.lodged_on <= last]
    return Rate(sum(case.replied_on is not None and case.replied_on <= read_on for case in found), len(found))


def in_time_rate(cases: Iterable[CountedCase], first: date, last: date) -> Rate:
    """Of the cases that were due in the period, those answered by their due day; no reply is a failure."""
    found = [case for case in cases if first <= case.due_on <= last]
    return Rate(sum(case.replied_on is not None and case.replied_on <= case.due_on for case in found), len(found))


def renewed_rate(cases: Iterable[CountedCase], first: date, last: date) -> Rate:
    """Of the cases answered in the period, those reopened or lodged anew within 30 days of the reply, each once."""
    found = [case for case in cases if case.replied_on is not None and first <= case.replied_on <= last]
    return Rate(sum(_is_renewed(case) for case in found), len(found))


def _is_renewed(case: CountedCase) -> bool:
    latest = case.replied_on + timedelta(RENEWED_WITHIN_DAYS)
    return any(case.replied_on <= on <= latest for on in case.renewed_on)
