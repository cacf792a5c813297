"""One step of one instance: lock it, fire what is due, let the act do its part, write everything at once.

Every act on a case goes through here, so the order of locks (instance, timer, rest) and the rule that due timers come
first, each at its own due time, hold everywhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.acts.case_file import CaseFile
from engine.acts.effects import Effects
from engine.acts.exchange_messages import Exchange
from engine.acts.held_case import change_of, refuse_at_rest
from engine.acts.legal_dates import own_days_of, timer_functions
from engine.acts.move_clocks import enter, follow_tasks, is_kept, judge
from engine.acts.seen import Seen
from engine.acts.work import Work
from engine.definitions.clocks import clocks_of
from engine.domain.ledger import LedgerEntry
from engine.errors import MessageNotExpected, NotFound, RunawayProcess
from engine.execution import Run
from engine.store.case_row import CaseRow
from engine.store.change import Change, DoneTask, NewTimer
from engine.store.contact_row import ContactRow
from engine.store.look_up import Held, hold_instance
from engine.store.tables import ComplaintCase, Contact, Submission, new_id
from engine.store.write_step import write_step
from engine.store.writes import Write, insert
from engine.vocabulary import InstanceState, TimerState

_MOST_TIMERS_A_STEP = 500


class Step:
    """`new_rows` are written right after the instance they belong to; a new case puts its own rows there. In an import
    (`quiet_until` of the file) only the interrupting timers of the past fire, the others are marked as passed."""

    def __init__(self, file: CaseFile):
        self.file, self.work, self.definition = file, file.work, file.definition
        self.change, self.case = file.change, file.case
        self.new_rows: list[Write] = []
        self.effects = Effects(file)
        self.exchange = Exchange(file)
        self._run: Run | None = None
        self._open: set[str] = set()
        self._pending: dict[tuple[str, str], datetime] = {}
        self._settled: frozenset[tuple[str, str]] = frozenset()
        self._seen = Seen()
        self.work.instance_id = self.change.instance_id

    @classmethod
    def load(cls, work: Work, instance_id: str) -> "Step":
        """Locks a running instance and fires its due timers.

        Raises NotFound, CaseAlreadyEnded, IncidentOpen.
        """
        held = hold_instance(work.transaction, instance_id, work.by.id)
        if held is None:
            raise NotFound(what="case", which=instance_id)
        return cls.hold(work, held)

    @classmethod
    def hold(cls, work: Work, held: Held) -> "Step":
        """The same for an instance whose lock is held already."""
        refuse_at_rest(held)
        step = cls.at_rest(work, held)
        step.fire_due()
        return step

    @classmethod
    def at_rest(cls, work: Work, held: Held) -> "Step":
        """As it stands, whatever its state and what is due: for people who settle an incident."""
        work.held_at(held.now)
        work.calendars.heard(held.calendar_version)
        step = cls(CaseFile(work, work.shelf.definition(held.instance.definition_hash), change_of(held), held.case))
        step._open = set(held.open_tasks)
        step._pending = {(task, element): due for task, element, due, state in held.timers if state == TimerState.PENDING}
        step._settled = frozenset((task, element) for task, element, _, state in held.timers
                                  if state != TimerState.PENDING)
        step.file.own_days = own_days_of(held.own_days)
        step.effects.ledger.knows(held.deadlines)
        return step

    @classmethod
    def start(cls, work: Work, content_hash: str, variables: Mapping, at: datetime, agency_id: str | None = None,
              case: CaseRow | None = None, process_id: str | None = None, instance_id: str | None = None,
              quiet_until: datetime | None = None) -> "Step":
        """Begins a new instance at the instant `at` and runs it to its first wait."""
        definition = work.shelf.definition(content_hash)
        change = Change(instance_id or new_id(), content_hash, agency_id, None, b"", InstanceState.RUNNING, "", at)
        step = cls(CaseFile(work, definition, change, case, quiet_until))
        step._start = (dict(variables), at, process_id)
        return step

    def begin(self, contact: ContactRow | None = None, submission: Mapping | None = None) -> None:
        """Runs the new instance to its first wait; its case, who lodged it and what was said are written with it. What is due
        by now fires, but in an import: its record knows better, see `pass_by` and `fire_due`."""
        self.file.contact = contact
        if contact is not None:
            self.new_rows += [*insert(Contact, vars(contact)), *insert(Submission, submission)]
        variables, at, process_id = self._start
        spec = self.work.specs.of(self.change.definition_hash)
        self._run = Run.start(spec, variables, at, self._functions(), process_id=process_id)
        self.absorb(at)
        if self.file.quiet_until is None:
            self.fire_due()

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def is_open(self) -> set[str]:
        """Ids of the human tasks open now."""
        return self._open

    @property
    def run(self) -> Run:
        """The live run, restored from the snapshot when it is first needed."""
        if self._run is None:
            spec = self.work.specs.of(self.change.definition_hash)
            self._run = Run.restore(spec, self.change.snapshot, self._functions())
        return self._run

    def note(self, kind: str, at: datetime, element_id: str | None = None, /, **body) -> None:
        """Adds an event to the history of the instance."""
        self.file.note(kind, at, element_id, **body)

    def complete(self, task_id: str, element_id: str, decisions: Mapping, at: datetime, remove=(),
                 told: Mapping | None = None, answers: str = "{}") -> None:
        """Completes an open human task with decision scalars and runs on to the next wait. `told` is what the history
        says of them where it may not say all; `answers` the JSON of the whole form."""
        fresh = [task for task in self.change.tasks_new if task.id == task_id]
        if fresh:  # opened and done in one step of an import: the history tells it, no worklist ever showed it
            self.change.tasks_new.remove(fresh[0])
        else:
            self.change.tasks_done.append(DoneTask(task_id, element_id, at, self.work.by.id, answers))
        self._open.discard(task_id)
        self.note("task_completed", at, element_id, task_id=task_id, decisions=dict(decisions if told is None else told))
        self.run.complete(task_id, decisions, at, remove=remove)
        self.absorb(at)

    def deliver(self, message: str, payload: Mapping, at: datetime) -> None:
        """Hands a message to the diagram. Raises MessageNotExpected when nothing waits for it."""
        if not self.run.deliver(message, payload, at):
            raise MessageNotExpected(reference=self.name, message=message)
        self.note("message_received", at, message=message)
        self.absorb(at)

    def enter(self, code: str, entry: LedgerEntry) -> None:
        """Adds an entry to the ledger of a clock; its timers and tasks move with it."""
        enter(self.effects, self._pending, code, entry, self.work.by.id)

    def hand_over(self, message_id: str, name: str, key: str, payload, at: datetime) -> bool:
        """Gives a kept message to the place that waits for it under its key; False where none does. Raises MessageRefused."""
        place = self.exchange.place_for(self.run, name, key)
        if place is None or not self.run.hand_over(place.task_id, name, payload, at):
            return False
        self.exchange.taken(name, key)
        self.note("message_received", at, place.element_id, message=name, message_id=message_id)
        self.absorb(at)
        return True

    def fire_due(self) -> int:
        """Fires every timer that is due, oldest first, each at its due time; timers they arm count too."""
        fired = 0
        while True:
            due = [(at, key) for key, at in self._pending.items() if at <= self.work.now]
            if not due:
                return fired
            at, (task_id, element_id) = self._first(due)
            if self._pass_by(task_id, element_id, at):
                continue
            fired += 1
            if fired > _MOST_TIMERS_A_STEP:
                raise RunawayProcess(steps=fired, element=element_id, reason="timers arm timers without end")
            self._fire(task_id, element_id, at)

    def pass_by(self, until: datetime) -> None:
        """In an import: marks the reminders and escalations up to an instant as passed."""
        for at, key in sorted((at, key) for key, at in self._pending.items() if at <= until):
            self._pass_by(*key, at)

    def _first(self, due: list[tuple[datetime, tuple[str, str]]]) -> tuple[datetime, tuple[str, str]]:
        """The oldest; of several due at one instant, the one that was reached first."""
        at = min(at for at, _ in due)
        tied = {key for moment, key in due if moment == at}
        if len(tied) > 1:
            reached = [(timer.task_id, timer.element_id) for timer in self.run.armed()]
            return at, next((key for key in reached if key in tied), min(tied))
        return at, tied.pop()

    def finish(self) -> Change:
        """Hands the step and everything that hangs on it over to be written with the commit."""
        self.effects.last_things(self.work.now)
        self.change.snapshot = self._run.packed() if self._run is not None else None
        write_step(self.work.transaction, self.change, self.work.now, self.work.by.id)
        is_new_case = self.case is not None and self.change.expected_version is None  # else its effects bring it up to date
        self.work.transaction.later(*(insert(ComplaintCase, vars(self.case)) if is_new_case else ()), *self.new_rows)
        self.effects.write()
        self.exchange.write()
        return self.change

    def _pass_by(self, task_id: str, element_id: str, at: datetime) -> bool:
        """Marked as passed, never fired: a rung of a date that was kept, and in an import one of the past."""
        found = self._new_timer(task_id, element_id)
        is_quiet = found is not None and not found.interrupting and self.file.is_quiet(at)
        if not is_quiet and not is_kept(self.effects, element_id, lambda: self.run.open_tasks()):
            return False
        del self._pending[(task_id, element_id)]
        if found is None:
            self.change.timers_moved.pop((task_id, element_id), None)
            self.change.timers_passed.append((task_id, element_id))
        else:
            self._mark_new(found, TimerState.PASSED)
        if is_quiet:
            self.note("timer_passed", at, element_id, due_at=at)
        return True

    def _new_timer(self, task_id: str, element_id: str) -> NewTimer | None:
        """A timer that this very step armed and whose row is not written yet."""
        return next((one for one in self.change.timers_new if (one.task_id, one.element_id) == (task_id, element_id)), None)

    def _mark_new(self, timer: NewTimer, state: TimerState, fired_at: datetime | None = None) -> None:
        self.change.timers_new[self.change.timers_new.index(timer)] = replace(timer, state=state, fired_at=fired_at)

    def _fire(self, task_id: str, element_id: str, at: datetime) -> None:
        del self._pending[(task_id, element_id)]
        self.change.timers_moved.pop((task_id, element_id), None)
        if (fresh := self._new_timer(task_id, element_id)) is not None:
            self._mark_new(fresh, TimerState.FIRED, self.work.now)
        self.change.timers_fired.append((task_id, element_id, self.work.now))
        self.note("timer_fired", at, element_id, task_id=task_id, fired_at=self.work.now)
        judge(self.effects, element_id, at)
        self.run.fire(task_id, element_id, at)
        self.absorb(at)

    def absorb(self, at: datetime) -> None:
        """Compares the run with what is known and notes every difference, as of the legal time `at`."""
        advance = self.run.advance(packed=False)
        self.effects.variables = advance.variables
        self.effects.open_elements = frozenset(task.element_id for task in advance.open_tasks)
        completed, entered, requests = self._seen.news(advance)
        if completed:
            self.note("step_taken", at, elements=list(completed))
            self.effects.passed(completed, at)
        self.effects.entered(entered, at)
        for request in requests:
            self.effects.carry_out(request, at)
        touched = self._absorb_tasks(advance, at)
        self._absorb_timers(advance, at)
        if touched and clocks_of(self.definition).paused_by:
            follow_tasks(self.effects, self._pending, (task.element_id for task in advance.open_tasks), at)
        self.exchange.absorb(advance, at)
        if advance.ended:
            self.change.state, self.change.ended_at, self.change.ended_as = InstanceState.ENDED, at, advance.end_event
            self.note("case_ended", at, advance.end_event)
            self.effects.ended(at)

    def _absorb_tasks(self, advance, at: datetime) -> bool:
        """Did any open or go?"""
        now_open = {task.task_id: task for task in advance.open_tasks}
        for gone in self._open - now_open.keys():
            fresh = [task for task in self.change.tasks_new if task.id == gone]
            if fresh:  # opened and cancelled within one step: nobody ever saw it
                self.change.tasks_new.remove(fresh[0])
            else:
                self.change.tasks_dropped.append((gone, at))
            self.note("task_cancelled", at, task_id=gone)
        for task_id in now_open.keys() - self._open:
            task = now_open[task_id]
            self.change.tasks_new.append(self.effects.opened(task, at))
            self.note("task_opened", at, task.element_id, task_id=task_id)
        touched, self._open = self._open != now_open.keys(), set(now_open)
        return touched

    def _absorb_timers(self, advance, at: datetime) -> None:
        armed = {(timer.task_id, timer.element_id): timer for timer in advance.armed}
        fired = {(task_id, element_id) for task_id, element_id, _ in self.change.timers_fired} | {*self.change.timers_passed}
        passed = {(t.task_id, t.element_id) for t in self.change.timers_new if t.state == TimerState.PASSED}
        for key in self._pending.keys() - armed.keys():
            del self._pending[key]
            fresh = self._new_timer(*key)
            self.change.timers_moved.pop(key, None)
            if fresh is not None:
                self.change.timers_new.remove(fresh)
            else:
                self.change.timers_cancelled.append(key)
        for key in armed.keys() - self._pending.keys() - fired - passed - self._settled:
            timer = armed[key]
            self.change.timers_new.append(NewTimer(*key, timer.due_at, timer.interrupting))
            self._pending[key] = timer.due_at

    def _functions(self):
        lodged_at = self.case.lodged_at if self.case else self.change.started_at
        return timer_functions(self.definition, lodged_at, self.effects.ledger.standing, self.file.calendar(), self.file.own_days)
