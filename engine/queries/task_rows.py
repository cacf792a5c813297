"""One task as a line of a worklist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.deadline import days_left
from engine.queries.names import LANGUAGES, Names, names_for
from engine.queries.unanswered import unanswered_by_case
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, HumanTask, ProcessInstance
from engine.vocabulary import TaskState


@dataclass(frozen=True)
class TaskRow:
    """`step` and `role_names` are texts by language; `days_left` is negative when late and None for a task without a
    date or one that is done. `reference` is None for a run that is no case; `unanswered` counts the complainant's messages
    that wait for an answer."""

    task_id: str
    element_id: str
    step: Mapping[str, str] = field(hash=False)
    role: str | None
    role_names: Mapping[str, str] = field(hash=False)
    state: TaskState
    reference: str | None
    instance_id: str
    kind: str
    subject: str
    complainant_name: str
    confidential: bool
    language: str
    status: str
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)
    unit_names: Mapping[str, str] | None = field(hash=False)
    claimed_by_id: str | None
    claimed_by_name: str | None
    completed_by_name: str | None
    due_on: date | None
    days_left: int | None
    created_at: datetime
    completed_at: datetime | None
    unanswered: int = 0


def task_lines(session: Session, conditions: Sequence, order: Sequence = (), limit: int | None = None) -> list[Row]:
    """(task, case, contact, definition hash) of the first `limit` tasks under some conditions on HumanTask: first which,
    then what hangs on them."""
    chosen = select(HumanTask.id).where(*conditions).order_by(*order).limit(limit).subquery()
    return list(session.execute(
        select(HumanTask, ComplaintCase, Contact, ProcessInstance.definition_hash)
        .join(chosen, chosen.c.id == HumanTask.id)
        .join(ProcessInstance, ProcessInstance.id == HumanTask.instance_id)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == HumanTask.instance_id)
        .outerjoin(Contact, Contact.instance_id == HumanTask.instance_id)
        .order_by(*order)))


def task_rows(session: Session, shelf: DefinitionShelf, lines: Sequence[Row], now: datetime) -> list[TaskRow]:
    """The rows of `task_lines` with names and days, in a fixed number of statements."""
    tasks = [task for task, *_ in lines]
    names = names_for(
        session, {task.agency_id for task in tasks},
        {task.unit_id for task in tasks} | {case.unit_id for _, case, *_ in lines if case},
        {task.assignee_id for task in tasks} | {task.completed_by for task in tasks})
    unanswered = unanswered_by_case(session, {task.instance_id for task in tasks})
    return [_row(task, case, contact, shelf.definition(content_hash, session), names, now, unanswered.get(task.instance_id, 0))
            for task, case, contact, content_hash in lines]


def labels(definition: Definition, element_id: str | None) -> dict[str, str]:
    """The name of an element in every language; its id where the definition does not know it."""
    return {language: definition.label(element_id or "", language) for language in LANGUAGES}


def role_labels(definition: Definition, role: str | None) -> dict[str, str]:
    return {language: definition.role_name(role, language) for language in LANGUAGES} if role else {}


def _lane(definition: Definition, element_id: str) -> str | None:
    element = definition.elements.get(element_id)
    return element.lane if element else None


def _row(task, case, contact, definition: Definition, names: Names, now: datetime, unanswered: int) -> TaskRow:
    agency = names.agency(task.agency_id)
    due_on = definition.calendar.local_day(task.due_at) if task.due_at else None
    is_open = task.state == TaskState.OPEN
    role = task.role or _lane(definition, task.element_id)
    confidential = case is not None and case.restricted_to is not None
    shows = contact is not None and not confidential  # whoever may know opens the case
    unit_id = task.unit_id or (case.unit_id if case else None)
    return TaskRow(
        task_id=task.id, element_id=task.element_id, step=labels(definition, task.element_id), role=role,
        role_names=role_labels(definition, role), state=TaskState(task.state),
        reference=case.reference if case else None, instance_id=task.instance_id, kind=case.kind if case else "",
        subject=contact.subject if shows else "", complainant_name=contact.name if shows else "", confidential=confidential,
        language=case.language if case else "", status=case.status if case else "",
        agency_code=agency.code, agency_names=agency.names, unit_names=names.units.get(unit_id or ""),
        claimed_by_id=task.assignee_id, claimed_by_name=names.people.get(task.assignee_id or ""),
        completed_by_name=names.people.get(task.completed_by or ""),
        due_on=due_on, days_left=days_left(due_on, now, definition.calendar) if due_on and is_open else None,
        created_at=task.created_at, completed_at=task.completed_at, unanswered=unanswered)
