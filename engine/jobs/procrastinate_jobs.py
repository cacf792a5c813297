"""The queue of several machines: Procrastinate's tables in the same PostgreSQL, written in the caller's transaction."""

from collections.abc import Sequence
from datetime import timedelta

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.jobs.interface import PRIORITY, Deferred

QUEUE = "insaf"


class ProcrastinateJobs:
    """Its app has no connections of its own: a job goes the way of the change that causes it."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._manager = App(connector=SyncPsycopgConnector()).job_manager

    def defer(self, session: Session, name: str, args: dict, key: str | None = None, delay: float = 0) -> None:
        self.defer_all(session, name, [Deferred(args, key, delay)])

    def defer_all(self, session: Session, name: str, jobs: Sequence[Deferred]) -> None:
        free = [job for job in jobs if job.key is None or job.is_first]
        if free:
            self._insert(session, name, free)
        keyed = list({job.key: job for job in jobs if job.key is not None and not job.is_first}.values())
        if keyed and not self._try(session, name, keyed):
            for job in keyed if len(keyed) > 1 else ():
                self._try(session, name, [job])

    def _try(self, session: Session, name: str, jobs: Sequence[Deferred]) -> bool:
        """In a savepoint: a key that waits already must not spoil the caller's transaction."""
        savepoint = session.begin_nested()
        try:
            self._insert(session, name, jobs)
        except AlreadyEnqueued:
            savepoint.rollback()
            return False
        savepoint.commit()
        return True

    def _insert(self, session: Session, name: str, jobs: Sequence[Deferred]) -> None:
        self._manager.batch_defer_jobs(connection=session.connection().connection.driver_connection, jobs=[
            Job(id=None, queue=QUEUE, task_name=str(name), priority=PRIORITY.get(name, 0), lock=None,
                queueing_lock=job.key, task_kwargs=job.args,
                scheduled_at=self._clock.now() + timedelta(seconds=job.delay) if job.delay else None) for job in jobs])
