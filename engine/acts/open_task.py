"""Taking hold of an open human task: what claiming, releasing and completing have in common."""

from engine.acts.step import Step
from engine.acts.work import Work
from engine.domain.access import holds_role, sees_case
from engine.errors import Forbidden, FourEyes, NotFound, TaskAlreadyClaimed, TaskNotOpen
from engine.store.look_up import Held, TaskRow, hold_task
from engine.store.tables import Account, PersonComplainedAbout
from engine.vocabulary import TaskState


def open_task(work: Work, task_id: str) -> tuple[Step, TaskRow]:
    """The step on the task's instance, and the task, when this person may do it and it is open.

    Raises NotFound, Forbidden, FourEyes, TaskNotOpen.
    """
    held = hold_task(work.transaction, task_id, work.by.id)
    if held is None or not sees_held(work, held):
        raise NotFound(what="task", which=task_id)
    step, task = Step.hold(work, held), held.task
    label = label_of(step, task)
    if task.state != TaskState.OPEN or task.id not in step.is_open:
        raise TaskNotOpen(task=label, reference=step.name, state=task.state, by=name_of(work, task.completed_by))
    if not holds_role(work.by, task.role, task.agency_id, task.unit_id):
        raise Forbidden(who=work.by.name, what=f"do {label} on {step.name}; it belongs to the role {task.role}")
    _refuse_same_eyes(step, held, label)
    return step, task


def sees_held(work: Work, held: Held) -> bool:
    """May the one who asks know of this task at all?"""
    case = held.case
    known = (case.reference, case.restricted_to) if case else (None, None)
    return sees_case(work.by, held.task.agency_id, *known, is_named=held.is_named)


def is_named(work: Work, instance_id: str, account_id: str) -> bool:
    """Does the case complain about this account?"""
    return work.session.get(PersonComplainedAbout, (instance_id, account_id)) is not None


def refuse_if_claimed_by_another(work: Work, step: Step, task: TaskRow) -> None:
    """Raises TaskAlreadyClaimed naming the person."""
    if task.assignee_id is not None and task.assignee_id != work.by.id and not work.by.is_system:
        raise TaskAlreadyClaimed(task=label_of(step, task), reference=step.name, by=name_of(work, task.assignee_id))


def label_of(step: Step, task: TaskRow) -> str:
    element = step.definition.elements.get(task.element_id)
    return element.label(step.work.by.language) if element else task.element_id


def name_of(work: Work, account_id: str | None) -> str:
    account = work.session.get(Account, account_id) if account_id else None
    return account.name if account else "—"


def _refuse_same_eyes(step: Step, held: Held, label: str) -> None:
    """The element's property `not_by` names the tasks whose doer may not do this one."""
    by, element = step.work.by, step.definition.elements.get(held.task.element_id)
    did = next((one for one in element.listed("not_by") if one in held.done_by_asker), None) if element else None
    if by.id is not None and did is not None:
        other = step.definition.elements.get(did)
        raise FourEyes(who=by.name, element=other.label(by.language) if other else did, reference=step.name, task=label)
