"""What runs in the background: due timers, messages between cases and due letters.

A tick finds the due timers, takes them with a lease and hands them to the queue in one transaction; letters come to the
queue with the step that writes them. The queue's own worker carries both out (engine/handlers.py). Messages are taken
from their table (engine/message_round.py). The tables stay the truth, so any number of workers may run, and one that
dies, or a queue that is emptied, loses nothing. Started by `run.py serve` or `run.py work`, never inside create_app.
"""

import logging
import threading

from apscheduler.schedulers.background import BackgroundScheduler

from engine.acts.claim_due import ClaimDueLetters, ClaimDueTimers
from engine.acts.erase_texts import EraseTexts, SweepFiles
from engine.acts.forget_keys import ForgetDeliveredMessages, ForgetOldKeys
from engine.acts.limit_requests import ForgetRequests
from engine.acts.recalculate import DeferRecalculation
from engine.acts.reconcile import DeferForgottenLetters, GiveUpOnTimers
from engine.acts.write_digest import FindDueDigests
from engine.bootstrap import Insaf
from engine.errors import InsafError
from engine.handlers import SYSTEM, Handlers, told
from engine.jobs import NotQueued
from engine.message_round import deliver_due
from engine.notifications.channels import channel_for
from engine.queries.due import is_any_timer_due
from engine.queries.past_keeping import past_keeping
from engine.store.heartbeat import Heartbeat
from engine.vocabulary import ErasureBasis

log = logging.getLogger("insaf.worker")
TICK_SECONDS = 1
RECONCILE_SECONDS = 60
HANDFUL = 20
JOBS_AT_ONCE = 4


