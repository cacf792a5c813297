"""Three lists of cases by their clocks, each least time left first: late, soon late, late inside the agency.

Each begins at the clocks, which an index holds by code and day, and stops when the page is full.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.deadline import REPLY
from engine.queries.case_rows import chosen_lines
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.days import calendar_of
from engine.queries.late_rows import late_rows
from engine.queries.new_dates import complainants_own
from engine.queries.seen import agency_seen, case_counted
from engine.queries.versions_under_way import versions_under_way
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES, Status

LATE, SOON, INSIDE = "late", "soon", "inside"
LISTS = (LATE, SOON, INSIDE)
OPEN_STATUSES = sorted(set(Status) - SETTLED_STATUSES)


@dataclass(frozen=True)
class Horizon:
    """`today` is the agency's, `last` the last day that counts as soon."""

    today: date
    last: date


def horizon(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, soon_days: int) -> Horizon:
    today = calendar_of(session, shelf, person).local_day(now)
    return Horizon(today, today + timedelta(days=soon_days))


def late_list(session: Session, shelf: DefinitionShelf, which: str, person: Person, now: datetime, soon_days: int = 7,
              after: str | None = None, limit: int = 50) -> Page:
    """A page of LateRow of one of the three lists. Raises KeyError for another."""
    [page] = list_pages(session, shelf, (which,), person, now, horizon(session, shelf, person, now, soon_days), limit, after)
    return page


def list_pages(session: Session, shelf: DefinitionShelf, lists: tuple[str, ...], person: Person, now: datetime, days: Horizon,
               limit: int, after: str | None = None) -> list[Page]:
    """The first page of each list, or the one after a place of it."""
    found, following = [], []
    for which in lists:
        codes = [REPLY] if which != INSIDE else other_codes(session, shelf, person)
        lines = _lines(session, _LISTED[which](person, codes, days), after, limit + 1) if codes else []
        shown, cursor = page_of(lines, limit, lambda line: (line.place, line.instance_id))
        found.append((shown, codes))
        following.append(cursor)
    rows = late_rows(session, shelf, found, now)
    return [Page(tuple(page), cursor) for page, cursor in zip(rows, following, strict=True)]


def waits_for_reply() -> tuple[ColumnElement[bool], ...]:
    """The clock of a case that has no reply yet, on Deadline joined to its ComplaintCase."""
    return Deadline.code == REPLY, Deadline.met_at.is_(None), ComplaintCase.status.in_(OPEN_STATUSES)


def other_codes(session: Session, shelf: DefinitionShelf, person: Person) -> list[str]:
    """The clocks of the agency's own people in the versions that run; the complainant's are nobody's lateness."""
    found: set[str] = set()
    for version in versions_under_way(session, agency_seen(person, ProcessInstance.agency_id)):
        definition = shelf.definition(version, session)
        found |= definition.deadlines.keys() - complainants_own(definition) - {REPLY}
    return sorted(found)


def _lines(session: Session, listed: Select, after: str | None, limit: int) -> list[Row]:
    """`listed` gives `instance_id` and `place`, the day by which a case stands in its list."""
    listed = listed.subquery()
    chosen = select(listed.c.instance_id, listed.c.place)
    if begins := read_cursor(after, date, str):
        chosen = chosen.where(tuple_(listed.c.place, listed.c.instance_id) > tuple(begins))
    return chosen_lines(session, chosen.order_by(listed.c.place, listed.c.instance_id).limit(limit))


def _waiting(person: Person, period: ColumnElement[bool]) -> Select:
    return (select(Deadline.instance_id, Deadline.due_on.label("place"))
            .join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
            .where(*waits_for_reply(), period, case_counted(person)))


def _inside(person: Person, codes: list[str], days: Horizon) -> Select:
    """The cases whose legal date is not near, but an internal or another legal one has passed. The clocks are put together before
    their cases are looked at: SQLite would else begin at all cases."""
    urgent = select(Deadline.instance_id).where(Deadline.code == REPLY, Deadline.met_at.is_(None), Deadline.due_on <= days.last)
    passed = (select(Deadline.instance_id, func.min(Deadline.due_on).label("place"))
              .where(Deadline.code.in_(codes), Deadline.met_at.is_(None), Deadline.due_on < days.today,
                     Deadline.instance_id.not_in(urgent))
              .group_by(Deadline.instance_id).subquery())
    return (select(passed.c.instance_id, passed.c.place)
            .join(ComplaintCase, ComplaintCase.instance_id == passed.c.instance_id)
            .where(ComplaintCase.closed_at.is_(None), case_counted(person)))


_LISTED = {
    LATE: lambda person, _codes, days: _waiting(person, Deadline.due_on < days.today),
    SOON: lambda person, _codes, days: _waiting(person, Deadline.due_on.between(days.today, days.last)),
    INSIDE: _inside,
}
