"""What is late and what soon will be: for supervisors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.deadline import REPLY
from engine.queries.case_rows import case_lines
from engine.queries.days import calendar_of
from engine.queries.incidents import is_seen_incident
from engine.queries.late_rows import LateRow, late_rows
from engine.queries.names import names_for
from engine.queries.new_dates import complainants_own
from engine.queries.seen import agency_seen, case_counted
from engine.queries.standing import is_open_incident, is_under_way
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, Incident, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES, Status

YEAR = timedelta(days=365)
OPEN_STATUSES = sorted(set(Status) - SETTLED_STATUSES)
EARLIEST = (
    select(Deadline.due_on).where(Deadline.instance_id == ComplaintCase.instance_id, Deadline.code == REPLY)
    .correlate(ComplaintCase).scalar_subquery(),
    ComplaintCase.instance_id,
)


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
    renewal or of the Mediator, has passed. `counts` holds open, late and soon (all of them, also where the lists are cut),
    incidents, and breached: the cases whose legal date passed without a reply in the last twelve months, answered since or
    not."""

    late: tuple[LateRow, ...]
    soon: tuple[LateRow, ...]
    inside: tuple[LateRow, ...]
    counts: Mapping[str, int] = field(hash=False)
    by_agency: tuple[AgencyLoad, ...]


def overdue(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, soon_days: int = 7,
            limit: int = 200) -> Overdue:
    """The cases that wait for their reply beyond the legal date, those due within `soon_days`, and those late inside the agency;
    each least time left first."""
    today = calendar_of(session, shelf, person).local_day(now)
    last = today + timedelta(days=soon_days)
    seen = case_counted(person)
    late = case_lines(session, [seen, _waits(Deadline.due_on < today)], EARLIEST, limit)
    soon = case_lines(session, [seen, _waits(Deadline.due_on.between(today, last))], EARLIEST, limit)
    by_agency = _by_agency(session, seen, today, last)
    counts = {name: sum(getattr(load, name) for load in by_agency) for name in ("open", "late", "soon")}
    inside = _inside(session, shelf, person, today, last, now, limit)
    return Overdue(tuple(late_rows(session, shelf, late, now)), tuple(late_rows(session, shelf, soon, now)), tuple(inside),
                   {**counts, "incidents": _incidents(session, person), "breached": _breached(session, seen, now)},
                   tuple(by_agency))


def _waits(period: ColumnElement[bool]) -> ColumnElement[bool]:
    """A case without a reply whose legal date lies in the period."""
    return and_(ComplaintCase.status.in_(OPEN_STATUSES), ComplaintCase.instance_id.in_(
        select(Deadline.instance_id).where(Deadline.code == REPLY, Deadline.met_at.is_(None), period)))


def _inside(session: Session, shelf: DefinitionShelf, person: Person, today: date, last: date, now: datetime,
            limit: int) -> list[LateRow]:
    """The cases whose legal date is not near, but an internal or another legal one has passed."""
    seen, codes = case_counted(person), _other_codes(session, shelf, person)
    if not codes:
        return []
    urgent = Deadline.code == REPLY, Deadline.met_at.is_(None), Deadline.due_on <= last
    passed = and_(ComplaintCase.closed_at.is_(None), ComplaintCase.instance_id.in_(
        select(Deadline.instance_id).where(Deadline.code.in_(codes), Deadline.met_at.is_(None), Deadline.due_on < today)),
        ComplaintCase.instance_id.not_in(select(Deadline.instance_id).where(*urgent)))
    earliest = (select(func.min(Deadline.due_on)).where(
        Deadline.instance_id == ComplaintCase.instance_id, Deadline.code.in_(codes), Deadline.met_at.is_(None))
        .correlate(ComplaintCase).scalar_subquery(), ComplaintCase.instance_id)
    return late_rows(session, shelf, case_lines(session, [seen, passed], earliest, limit), now, codes)


def _other_codes(session: Session, shelf: DefinitionShelf, person: Person) -> list[str]:
    """The clocks of the agency's own people in the versions that run; the complainant's are nobody's lateness."""
    versions = session.scalars(select(ProcessInstance.definition_hash).where(
        is_under_way(), agency_seen(person, ProcessInstance.agency_id)).distinct()).all()
    found: set[str] = set()
    for version in versions:
        definition = shelf.definition(version, session)
        found |= definition.deadlines.keys() - complainants_own(definition) - {REPLY}
    return sorted(found)


def _by_agency(session: Session, seen: ColumnElement[bool], today: date, last: date) -> list[AgencyLoad]:
    """Counted apart, because each count has an index of its own."""
    open_ones = dict(session.execute(
        select(ComplaintCase.agency_id, func.count())
        .where(seen, ComplaintCase.closed_at.is_(None), ComplaintCase.status.in_(OPEN_STATUSES))
        .group_by(ComplaintCase.agency_id)).all())
    urgent = {agency_id: (int(late), int(soon)) for agency_id, late, soon in session.execute(
        select(ComplaintCase.agency_id, func.sum(case((Deadline.due_on < today, 1), else_=0)),
               func.sum(case((Deadline.due_on >= today, 1), else_=0)))
        .select_from(Deadline).join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(Deadline.code == REPLY, Deadline.met_at.is_(None), Deadline.due_on <= last, seen,
               ComplaintCase.status.in_(OPEN_STATUSES)).group_by(ComplaintCase.agency_id))}
    names = names_for(session, open_ones)
    loads = [AgencyLoad(names.agency(agency_id).code, names.agency(agency_id).names, count,
                        *urgent.get(agency_id, (0, 0))) for agency_id, count in open_ones.items()]
    return sorted(loads, key=lambda load: (-load.late, -load.soon, load.code))


def _breached(session: Session, seen: ColumnElement[bool], now: datetime) -> int:
    return session.scalar(
        select(func.count()).select_from(Deadline)
        .join(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
        .where(Deadline.code == REPLY, Deadline.breached_at.is_not(None), Deadline.breached_at > now - YEAR, seen))


def _incidents(session: Session, person: Person) -> int:
    return session.scalar(select(func.count()).select_from(Incident).where(is_open_incident(), is_seen_incident(person)))
