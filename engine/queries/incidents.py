"""Executions that failed and wait for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, sees_every_agency
from engine.queries.case_page import open_tasks
from engine.queries.seen import agency_seen, is_about, is_hidden
from engine.queries.standing import is_open_incident
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Incident, ProcessInstance


@dataclass(frozen=True)
class IncidentRow:
    """`reference` is None for a run that is no case, `instance_id` for what failed outside of any run (a case that could not
    even begin, a version that could not be kept); `step` where the run waited when it failed."""

    id: str
    instance_id: str | None
    reference: str | None
    act: str
    code: str
    element_id: str | None
    step: Mapping[str, str] | None = field(hash=False)
    at: datetime
    message: str


def incidents(session: Session, shelf: DefinitionShelf, person: Person, limit: int = 100) -> list[IncidentRow]:
    """The open ones that this person may look after, oldest first."""
    found = session.execute(
        select(Incident, ComplaintCase.reference)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == Incident.instance_id)
        .where(is_open_incident(), is_seen_incident(person))
        .order_by(Incident.at, Incident.id).limit(limit)).all()
    return [incident_row(session, shelf, row, reference) for row, reference in found]


def is_seen_incident(person: Person) -> ColumnElement[bool]:
    """Asked for each open incident: there are few of them, and many runs. What belongs to no run belongs to no agency either:
    those who look after all of them see it."""
    looks_after_all = sees_every_agency(person)
    hidden = (is_about if looks_after_all else is_hidden)(person, ProcessInstance.id)
    is_of_a_run_seen = exists().where(ProcessInstance.id == Incident.instance_id,
                                      agency_seen(person, ProcessInstance.agency_id), ~hidden)
    return or_(is_of_a_run_seen, Incident.instance_id.is_(None)) if looks_after_all else is_of_a_run_seen


def incident_row(session: Session, shelf: DefinitionShelf, row: Incident, reference: str | None) -> IncidentRow:
    """One statement more for each incident: there are few, or something is very wrong."""
    waiting = open_tasks(session, shelf, row.instance_id, row.at) if row.instance_id else []
    return IncidentRow(row.id, row.instance_id, reference, row.act, row.code,
                       waiting[0].element_id if waiting else None, waiting[0].step if waiting else None, row.at,
                       row.message)
