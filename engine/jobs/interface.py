"""The interface of both queues."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

#: A job that fails is tried again after 2, 4, 8 … seconds, this often in all; then it stays as failed.
MOST_ATTEMPTS = 5
RETRY_BASE_SECONDS = 2


class JobKind(StrEnum):
    """Each is a handler in engine/handlers.py."""

    SEND_URGENT_LETTER = "send_urgent_letter"
    FIRE_TIMERS = "fire_timers"
    SEND_LETTER = "send_letter"
    WRITE_DIGEST = "write_digest"
    SEND_CODE = "send_code"
    RECALCULATE = "recalculate"


#: Highest first: somebody waits for a password link; a deadline comes before the post of the day, and many dates to count
#: again let everything else pass between their batches.
PRIORITY = {JobKind.SEND_URGENT_LETTER: 20, JobKind.FIRE_TIMERS: 10, JobKind.SEND_LETTER: 0, JobKind.WRITE_DIGEST: 0,
            JobKind.SEND_CODE: 20,
            JobKind.RECALCULATE: -10}


@dataclass(frozen=True)
class Deferred:
    """`key`: of the jobs that wait with one key there is only one. `delay` in seconds. `is_first`: the caller knows that
    nothing can wait with this key yet, which saves asking."""

    args: dict = field(default_factory=dict)
    key: str | None = None
    delay: float = 0
    is_first: bool = False


class Running(Protocol):
    """A job in a handler's hands."""

    def done(self, session: Session) -> None:
        """Acknowledge it in the transaction of its effect, where the queue lies in the same database. A handler that
        returns without having called this has done its work as well."""


class NotQueued:
    """For a handler that is called without a queue, or by one that acknowledges for itself."""

    def done(self, session: Session) -> None:
        """Nothing waits for it in this transaction."""


Handler = Callable[..., None]  # handler(running, **args); an exception means: try again later


class Jobs(Protocol):
    """`defer` writes on the session's own connection, so the job is there if the transaction commits, else not."""

    def defer(self, session: Session, name: str, args: dict, key: str | None = None, delay: float = 0) -> None:
        """One statement without a key. With a key nothing happens when a job of that key waits already."""

    def defer_all(self, session: Session, name: str, jobs: Sequence[Deferred]) -> None:
        """The same for several at once, in one statement where no key can be taken."""


class NoJobs:
    """No queue at all: what is due is found in the tables. For the demo's past, imports and tools."""

    def defer(self, session: Session, name: str, args: dict, key: str | None = None, delay: float = 0) -> None:
        """Nobody is told."""

    def defer_all(self, session: Session, name: str, jobs: Sequence[Deferred]) -> None:
        """Nobody is told."""
