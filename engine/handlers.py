"""What each job does. A handler begins with a look at its row, so that the same job twice does nothing the second time."""

import logging
import threading
import time
import traceback
from pathlib import Path

from engine.acts.claim_due import ClaimDueLetters, RecordSending
from engine.acts.recalculate import DeferRecalculation
from engine.acts.recalculate_some import RecalculateSome
from engine.acts.run_instance import FireTimers
from engine.acts.send_code_again import SendCodeAgain
from engine.acts.write_digest import WriteDigest
from engine.bootstrap import Insaf
from engine.domain.access import Person
from engine.errors import CaseChangedMeanwhile, InsafError, NothingSent, Unavailable
from engine.jobs import Handler, JobKind, Running
from engine.notifications.channels import Message
from engine.queries.letters_to_send import letter_to_send

log = logging.getLogger("insaf.worker")
#: A recalculation of many cases leaves the queue to others this often.
SLICE_SECONDS = 2
PATIENCE_SECONDS = (1, 2, 4, 8, 16)
SYSTEM = Person.system()


class Handlers:
    """`stopping` cuts the waiting for a lost database short."""

    def __init__(self, insaf: Insaf, channel, stopping: threading.Event):
        self._insaf, self._channel, self._stopping = insaf, channel, stopping

    def by_kind(self) -> dict[str, Handler]:
        return {JobKind.FIRE_TIMERS: self.fire_timers, JobKind.SEND_LETTER: self.send_letter,
                JobKind.SEND_URGENT_LETTER: self.send_letter, JobKind.WRITE_DIGEST: self.write_digest,
                JobKind.RECALCULATE: self.recalculate, JobKind.SEND_CODE: self.send_code}

    def fire_timers(self, running: Running, instance_id: str) -> None:
        """The row lock of the case and the state of its timers are the guard. A case that fails is an incident by now and
        needs no second try. Raises Unavailable, CaseChangedMeanwhile: those come again."""
        try:
            self._insaf.bus.ask(FireTimers(instance_id), by=SYSTEM, also=running.done)
        except (Unavailable, CaseChangedMeanwhile):
            raise
        except InsafError as problem:
            log.warning("timer_not_fired", extra=dict(instance=instance_id, code=problem.code))
        except Exception as problem:
            log.error("timer_failed", extra=dict(instance=instance_id, **told(problem)))

    def write_digest(self, running: Running, recipient_id: str) -> None:
        """The guard are the notices themselves: told ones are told no more."""
        self._insaf.bus.ask(WriteDigest(recipient_id), by=SYSTEM, also=running.done)

    def send_code(self, running: Running, reference: str) -> None:
        """A second try would write a second letter, so it is acknowledged with the first."""
        self._insaf.bus.ask(SendCodeAgain(reference), by=SYSTEM, also=running.done)

    def recalculate(self, running: Running, recalculation_id: str) -> None:
        """A slice of it, batch by batch; the rest is a job of its own, behind what is more urgent. The row's cursor is the
        guard, see RecalculateSome."""
        until = time.monotonic() + SLICE_SECONDS
        while self._insaf.bus.ask(RecalculateSome(recalculation_id), by=SYSTEM).count:
            if time.monotonic() > until or self._stopping.is_set():
                self._insaf.bus.ask(DeferRecalculation(), by=SYSTEM, also=running.done)
                return

    def send_letter(self, running: Running, letter_id: str) -> None:
        """The claim is the guard: state `sending` with a lease is committed before the mail server hears of the letter."""
        if self._insaf.bus.ask(ClaimDueLetters(letter_id=letter_id), by=SYSTEM).ids:
            self.send_claimed(running, letter_id)

    def send_claimed(self, running: Running, letter_id: str) -> None:
        """Send a letter that this worker has claimed and write down what became of it."""
        with self._insaf.reading() as session:
            letter = letter_to_send(session, letter_id)
        error = ""
        try:
            self._channel.deliver(Message(letter.key, letter.id, letter.recipient, letter.subject, letter.body,
                                          letter.language))
        except NothingSent as problem:
            error = str(problem)
            log.warning("letter_not_sent", extra=dict(letter=letter_id))
        except Exception as problem:  # one letter that cannot even be put together must not hold up the others
            error = f"{type(problem).__name__}: {problem}"
            log.error("letter_failed", extra=dict(letter=letter_id, **told(problem)))
        self._record(RecordSending(letter_id, error, letter.attempt), running)

    def _record(self, sending: RecordSending, running: Running) -> None:
        """A letter that left and is not written down would be sent again, so an outage is waited for, within the lease."""
        for pause in PATIENCE_SECONDS:
            try:
                self._insaf.bus.ask(sending, by=SYSTEM, also=running.done)
                return
            except Unavailable:
                self._stopping.wait(pause)
        self._insaf.bus.ask(sending, by=SYSTEM, also=running.done)


def told(problem: Exception) -> dict[str, str]:
    """What went wrong and where, without the message: a database's or a mail server's may quote what people wrote."""
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return {"problem": type(problem).__name__,
            "where": " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))}
