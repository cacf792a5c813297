"""One transaction around an act.

The unit of work is opened here and nowhere else. The same key again gets the first receipt; an error raised on purpose
goes back to the door; an exception nobody meant becomes an incident, written in a second transaction.
"""

from collections.abc import Callable

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from engine.acts.registry import BEHAVIOUR
from engine.acts.work import Receipt, Work
from engine.clock import Clock
from engine.domain.access import Person
from engine.domain.reference_number import follow_up_code
from engine.errors import ExecutionFailed, InsafError, SameKeyOtherRequest
from engine.execution import Specs
from engine.jobs import Jobs, NoJobs
from engine.settings import Settings
from engine.store.database import Database
from engine.store.definition_shelf import DefinitionShelf
from engine.store.files import FileStore
from engine.store.tables import IdempotencyKey, Incident, ProcessInstance
from engine.vocabulary import IncidentState, InstanceState

log = structlog.get_logger("insaf.bus")


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
        work = None
        try:
            with self.database.writing() as session:
                work = Work(session, self.clock.now(), by, self.shelf, self.specs, self.files, self.settings, self.jobs)
                receipt = self._once(act, work, key)
                if also is not None:
                    also(session)
                return receipt
        except ExecutionFailed as problem:
            self._record_incident(act, work, problem.code, str(problem))
            raise
        except (InsafError, OperationalError):
            raise
        except Exception as problem:
            self._record_incident(act, work, "unforeseen", _told(problem))
            raise

    def _once(self, act, work: Work, key: str | None) -> Receipt:
        handle, name = BEHAVIOUR[type(act)], type(act).__name__
        if key is None:
            return handle(act, work)
        key = f"{work.by.id or work.by.reference or 'visitor'}:{key}"[:120]
        dialect = sqlite if self.database.is_sqlite else postgresql
        taken = work.session.execute(
            dialect.insert(IdempotencyKey).values(key=key, act=name, receipt="", at=work.now)
            .on_conflict_do_nothing().returning(IdempotencyKey.key)
        ).first()
        if taken is None:
            return self._first_receipt(work, key, name)
        receipt = handle(act, work)
        work.session.execute(update(IdempotencyKey).where(IdempotencyKey.key == key).values(receipt=receipt.kept()))
        return receipt

    def _first_receipt(self, work: Work, key: str, name: str) -> Receipt:
        kept = work.session.execute(select(IdempotencyKey).where(IdempotencyKey.key == key)).scalar_one()
        if kept.act != name:
            raise SameKeyOtherRequest(key=key.split(":", 1)[1])
        receipt = Receipt.read(kept.receipt)
        if name == "LodgeComplaint":
            return receipt.with_code(follow_up_code(receipt.reference, self.settings.secret))
        return receipt

    def _record_incident(self, act, work: Work | None, code: str, message: str) -> None:
        """In a transaction of its own: the case stops and waits for a person."""
        name, instance_id = type(act).__name__, work.instance_id if work else None
        log.error("incident", act=name, instance=instance_id, code=code)
        with self.database.writing() as session:
            exists = instance_id and session.get(ProcessInstance, instance_id, with_for_update=True)
            session.add(Incident(instance_id=instance_id if exists else None, act=name, code=code,
                                 message=message.replace("\0", "")[:2000], at=self.clock.now(), state=IncidentState.OPEN))
            if exists and exists.state == InstanceState.RUNNING:
                exists.state = InstanceState.INCIDENT


def _told(problem: Exception) -> str:
    """Of a refusal by the database only its first line: the rest repeats the failing row, which is what people wrote."""
    if isinstance(problem, DBAPIError):
        return f"{type(problem.orig).__name__}: {problem.orig}".split("\n", 1)[0]
    return f"{type(problem).__name__}: {problem}"
