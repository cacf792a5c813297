"""One incident with all that a person needs to settle it: what failed, what the run waits for, where it could go back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.errors import ExecutionFailed, NotFound
from engine.execution import Run, Specs
from engine.queries.case_page import open_tasks
from engine.queries.incidents import IncidentRow, incident_row, is_seen_incident
from engine.queries.late_rows import RunningClock, running_clocks
from engine.queries.names import names_for
from engine.queries.returns import THERE, Place, places_to_return
from engine.queries.seen import is_hidden
from engine.queries.task_rows import TaskRow
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, Id, Incident, ProcessInstance
from engine.vocabulary import SETTLED_STATUSES, IncidentState


@dataclass(frozen=True)
class Settled:
    """An incident of the same run that somebody has settled before."""

    at: datetime
    state: str
    by_name: str | None
    reason: str
    closed_at: datetime | None


@dataclass(frozen=True)
class IncidentPage:
    """`places` are the tasks to which the run could go back, with those to which it cannot and why; `is_readable` is False where
    the run's own state cannot be read. `owes_reply`: the run is not ended before the reply."""

    incident: IncidentRow
    subject: str
    family: str
    is_open: bool
    tasks: tuple[TaskRow, ...]
    clocks: tuple[RunningClock, ...]
    places: tuple[Place, ...]
    is_readable: bool
    owes_reply: bool
    before: tuple[Settled, ...]
    settled: Settled | None


def incident_page(session: Session, shelf: DefinitionShelf, specs: Specs, incident_id: str, person: Person,
                  now: datetime) -> IncidentPage:
    """Raises NotFound, also where this person may not look after the run."""
    row = session.scalar(select(Incident).where(Incident.id == incident_id, is_seen_incident(person)))
    if row is None:
        raise NotFound(what="incident", which=incident_id[:40])
    run = session.get(ProcessInstance, row.instance_id) if row.instance_id else None
    case = session.get(ComplaintCase, row.instance_id) if row.instance_id else None
    hidden = case is not None and session.scalar(select(is_hidden(person, literal(case.instance_id, Id))))
    contact = session.get(Contact, row.instance_id) if case and not hidden else None
    told = incident_row(session, shelf, row, case.reference if case else None)
    others = session.scalars(select(Incident).where(
        Incident.instance_id == row.instance_id, Incident.id != row.id, Incident.state != IncidentState.OPEN)
        .order_by(Incident.at.desc()).limit(10)).all() if run else []
    names = names_for(session, people={one.closed_by for one in [row, *others]})
    definition = shelf.definition(run.definition_hash, session) if run else None
    places = _places(session, specs, definition, run) if run and row.state == IncidentState.OPEN else []
    settled = [_settled(one, names.people) for one in [row, *others] if one.state != IncidentState.OPEN]
    return IncidentPage(
        told, contact.subject if contact else "", definition.family if definition else "", row.state == IncidentState.OPEN,
        tuple(open_tasks(session, shelf, run.id, now)) if run else (),
        tuple(running_clocks(session, shelf, [run.id], now).get(run.id, ())) if case else (),
        tuple(places or ()), places is not None,
        case is not None and case.answered_at is None and case.status not in SETTLED_STATUSES,
        tuple(one for one in settled if one.at != row.at), next((one for one in settled if one.at == row.at), None))


def _places(session: Session, specs: Specs, definition, run: ProcessInstance) -> list[Place] | None:
    """None where the state of the run cannot be read; whoever settles the incident must be told and not get another one."""
    try:
        found = places_to_return(session, definition, Run.restore(specs.of(run.definition_hash), run.snapshot), run.id)
    except ExecutionFailed:
        return None
    return [place for place in found if place.hindrance != THERE]


def _settled(row: Incident, people: Mapping[str, str]) -> Settled:
    return Settled(row.at, row.state, people.get(row.closed_by or ""), row.reason or "", row.closed_at)
