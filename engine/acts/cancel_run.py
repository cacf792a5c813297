"""A supervisor ends a stopped run where it stands. A complaint that still waits for its reply is never ended that way."""

from dataclasses import dataclass

from engine.acts.held_case import refuse_ended
from engine.acts.settle_incident import open_incident, open_incidents_of, settle
from engine.acts.step import Step
from engine.acts.supervision_reason import kept_reason, reason_of
from engine.acts.work import Receipt, Work
from engine.errors import NotFound, ReplyOwed
from engine.store.case_row import CaseRow
from engine.store.look_up import hold_instance
from engine.vocabulary import SETTLED_STATUSES, IncidentState, InstanceState

CANCELLED = "incident_cancelled"


@dataclass(frozen=True)
class CancelRun:
    """Its open tasks, timers and waits end with it; every open incident of the run is settled."""

    incident_id: str
    reason: str


def cancel_run(act: CancelRun, work: Work) -> Receipt:
    """Raises NotFound, InvalidAnswers without a reason, CaseAlreadyEnded, ReplyOwed."""
    incident, instance = open_incident(work, act.incident_id)
    reason = reason_of(act.reason)
    if instance is None:
        raise NotFound(what="run of the incident", which=act.incident_id)
    held = hold_instance(work.transaction, instance.id, work.by.id)
    refuse_ended(held)
    step = Step.at_rest(work, held)
    if owes_reply(held.case):
        raise ReplyOwed(reference=step.name)
    told = kept_reason(work, instance.id, CANCELLED, reason)
    step.note(CANCELLED, work.now, None, incident_id=incident.id, **told)
    step.run.cancel(work.now)
    step.absorb(work.now)
    step.change.state = InstanceState.CANCELLED
    for one in open_incidents_of(work, instance.id):
        settle(work, one, IncidentState.CANCELLED, reason)
    step.finish()
    return Receipt(step.name, instance.id, id=incident.id)


def owes_reply(case: CaseRow | None) -> bool:
    """Does the law still wait for an answer to this case? A run that is no case owes nobody one."""
    return case is not None and case.answered_at is None and case.status not in SETTLED_STATUSES
