"""What waits for a second person: drafts of replies first of all, with who wrote each and when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person, holds_role
from engine.queries.case_rows import REPLY
from engine.queries.four_eyes import not_by
from engine.queries.late_rows import RunningClock, running_clocks
from engine.queries.names import names_for
from engine.queries.seen import agency_seen, is_hidden
from engine.queries.standing import is_open_task
from engine.queries.task_rows import TaskRow, labels, task_lines, task_rows
from engine.queries.versions_under_way import versions_under_way
from engine.queries.worklist import ORDER
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import HumanTask, ProcessInstance, Submission

MOST = 200


@dataclass(frozen=True)
class SecondEyes:
    """An open task that whoever did the one before may not do. `drafted_by` and `drafted_at` tell of the last one who did,
    `drafted` is that step by language; None where it is not known, as in a case taken over from a register. `may_do`: the
    person who asks may. `reply` is the clock of the reply while it runs."""

    task: TaskRow
    drafted: dict[str, str]
    drafted_by: str | None
    drafted_at: datetime | None
    may_do: bool
    reply: RunningClock | None


def second_eyes(session: Session, shelf: DefinitionShelf, person: Person, now: datetime) -> list[SecondEyes]:
    """Least time left first, at most 200."""
    versions = versions_under_way(session, agency_seen(person, ProcessInstance.agency_id))
    elements = {name for version in versions for name in _guarded(shelf.definition(version, session))}
    lines = task_lines(session, [is_open_task(), agency_seen(person, HumanTask.agency_id), HumanTask.element_id.in_(elements),
                                 ~is_hidden(person, HumanTask.instance_id)], ORDER, MOST) if elements else []
    runs = [task.instance_id for task, *_ in lines]
    done = session.execute(select(Submission.instance_id, Submission.element_id, Submission.by_account, Submission.at)
                           .where(Submission.instance_id.in_(runs)).order_by(Submission.at)).all()
    done_of: dict[str, list[Row]] = defaultdict(list)
    for one in done:
        done_of[one.instance_id].append(one)
    names, clocks = names_for(session, people={row.by_account for row in done}), running_clocks(session, shelf, runs, now)
    found = []
    for row, (task, _, _, content_hash) in zip(task_rows(session, shelf, lines, now), lines, strict=True):
        definition = shelf.definition(content_hash, session)
        others = not_by(definition, task.element_id)
        before = [one for one in done_of[task.instance_id] if one.element_id in others]
        last = before[-1] if before else None
        is_other = all(one.by_account != person.id for one in before)
        may_do = is_other and holds_role(person, task.role, task.agency_id, task.unit_id)
        found.append(SecondEyes(
            row, labels(definition, last.element_id) if last else {}, names.people.get(last.by_account or "") if last else None,
            last.at if last else None, may_do and task.assignee_id in (None, person.id),
            next((clock for clock in clocks.get(task.instance_id, ()) if clock.code == REPLY), None)))
    return found


def _guarded(definition: Definition) -> list[str]:
    return [element_id for element_id in definition.elements if not_by(definition, element_id)]
