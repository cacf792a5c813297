"""What runs in the background: due timers and due letters.

APScheduler only ticks; what is due stands in the database and is claimed there with a lease, so any number of workers
may run, and one that dies loses nothing. Started by `run.py serve` or `run.py work`, never inside create_app.
"""

import threading
import traceback
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.acts.claim_due import ClaimDueLetters, ClaimDueTimers, RecordSending
from engine.acts.run_instance import FireTimers
from engine.bootstrap import Insaf
from engine.domain.access import Person
from engine.errors import InsafError, NothingSent, Unavailable
from engine.notifications.channels import Message, channel_for
from engine.queries.letters_to_send import letter_to_send

log = structlog.get_logger("insaf.worker")
TICK_SECONDS = 2
HANDFUL = 20
PATIENCE_SECONDS = (1, 2, 4, 8, 16)


class Worker:
    """`run_once` does everything that is due now; `start` repeats it until `stop`."""

    def __init__(self, insaf: Insaf, channel=None):
        self.insaf = insaf
        self.channel = channel or channel_for(insaf.settings)
        self.last_tick_at = None
        self._system = Person.system()
        self._busy = threading.Lock()
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(job_defaults={
            "max_instances": 1, "coalesce": True, "misfire_grace_time": None})

    def start(self) -> None:
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS)
        self._scheduler.start()

    def stop(self) -> None:
        """Waits for the case or letter under way, then ends; timers claimed beside it are due again after their lease."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)

    def run_once(self) -> tuple[int, int]:
        """Fires every due timer and sends every due letter; returns how many instances and letters it touched. Timers
        come first again after each handful of letters: a slow mail server must not hold them up."""
        with self._busy:
            fired, sent = self.fire_due(), 0
            while handful := self._send_some():
                sent += handful
                fired += self.fire_due()
            return fired, sent

    def fire_due(self) -> int:
        """Oldest first. A case that fails becomes an incident and does not hold up the others."""
        done = 0
        while True:
            claimed = self.insaf.bus.ask(ClaimDueTimers(), by=self._system)
            if not claimed.ids:
                return done
            for instance_id in claimed.ids:
                if self._stopping.is_set():
                    return done
                try:
                    self.insaf.bus.ask(FireTimers(instance_id), by=self._system)
                except Unavailable:
                    raise  # the rest of the batch would only burn its leases against a database that does not answer
                except InsafError as problem:
                    log.warning("timer_not_fired", instance=instance_id, code=problem.code)
                except Exception as problem:
                    log.error("timer_failed", instance=instance_id, **_told(problem))
                done += 1

    def send_due(self) -> int:
        done = 0
        while handful := self._send_some():
            done += handful
        return done

    def _send_some(self) -> int:
        done = 0
        while done < HANDFUL and not self._stopping.is_set():
            claimed = self.insaf.bus.ask(ClaimDueLetters(), by=self._system).ids
            if not claimed:
                return done
            self._send(claimed[0])
            done += 1
        return done

    def _send(self, letter_id: str) -> None:
        with self.insaf.reading() as session:
            letter = letter_to_send(session, letter_id)
        error = ""
        try:
            self.channel.deliver(Message(letter.key, letter.id, letter.recipient, letter.subject, letter.body,
                                         letter.language))
        except NothingSent as problem:
            error = str(problem)
            log.warning("letter_not_sent", letter=letter_id)
        except Exception as problem:  # one letter that cannot even be put together must not hold up the others
            error = f"{type(problem).__name__}: {problem}"
            log.error("letter_failed", letter=letter_id, **_told(problem))
        self._record(RecordSending(letter_id, error, letter.attempt))

    def _record(self, sending: RecordSending) -> None:
        """A letter that left and is not written down would be sent again, so an outage is waited for, within the lease."""
        for pause in PATIENCE_SECONDS:
            try:
                self.insaf.bus.ask(sending, by=self._system)
                return
            except Unavailable:
                self._stopping.wait(pause)
        self.insaf.bus.ask(sending, by=self._system)

    def _tick(self) -> None:
        self.last_tick_at = self.insaf.clock.now()
        try:
            self.run_once()
        except Exception as problem:  # a tick must never end the scheduler's thread
            log.error("tick_failed", **_told(problem))


def _told(problem: Exception) -> dict[str, str]:
    """What went wrong and where, without the message: a database's or a mail server's may quote what people wrote."""
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return {"problem": type(problem).__name__,
            "where": " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))}