class Worker:
    """`start` works until `stop`. `run_once` does without queue and threads what is due now, for tests and the demo."""

    def __init__(self, insaf: Insaf, channel=None, jobs_at_once: int = JOBS_AT_ONCE):
        self.insaf = insaf
        self.last_tick_at = None
        self._forgotten_on = None
        self._busy = threading.Lock()
        self._stopping = threading.Event()
        self._heartbeat = Heartbeat(insaf.settings.data)
        self._handlers = Handlers(insaf, channel or channel_for(insaf.settings), self._stopping)
        self._jobs_at_once = jobs_at_once
        self._queue = None
        self._scheduler = BackgroundScheduler(job_defaults={
            "max_instances": 1, "coalesce": True, "misfire_grace_time": None})

    def start(self) -> None:
        self._reconcile()  # what the one before was killed with need not wait another minute
        self._queue = self._queue_worker()
        self._queue.start()
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS)
        self._scheduler.add_job(self._deliver, "interval", seconds=TICK_SECONDS)
        self._scheduler.add_job(self._reconcile, "interval", seconds=RECONCILE_SECONDS)
        self._scheduler.start()

    def stop(self) -> None:
        """Waits for the jobs under way, then ends; what waits stays in the queue."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        if self._queue is not None:
            self._queue.stop()
        self._sheltered(self._heartbeat.end)

    def tick(self) -> int:
        """Hands the due timers to the queue; returns how many cases that were."""
        self.last_tick_at = self.insaf.clock.now()
        found = 0
        while ids := self._claimed(ClaimDueTimers(deferred=True)):
            found += len(ids)
        return found

    def reconcile(self) -> None:
        """Tells the queue what it forgot, and people what cannot be done."""
        self.insaf.bus.ask(FindDueDigests(deferred=True), by=SYSTEM)
        self.insaf.bus.ask(DeferForgottenLetters(), by=SYSTEM)
        self.insaf.bus.ask(DeferRecalculation(only_silent=True), by=SYSTEM)
        self.insaf.bus.ask(ForgetRequests(), by=SYSTEM)
        today = self.insaf.clock.now().date()
        if today != self._forgotten_on:
            self.insaf.bus.ask(ForgetOldKeys(), by=SYSTEM)
            while self.insaf.bus.ask(ForgetDeliveredMessages(), by=SYSTEM).count and not self._stopping.is_set():
                pass  # a heap that piled up goes in portions, so that no other writer waits long
            self._erase()
            self._forgotten_on = today
        given_up = self.insaf.bus.ask(GiveUpOnTimers(), by=SYSTEM)
        for instance_id in given_up.ids:
            log.error("timer_given_up", extra=dict(instance=instance_id))

    def _erase(self) -> None:
        """Texts past their time of keeping, case by case; then the files that nothing names any more. What cannot be erased
        today (a letter that has not left) comes up again tomorrow."""
        with self.insaf.reading() as session:
            references = past_keeping(session, self.insaf.shelf, self.insaf.clock.now())
        for reference in references:
            try:
                self.insaf.bus.ask(EraseTexts(reference, ErasureBasis.RETENTION), by=SYSTEM)
            except InsafError as problem:
                log.warning("texts_not_erased", extra=dict(case=reference, code=problem.code))
        self.insaf.bus.ask(SweepFiles(), by=SYSTEM)

    def run_once(self) -> tuple[int, int]:
        """Fires every due timer and sends every due letter; returns how many instances and letters it touched. Timers
        come first again after each handful of letters."""
        with self._busy:
            fired, sent = self.fire_due(), 0
            self.deliver_due()
            self.write_digests()
            while handful := self._send_some():
                sent += handful
                fired += self.fire_due()
            return fired, sent

    def fire_due(self) -> int:
        """Oldest first. A case that fails becomes an incident and does not hold up the others."""
        done = 0
        while ids := self._claimed(ClaimDueTimers()):
            for instance_id in ids:
                if self._stopping.is_set():
                    return done
                self._handlers.fire_timers(NotQueued(), instance_id)
                done += 1
        return done

    def _claimed(self, claim: ClaimDueTimers) -> tuple[str, ...]:
        """The cases whose timers this worker has now. At most seconds nothing is due, and a look costs a third of a claim."""
        is_any = self.insaf.ask(is_any_timer_due, self.insaf.clock.now())
        return self.insaf.bus.ask(claim, by=SYSTEM).ids if is_any else ()

    def deliver_due(self) -> int:
        """Messages from case to case; returns how many were taken."""
        return deliver_due(self.insaf.bus, self._stopping.is_set)

    def write_digests(self) -> int:
        """The digests of this morning; returns how many recipients had something due."""
        done: set[str] = set()
        while fresh := set(self.insaf.bus.ask(FindDueDigests(), by=SYSTEM).ids) - done:
            for recipient_id in sorted(fresh):
                self._handlers.write_digest(NotQueued(), recipient_id)
            done |= fresh
        return len(done)

    def send_due(self) -> int:
        done = 0
        while handful := self._send_some():
            done += handful
        return done

    def _send_some(self) -> int:
        done = 0
        while done < HANDFUL and not self._stopping.is_set():
            claimed = self.insaf.bus.ask(ClaimDueLetters(), by=SYSTEM).ids
            if not claimed:
                return done
            self._handlers.send_claimed(NotQueued(), claimed[0])
            done += 1
        return done

    def _queue_worker(self):
        handlers = self._handlers.by_kind()
        if self.insaf.database.is_sqlite:  # as in engine/bootstrap.py
            from engine.jobs.local_worker import LocalWorker
            return LocalWorker(self.insaf.jobs, handlers, TICK_SECONDS)
        from engine.jobs.procrastinate_worker import ProcrastinateWorker
        return ProcrastinateWorker(self.insaf.settings.database_url, handlers, self._jobs_at_once)

    def _tick(self) -> None:
        self._sheltered(self._look_for_work)

    def _look_for_work(self) -> None:
        self.tick()
        self._heartbeat.beat()  # after it: a database that does not answer leaves the worker silent

    def _deliver(self) -> None:
        self._sheltered(self.deliver_due)

    def _reconcile(self) -> None:
        self._sheltered(self.reconcile)

    def _sheltered(self, do) -> None:
        try:
            do()
        except Exception as problem:  # nothing may end the scheduler's thread
            log.error("tick_failed", extra=told(problem))
