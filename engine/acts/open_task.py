"""Taking hold of an open human task: what claiming, releasing and completing have in common."""

from sqlalchemy import select

from engine.acts.step import Step
from engine.acts.work import Work
from engine.domain.access import holds_role, sees_case
from engine.errors import Forbidden, FourEyes, NotFound, TaskAlreadyClaimed, TaskNotOpen
from engine.store.tables import Account, ComplaintCase, HumanTask
from engine.vocabulary import TaskState


def open_task(work: Work, task_id: str) -> tuple[Step, HumanTask]:
    """The step on the task's instance, and the task, when this person may do it and it is open.

    Raises NotFound, Forbidden, FourEyes, TaskNotOpen.
    """
    found = work.session.get(HumanTask, task_id)
    if found is None:
        raise NotFound(what="task", which=task_id)
    case = work.session.get(ComplaintCase, found.instance_id)
    if not sees_case(work.by, found.agency_id, case.reference if case else None):
        raise NotFound(what="task", which=task_id)
    step = Step.load(work, found.instance_id)
    task = work.session.get(HumanTask, task_id, populate_existing=True)
    label = label_of(step, task)
    if task.state != TaskState.OPEN or task.id not in step.is_open:
        raise TaskNotOpen(task=label, reference=step.name, state=task.state, by=name_of(work, task.completed_by))
    if not holds_role(work.by, task.role, task.agency_id):
        raise Forbidden(who=work.by.name, what=f"do {label} on {step.name}; it belongs to the role {task.role}")
    _refuse_same_eyes(work, step, task, label)
    return step, task


def refuse_if_claimed_by_another(work: Work, step: Step, task: HumanTask) -> None:
    """Raises TaskAlreadyClaimed naming the person."""
    if task.assignee_id is not None and task.assignee_id != work.by.id and not work.by.is_system:
        raise TaskAlreadyClaimed(task=label_of(step, task), reference=step.name, by=name_of(work, task.assignee_id))


def label_of(step: Step, task: HumanTask) -> str:
    element = step.definition.elements.get(task.element_id)
    return element.label(step.work.by.language) if element else task.element_id


def name_of(work: Work, account_id: str | None) -> str:
    account = work.session.get(Account, account_id) if account_id else None
    return account.name if account else "—"


def _refuse_same_eyes(work: Work, step: Step, task: HumanTask, label: str) -> None:
    """The element's property `not_by` names the task whose doer may not do this one."""
    element = step.definition.elements.get(task.element_id)
    barred = element.properties.get("not_by") if element else None
    if not barred or work.by.id is None:
        return
    did_it = work.session.scalars(select(HumanTask.id).where(
        HumanTask.instance_id == task.instance_id, HumanTask.element_id.in_(barred.split()),
        HumanTask.completed_by == work.by.id).limit(1)).first()
    if did_it:
        other = step.definition.elements.get(barred.split()[0])
        raise FourEyes(who=work.by.name, element=other.label(work.by.language) if other else barred,
                       reference=step.name, task=label)
