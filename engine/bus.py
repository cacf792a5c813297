"""One transaction around an act.

The unit of work is opened here and nowhere else. The same key again gets the first receipt; an error raised on purpose
goes back to the door; an exception nobody meant becomes an incident, written in a second transaction.

Whether a key was used is not asked before: the key is written in the transaction of its act, so of two requests with
one key the second cannot be committed, and only one that fails looks for the receipt of the first.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import cache

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.registry import BEHAVIOUR
from engine.acts.work import Receipt, Work
from engine.clock import Clock
from engine.domain.access import Person
from engine.domain.reference_number import follow_up_code
from engine.errors import ExecutionFailed, InsafError, SameKeyOtherRequest, Unavailable
from engine.execution import Specs
from engine.jobs import Jobs, NoJobs
from engine.notes import WriteNote, write_note
from engine.settings import Settings
from engine.store.database import Database
from engine.store.definition_shelf import DefinitionShelf
from engine.store.files import FileStore
from engine.store.row_security import asking_for
from engine.store.tables import ComplaintCase, IdempotencyKey, Incident, ProcessInstance
from engine.store.writes import insert
from engine.vocabulary import IncidentState, InstanceState

log = logging.getLogger("insaf.bus")
#: Notes are in a room that no other act can enter, and the list of acts is one of them.
_ANSWERED = {**BEHAVIOUR, WriteNote: write_note}


class Bus:
    """`ask` is the only way in for anything that changes the system."""

    def __init__(self, database: Database, clock: Clock, shelf: DefinitionShelf, specs: Specs, files: FileStore,
                 settings: Settings, jobs: Jobs | None = None):
        self.database, self.clock, self.shelf, self.specs = database, clock, shelf, specs
        self.files, self.settings, self.jobs = files, settings, jobs or NoJobs()

    def ask(self, act, by: Person | None = None, key: str | None = None,
            also: Callable[[Session], None] | None = None) -> Receipt:
        """Carries out an act for a person, all or nothing.

        `key` makes a repeated request harmless; `also` is called after the act in its transaction, to acknowledge the
        job that asked. Raises the errors of engine.errors that the act names.
        """
        by = by or Person.anyone()
        with asking_for(by.agency_id):
            try:
                return self._carried_out(act, by, key, also)
            except _Repeatable:
                return self._carried_out(act, by, key, also, is_repeated=True)

    def _carried_out(self, act, by: Person, key: str | None, also, is_repeated: bool = False) -> Receipt:
        work = None
        try:
            with self.database.transaction() as transaction:
                work = Work(transaction, self.clock, by, self.shelf, self.specs, self.files, self.settings, self.jobs)
                receipt = _ANSWERED[type(act)](act, work)
                if also is not None:
                    also(work.session)
                if key is not None:
                    transaction.later(*insert(IdempotencyKey, {
                        "key": _digest(by, key), "instance_id": receipt.instance_id, "used_on": work.now.date(),
                        "act": _act_code(type(act)), "receipt": receipt.kept()}))
            return receipt
        except Unavailable as problem:
            if _lost_the_connection(problem) and key is not None and not is_repeated:
                raise _Repeatable() from problem
            raise
        except Exception as problem:
            first = self._first_receipt(act, by, key)
            if first is not None:
                return first
            if isinstance(problem, IntegrityError) and not is_repeated:
                raise _Repeatable() from problem
            self._record_failure(act, work, problem)
            raise

    def _first_receipt(self, act, by: Person, key: str | None) -> Receipt | None:
        """What the first request with this key was told; None where it is the first. Raises SameKeyOtherRequest."""
        if key is None:
            return None
        with self.database.reading() as session:
            kept = session.execute(select(IdempotencyKey).where(IdempotencyKey.key == _digest(by, key))).scalar()
            if kept is None:
                return None
            case = session.get(ComplaintCase, kept.instance_id) if kept.instance_id else None
        if kept.act != _act_code(type(act)):
            raise SameKeyOtherRequest(key=key)
        receipt = Receipt.read(kept.receipt, kept.instance_id, case.reference if case else kept.instance_id)
        if isinstance(act, LodgeComplaint):
            return receipt.with_code(follow_up_code(receipt.reference, self.settings.secret))
        return receipt

    def _record_failure(self, act, work: Work | None, problem: Exception) -> None:
        if isinstance(problem, ExecutionFailed):
            self._record_incident(act, work, problem.code, str(problem))
        elif not isinstance(problem, InsafError):
            self._record_incident(act, work, "unforeseen", _told(problem))

    def _record_incident(self, act, work: Work | None, code: str, message: str) -> None:
        """In a transaction of its own: the case stops and waits for a person."""
        name, instance_id = type(act).__name__, work.instance_id if work else None
        log.error("incident", extra=dict(act=name, instance=instance_id, code=code))
        with self.database.writing() as session:
            exists = instance_id and session.get(ProcessInstance, instance_id, with_for_update=True)
            session.add(Incident(instance_id=instance_id if exists else None, act=name, code=code,
                                 message=message.replace("\0", "")[:2000], at=self.clock.now(), state=IncidentState.OPEN))
            if exists and exists.state == InstanceState.RUNNING:
                exists.state = InstanceState.INCIDENT


class _Repeatable(Exception):
    """The whole act may be tried once more: nothing of it was written, or its key makes a second time harmless.

    Either the connection was lost, or somebody else has just written a row that must be there once, such as an
    account with this address: the second try sees it and refuses with a sentence.
    """


def _lost_the_connection(problem: Unavailable) -> bool:
    """Did the database go away under an open connection, as when it was restarted? A new one may find it back."""
    return isinstance(problem.__cause__, DBAPIError) and problem.__cause__.connection_invalidated


def _digest(by: Person, key: str) -> str:
    """Who asked and what key they gave, in the size of an id."""
    asked = f"{by.id or by.reference or 'visitor'}:{key}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


@cache
def _act_code(kind: type) -> int:
    """Enough of a digest to tell two acts apart."""
    return int.from_bytes(hashlib.sha256(kind.__name__.encode()).digest()[:2], signed=True)


def _told(problem: Exception) -> str:
    """Of a refusal by the database only its first line: the rest repeats the failing row, which is what people wrote."""
    if isinstance(problem, DBAPIError):
        return f"{type(problem.orig).__name__}: {problem.orig}".split("\n", 1)[0]
    return f"{type(problem).__name__}: {problem}"
