"""What a step does to the tables, as the writes of its transaction: instance, history, tasks and timers.

Measured (docs/decisions/0004 and 0011): a statement a table through the ORM costs three to five times a hand-written
state machine; gathered and sent with the commit they cost about the same as it.
"""

from datetime import datetime

from engine.store.change import MARK_BYTES, Change, canonical, link
from engine.store.packed_text import packed
from engine.store.tables import CaseEvent, HumanTask, ProcessInstance, Submission, Timer
from engine.store.transaction import Transaction
from engine.store.writes import Write, delete, insert, update
from engine.vocabulary import InstanceState, TaskState, TimerState


def write_step(transaction: Transaction, change: Change, at: datetime, actor_id: str | None) -> None:
    """Hands the step over to be written with the commit; `change.chain_head` and `event_count` become the chain's new
    end. The commit raises CaseChangedMeanwhile when the instance is not at `expected_version` any more."""
    history = _linked(change, at, actor_id)
    transaction.later(_instance(change), *history, *_tasks(change), *_timers(change))


def _instance(change: Change) -> Write:
    values = {"chain_head": change.chain_head, "event_count": change.event_count, "waiting_for": change.waiting_for}
    if change.expected_version is None or change.state != InstanceState.RUNNING:
        values["state"] = change.state  # one that stays running is not named: SQLite rewrites indexes of what is named
    if change.ended_at is not None:
        values |= {"ended_at": change.ended_at, "ended_as": change.ended_as}
    if change.snapshot is not None:
        values["snapshot"] = change.snapshot
    if change.moved_from is not None:
        values["agency_id"] = change.agency_id
    if change.expected_version is None:
        [new] = insert(ProcessInstance, {
            "id": change.instance_id, "definition_hash": change.definition_hash, "agency_id": change.agency_id,
            "version": 1, "started_at": change.started_at,
            "business_key": change.business_key, **values})
        return new
    return Write(ProcessInstance, values={**values, "version": change.expected_version + 1},
                 where={"id": change.instance_id, "version": change.expected_version},
                 must_hit=True, of=change.instance_id)


def _linked(change: Change, at: datetime, actor_id: str | None) -> list[Write]:
    """The events of the step as the next link of the chain."""
    if not change.events:
        return []
    change.event_count += 1
    text = canonical(change.event_count, at, actor_id, change.events)
    change.chain_head = link(change.chain_head, text)
    return insert(CaseEvent, {"instance_id": change.instance_id, "seq": change.event_count, "body": packed(text),
                              "hash": change.chain_head[:MARK_BYTES]})


def _tasks(change: Change) -> list[Write]:
    """A task that is done leaves the worklist; who did it, when and with which words is a submission."""
    done = [delete(HumanTask, id=task.id) for task in change.tasks_done]
    submitted = insert(Submission, *({
        "id": task.id, "instance_id": change.instance_id, "element_id": task.element_id, "by_account": task.by,
        "answers": task.answers, "at": task.at} for task in change.tasks_done))
    dropped = [update(HumanTask, {"id": task_id, "state": TaskState.OPEN}, state=TaskState.CANCELLED)
               for task_id, _ in change.tasks_dropped]
    gone = {task.id for task in change.tasks_done} | {task_id for task_id, _ in change.tasks_dropped}
    other = {task_id: {"agency_id": change.agency_id, "unit_id": None, "assignee_id": None, "claimed_at": None}
             for task_id in sorted(change.tasks_follow - gone)}
    for task_id, role in change.tasks_regiven.items():
        if task_id not in gone:
            other.setdefault(task_id, {}).update(role=role, assignee_id=None, claimed_at=None)
    for task_id, due_at in change.tasks_moved.items():
        other.setdefault(task_id, {})["due_at"] = due_at
    moved = [update(HumanTask, {"id": task_id, "state": TaskState.OPEN}, **values) for task_id, values in other.items()]
    return done + submitted + dropped + moved + insert(HumanTask, *({
        "id": task.id, "instance_id": change.instance_id, "element_id": task.element_id, "kind": task.kind,
        "role": task.role, "agency_id": task.agency_id, "unit_id": task.unit_id, "state": TaskState.OPEN,
        "created_at": task.created_at, "due_at": task.due_at, "assignee_id": task.assignee_id,
        "claimed_at": task.created_at if task.assignee_id else None} for task in change.tasks_new))


def _timers(change: Change) -> list[Write]:
    """A timer that was cancelled leaves no row: it is armed nowhere any more, and the history says what ended it."""
    run = {"instance_id": change.instance_id}
    fresh = {(timer.task_id, timer.element_id) for timer in change.timers_new}  # fired ones say so in their only row
    fired = [update(Timer, {**run, "task_id": task_id, "element_id": element_id}, state=TimerState.FIRED, fired_at=at,
                    lease_until=None) for task_id, element_id, at in change.timers_fired if (task_id, element_id) not in fresh]
    gone = [delete(Timer, **run, task_id=task_id, element_id=element_id, state=TimerState.PENDING)
            for task_id, element_id in change.timers_cancelled]
    moved = [update(Timer, {**run, "task_id": task_id, "element_id": element_id, "state": TimerState.PENDING}, due_at=due_at)
             for (task_id, element_id), due_at in change.timers_moved.items()]
    passed = [update(Timer, {**run, "task_id": task_id, "element_id": element_id}, state=TimerState.PASSED, lease_until=None)
              for task_id, element_id in change.timers_passed]
    return fired + passed + gone + moved + insert(Timer, *({
        "task_id": timer.task_id, "element_id": timer.element_id, "instance_id": change.instance_id,
        "due_at": timer.due_at, "state": timer.state, "interrupting": timer.interrupting, "attempts": 0,
        "fired_at": timer.fired_at,
    } for timer in change.timers_new))
