"""What is late and what soon will be: for supervisors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.deadline import REPLY
from engine.queries.incidents import is_seen_incident
from engine.queries.late_lists import LISTS, OPEN_STATUSES, Horizon, horizon, list_pages, waits_for_reply
from engine.queries.late_rows import LateRow
from engine.queries.names import names_for
from engine.queries.seen import case_counted
from engine.queries.standing import is_open_incident
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, Incident
from engine.vocabulary import Kind

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class AgencyLoad:
    code: str
    names: Mapping[str, str] = field(hash=False)
    open: int
    late: int
    soon: int


@dataclass(frozen=True)
class Overdue:
    """`late` and `soon` go by the legal date of the reply; `inside` are the other cases of which an internal date, or that of a
    renewal or of the Mediator, has passed. `after` leads to the next page of a list that goes on. `counts` holds open, late
    and soon (all of them), incidents, and breached: the cases whose legal date passed without a reply in the last twelve
    months, answered since or not."""

    late: tuple[LateRow, ...]
    soon: tuple[LateRow, ...]
    inside: tuple[LateRow, ...]
    after: Mapping[str, str | None] = field(hash=False)
    counts: Mapping[str, int] = field(hash=False)
    by_agency: tuple[AgencyLoad, ...]


def overdue(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, soon_days: int = 7,
            limit: int = 50) -> Overdue:
    """The cases that wait for their reply beyond the legal date, those due within `soon_days`, and those late inside the agency;
    the first `limit` of each, least time left first."""
    days = horizon(session, shelf, person, now, soon_days)
    pages = dict(zip(LISTS, list_pages(session, shelf, LISTS, person, now, days, limit), strict=True))
    seen = case_counted(person)
    by_agency = _by_agency(session, seen, days)
    counts = {name: sum(getattr(load, name) for load in by_agency) for name in ("open", "late", "soon")}
    return Overdue(**{name: page.rows for name, page in pages.items()}, after={name: page.after for name, page in pages.items()},
                   counts={**counts, "incidents": _incidents(session, person), "breached": _breached(session, seen, now)},
                   by_agency=tuple(by_agency))


def _by_agency(session: Session, seen: ColumnElement[bool], days: Horizon) -> list[AgencyLoad]:
    """Counted apart, because each count has an index of its own."""
    open_ones = dict(session.execute(
        select(ComplaintCase.agency_id, func.count())
        .where(seen, ComplaintCase.closed_at.is_(None), ComplaintCase.status.in_(OPEN_STATUSES))
        .group_by(ComplaintCase.agency_id)).all())
    urgent = {agency_id: (int(late), int(soon)) for agency_id, late, soon in session.execute(
        select(ComplaintCase.agency_id, func.sum(case((Deadline.due_on < days.today, 1), else_=0)),
               func.sum(case((Deadline.due_on >= days.today, 1), else_=0)))
        .select_from(Deadline).join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(*waits_for_reply(), Deadline.due_on <= days.last, seen).group_by(ComplaintCase.agency_id))}
    names = names_for(session, open_ones)
    loads = [AgencyLoad(names.agency(agency_id).code, names.agency(agency_id).names, count,
                        *urgent.get(agency_id, (0, 0))) for agency_id, count in open_ones.items()]
    return sorted(loads, key=lambda load: (-load.late, -load.soon, load.code))


def _breached(session: Session, seen: ColumnElement[bool], now: datetime) -> int:
    return session.scalar(
        select(func.count()).select_from(Deadline)
        .join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(Deadline.code == REPLY, Deadline.breached_at.is_not(None), Deadline.breached_at > now - YEAR,
               ComplaintCase.kind == Kind.COMPLAINT, seen))


def _incidents(session: Session, person: Person) -> int:
    return session.scalar(select(func.count()).select_from(Incident).where(is_open_incident(), is_seen_incident(person)))
