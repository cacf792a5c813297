"""The two queues keep the same promises: the job comes with the change that causes it, once, urgent ones first."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from engine.clock import SystemClock
from engine.jobs import Deferred, JobKind
from engine.jobs.local import LocalJobs
from engine.jobs.procrastinate_jobs import ProcrastinateJobs
from engine.jobs.procrastinate_worker import ProcrastinateWorker
from engine.store.database import Database
from tests.house.tree import ROOT

PATIENCE = 30
DO = JobKind.SEND_LETTER


class Bench:
    """One queue on one database, a table of effects, and hands to carry jobs out."""

    def __init__(self, url: str):
        self.url, self.database = url, Database(url)
        self.jobs = LocalJobs(self.database, SystemClock()) if self.database.is_sqlite else ProcrastinateJobs(SystemClock())
        with self.database.writing() as session:
            session.execute(text("create table if not exists effect (n integer primary key, what varchar(40))"))

    def defer(self, what: str, name: str = DO, **options) -> None:
        with self.database.writing() as session:
            self.jobs.defer(session, name, {"what": what}, **options)

    def write(self, running, what: str) -> None:
        """A handler: look first whether it is done already, then do and acknowledge in one transaction."""
        with self.database.writing() as session:
            if not session.scalar(text("select count(*) from effect where what = :what"), {"what": what}):
                session.execute(text("insert into effect values ((select count(*) from effect), :what)"), {"what": what})
            running.done(session)

    def effects(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(text("select what from effect order by n")))

    def left(self) -> list[tuple[str, int]]:
        """(state, attempts) of what the queue still holds, oldest first."""
        query = "select state, attempts from job order by id" if self.database.is_sqlite else \
            "select status::text, attempts from procrastinate_jobs order by id"
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(text(query))]

    @contextmanager
    def working(self, handlers, jobs_at_once: int = 1):
        """A worker of this queue until the block ends; a dead one's jobs come back within two seconds."""
        if self.database.is_sqlite:
            self.jobs.recover()
            yield lambda: self.jobs.run_due(handlers)
            return
        worker = ProcrastinateWorker(self.url, handlers, jobs_at_once, heartbeat=0.2, stalled=1, sweep=0.3)
        worker.start()
        yield lambda: None
        worker.stop()

    def until(self, reached, handlers, jobs_at_once: int = 1) -> None:
        with self.working(handlers, jobs_at_once) as nudge:
            deadline = time.monotonic() + PATIENCE
            while not reached():
                assert time.monotonic() < deadline, (self.effects(), self.left())
                nudge()
                time.sleep(0.02)


@pytest.fixture
def bench(database_url, monkeypatch):
    for module in ("local", "procrastinate_worker"):
        monkeypatch.setattr(f"engine.jobs.{module}.RETRY_BASE_SECONDS", 0)
    monkeypatch.setattr("engine.jobs.procrastinate_worker.POLL_SECONDS", 0.2)
    bench = Bench(database_url)
    yield bench
    bench.database.close()


def test_a_job_exists_exactly_when_the_change_that_causes_it_does(bench):
    with pytest.raises(ZeroDivisionError), bench.database.writing() as session:
        bench.jobs.defer(session, DO, {"what": "rolled back"})
        raise ZeroDivisionError
    with bench.database.writing() as session:
        bench.jobs.defer(session, DO, {"what": "kept"})
        session.execute(text("insert into effect values (0, 'the change')"))
    bench.until(lambda: not bench.left(), {DO: bench.write})
    assert bench.effects() == ["the change", "kept"]


def test_of_the_jobs_that_wait_with_one_key_there_is_one_and_the_callers_change_survives_the_second(bench):
    bench.defer("once", key="a key")
    with bench.database.writing() as session:
        session.execute(text("insert into effect values (0, 'the change')"))
        bench.jobs.defer_all(session, DO, [Deferred({"what": "again"}, "a key"), Deferred({"what": "new"}, "other"),
                                           Deferred({"what": "twin"}, "other"), Deferred({"what": "free"})])
    assert len(bench.left()) == 3
    bench.until(lambda: not bench.left(), {DO: bench.write})
    assert bench.effects()[:2] == ["the change", "once"] and len(bench.effects()) == 4
    bench.defer("later", key="a key")  # nothing waits with it any more
    assert len(bench.left()) == 1


def test_a_failed_job_is_tried_again_and_one_that_never_succeeds_stays_where_people_see_it(bench):
    tries = {"good": 0, "bad": 0}

    def stumble(running, what):
        tries[what] += 1
        if what == "bad" or tries[what] < 3:
            raise ValueError("zineb@example.org")
        bench.write(running, what)

    bench.defer("good")
    bench.defer("bad")
    bench.until(lambda: bench.left() == [("failed", 5)], {DO: stumble})
    assert (tries, bench.effects()) == ({"good": 3, "bad": 5}, ["good"])


def test_urgent_work_comes_before_bulk_and_delayed_work_when_its_time_has_come(bench):
    began = time.monotonic()
    bench.defer("in a second", delay=1, name=JobKind.SEND_URGENT_LETTER)
    bench.defer("post")
    bench.defer("deadline", name=JobKind.FIRE_TIMERS)
    bench.defer("password", name=JobKind.SEND_URGENT_LETTER)
    bench.until(lambda: not bench.left(), {kind: bench.write for kind in JobKind})
    assert bench.effects() == ["password", "deadline", "post", "in a second"] and time.monotonic() - began >= 1


def test_a_hundred_jobs_and_four_workers_make_a_hundred_effects(bench):
    with bench.database.writing() as session:
        bench.jobs.defer_all(session, DO, [Deferred({"what": f"{number}"}) for number in range(100)])
    bench.until(lambda: not bench.left(), {DO: bench.write}, jobs_at_once=4)
    assert sorted(bench.effects(), key=int) == [str(number) for number in range(100)]


def test_what_a_killed_worker_was_doing_is_done_by_the_next_one(bench):
    bench.defer("interrupted")
    dying = subprocess.Popen([sys.executable, "-c", DYING, bench.url], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                             env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert dying.stdout.readline() == "at it\n"
    os.kill(dying.pid, signal.SIGKILL)
    dying.wait()
    dying.stdout.close()
    assert [state for state, _ in bench.left()] == ["doing"]
    bench.until(lambda: not bench.left(), {DO: bench.write})
    assert bench.effects() == ["interrupted"]


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_a_worker_that_is_told_to_stop_while_it_connects_ends_at_once(bench):
    """A pool whose opening is cancelled goes on trying for half a minute; the end of the program must not wait for it."""
    slowest = 0.0
    for hundredths in range(12):
        worker = ProcrastinateWorker(bench.url, {DO: bench.write})
        worker.start()
        time.sleep(hundredths / 100)
        before = time.monotonic()
        worker.stop()
        slowest = max(slowest, time.monotonic() - before)
    assert slowest < 10


def test_the_migration_writes_the_schema_of_the_installed_procrastinate():
    """An upgrade that changes it needs a migration of ours: its changes lie in procrastinate/sql/migrations."""
    ours = (ROOT / "migrations/sql/procrastinate_3_10_0.sql").read_text()
    assert ours.partition("\n\n")[2] == SchemaManager.get_schema()


DYING = """
import sys, time
from tests.integration.test_jobs import DO, Bench
bench = Bench(sys.argv[1])
def endless(running, what):
    print("at it", flush=True)
    time.sleep(60)
with bench.working({DO: endless}) as nudge:
    nudge()
    time.sleep(60)
"""
