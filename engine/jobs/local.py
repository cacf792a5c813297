"""The queue of an embedded installation: the table `job`, worked off by the one serving process."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.jobs.interface import MOST_ATTEMPTS, PRIORITY, RETRY_BASE_SECONDS, Deferred, Handler
from engine.store.database import Database
from engine.store.tables import Job

TODO, DOING, FAILED = "todo", "doing", "failed"
_WAITS = Job.state == literal(TODO, literal_execute=True)


@dataclass(frozen=True)
class _Taken:
    id: int
    name: str
    args: dict
    attempts: int

    def done(self, session: Session) -> None:
        """In the caller's transaction: the effect and its acknowledgement are written together."""
        session.execute(delete(Job).where(Job.id == self.id))


class LocalJobs:
    def __init__(self, database: Database, clock: Clock):
        self._database, self._clock = database, clock

    def defer(self, session: Session, name: str, args: dict, key: str | None = None, delay: float = 0) -> None:
        self.defer_all(session, name, [Deferred(args, key, delay)])

    def defer_all(self, session: Session, name: str, jobs: Sequence[Deferred]) -> None:
        if not jobs:
            return
        now, priority = self._clock.now(), PRIORITY.get(name, 0)
        session.connection().execute(sqlite.insert(Job).on_conflict_do_nothing(), [
            {"name": str(name), "args": json.dumps(job.args), "key": job.key, "priority": priority, "state": TODO,
             "run_at": now + timedelta(seconds=job.delay), "attempts": 0} for job in jobs])

    def recover(self) -> None:
        """At the start of the one process: what it was doing when it died is to do again."""
        with self._database.writing() as session:
            for job in session.scalars(select(Job).where(Job.state == DOING)).all():
                self._again(session, job)

    def run_due(self, handlers: Mapping[str, Handler], stopping: Callable[[], bool] = lambda: False) -> int:
        """Carry out what is due, the urgent and the old first; returns how many jobs that were."""
        done = 0
        while not stopping() and (job := self._take()) is not None:
            done += 1
            try:
                handlers[job.name](job, **job.args)
            except Exception as problem:  # noted beside the job, without a message that may quote what people wrote
                self._failed(job, type(problem).__name__)
            else:
                self._acknowledge(job)
        return done

    def _take(self) -> _Taken | None:
        """Its attempt is counted before it begins, so that a job that kills the process does not do so for ever."""
        due = (select(Job.id).where(_WAITS, Job.run_at <= self._clock.now())
               .order_by(Job.priority.desc(), Job.run_at, Job.id).limit(1))
        with self._database.reading() as session:
            job_id = session.scalar(due)
        if job_id is None:
            return None
        with self._database.writing() as session:
            row = session.execute(update(Job).where(Job.id == job_id, _WAITS)
                                  .values(state=DOING, attempts=Job.attempts + 1)
                                  .returning(Job.id, Job.name, Job.args, Job.attempts)).first()
        return row and _Taken(row.id, row.name, json.loads(row.args), row.attempts)

    def _acknowledge(self, job: _Taken) -> None:
        """Most handlers have done so with their effect; then nobody waits for the right to write."""
        with self._database.reading() as session:
            still_there = session.scalar(select(Job.id).where(Job.id == job.id))
        if still_there is not None:
            with self._database.writing() as session:
                job.done(session)

    def _failed(self, taken: _Taken, error: str) -> None:
        with self._database.writing() as session:
            job = session.get(Job, taken.id)
            if job is not None:
                job.error = error[:200]
                job.run_at = self._clock.now() + timedelta(seconds=RETRY_BASE_SECONDS ** job.attempts)
                self._again(session, job)

    def _again(self, session: Session, job: Job) -> None:
        """To do once more; failed after the last attempt; gone where another job of its key waits by now."""
        another = job.key and session.scalar(select(Job.id).where(_WAITS, Job.key == job.key))
        if another:
            session.delete(job)
        else:
            job.state = TODO if job.attempts < MOST_ATTEMPTS else FAILED
