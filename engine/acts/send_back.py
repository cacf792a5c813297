"""A supervisor sends a stopped run back to a user task that it has passed; what encloses both goes on as it was."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.acts.held_case import refuse_ended
from engine.acts.settle_incident import let_go_on, open_incident, open_incidents_of, settle
from engine.acts.step import Step
from engine.acts.supervision_reason import kept_reason, reason_of
from engine.acts.work import Receipt, Work
from engine.definitions.legal_timers import legal_timers
from engine.errors import CannotSendBack, NotFound
from engine.queries.returns import REASONS, places_to_return
from engine.store.look_up import Held, hold_instance
from engine.vocabulary import IncidentState, InstanceState, TimerState

SENT_BACK = "case_sent_back"


@dataclass(frozen=True)
class SendBack:
    """`element_id` is one of queries.places_to_return. Every open incident of the run is settled with it."""

    incident_id: str
    element_id: str
    reason: str


def send_back(act: SendBack, work: Work) -> Receipt:
    """No clock is touched, and no timer armed again that was reached before or whose clock has stopped. What is due fires
    afterwards, as the worker comes round: it may be what failed.

    Raises NotFound, InvalidAnswers without a reason, CaseAlreadyEnded, CannotSendBack.
    """
    incident, instance = open_incident(work, act.incident_id)
    reason = reason_of(act.reason)
    if instance is None:
        raise NotFound(what="run of the incident", which=act.incident_id)
    held = hold_instance(work.transaction, instance.id, work.by.id)
    refuse_ended(held)
    step = Step.at_rest(work, held)
    _refuse(step, act.element_id)
    step.change.state = instance.state = InstanceState.RUNNING
    told = kept_reason(work, instance.id, SENT_BACK, reason, act.element_id)
    step.note(SENT_BACK, work.now, act.element_id, incident_id=incident.id, **told)
    step.run.send_back(act.element_id, work.now, _not_armed(step, held))
    step.absorb(work.now)
    for one in open_incidents_of(work, instance.id):
        settle(work, one, IncidentState.SENT_BACK, reason)
    let_go_on(work, instance.id)
    step.finish()
    return Receipt(step.name, instance.id, id=incident.id)


def _refuse(step: Step, element_id: str) -> None:
    places = places_to_return(step.work.session, step.definition, step.run, step.change.instance_id)
    why = next((place.hindrance for place in places if place.element_id == element_id), "never")
    if why is not None:
        label = step.definition.label(element_id, step.work.by.language) if element_id in step.definition.elements else element_id
        raise CannotSendBack(reference=step.name, task=label[:120], reason=REASONS[why], why=why)


def _not_armed(step: Step, held: Held) -> Callable[[str], bool]:
    """A rung that was reached, or that belongs to a clock which has stopped, is nobody's a second time."""
    reached = {element for _, element, _, state in held.timers if state in (TimerState.FIRED, TimerState.PASSED)}
    legal, ledger = legal_timers(step.definition), step.effects.ledger

    def is_not_armed(element_id: str) -> bool:
        timer = legal.by_element.get(element_id)
        codes = (timer.code,) if timer else legal.mixed.get(element_id, ())
        return element_id in reached or any(code in ledger.due and not ledger.is_running(code) for code in codes)
    return is_not_armed
