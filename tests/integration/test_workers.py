"""Workers with their queue, as they run in production: everything once, whatever the queue forgets."""

import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select, text, update

from engine.acts.settle_incident import RetryIncident
from engine.jobs import JobKind
from engine.store.tables import Incident, Job, LetterRow, ProcessInstance, Timer
from engine.worker import Worker
from tests.integration.test_timers import RUNGS, fired
from tests.people import NADIA
from tests.steps import at, case_of, lodge, signed_in

PATIENCE = 60
LATER = at("2026-07-20T08:00:00+00:00")


class Counted:
    """A mail server that counts what it takes."""

    def __init__(self):
        self.letters, self._lock = Counter(), threading.Lock()

    def deliver(self, message) -> None:
        with self._lock:
            self.letters[message.letter_id] += 1


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("engine.worker.TICK_SECONDS", 0.1)
    monkeypatch.setattr("engine.jobs.procrastinate_worker.POLL_SECONDS", 0.5)


def waiting(insaf) -> int:
    """How many jobs the queue holds."""
    table = "job" if insaf.database.is_sqlite else "procrastinate_jobs"
    with insaf.database.reading() as session:
        return session.scalar(text(f"select count(*) from {table} where {'state' if table == 'job' else 'status'} = 'todo'"))


def empty_the_queue(insaf) -> None:
    with insaf.database.writing() as session:
        session.execute(text("delete from job" if insaf.database.is_sqlite else "truncate procrastinate_jobs cascade"))


def test_however_many_workers_every_timer_fires_once_and_every_letter_leaves_once(insaf):
    references = [lodge(insaf).reference for _ in range(5)]
    insaf.clock.set(LATER)
    channel = Counted()
    workers = [Worker(insaf, channel, jobs_at_once=2) for _ in range(1 if insaf.database.is_sqlite else 3)]
    for worker in workers:
        worker.start()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with insaf.reading() as session:
            unsent = session.scalar(select(func.count()).select_from(LetterRow).where(LetterRow.state.in_(["due", "sending"])))
            due = session.scalar(select(func.count()).select_from(Timer).where(Timer.state == "pending", Timer.due_at <= LATER))
        if not unsent and not due and not waiting(insaf):
            break
        time.sleep(0.1)
    for worker in workers:
        worker.stop()
    for reference in references:
        assert [element for element, *_ in fired(insaf, reference)] == RUNGS
    with insaf.reading() as session:
        letters = session.execute(select(LetterRow.id, LetterRow.state)).all()
    assert {state for _, state in letters} == {"sent"}
    assert channel.letters == Counter(letter_id for letter_id, _ in letters)


def test_what_an_emptied_queue_forgot_comes_to_it_again(insaf):
    lodge(insaf)
    worker = Worker(insaf)
    assert waiting(insaf) == 1  # the receipt, deferred with the step that wrote it
    insaf.clock.set(at("2026-05-20T08:00:00+00:00"))
    assert worker.tick() == 1 and waiting(insaf) == 2
    empty_the_queue(insaf)
    assert worker.tick() == 0  # the claim holds for a while: its job may be under way
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=6))
    assert worker.tick() == 1
    worker.reconcile()
    assert waiting(insaf) == 2
    worker.reconcile()
    assert waiting(insaf) == 2  # known by their keys
    assert worker.run_once() == (0, 1)  # the claimed timer is left to the queue


def test_a_timer_or_letter_that_ends_the_worker_at_every_try_is_laid_before_people(insaf):
    reference = lodge(insaf).reference
    instance_id, nadia = case_of(insaf, reference).instance_id, signed_in(insaf, NADIA)
    insaf.clock.set(at("2026-05-20T08:00:00+00:00"))
    with insaf.database.writing() as session:
        session.execute(update(Timer).where(Timer.element_id == "deadline_triage").values(attempts=8))
        session.execute(update(LetterRow).values(state="sending", attempts=8))
    worker = Worker(insaf)
    assert (worker.fire_due(), worker.send_due()) == (0, 0)
    worker.reconcile()
    with insaf.reading() as session:
        incident = session.scalars(select(Incident)).one()
        assert (incident.code, incident.instance_id) == ("timer_given_up", instance_id)
        assert session.get(ProcessInstance, instance_id).state == "incident"
        assert session.scalars(select(LetterRow.state)).all() == ["failed"]
    insaf.bus.ask(RetryIncident(incident.id, "the memory of the machine was doubled"), by=nadia)
    assert worker.fire_due() == 1
    assert [element for element, *_ in fired(insaf, reference)] == ["deadline_triage"]


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [JobKind.FIRE_TIMERS, JobKind.SEND_CODE])
def test_a_process_that_dies_right_after_a_job_did_its_work_leaves_no_job_behind(insaf, name, monkeypatch):
    """A second letter with the code would be a second letter: the acknowledgement is written with the effect."""
    reference = lodge(insaf).reference
    empty_the_queue(insaf)
    args = {JobKind.FIRE_TIMERS: {"instance_id": case_of(insaf, reference).instance_id},
            JobKind.SEND_CODE: {"reference": reference}}
    with insaf.database.writing() as session:
        insaf.jobs.defer(session, name, args[name])
    monkeypatch.setattr(insaf.jobs, "_acknowledge", lambda job: None)
    assert insaf.jobs.run_due({name: Worker(insaf)._handlers.by_kind()[name]}, until_one_was_done()) == 1
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.name == name)) == 0


def until_one_was_done():
    looks = count(1)
    return lambda: next(looks) > 1
