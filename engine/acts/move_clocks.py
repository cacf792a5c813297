"""What hangs on the date of a clock and moves with it: armed timers, open tasks; and clocks that stand still for a task."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from engine.acts.effects import Effects
from engine.definitions.clocks import DUE, LODGED, SYSTEM, clocks_of
from engine.definitions.legal_timers import legal_timers
from engine.domain.ledger import FOR_TASK, LedgerEntry
from engine.store.tables import HumanTask
from engine.vocabulary import EntryKind, TaskState

_TASK = HumanTask.__table__


def enter(effects: Effects, pending: dict[tuple[str, str], datetime], code: str, entry: LedgerEntry, by: str | None) -> None:
    """Adds an entry to a clock and moves what hangs on it. `pending` are the armed timers of the step, by task and
    element; a timer never moves to before the entry itself."""
    before = effects.ledger.due[code]
    due_on = effects.ledger.enter(code, entry, by)
    if effects.ledger.due[code] == before:
        return
    change, calendar = effects.file.change, effects.file.calendar()
    timers = {timer.element_id: timer for timer in legal_timers(effects.file.definition).by_code.get(code, ())}
    for key in [key for key in pending if key[1] in timers]:
        pending[key] = max(timers[key[1]].at(due_on, calendar), entry.at)
        fresh = [timer for timer in change.timers_new if (timer.task_id, timer.element_id) == key]
        if fresh:
            change.timers_new[change.timers_new.index(fresh[0])] = replace(fresh[0], due_at=pending[key])
        else:
            change.timers_moved[key] = pending[key]
    _move_tasks(effects, entry.at)


def follow_tasks(effects: Effects, pending: dict[tuple[str, str], datetime], open_elements: Iterable[str],
                 at: datetime) -> None:
    """Stops the clocks that stand still while one of the open tasks waits for the complainant, and starts those again that
    stood still for a task that is done. A clock that somebody has stopped by hand is left alone."""
    paused_by, ledger = clocks_of(effects.file.definition).paused_by, effects.ledger
    wanted = {code: element for element in sorted(open_elements) for code in paused_by.get(element, ())}
    for code in wanted:  # one that counts from the deposit may stand still before the task opens that is due by it
        if effects.file.definition.deadlines[code].starts == LODGED:
            ledger.start(code, at)
    for code in sorted({code for codes in paused_by.values() for code in codes}):
        may_change = ledger.is_running(code) and (code in wanted or ledger.is_entered(code))
        clock = ledger.clock(code) if may_change else None
        if clock is None or SYSTEM not in clock.rule.suspend.by or clock.rule.suspend.mode == "none":
            continue
        if code in wanted and clock.paused_for is None and clock.due_at >= at:
            enter(effects, pending, code, LedgerEntry(EntryKind.SUSPENDED, at, FOR_TASK + wanted[code]), None)
        elif code not in wanted and (clock.paused_for or "").startswith(FOR_TASK):
            enter(effects, pending, code, LedgerEntry(EntryKind.RESUMED, at, clock.paused_for), None)


def judge(effects: Effects, element_id: str, at: datetime) -> None:
    """What a timer at the end of a due day means for its clock: a breach. Where the diagram gives up waiting with it, an
    internal clock stops; no diagram gives up a statutory one."""
    timer = legal_timers(effects.file.definition).by_element.get(element_id)
    if timer is None or timer.days_before is not None or not effects.ledger.is_running(timer.code):
        return
    gives_up = effects.file.definition.elements[element_id].interrupting
    if gives_up and not effects.file.definition.deadlines[timer.code].is_statutory:
        effects.ledger.meet(timer.code, at)
    else:
        effects.ledger.breach(timer.code)


def is_kept(effects: Effects, element_id: str, open_tasks: Callable[[], Iterable]) -> bool:
    """Whether a timer is a reminder or escalation of a date that was kept, with no task open that is due by it: the triage is
    not late because what follows it takes longer."""
    file, ledger = effects.file, effects.ledger
    timer = legal_timers(file.definition).by_element.get(element_id)
    if timer is None or file.definition.elements[element_id].interrupting or timer.code not in ledger.due:
        return False
    return not ledger.is_running(timer.code) and all(
        file.property_of(task.element_id, DUE) != timer.code for task in open_tasks())


def _move_tasks(effects: Effects, at: datetime) -> None:
    """The dates of the open tasks as they follow from the clocks now."""
    change = effects.file.change
    for place, task in enumerate(change.tasks_new):
        change.tasks_new[place] = replace(task, due_at=effects.task_due(task.element_id, task.role, at))
    if change.expected_version is None:
        return
    gone = {task.id for task in change.tasks_done} | {task_id for task_id, _ in change.tasks_dropped}
    stored = effects.file.work.session.connection().execute(
        select(_TASK.c["id", "element_id", "role", "due_at"])
        .where(_TASK.c.instance_id == change.instance_id, _TASK.c.state == TaskState.OPEN))
    for task_id, element_id, role, due_at in stored:
        moved = effects.task_due(element_id, role, at)
        if moved != due_at and task_id not in gone:
            change.tasks_moved[task_id] = moved
