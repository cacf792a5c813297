"""A person decides about an execution that failed: let it go on, or stop the case. Always with a reason."""

from dataclasses import dataclass

from sqlalchemy import literal, select, update

from engine.acts.append_event import append_event
from engine.acts.exchange_messages import wake
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_every_agency, supervises
from engine.errors import InvalidAnswers, NotFound
from engine.queries.messages import addresses_of
from engine.queries.seen import is_about, is_hidden
from engine.queries.typed import typed
from engine.store.tables import Id, Incident, ProcessInstance, Timer
from engine.vocabulary import IncidentState, InstanceState, TimerState


@dataclass(frozen=True)
class RetryIncident:
    """The case goes on: its tasks can be done again and its due timers fire again. An incident of no run is closed: whoever
    asked tries again."""

    incident_id: str
    reason: str


def retry_incident(act: RetryIncident, work: Work) -> Receipt:
    """Raises NotFound, InvalidAnswers without a reason. A failure that is still there makes a new incident."""
    incident = work.session.get(Incident, act.incident_id)
    instance = work.session.get(ProcessInstance, incident.instance_id, with_for_update=True) if (
        incident and incident.instance_id) else None
    if incident is not None:
        work.session.refresh(incident, with_for_update=True)
    if incident is None or incident.state != IncidentState.OPEN or not _may_settle(work, incident, instance):
        raise NotFound(what="open incident", which=act.incident_id)
    if not act.reason.strip() or len(act.reason) > 500:
        raise InvalidAnswers({"reason": "1 to 500 characters"})
    incident.state, incident.closed_at, incident.closed_by = IncidentState.RETRIED, work.now, work.by.id
    incident.reason = typed(act.reason, 500)
    if instance is None:
        return Receipt(id=incident.id)
    if instance.state == InstanceState.INCIDENT:  # of two incidents the first retry may have let it run to its end
        instance.state = InstanceState.RUNNING
    work.session.execute(update(Timer).where(Timer.instance_id == instance.id, Timer.state == TimerState.PENDING)
                         .values(lease_until=None, attempts=0))
    wake(work.session, work.now, addresses_of(work.session, instance.id))
    append_event(work, instance.id, "incident_retried", incident_id=incident.id)
    return Receipt(id=incident.id, instance_id=instance.id)


def _may_settle(work: Work, incident: Incident, instance: ProcessInstance | None) -> bool:
    person = work.by
    if incident.instance_id is None:
        return sees_every_agency(person) and supervises(person, None)
    if instance is None or not supervises(person, instance.agency_id):
        return False
    hides = is_about if sees_every_agency(person) else is_hidden
    return not work.session.scalar(select(hides(person, literal(instance.id, Id))))
