"""The rungs that cases have reached, with where those cases stand today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from engine.definitions.clock_of_kind import rule_for
from engine.definitions.rung_words import rung_phrase
from engine.domain.access import Person
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.deadline import days_left
from engine.queries.names import LANGUAGES, names_for
from engine.queries.seen import case_counted
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, Deadline, Escalation, EscalationNotice, ProcessInstance
from engine.vocabulary import InstanceState

_MOST = 200
_AT_ONCE = 200


@dataclass(frozen=True)
class EscalationRow:
    """`names` are the deadline's, `rung` says how far from the date it was reached, `days_before` the same as a number
    (negative after it). `days_left` is None once the deadline was met or the case ended; `late` tells of today, or of the
    day it was met. `is_news`: a reminder of what was done meanwhile is none, a breach always is."""

    reference: str
    subject: str
    agency_names: Mapping[str, str] = field(hash=False)
    code: str
    names: Mapping[str, str] = field(hash=False)
    rung: Mapping[str, str] = field(hash=False)
    days_before: int
    reached_on: date
    due_on: date
    days_left: int | None
    met_on: date | None
    late: bool
    confidential: bool = False

    @property
    def is_news(self) -> bool:
        return self.days_before <= 0 or self.days_left is not None


def my_escalations(session: Session, shelf: DefinitionShelf, person: Person, now: datetime,
                   limit: int = _MOST) -> list[EscalationRow]:
    """What this person was told, or will be tomorrow morning, newest first; for people whose agency gave no address, and
    for everybody who reads no e-mail."""
    if person.id is None:
        return []
    mine = select(EscalationNotice.instance_id, EscalationNotice.code, EscalationNotice.rung).where(
        EscalationNotice.recipient_id == person.id).order_by(EscalationNotice.tell_at.desc()).limit(limit)
    mine = mine.where(may_be_told(person, EscalationNotice.instance_id))
    rows = reached(session, shelf, [tuple(row) for row in session.execute(mine)], now)
    return sorted(rows, key=lambda row: (row.days_left is None, row.days_left or 0, row.reference))


def may_be_told(person: Person, column) -> ColumnElement[bool]:
    """The runs of `column` whose dates the person may hear of: none of what became confidential or complains about them."""
    return exists().where(ComplaintCase.instance_id == column, case_counted(person))


def case_escalations(session: Session, shelf: DefinitionShelf, instance_id: str, now: datetime) -> list[EscalationRow]:
    """The rungs that one case has reached, in the order of their dates."""
    keys = session.execute(select(Escalation.instance_id, Escalation.code, Escalation.rung).where(
        Escalation.instance_id == instance_id).order_by(Escalation.at, Escalation.rung))
    return reached(session, shelf, [tuple(key) for key in keys], now)


def reached(session: Session, shelf: DefinitionShelf, keys: Iterable[tuple[str, str, str]], now: datetime) -> list[EscalationRow]:
    """The rows of some (case, deadline, rung), in their order."""
    keys = list(keys)
    found = {}
    for start in range(0, len(keys), _AT_ONCE):
        for row in session.execute(_query(keys[start:start + _AT_ONCE])):
            found[row.instance_id, row.code, row.rung] = row
    names = names_for(session, {row.agency_id for row in found.values()})
    return [_row(found[key], shelf, shelf.definition(found[key].definition_hash, session), names, now)
            for key in keys if key in found]


def calendar_of_case(session: Session, shelf: DefinitionShelf, instance_id: str) -> BusinessCalendar:
    """The calendar of the case's family and agency."""
    row = session.execute(select(ProcessInstance.definition_hash, ProcessInstance.agency_id).where(
        ProcessInstance.id == instance_id)).one()
    return shelf.calendars.of(shelf.definition(row.definition_hash, session), row.agency_id)


def _query(keys):
    return (
        select(Escalation.instance_id, Escalation.code, Escalation.rung, Escalation.at,
               Escalation.due_on.label("due_then"), ComplaintCase.reference, ComplaintCase.agency_id, ComplaintCase.kind,
               case((ComplaintCase.restricted_to.is_(None), Contact.subject)).label("subject"),
               ComplaintCase.restricted_to,
               Deadline.due_on, Deadline.met_at, ProcessInstance.definition_hash, ProcessInstance.state)
        .join(ProcessInstance, ProcessInstance.id == Escalation.instance_id)
        .join(ComplaintCase, ComplaintCase.instance_id == Escalation.instance_id)
        .outerjoin(Contact, Contact.instance_id == Escalation.instance_id)
        .outerjoin(Deadline, and_(Deadline.instance_id == Escalation.instance_id, Deadline.code == Escalation.code))
        .where(or_(*(and_(Escalation.instance_id == instance_id, Escalation.code == code, Escalation.rung == rung)
                     for instance_id, code, rung in keys))))


def _row(row, shelf: DefinitionShelf, definition, names, now: datetime) -> EscalationRow:
    calendar, rule = shelf.calendars.of(definition, row.agency_id), rule_for(definition, row.code, row.kind)
    reached_on = calendar.local_day(row.at)
    due_on = row.due_on or row.due_then or reached_on
    met_on = calendar.local_day(row.met_at) if row.met_at else None
    waits = met_on is None and row.state in (InstanceState.RUNNING, InstanceState.INCIDENT)
    left = days_left(due_on, now, calendar) if waits else None
    before = ((row.due_then or due_on) - reached_on).days
    return EscalationRow(
        reference=row.reference, subject=row.subject or "", agency_names=names.agency(row.agency_id).names, code=row.code,
        names=rule.names if rule else {}, rung={language: rung_phrase(before, language) for language in LANGUAGES},
        days_before=before, reached_on=reached_on, due_on=due_on, days_left=left, met_on=met_on,
        late=met_on > due_on if met_on else left is not None and left < 0, confidential=row.restricted_to is not None)
