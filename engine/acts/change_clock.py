"""People change a running clock where its rule allows it: stop it, let it run on, give it more days, tell of a delay."""

from dataclasses import dataclass
from datetime import date

from engine.acts.case_ledger import Clock
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.clock_rights import extending_roles, holds_one, pausing_roles, telling_roles
from engine.domain.deadline import REPLY
from engine.domain.ledger import LedgerEntry, added_days, pauses
from engine.errors import (
    ClockHeld, ClockNotRunning, ClockOfOthers, ClockRunOut, ClockRuns, ClockStandsStill, InvalidAnswers, NoDaysLeft,
)
from engine.queries.seen import case_to_change
from engine.queries.typed import typed
from engine.vocabulary import EntryKind

LONGEST_REASON = 500


@dataclass(frozen=True)
class SuspendDeadline:
    """The clock stands still from the end of this day on, at the longest as long as its rule allows."""

    reference: str
    code: str
    reason: str


@dataclass(frozen=True)
class ResumeDeadline:
    """The clock runs on from the day after this one."""

    reference: str
    code: str
    reason: str = ""


@dataclass(frozen=True)
class ExtendDeadline:
    """`days` more, of the kind that the clock counts."""

    reference: str
    code: str
    days: int
    reason: str


@dataclass(frozen=True)
class RecordInterimReply:
    """Tells the complainant by letter why it takes longer and until when. `reason` stands in the letter as it was typed, and
    in no event. No date moves with it."""

    reference: str
    code: str
    until_on: date
    reason: str


def suspend_deadline(act: SuspendDeadline, work: Work) -> Receipt:
    """Raises NotFound, ClockNotRunning, ClockHeld, ClockOfOthers, ClockStandsStill, ClockRunOut, NoDaysLeft, InvalidAnswers."""
    step, clock = _held(act, work)
    _refuse_others(step, clock, pausing_roles(clock.rule), "paused")
    if clock.paused_for is not None:
        raise ClockStandsStill(deadline=_name(clock, work), reference=step.name)
    _refuse_run_out(step, clock)
    used = sum(pause.days for pause in pauses(clock.rule.suspend, clock.entries, step.file.calendar()))
    if used >= clock.rule.suspend.days:
        raise NoDaysLeft(deadline=_name(clock, work), most=clock.rule.suspend.days, left=0)
    return _entered(step, act, EntryKind.SUSPENDED)


def resume_deadline(act: ResumeDeadline, work: Work) -> Receipt:
    """Raises NotFound, ClockNotRunning, ClockHeld, ClockOfOthers, ClockRuns, InvalidAnswers."""
    step, clock = _held(act, work, needs_reason=False)
    _refuse_others(step, clock, pausing_roles(clock.rule), "paused")
    if clock.paused_for is None:
        raise ClockRuns(deadline=_name(clock, work), reference=step.name)
    return _entered(step, act, EntryKind.RESUMED)


def extend_deadline(act: ExtendDeadline, work: Work) -> Receipt:
    """Raises NotFound, ClockNotRunning, ClockHeld, ClockOfOthers, ClockRunOut, NoDaysLeft, InvalidAnswers."""
    step, clock = _held(act, work)
    _refuse_others(step, clock, extending_roles(clock.rule), "extended")
    _refuse_run_out(step, clock)
    left = clock.rule.extend.days - added_days(clock.entries)
    if not 0 < act.days <= left:
        raise NoDaysLeft(deadline=_name(clock, work), most=clock.rule.extend.days, left=left)
    return _entered(step, act, EntryKind.EXTENDED, days=act.days)


def record_interim_reply(act: RecordInterimReply, work: Work) -> Receipt:
    """`count` in the receipt is 1 where a letter was written, 0 where the family has none. Raises NotFound, ClockNotRunning,
    ClockHeld, ClockOfOthers, LetterIncomplete, InvalidAnswers for a date that has passed."""
    step, clock = _held(act, work)
    _refuse_others(step, clock, telling_roles(clock.rule, step.definition.roles), "given an interim reply")
    if act.until_on < step.file.calendar().local_day(work.now):
        raise InvalidAnswers({"until_on": "a day that is still to come"})
    entry = LedgerEntry(EntryKind.INTERIM_REPLY, work.now, typed(act.reason, LONGEST_REASON), 0, act.until_on)
    step.enter(act.code, entry)
    return _left(step, act, step.effects.tell(entry) if act.code == REPLY else 0)


def _held(act, work: Work, needs_reason: bool = True) -> tuple[Step, Clock]:
    """The case under its lock, what was due on it fired, and the running clock."""
    if len(act.reason) > LONGEST_REASON or (needs_reason and not act.reason.strip()):
        raise InvalidAnswers({"reason": f"1 to {LONGEST_REASON} characters"})
    step = Step.load(work, case_to_change(work.session, act.reference, work.by).instance_id)
    clock = step.effects.ledger.clock(act.code)
    if clock is None or not step.effects.ledger.is_running(act.code):
        rule = step.definition.deadlines.get(act.code)
        name = rule.names.get(work.by.language) if rule else None
        raise ClockNotRunning(deadline=name or act.code, reference=step.name)
    return step, clock


def _refuse_others(step: Step, clock: Clock, roles: tuple[str, ...], change: str) -> None:
    work = step.work
    if not roles:
        raise ClockHeld(who=work.by.name, deadline=_name(clock, work), change=change)
    if not holds_one(work.by, roles, step.change.agency_id):
        names = ", ".join(step.definition.role_name(role, work.by.language) for role in roles)
        raise ClockOfOthers(who=work.by.name, deadline=_name(clock, work), roles=names)


def _refuse_run_out(step: Step, clock: Clock) -> None:
    if step.file.calendar().local_day(step.work.now) > clock.due_on:
        raise ClockRunOut(deadline=_name(clock, step.work), reference=step.name, due_on=clock.due_on)


def _entered(step: Step, act, kind: EntryKind, days: int = 0) -> Receipt:
    step.enter(act.code, LedgerEntry(kind, step.work.now, typed(act.reason, LONGEST_REASON), days))
    return _left(step, act)


def _left(step: Step, act, letters: int = 0) -> Receipt:
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id, step.effects.ledger.due_on(act.code), count=letters)


def _name(clock: Clock, work: Work) -> str:
    return clock.rule.names.get(work.by.language) or clock.rule.names.get("en") or clock.rule.code
