"""The next batch of a recalculation: some hundred cases, locked in the order of their ids, moved in one transaction.

The row of the recalculation is locked first and holds the cursor, so two workers never do one batch twice; a case whose
clock is at the target version already is passed over, so nothing depends on the cursor alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from engine.acts.claim_due import refuse_people
from engine.acts.date_letters import DateLetters
from engine.acts.defer_letters import defer_letters
from engine.acts.work import Receipt, Work
from engine.definitions.legal_timers import legal_timers
from engine.domain.deadline import REPLY
from engine.domain.recalculation import Plan, becomes_late, in_time_again
from engine.errors import NotFound
from engine.queries.ledger import ledger_of
from engine.queries.new_dates import Clock, NewDate, NewDates, Untouched
from engine.queries.open_clocks import mixed_elements, next_cases
from engine.queries.standing import is_open_task, is_pending
from engine.store.change import Event, canonical, link
from engine.store.move_deadlines import (
    Entry, Link, MovedDeadline, MovedTask, MovedTimer, add_entries, add_links, among, lock_in_order, move_deadlines,
    move_tasks, move_timers,
)
from engine.store.packed_text import packed
from engine.store.tables import ComplaintCase, Deadline, HumanTask, LetterRow, Recalculation, Timer
from engine.vocabulary import COMPLAINANT, SETTLED_STATUSES, Cause, Reach, RecalculationState

CASE = ("instance_id", "agency_id", "reference", "kind", "language", "status", "lodged_at", "answered_at")
CLOCK = ("instance_id", "code", "started_on", "days", "due_on", "due_at", "definition_hash", "calendar_version", "met_at")
TASK = ("id", "instance_id", "element_id", "role", "due_at")
MOVED = "deadline_recalculated"
_CASE, _CLOCK, _TASK, _LETTER = (table.__table__ for table in (ComplaintCase, Deadline, HumanTask, LetterRow))


@dataclass(frozen=True)
class RecalculateSome:
    """`count` in the receipt is how many cases were looked at; 0 when it is done or does not run."""

    recalculation_id: str
    limit: int = 500


@dataclass
class Batch:
    """What one transaction writes."""

    deadlines: list[MovedDeadline] = field(default_factory=list)
    timers: list[MovedTimer] = field(default_factory=list)
    tasks: list[MovedTask] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    letters: list[dict] = field(default_factory=list)


def recalculate_some(act: RecalculateSome, work: Work) -> Receipt:
    """Raises Forbidden, NotFound."""
    refuse_people(work)
    row = work.session.get(Recalculation, act.recalculation_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(what="recalculation", which=act.recalculation_id)
    if row.state != RecalculationState.RUNNING:
        return Receipt(id=row.id)
    new_dates = NewDates(work.session, work.shelf, plan_of(row))
    ids = next_cases(work.session, new_dates, row.cursor, act.limit)
    if ids:
        _Some(work, row, new_dates, ids).carry_out()
        row.cursor, row.seen = ids[-1], row.seen + len(ids)
    else:
        row.state, row.ended_at = RecalculationState.DONE, work.now
    row.worked_at = work.now
    return Receipt(id=row.id, count=len(ids))


def plan_of(row: Recalculation) -> Plan:
    """The plan that a stored recalculation carries out."""
    return Plan(Cause(row.cause), row.calendar, row.since_version, row.to_version, row.family, row.definition_hash,
                agency_id=row.agency_id, reach=Reach(row.reach), lodged_since_on=row.lodged_since_on,
                never_later=row.never_later)


class _Some:
    """The cases of one batch under their locks."""

    def __init__(self, work: Work, row: Recalculation, new_dates: NewDates, ids: Sequence[str]):
        self.work, self.row, self.new_dates, self.session = work, row, new_dates, work.session
        held = lock_in_order(self.session, ids)
        self.runs = {found.id: found for found in held}
        # All else is asked after the locks: a statement that waited for them would tell what was before.
        held = list(self.runs)
        self.cases = {found.instance_id: found for found in self._rows(_CASE.c[CASE], _CASE.c.instance_id, held)}
        self.clocks: dict[str, list] = defaultdict(list)
        for clock in self._rows(_CLOCK.c[CLOCK], _CLOCK.c.instance_id, held):
            self.clocks[clock.instance_id].append(clock)
        self.ledgers = ledger_of(self.session, held)
        self.now: datetime = work.now
        self.batch = Batch()

    def carry_out(self) -> None:
        moves = {instance_id: found for instance_id in self.runs if (found := self._moves_of(instance_id))}
        self._add_tasks(moves)
        written = self._letters(moves) if self.row.with_letters else {}
        for instance_id, moved in moves.items():
            self._tell(instance_id, moved, written.get(instance_id))
        batch = self.batch
        move_deadlines(self.session, batch.deadlines, self.now)
        move_timers(self.session, batch.timers, self.now)
        move_tasks(self.session, batch.tasks)
        add_entries(self.session, batch.entries)
        add_links(self.session, batch.links)
        if batch.letters:
            self.session.connection().execute(_LETTER.insert(), batch.letters)
            defer_letters(self.work, batch.letters)

    def _rows(self, columns, key, ids: Sequence[str], *conditions):
        return self.session.connection().execute(select(*columns).where(among(self.session, key, ids), *conditions)).all()

    def _moves_of(self, instance_id: str) -> dict[str, tuple[object, NewDate]]:
        """The clocks of a case whose day changes, by code; those that only come under the new version are noted too."""
        moved, agency_id = {}, self.cases[instance_id].agency_id
        for clock in self.clocks[instance_id]:
            if clock.met_at is not None or clock.definition_hash not in self.new_dates.hashes:
                continue
            new = self.new_dates.of(Clock(clock.definition_hash, clock.code, agency_id, clock.started_on, clock.days,
                                          clock.calendar_version, clock.due_on),
                                    self.ledgers.get((instance_id, clock.code), ()))
            if isinstance(new, Untouched):
                continue
            if new.due_on != clock.due_on and self._is_kept(instance_id, clock.code, new):
                continue
            self.batch.deadlines.append(MovedDeadline(instance_id, clock.code, new.days, new.due_on, new.due_at,
                                                      new.definition_hash, new.calendar_version))
            if new.due_on != clock.due_on:
                moved[clock.code] = (clock, new)
        return moved

    def _is_kept(self, instance_id: str, code: str, new: NewDate) -> bool:
        if self.row.never_later and new.worse:
            self.row.kept += 1
            return True
        if code in self._hindered().get(instance_id, ()):
            self.row.not_movable += 1
            return True
        return False

    def _hindered(self) -> Mapping[str, set[str]]:
        """Deadlines whose timers would not follow, by case; asked of the database only where a diagram has such timers."""
        if not hasattr(self, "_stuck"):
            self._stuck: dict[str, set[str]] = defaultdict(set)
            mixed = mixed_elements(self.session, self.new_dates)
            names = {element for elements in mixed.values() for element in elements}
            armed = self.session.execute(select(Timer.instance_id, Timer.element_id).where(
                Timer.instance_id.in_(list(self.runs)), is_pending(), Timer.element_id.in_(names))) if names else ()
            for instance_id, element_id in armed:
                timers = legal_timers(self.new_dates.definition(self.runs[instance_id].definition_hash))
                codes = timers.mixed.get(element_id)
                if codes is not None:
                    self._stuck[instance_id] |= codes or {clock.code for clock in self.clocks[instance_id]}
        return self._stuck

    def _add_tasks(self, moves: Mapping[str, dict]) -> None:
        """An open task is due on the earlier of its own date and the reply's, as when it was opened."""
        if not moves:
            return
        for task in self._rows(_TASK.c[TASK], _TASK.c.instance_id, list(moves), is_open_task(_TASK.c)):
            definition = self.new_dates.definition(self.runs[task.instance_id].definition_hash)
            case = self.cases[task.instance_id]
            due = {clock.code: clock.due_at for clock in self.clocks[task.instance_id]}
            due |= {code: new.due_at for code, (_, new) in moves[task.instance_id].items()}
            element = definition.elements.get(task.element_id)
            found = [due[code] for code in (element.properties.get("due") if element else None,) if code in due]
            is_answered = case.answered_at is not None or case.status in SETTLED_STATUSES
            if not is_answered and task.role != COMPLAINANT and REPLY in due:
                found.append(due[REPLY])
            if found and min(found) != task.due_at:
                self.batch.tasks.append(MovedTask(task.id, min(found)))

    def _letters(self, moves: Mapping[str, dict]) -> dict[str, dict]:
        """What is written to the complainants whose date of reply moves, by case."""
        told = {instance_id: moved[REPLY] for instance_id, moved in moves.items() if REPLY in moved}
        letters = DateLetters(self.work, self.row, [self.cases[instance_id] for instance_id in told])
        found = {}
        for instance_id, (clock, new) in told.items():
            definition = self.new_dates.definition(self.runs[instance_id].definition_hash)
            letter = letters.written(self.cases[instance_id], definition, clock.due_on, new.due_on, self.now)
            if letter is not None:
                found[instance_id] = letter
        self.batch.letters += found.values()
        self.row.letters += len(found)
        return found

    def _tell(self, instance_id: str, moved: Mapping[str, tuple], letter: dict | None) -> None:
        """Timers, ledger and one link of the history for a case whose dates move."""
        run, row, batch = self.runs[instance_id], self.row, self.batch
        definition = self.new_dates.definition(run.definition_hash)
        timers = legal_timers(definition).by_code
        for code, (clock, new) in moved.items():
            calendar = self.new_dates.calendar_of(clock.definition_hash)
            for timer in timers.get(code, ()):
                batch.timers.append(MovedTimer(instance_id, timer.element_id, max(timer.at(new.due_on, calendar), self.now)))
            batch.entries.append(Entry(
                instance_id, code, len(self.ledgers.get((instance_id, code), ())) + 1, self.now, row.by_account,
                clock.due_on, new.due_on, row.id))
            today = calendar.local_day(self.now)
            row.moved += 1
            row.became_late += becomes_late(clock.due_on, new.due_on, today)
            row.in_time_again += in_time_again(clock.due_on, new.due_on, today)
        events = [Event(MOVED, self.now, None, {
            "recalculation_id": row.id, "moves": [[code, clock.due_on.isoformat(), new.due_on.isoformat()]
                                                  for code, (clock, new) in moved.items()]})]
        if letter is not None:
            events.append(Event("letter_written", self.now, None, {
                "letter_id": letter["id"], "letter": letter["code"], "addressee": COMPLAINANT, "channel": letter["state"]}))
        seq = run.event_count + 1
        text = canonical(seq, self.now, row.by_account, events)
        batch.links.append(Link(instance_id, seq, link(run.chain_head, text), packed(text)))
