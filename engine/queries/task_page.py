"""One task: what it asks, the case around it, and what this person may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from engine.definitions import Definition, Form
from engine.domain.access import Person, holds_role, sees_case, supervises
from engine.domain.explanation import Explanation
from engine.errors import NotFound
from engine.queries.case_page import CasePage, page_of_case
from engine.queries.deadline_rows import why_due
from engine.queries.done_tasks import DoneTask, done_lines
from engine.queries.four_eyes import barred_by
from engine.queries.seen import is_about
from engine.queries.standing import is_pending
from engine.queries.task_rows import TaskRow, task_lines, task_rows
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, HumanTask, Id, Submission, Timer
from engine.vocabulary import COMPLAINANT, TaskState


@dataclass(frozen=True)
class TaskPage:
    """`why_not` says why this person cannot complete it now: task_not_open, incident, complainant (it waits for them),
    role, four_eyes, claimed_by_another, or not_claimed_yet (then `may_claim`). `case` is None for a run that is none.
    On `ends_on` the step is taken away if nobody has done it, and the run goes on without."""

    task: TaskRow
    state: TaskState
    form: Form | None = field(hash=False)
    instructions: Mapping[str, str] = field(hash=False)
    case: CasePage | None
    due_why: Explanation | None
    may_claim: bool
    may_release: bool
    may_complete: bool
    why_not: str | None
    ends_on: date | None = None


def task_page(session: Session, shelf: DefinitionShelf, task_id: str, person: Person, now: datetime) -> TaskPage:
    """Raises NotFound for an unknown task and for one of a case the person may not see."""
    wanted = typed(task_id, 36)
    line = next(iter(task_lines(session, [HumanTask.id == wanted]) or done_lines(session, [Submission.id == wanted])), None)
    if line is None or not _may_read(session, person, *line[:2]):
        raise NotFound(what="task", which=task_id[:40])
    task, case, _, content_hash = line
    definition = shelf.definition(content_hash, session)
    page = page_of_case(session, shelf, case, now, person) if case else None
    why_not = _why_not(task, page, person, barred_by(session, definition, task, person))
    element = definition.elements.get(task.element_id)
    is_held = task.state == TaskState.OPEN and task.assignee_id is not None
    row = task_rows(session, shelf, [line], now)[0]
    return TaskPage(
        task=row, state=TaskState(task.state),
        form=definition.form(task.element_id), instructions=element.instructions if element else {}, case=page,
        due_why=why_due(page.deadlines, row.due_on) if page else None,
        may_claim=why_not == "not_claimed_yet",
        may_release=is_held and (task.assignee_id == person.id or supervises(person, task.agency_id)),
        may_complete=why_not is None, why_not=why_not, ends_on=_ends_on(session, definition, task))


def _ends_on(session: Session, definition: Definition, task: HumanTask | DoneTask) -> date | None:
    edges = [element.id for element in definition.elements.values() if element.attached_to == task.element_id]
    if task.state != TaskState.OPEN or not edges:
        return None
    due_at = session.scalar(select(func.min(Timer.due_at)).where(
        Timer.instance_id == task.instance_id, Timer.element_id.in_(edges), Timer.interrupting, is_pending()))
    return definition.calendar.local_day(due_at) if due_at else None


def _may_read(session: Session, person: Person, task: HumanTask | DoneTask, case: ComplaintCase | None) -> bool:
    if case is None:
        return sees_case(person, task.agency_id, None)
    is_named = bool(session.scalar(select(is_about(person, literal(task.instance_id, Id)))))
    return sees_case(person, task.agency_id, case.reference, case.restricted_to, is_named)


def _why_not(task: HumanTask | DoneTask, page: CasePage | None, person: Person, barred: str | None) -> str | None:
    if task.state != TaskState.OPEN:
        return "task_not_open"
    if page is not None and page.incident:
        return "incident"
    if not holds_role(person, task.role, task.agency_id, task.unit_id):
        return "complainant" if task.role == COMPLAINANT else "role"
    if barred:
        return "four_eyes"
    if task.assignee_id is None and person.is_staff:
        return "not_claimed_yet"
    return "claimed_by_another" if task.assignee_id not in (None, person.id) else None
