"""A supervisor gives an open task to another person who may do it: with a reason, in the chain, on the timeline."""

from dataclasses import dataclass

from engine.acts.open_task import is_named, label_of, sees_held
from engine.acts.step import Step
from engine.acts.supervision_reason import kept_reason, reason_of
from engine.acts.work import Receipt, Work
from engine.domain.access import supervises
from engine.errors import (
    Forbidden, FourEyes, NotFound, PersonLeft, RoleNotHeld, TaskNotOpen, TaskOfComplainant,
)
from engine.queries.eligibility import HELD, LEFT, OF_COMPLAINANT, ROLE, Hindrance, done_on, hindrance
from engine.queries.sign_in import person_of
from engine.store.look_up import TaskRow, hold_task
from engine.store.tables import Account, HumanTask
from engine.store.writes import update
from engine.vocabulary import TaskState

REASSIGNED = "task_reassigned"


@dataclass(frozen=True)
class ReassignTask:
    """Also for a task that nobody has taken. `to_account` is the id of the person who gets it."""

    task_id: str
    to_account: str
    reason: str


def reassign_task(act: ReassignTask, work: Work) -> Receipt:
    """To the one who has it already changes nothing. Raises NotFound, Forbidden, InvalidAnswers without a reason, TaskNotOpen,
    TaskOfComplainant, PersonLeft, RoleNotHeld, FourEyes."""
    reason = reason_of(act.reason)
    held = hold_task(work.transaction, act.task_id, work.by.id)
    if held is None or not sees_held(work, held):
        raise NotFound(what="task", which=act.task_id)
    if not supervises(work.by, held.task.agency_id):
        raise Forbidden(who=work.by.name, what="give tasks of others to somebody")
    step, task = Step.hold(work, held), held.task
    if task.state != TaskState.OPEN or task.id not in step.is_open:
        raise TaskNotOpen(task=label_of(step, task), reference=step.name, state=task.state, by="—")
    account = work.session.get(Account, act.to_account)
    if account is None:
        raise NotFound(what="person", which=act.to_account[:40])
    if is_named(work, task.instance_id, account.id):
        raise Forbidden(who=account.name, what=f"do anything on {step.name}, which complains about them")
    found = _hindrance(step, task, account)
    if found is not None and found.code != HELD:
        _refuse(step, task, account, found)
    if found is None:
        told = kept_reason(work, task.instance_id, REASSIGNED, reason, task.element_id, task.assignee_id, account.id)
        work.transaction.later(update(HumanTask, {"id": task.id}, assignee_id=account.id, claimed_at=work.now))
        step.note(REASSIGNED, work.now, task.element_id, task_id=task.id, held_by=task.assignee_id, given_to=account.id, **told)
    step.finish()
    return Receipt(step.name, step.change.instance_id, repeated=found is not None)


def _hindrance(step: Step, task: TaskRow, account: Account) -> Hindrance | None:
    done = done_on(step.work.session, [task.instance_id], [account.id]).get((task.instance_id, account.id), ())
    return hindrance(task, step.definition, account, person_of(account), done)


def _refuse(step: Step, task: TaskRow, account: Account, found: Hindrance) -> None:
    label, language = label_of(step, task), step.work.by.language
    if found.code == OF_COMPLAINANT:
        raise TaskOfComplainant(task=label, reference=step.name)
    if found.code == LEFT:
        raise PersonLeft(who=account.name)
    if found.code == ROLE:
        raise RoleNotHeld(who=account.name, task=label, reference=step.name,
                          role=step.definition.role_name(task.role or "", language))
    raise FourEyes(who=account.name, element=step.definition.label(found.element_id, language), reference=step.name, task=label)
