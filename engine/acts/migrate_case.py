"""A running case goes on with another version of its process, or back to the one it came from.

The case stands afterwards where it stood: same open tasks with their ids, claims and dates, same timers with their dates,
same ledger. What cannot be moved like that is refused and stays on its version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from sqlalchemy import delete, insert, select, update

from engine.acts.append_event import append_event
from engine.acts.follow_waits import follow_waits
from engine.acts.work import Receipt, Work
from engine.domain.access import owns_processes
from engine.errors import (
    CannotMigrate, CaseAlreadyEnded, ExecutionFailed, Forbidden, Invalid, InvalidAnswers, NotFound, NothingToRevert, TimersDue,
)
from engine.execution import CANCEL, MOVES, Moved, mover
from engine.queries.migration_words import sentence
from engine.queries.typed import typed
from engine.store.tables import CaseMigration, ComplaintCase, DefinitionRow, HumanTask, ProcessInstance, Timer, new_id
from engine.vocabulary import InstanceState, TimerState


@dataclass(frozen=True)
class MigrateCase:
    """`choices` says for elements that the case stands on and the new version lacks what they become: an element of the
    new version, or "cancel" for a timer or message that is to end."""

    instance_id: str
    to_hash: str
    reason: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RevertMigration:
    """Back to the version before the last migration, with the choices of then turned round."""

    instance_id: str
    reason: str


def migrate_case(act: MigrateCase, work: Work) -> Receipt:
    """A case that follows the version already is left alone, so repeating is harmless.

    Raises Forbidden, NotFound, InvalidAnswers without a reason, Invalid for a version of another family,
    CaseAlreadyEnded, TimersDue, CannotMigrate. A case that an incident stopped is moved and stays stopped.
    """
    instance, name = _held(work, act.instance_id, act.reason)
    if instance.definition_hash == act.to_hash:
        return Receipt(name, instance.id, id=act.to_hash, repeated=True)
    _refuse_other_family(work, instance.definition_hash, act.to_hash)
    return _migrated(work, instance, name, act.to_hash, dict(act.choices), act.reason)


def revert_migration(act: RevertMigration, work: Work) -> Receipt:
    """Raises what MigrateCase does, and NothingToRevert."""
    instance, name = _held(work, act.instance_id, act.reason)
    last = work.session.execute(
        select(CaseMigration).where(CaseMigration.instance_id == instance.id, CaseMigration.reverted_at.is_(None))
        .order_by(CaseMigration.version.desc()).limit(1)).scalar_one_or_none()
    if last is None or last.to_hash != instance.definition_hash:
        raise NothingToRevert(reference=name)
    turned = {new: old for old, new in orjson.loads(last.choices).items() if new != CANCEL}
    receipt = _migrated(work, instance, name, last.from_hash, turned, act.reason, reverts=last.id)
    work.session.execute(update(CaseMigration).where(CaseMigration.id.in_((last.id, receipt.id))).values(reverted_at=work.now))
    return receipt


def _held(work: Work, instance_id: str, reason: str) -> tuple[ProcessInstance, str]:
    """The instance under its lock, and what it is called."""
    if not owns_processes(work.by):
        raise Forbidden(who=work.by.name, what="move a case to another version")
    if not reason.strip() or len(reason) > 500:
        raise InvalidAnswers({"reason": "1 to 500 characters"})
    instance = work.session.execute(
        select(ProcessInstance).where(ProcessInstance.id == instance_id).with_for_update()
        .execution_options(populate_existing=True)).scalar_one_or_none()
    if instance is None:
        raise NotFound(what="case", which=instance_id)
    name = work.session.scalar(select(ComplaintCase.reference).where(ComplaintCase.instance_id == instance_id)) or instance_id
    if instance.state in (InstanceState.ENDED, InstanceState.CANCELLED):
        raise CaseAlreadyEnded(reference=name, state=instance.ended_as or instance.state)
    if instance.state == InstanceState.RUNNING and work.session.scalar(
            select(Timer.task_id).where(Timer.instance_id == instance_id, Timer.state == TimerState.PENDING,
                                        Timer.due_at <= work.now).limit(1)):
        raise TimersDue(reference=name)
    return instance, name


def _refuse_other_family(work: Work, from_hash: str, to_hash: str) -> None:
    families = dict(work.session.execute(select(DefinitionRow.content_hash, DefinitionRow.family).where(
        DefinitionRow.content_hash.in_((from_hash, to_hash)))).all())
    if to_hash not in families:
        raise NotFound(what="definition", which=to_hash[:12])
    if families[to_hash] != families[from_hash]:
        raise Invalid(what=f"the version {to_hash[:12]}",
                      reason=f"it is one of {families[to_hash]}, and the case follows {families[from_hash]}")


def _migrated(work: Work, instance: ProcessInstance, name: str, to_hash: str, choices: dict, reason: str,
              reverts: str | None = None) -> Receipt:
    from_hash = instance.definition_hash
    moved = _moved(work, instance, name, to_hash, choices)
    _write_rows(work, instance.id, moved)
    if moved.awaited != moved.awaited_before:
        follow_waits(work, instance.id, moved.awaited_before, moved.awaited)
    work.session.execute(
        update(ProcessInstance).where(ProcessInstance.id == instance.id)
        .values(snapshot=moved.snapshot, definition_hash=to_hash)
        .execution_options(synchronize_session=False))
    row = {"id": new_id(), "instance_id": instance.id, "from_hash": from_hash, "to_hash": to_hash,
           "choices": orjson.dumps(choices).decode(), "reason": typed(reason, 500), "at": work.now,
           "by_account": work.by.id, "version": instance.version + 1}
    work.session.execute(insert(CaseMigration), [row])
    told = {"from": from_hash, "to": to_hash, "why": row["reason"], "choices": choices}
    append_event(work, instance.id, "migrated", None, **told, **({"reverts": reverts} if reverts else {}))
    return Receipt(name, instance.id, id=row["id"])


def _moved(work: Work, instance: ProcessInstance, name: str, to_hash: str, choices: dict) -> Moved:
    """The run on the other version. Raises CannotMigrate: the case is as sound as before, so this is no incident."""
    move = mover(work.specs, instance.definition_hash, to_hash, choices)
    try:
        verdict = move.verdict(instance.snapshot)
        if verdict.kind == MOVES:
            return move.move(instance.snapshot)
    except ExecutionFailed as problem:
        raise CannotMigrate(reference=name, reason=str(problem).rstrip(".")) from problem
    why = [sentence(remark) for remark in verdict.reasons] or [
        f"{', '.join(verdict.choose)} is not in it; choose what it becomes"]
    raise CannotMigrate(reference=name, reason="; ".join(why))


def _write_rows(work: Work, instance_id: str, moved: Moved) -> None:
    """Open tasks and timers under their new names; who claimed them and when they are due stays."""
    for task in moved.tasks:
        work.session.execute(update(HumanTask).where(HumanTask.id == task.task_id).values(
            element_id=task.element_id, kind=task.kind, role=task.lane))
    for (task_id, element), now in moved.timers.items():
        row = (Timer.instance_id == instance_id, Timer.task_id == task_id, Timer.element_id == element)
        if now is None:
            work.session.execute(delete(Timer).where(*row, Timer.state == TimerState.PENDING))
        elif now != element or (task_id, element) in moved.interrupting:
            changed = {"element_id": now}
            if (task_id, element) in moved.interrupting:
                changed["interrupting"] = moved.interrupting[task_id, element]
            work.session.execute(update(Timer).where(*row).values(**changed).execution_options(synchronize_session=False))
