"""A case as a line of the list of what is late: what it waits at, since when, with whom, and which clocks run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.definitions.clock_of_kind import rule_for
from engine.domain.deadline import STATUTORY, days_left
from engine.queries.case_rows import CaseRow, case_rows
from engine.queries.ledger import ledger_of
from engine.queries.names import names_for
from engine.queries.standing import is_open_task
from engine.queries.task_rows import TaskRow, task_lines, task_rows
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Deadline, HumanTask
from engine.vocabulary import EntryKind


@dataclass(frozen=True)
class RunningClock:
    """A clock that was not met. `stands_still`: somebody or the diagram has stopped it and nobody has let it run on."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    is_statutory: bool
    due_on: date
    days_left: int
    stands_still: bool
    breached: bool


@dataclass(frozen=True)
class LateRow(CaseRow):
    """`waits` are all its open tasks, the one that waits longest first; `clocks` all that run, least time left first; `pressing`
    the one by which the row stands in its list. `waiting_days` is of the first task; None where nothing is open."""

    instance_id: str
    unit_names: Mapping[str, str] | None = field(hash=False)
    waits: tuple[TaskRow, ...]
    clocks: tuple[RunningClock, ...]
    pressing: RunningClock | None
    waiting_since_at: datetime | None
    waiting_days: int | None

    @property
    def with_name(self) -> str | None:
        """Who took the step that waits longest; None while nobody has."""
        return self.waits[0].claimed_by_name if self.waits else None


def late_rows(session: Session, shelf: DefinitionShelf, lists: Sequence[tuple[Sequence[Row], Sequence[str]]],
              now: datetime) -> list[list[LateRow]]:
    """The rows of some lists of `case_lines` with their open tasks and clocks, in a fixed number of statements for all of them.
    With each list go the codes of clocks of which the earliest is the one that presses."""
    lines = [line for one, _ in lists for line in one]
    ids = [line.instance_id for line in lines]
    open_ones = task_lines(session, [HumanTask.instance_id.in_(ids), is_open_task()],
                           [HumanTask.created_at, HumanTask.id])
    waits: dict[str, list[TaskRow]] = {}
    for task in task_rows(session, shelf, open_ones, now):
        waits.setdefault(task.instance_id, []).append(task)
    clocks, names = running_clocks(session, shelf, ids, now), names_for(session, units={line.unit_id for line in lines})
    rows = iter(case_rows(session, shelf, lines, now))
    return [[_row(next(rows), line.instance_id, waits.get(line.instance_id, []), clocks.get(line.instance_id, []), codes,
                  names.units.get(line.unit_id or ""), now) for line in one] for one, codes in lists]


def _row(row: CaseRow, instance_id: str, waits: list[TaskRow], clocks: list[RunningClock], codes: Sequence[str], unit_names,
         now: datetime) -> LateRow:
    plain = {part.name: getattr(row, part.name) for part in fields(CaseRow)}
    first = waits[0] if waits else None
    return LateRow(
        **plain, instance_id=instance_id, unit_names=(first.unit_names if first else None) or unit_names, waits=tuple(waits),
        clocks=tuple(clocks), pressing=next((clock for clock in clocks if clock.code in codes), None),
        waiting_since_at=first.created_at if first else None,
        waiting_days=max((now - first.created_at).days, 0) if first else None)


def running_clocks(session: Session, shelf: DefinitionShelf, ids: Sequence[str],
                   now: datetime) -> dict[str, list[RunningClock]]:
    """The clocks of some cases that were not met, by case, least time left first."""
    found: dict[str, list[RunningClock]] = {}
    ledgers = ledger_of(session, list(ids))
    for row, kind in session.execute(
            select(Deadline, ComplaintCase.kind).outerjoin(ComplaintCase, ComplaintCase.instance_id == Deadline.instance_id)
            .where(Deadline.instance_id.in_(ids), Deadline.met_at.is_(None)).order_by(Deadline.due_on, Deadline.code)):
        definition = shelf.definition(row.definition_hash, session)
        rule = rule_for(definition, row.code, kind)
        if rule is None:
            continue
        found.setdefault(row.instance_id, []).append(RunningClock(
            row.code, rule.names, rule.grade == STATUTORY, row.due_on, days_left(row.due_on, now, definition.calendar),
            _stands_still(ledgers.get((row.instance_id, row.code), ())), row.breached_at is not None))
    return found


def _stands_still(entries) -> bool:
    told = [entry.kind for entry in entries if entry.kind in (EntryKind.SUSPENDED, EntryKind.RESUMED)]
    return bool(told) and told[-1] == EntryKind.SUSPENDED
