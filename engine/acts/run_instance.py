"""Runs that are no complaint, and messages to any run: start, deliver, fire what is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import owns_processes
from engine.errors import Forbidden, Invalid
from engine.execution.messages import LONGEST_KEY


@dataclass(frozen=True)
class StartInstance:
    """`content_hash` names a deployed definition; `process_id` may name another process of its files. Messages of other
    runs find this one by its `business_key`."""

    content_hash: str
    variables: Mapping = field(default_factory=dict)
    process_id: str | None = None
    business_key: str | None = None


@dataclass(frozen=True)
class DeliverMessage:
    instance_id: str
    message: str
    payload: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class FireTimers:
    """Fires every timer of the instance that is due, oldest first, each at its due time."""

    instance_id: str


def start_instance(act: StartInstance, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, Invalid for a business key that is none."""
    if not owns_processes(work.by):
        raise Forbidden(who=work.by.name, what="start a process by hand")
    if act.business_key is not None and not 0 < len(act.business_key.strip()) <= LONGEST_KEY:
        raise Invalid(what="the business key", reason=f"it must have 1 to {LONGEST_KEY} signs")
    step = Step.start(work, act.content_hash, act.variables, work.now, process_id=act.process_id)
    step.change.business_key = act.business_key and act.business_key.strip()
    step.note("instance_started", work.now, process=act.process_id or step.definition.process_id)
    step.begin()
    step.finish()
    return Receipt(step.name, step.change.instance_id)


def deliver_message(act: DeliverMessage, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, CaseAlreadyEnded, MessageNotExpected."""
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="deliver a message by hand")
    step = Step.load(work, act.instance_id)
    step.deliver(act.message, act.payload, work.now)
    step.fire_due()
    step.finish()
    return Receipt(step.name, act.instance_id)


def fire_timers(act: FireTimers, work: Work) -> Receipt:
    """Firing again changes nothing. Raises Forbidden, CaseAlreadyEnded, IncidentOpen."""
    if not work.by.is_system:
        raise Forbidden(who=work.by.name, what="fire timers")
    step = Step.load(work, act.instance_id)
    if step.change.timers_fired:
        step.finish()
    return Receipt(step.name, act.instance_id, count=len(step.change.timers_fired))
