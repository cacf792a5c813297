"""The tasks of a person: those to take, those taken, those done today."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.days import calendar_of, local_day_bounds
from engine.queries.four_eyes import barred_condition
from engine.queries.task_rows import task_lines, task_rows
from engine.queries.text_match import case_matches
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import HumanTask, ProcessInstance
from engine.vocabulary import TaskState

VIEWS = ("open", "mine", "done")


def worklist_for(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, view: str = "open",
                 text: str = "", after: str | None = None, limit: int = 50) -> Page:
    """A page of TaskRow, least time left first (`done`: newest first), with the counts of the three views.

    "open" holds what nobody took and this person may take: role, agency and four eyes; "mine" what they took; "done"
    what they completed today. `text` narrows by reference or name; the counts do not follow it.
    """
    views = _views(session, shelf, person, now)
    condition = views[view if view in VIEWS else "open"]
    if text.strip():
        condition = and_(condition, case_matches(text))
    ordered = _newest_done_first if view == "done" else _least_time_first
    query = ordered(task_lines().where(condition), after).limit(limit + 1)
    lines, following = page_of(list(session.execute(query)), limit, lambda line: _place(line[0], view))
    counts = {name: _count(session, views[name]) for name in VIEWS}
    return Page(tuple(task_rows(session, shelf, lines, now)), following, counts)


def _views(session: Session, shelf: DefinitionShelf, person: Person, now: datetime) -> dict[str, ColumnElement[bool]]:
    if not person.is_staff:
        return dict.fromkeys(VIEWS, false())
    is_open = and_(HumanTask.state == TaskState.OPEN, HumanTask.agency_id == person.agency_id)
    free = and_(is_open, HumanTask.assignee_id.is_(None),
                or_(HumanTask.role.in_(sorted(person.roles)), HumanTask.role.is_(None)))
    kinds = session.execute(
        select(ProcessInstance.definition_hash, HumanTask.element_id)
        .join(ProcessInstance, ProcessInstance.id == HumanTask.instance_id).where(free).distinct()).all()
    start, end = local_day_bounds(now, calendar_of(session, shelf, person))
    return {
        "open": and_(free, ~barred_condition(shelf, session, kinds, person)),
        "mine": and_(HumanTask.state == TaskState.OPEN, HumanTask.assignee_id == person.id),
        "done": and_(HumanTask.completed_by == person.id, HumanTask.completed_at >= start,
                     HumanTask.completed_at <= end),
    }


def _least_time_first(query, after: str | None):
    """By due date, those without one last; then by id, which makes the order total."""
    no_date = HumanTask.due_at.is_(None)
    place = read_cursor(after, datetime | None, str)
    if place and place[0] is not None:
        due_at, task_id = place
        query = query.where(or_(tuple_(HumanTask.due_at, HumanTask.id) > (due_at, task_id), no_date))
    elif place:
        query = query.where(no_date, HumanTask.id > place[1])
    return query.order_by(no_date, HumanTask.due_at, HumanTask.id)


def _newest_done_first(query, after: str | None):
    place = read_cursor(after, datetime, str)
    if place:
        query = query.where(tuple_(HumanTask.completed_at, HumanTask.id) < tuple(place))
    return query.order_by(HumanTask.completed_at.desc(), HumanTask.id.desc())


def _place(task: HumanTask, view: str) -> tuple:
    return (task.completed_at if view == "done" else task.due_at, task.id)


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(
        select(func.count()).select_from(HumanTask)
        .join(ProcessInstance, ProcessInstance.id == HumanTask.instance_id).where(condition))
