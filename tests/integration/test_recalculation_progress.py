"""A recalculation goes on batch by batch: stopped, resumed, by two workers at once, by one that is killed, by the queue."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

from engine.acts.recalculate import DeferRecalculation, ResumeRecalculation, StartRecalculation, StopRecalculation
from engine.acts.recalculate_some import RecalculateSome
from engine.handlers import Handlers
from engine.jobs import NotQueued
from tests.fixtures.wired import SECRET, START
from tests.integration.recalculating import (
    BY_CALENDAR, FRIDAY, MONDAY, WHY, begin, decree, due, entries, finish, stored, verified,
)
from tests.integration.versions import SYSTEM
from tests.steps import lodge


def test_stopped_it_moves_nothing_more_and_resumed_it_does_the_rest_once(insaf):
    references = [lodge(insaf).reference for _ in range(4)]
    decree(insaf, FRIDAY)
    begun = begin(insaf)
    insaf.bus.ask(RecalculateSome(begun, 2), by=SYSTEM)
    insaf.bus.ask(StopRecalculation(begun), by=SYSTEM)
    half = finish(insaf, begun)
    assert (half.state, half.seen, half.total) == ("stopped", 2, 4)
    assert [due(insaf, reference).due_on for reference in references] == [MONDAY, MONDAY, FRIDAY, FRIDAY]
    assert insaf.bus.ask(ResumeRecalculation(begun, deferred=False), by=SYSTEM).count == 2
    assert (finish(insaf, begun).moved, entries(insaf)) == (4, 4) and verified(insaf)


def test_two_workers_at_once_move_each_case_once(insaf):
    for _ in range(6):
        lodge(insaf)
    decree(insaf, FRIDAY)
    begun = begin(insaf)
    workers = [threading.Thread(target=finish, args=(insaf, begun, 1)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    done = stored(insaf, begun)
    assert (done.state, done.seen, done.moved, entries(insaf)) == ("done", 6, 6, 6) and verified(insaf)


KILLED = """
import os, signal, sys
from pathlib import Path
from engine.acts.recalculate_some import RecalculateSome
from engine.bootstrap import bootstrap
from engine.domain.access import Person
from engine.settings import Settings
insaf = bootstrap(Settings(database_url=sys.argv[1], data=Path(sys.argv[2]), secret=sys.argv[3]))
insaf.bus.ask(RecalculateSome(sys.argv[4], 1), by=Person.system())
insaf.bus.ask(RecalculateSome(sys.argv[4], 1), by=Person.system(), also=lambda session: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_worker_killed_within_a_batch_loses_that_batch_alone_and_the_next_goes_on(insaf):
    references = [lodge(insaf).reference for _ in range(3)]
    decree(insaf, FRIDAY)
    begun = begin(insaf)
    settings = insaf.settings
    killed = subprocess.run([sys.executable, "-c", KILLED, settings.database_url, str(settings.data), SECRET, begun],
                            cwd=os.getcwd(), timeout=60)
    assert killed.returncode == -9
    assert [due(insaf, reference).due_on for reference in references] == [MONDAY, FRIDAY, FRIDAY]
    assert stored(insaf, begun).seen == 1
    done = finish(insaf, begun)
    assert (done.state, done.seen, done.moved, entries(insaf)) == ("done", 3, 3, 3) and verified(insaf)


def test_the_queue_carries_it_out_and_one_that_fell_silent_is_handed_over_again(insaf):
    lodge(insaf)
    decree(insaf, FRIDAY)
    begun = insaf.bus.ask(StartRecalculation(BY_CALENDAR, WHY), by=SYSTEM).id
    assert insaf.bus.ask(DeferRecalculation(only_silent=True), by=SYSTEM).id is None
    insaf.clock.set(START + timedelta(minutes=2))
    assert insaf.bus.ask(DeferRecalculation(only_silent=True), by=SYSTEM).id == begun
    handlers = Handlers(insaf, None, threading.Event())
    if insaf.database.is_sqlite:
        assert insaf.jobs.run_due(handlers.by_kind()) == 2, "the receipt of the complaint, and one job for both"
    else:
        handlers.recalculate(NotQueued(), begun)
    assert stored(insaf, begun).state == "done"
