"""Machines whose clocks disagree: on PostgreSQL the database's clock decides, for all of them."""

from datetime import datetime as truth
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from engine import clock as clock_room
from engine.acts.claim_due import ClaimDueLetters, ClaimDueTimers
from engine.bootstrap import Insaf, bootstrap
from engine.clock import SystemClock
from engine.domain.access import Person
from engine.jobs import NoJobs
from engine.store.tables import ComplaintCase, LetterRow, Timer
from engine.worker import Worker
from tests.durability.invariants import disagreements
from tests.steps import at, lodge

SKEWS = (timedelta(seconds=30), timedelta(seconds=-30), timedelta(hours=1), timedelta(hours=-1))
SYSTEM = Person.system()


@pytest.fixture
def show(monkeypatch):
    """`show(skew)`: from now on this machine's clock is wrong by so much."""
    def wrong_by(skew: timedelta) -> None:
        class Wrong(truth):
            @classmethod
            def now(cls, zone=None):
                return truth.now(zone) + skew
        monkeypatch.setattr(clock_room, "datetime", Wrong)
    return wrong_by


def node(insaf, clock=None) -> Insaf:
    """Another machine on the same database, with the clock it gets in production unless one is given."""
    return bootstrap(insaf.settings, clock, NoJobs())


def due_in(insaf, delay: timedelta) -> None:
    """Every timer of every case becomes due after `delay`, by the database's clock."""
    with insaf.database.writing() as session:
        session.execute(update(Timer).values(due_at=func.clock_timestamp() + delay, lease_until=None))


def fired(insaf) -> int:
    with insaf.reading() as session:
        return session.scalar(select(func.count()).where(Timer.state == "fired"))


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_no_timer_fires_early_or_twice_whatever_the_clocks_of_the_workers_say(insaf, show):
    for _ in range(3):
        lodge(node(insaf))
    workers = [Worker(node(insaf)) for _ in SKEWS]
    due_in(insaf, timedelta(seconds=20))
    for skew, worker in zip(SKEWS, workers, strict=True):
        show(skew)
        assert worker.fire_due() == 0, f"early by a clock that is wrong by {skew}"
    due_in(insaf, timedelta(seconds=-1))
    counts = []
    for skew, worker in zip(SKEWS, workers, strict=True):
        show(skew)
        counts.append(worker.fire_due())
    assert counts == [3, 0, 0, 0]
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).where(Timer.fired_at < Timer.due_at)) == 0
    assert disagreements(insaf) == []


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_a_lease_holds_against_a_worker_whose_clock_says_that_it_is_over(insaf, show):
    first, second = node(insaf), node(insaf)
    lodge(first)
    due_in(insaf, timedelta(seconds=-1))
    assert len(first.bus.ask(ClaimDueTimers(), by=SYSTEM).ids) == 1
    assert len(first.bus.ask(ClaimDueLetters(), by=SYSTEM).ids) == 1
    show(timedelta(hours=1))
    assert second.bus.ask(ClaimDueTimers(), by=SYSTEM).ids == () == second.bus.ask(ClaimDueLetters(), by=SYSTEM).ids


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_by_their_own_clocks_they_would_have_fired_early(insaf, show):
    """The control: the tests above can fail."""
    lodge(node(insaf))
    due_in(insaf, timedelta(seconds=20))
    show(timedelta(hours=1))
    assert Worker(node(insaf, SystemClock())).fire_due() == 1 and fired(insaf) > 0


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_what_is_lodged_on_a_machine_with_a_wrong_clock_is_dated_by_the_database(insaf, show):
    show(timedelta(hours=-1))
    lodge(node(insaf))
    with insaf.reading() as session:
        behind = session.scalar(select(func.clock_timestamp() - ComplaintCase.lodged_at))
    assert timedelta() <= behind < timedelta(minutes=1)


def test_a_clock_that_is_set_back_and_forth_on_one_machine_fires_nothing_twice(insaf):
    lodge(insaf)
    worker = Worker(insaf)
    insaf.clock.set(at("2026-07-20T08:00:00+00:00"))
    assert worker.fire_due() == 1
    count = fired(insaf)
    for moment in ("2026-05-04T08:00:00+00:00", "2026-07-21T08:00:00+00:00"):
        insaf.clock.set(at(moment))
        assert worker.fire_due() == 0 and fired(insaf) == count
    worker.run_once()
    with insaf.reading() as session:
        assert set(session.scalars(select(LetterRow.state))) == {"sent"} and not disagreements(insaf)
