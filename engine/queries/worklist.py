"""The tasks of a person: those to take, those taken, those done today."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.conversation import to_answer
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.days import calendar_of, local_day_bounds
from engine.queries.done_tasks import DoneTask, done_lines, is_of_task
from engine.queries.four_eyes import barred_condition
from engine.queries.seen import is_hidden
from engine.queries.standing import is_open_task
from engine.queries.task_rows import task_lines, task_rows
from engine.queries.text_match import case_matches
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, HumanTask, Submission
from engine.vocabulary import UNIT_OFFICER

VIEWS = ("open", "mine", "done")
#: Least time left first, those without a date last; the id makes it total.
ORDER = (HumanTask.due_at.is_(None), HumanTask.due_at, HumanTask.id)
DONE_ORDER = (Submission.at.desc(), Submission.id.desc())


def worklist_for(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, view: str = "open",
                 text: str = "", after: str | None = None, limit: int = 50) -> Page:
    """A page of TaskRow, least time left first (`done`: newest first), with the counts of the three views and, as "messages",
    how many cases have one to answer.

    "open" holds what nobody took and this person may take: role, agency and four eyes; "mine" what they took; "done"
    what they completed today. `text` narrows by reference or name; the counts do not follow it.
    """
    views = _views(session, shelf, person, now)
    conditions = [views[view if view in VIEWS else "open"]]
    if text.strip():
        table = Submission if view == "done" else HumanTask
        conditions.append(table.instance_id.in_(select(ComplaintCase.instance_id).where(case_matches(text))))
    if view == "done":
        found = done_lines(session, conditions + _after_done(after), DONE_ORDER, limit + 1)
    else:
        found = task_lines(session, conditions + _after(after), ORDER, limit + 1)
    lines, following = page_of(found, limit, lambda line: _place(line[0], view))
    return Page(tuple(task_rows(session, shelf, lines, now)), following, _counts(session, views, person))


def _counts(session: Session, views: Mapping[str, ColumnElement[bool]], person: Person) -> dict[str, int]:
    """In one statement: each of them costs more on its way than to answer."""
    counted = {name: select(func.count()).select_from(Submission if name == "done" else HumanTask).where(views[name])
               for name in VIEWS} | {"messages": to_answer(person)}
    row = session.execute(select(*(one.scalar_subquery().label(name) for name, one in counted.items()))).one()
    return dict(row._mapping)


def _views(session: Session, shelf: DefinitionShelf, person: Person, now: datetime) -> dict[str, ColumnElement[bool]]:
    if not person.is_staff:
        return dict.fromkeys(VIEWS, false())
    readable = ~is_hidden(person, HumanTask.instance_id)
    start, end = local_day_bounds(now, calendar_of(session, shelf, person))
    return {
        "open": and_(is_open_task(), HumanTask.agency_id == person.agency_id, HumanTask.assignee_id.is_(None),
                     or_(HumanTask.role.in_(sorted(person.roles)), HumanTask.role.is_(None)), _of_their_unit(person), readable,
                     ~barred_condition(session, shelf, person)),
        "mine": and_(is_open_task(), HumanTask.assignee_id == person.id, readable),
        "done": and_(is_of_task(), Submission.by_account == person.id, Submission.at.between(start, end),
                     ~is_hidden(person, Submission.instance_id)),
    }


def _of_their_unit(person: Person) -> ColumnElement[bool]:
    """What is put to a unit is for that unit alone; see `access.holds_role`."""
    if UNIT_OFFICER not in person.roles:
        return true()
    return or_(HumanTask.role != UNIT_OFFICER, HumanTask.role.is_(None), HumanTask.unit_id.is_(None),
               HumanTask.unit_id == person.unit_id)


def _after(after: str | None) -> list[ColumnElement[bool]]:
    """Beyond a place in the order: later ones, and all without a date; among those without, by id alone."""
    place = read_cursor(after, datetime | None, str)
    if not place:
        return []
    due_at, task_id = place
    if due_at is None:
        return [HumanTask.due_at.is_(None), HumanTask.id > task_id]
    return [or_(tuple_(HumanTask.due_at, HumanTask.id) > (due_at, task_id), HumanTask.due_at.is_(None))]


def _after_done(after: str | None) -> list[ColumnElement[bool]]:
    place = read_cursor(after, datetime, str)
    return [tuple_(Submission.at, Submission.id) < tuple(place)] if place else []


def _place(task: HumanTask | DoneTask, view: str) -> tuple:
    return (task.completed_at if view == "done" else task.due_at, task.id)
