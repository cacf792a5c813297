"""The running clocks that a recalculation is about: in groups for the look beforehand, case by case for the act."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, distinct, exists, func, literal, select
from sqlalchemy.orm import Session

from engine.definitions.legal_timers import legal_timers
from engine.queries.new_dates import MOVING, NewDates
from engine.queries.standing import is_pending
from engine.store.tables import ComplaintCase, Deadline, DeadlineEntry, DefinitionRow, ProcessInstance, Timer
from engine.vocabulary import Cause, Reach

_CLOCK, _CASE = Deadline.__table__, ComplaintCase.__table__
_JOINED = _CLOCK.join(_CASE, _CASE.c.instance_id == _CLOCK.c.instance_id)
_COLUMNS = (_CLOCK.c.definition_hash, _CLOCK.c.code, _CASE.c.agency_id, _CLOCK.c.started_on, _CLOCK.c.days,
            _CLOCK.c.calendar_version, _CLOCK.c.due_on)
_TOLD = exists().where(DeadlineEntry.instance_id == _CLOCK.c.instance_id, DeadlineEntry.code == _CLOCK.c.code,
                       DeadlineEntry.kind.in_(MOVING))


def grouped_clocks(session: Session, new_dates: NewDates) -> Sequence:
    """The columns of a Clock, with `clocks` (how many) and `is_within` (the reach): a row for all that agree in them and whose
    ledger moved nothing."""
    within = _within(new_dates).label("is_within")
    return session.connection().execute(
        select(*_COLUMNS, within, func.count().label("clocks")).select_from(_JOINED)
        .where(*_concerned(new_dates), ~_TOLD).group_by(*_COLUMNS, within)).all()


def told_clocks(session: Session, new_dates: NewDates) -> Sequence:
    """The others, each with its `instance_id`."""
    return session.connection().execute(
        select(*_COLUMNS, _CLOCK.c.instance_id, _within(new_dates).label("is_within")).select_from(_JOINED)
        .where(*_concerned(new_dates), _TOLD)).all()


def hindered_clocks(session: Session, new_dates: NewDates) -> Sequence:
    """Those with a pending timer that mixes their deadline into an expression: it would not follow, so they stay as they
    are. Each with `instance_id`, `is_within`, and whether its ledger moved anything (`told`)."""
    found = []
    for content_hash, elements in mixed_elements(session, new_dates).items():
        run = ProcessInstance.__table__
        rows = session.connection().execute(
            select(*_COLUMNS, _CLOCK.c.instance_id, _within(new_dates).label("is_within"), _TOLD.label("told"), Timer.element_id)
            .select_from(_JOINED.join(run, run.c.id == _CLOCK.c.instance_id).join(Timer, Timer.instance_id == run.c.id))
            .where(*_concerned(new_dates), run.c.definition_hash == content_hash, is_pending(),
                   Timer.element_id.in_(elements))).all()
        timers = legal_timers(new_dates.definition(content_hash))
        by_clock = {(row.instance_id, row.code): row for row in rows if row.element_id in timers.hinders(row.code)}
        found += by_clock.values()
    return found


def mixed_elements(session: Session, new_dates: NewDates) -> dict[str, tuple[str, ...]]:
    """Elements whose timers cannot be moved, by the version of the process that has them."""
    families = select(DefinitionRow.family).where(DefinitionRow.content_hash.in_(new_dates.hashes))
    versions = session.scalars(select(DefinitionRow.content_hash).where(DefinitionRow.family.in_(families)))
    mixed = {content_hash: tuple(legal_timers(new_dates.definition(content_hash)).mixed) for content_hash in versions}
    return {content_hash: elements for content_hash, elements in mixed.items() if elements}


def cases_to_count(session: Session, new_dates: NewDates) -> int:
    """How many open cases a recalculation has to look at."""
    return session.connection().execute(
        select(func.count(distinct(_CLOCK.c.instance_id))).select_from(_JOINED)
        .where(*_concerned(new_dates), _within(new_dates))).scalar_one()


def next_cases(session: Session, new_dates: NewDates, after: str | None, limit: int) -> list[str]:
    """Their ids in order, from behind `after`."""
    behind = (_CLOCK.c.instance_id > after,) if after else ()
    query: Select = (select(_CLOCK.c.instance_id).select_from(_JOINED).where(*_concerned(new_dates), _within(new_dates), *behind)
                     .distinct().order_by(_CLOCK.c.instance_id).limit(limit))
    return list(session.connection().execute(query).scalars())


def since_at(new_dates: NewDates) -> datetime | None:
    """The instant that begins the day of the reach, in the zone of the calendar concerned."""
    plan = new_dates.plan
    if plan.reach != Reach.LODGED_SINCE or plan.lodged_since_on is None or not new_dates.hashes:
        return None
    content_hash = plan.definition_hash or new_dates.hashes[0]
    return new_dates.definition(content_hash).calendar.start_of(plan.lodged_since_on)


def _concerned(new_dates: NewDates) -> list[ColumnElement[bool]]:
    """What the tables alone can tell: running clocks of open cases that are not there yet."""
    plan = new_dates.plan
    told = [_CLOCK.c.met_at.is_(None), _CASE.c.closed_at.is_(None), _CLOCK.c.definition_hash.in_(new_dates.hashes)]
    if plan.cause == Cause.CALENDAR:
        told.append(_CLOCK.c.calendar_version < plan.to_version)
    if plan.cause == Cause.RULE:
        told.append(_CLOCK.c.definition_hash != plan.definition_hash)
    if plan.cause == Cause.LAW:
        told.append(_CLOCK.c.code == plan.code)
    if plan.agency_id is not None:
        told.append(_CASE.c.agency_id == plan.agency_id)
    return told


def _within(new_dates: NewDates) -> ColumnElement[bool]:
    """Is the case within the reach that was chosen?"""
    if new_dates.plan.reach == Reach.NONE:
        return literal(False)
    since = since_at(new_dates)
    return and_(literal(True), _CASE.c.lodged_at >= since) if since is not None else literal(True)
