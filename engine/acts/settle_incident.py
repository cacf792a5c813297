"""A person decides about an execution that failed: let it go on where it stands, send it back, or end the run. Always with a
reason, which stays in the history of the case."""

from dataclasses import dataclass

from sqlalchemy import literal, select, update

from engine.acts.append_event import append_event
from engine.acts.exchange_messages import wake
from engine.acts.supervision_reason import kept_reason, reason_of
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_every_agency, supervises
from engine.errors import NotFound
from engine.queries.messages import addresses_of
from engine.queries.seen import is_about, is_hidden
from engine.store.tables import Id, Incident, ProcessInstance, Timer
from engine.vocabulary import IncidentState, InstanceState, TimerState

RETRIED = "incident_retried"


@dataclass(frozen=True)
class RetryIncident:
    """The case goes on: its tasks can be done again and its due timers fire again. An incident of no run is closed: whoever
    asked tries again."""

    incident_id: str
    reason: str


def retry_incident(act: RetryIncident, work: Work) -> Receipt:
    """Raises NotFound, InvalidAnswers without a reason. A failure that is still there makes a new incident."""
    incident, instance = open_incident(work, act.incident_id)
    reason = reason_of(act.reason)
    settle(work, incident, IncidentState.RETRIED, reason)
    if instance is None:
        return Receipt(id=incident.id)
    if instance.state == InstanceState.INCIDENT:  # of two incidents the first retry may have let it run to its end
        instance.state = InstanceState.RUNNING
    let_go_on(work, instance.id)
    append_event(work, instance.id, RETRIED, incident_id=incident.id, **kept_reason(work, instance.id, RETRIED, reason))
    return Receipt(id=incident.id, instance_id=instance.id)


def open_incident(work: Work, incident_id: str) -> tuple[Incident, ProcessInstance | None]:
    """An open incident and the run it stopped, both locked. Raises NotFound, also for somebody who may not settle it."""
    incident = work.session.get(Incident, incident_id)
    instance = work.session.get(ProcessInstance, incident.instance_id, with_for_update=True) if (
        incident and incident.instance_id) else None
    if incident is not None:
        work.session.refresh(incident, with_for_update=True)
    if incident is None or incident.state != IncidentState.OPEN or not _may_settle(work, incident, instance):
        raise NotFound(what="open incident", which=incident_id)
    return incident, instance


def open_incidents_of(work: Work, instance_id: str) -> list[Incident]:
    """All that stopped one run: two people may fail on it at the same moment."""
    return list(work.session.scalars(select(Incident).where(
        Incident.instance_id == instance_id, Incident.state == IncidentState.OPEN)))


def settle(work: Work, incident: Incident, state: IncidentState, reason: str) -> None:
    """Closes an incident."""
    incident.state, incident.closed_at, incident.closed_by, incident.reason = state, work.now, work.by.id, reason


def let_go_on(work: Work, instance_id: str) -> None:
    """What a run that goes on waits for may come at once: its due timers, and messages for it."""
    work.session.execute(update(Timer).where(Timer.instance_id == instance_id, Timer.state == TimerState.PENDING)
                         .values(lease_until=None, attempts=0))
    wake(work.session, work.now, addresses_of(work.session, instance_id))


def _may_settle(work: Work, incident: Incident, instance: ProcessInstance | None) -> bool:
    person = work.by
    if incident.instance_id is None:
        return sees_every_agency(person) and supervises(person, None)
    if instance is None or not supervises(person, instance.agency_id):
        return False
    hides = is_about if sees_every_agency(person) else is_hidden
    return not work.session.scalar(select(hides(person, literal(instance.id, Id))))
