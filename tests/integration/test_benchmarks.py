"""The benchmarks run, and refuse a peer that does not do the work. No figure is compared: that would test the machine."""

import pytest
from sqlalchemy import select

from benchmarks import bars, deploys, growth, loops, recalculation, ticks, workers
from benchmarks.interleave import StepLost, handle, ratio, take_turns
from benchmarks.peers.handwritten import Handwritten
from benchmarks.peers.insaf import InsafCases, InsafLetters
from benchmarks.place import Place
from benchmarks.steps import Amount, as_json, as_text, measure
from engine.store.tables import LetterRow
from tests.fixtures.databases import copy_of, forget, migrated

LITTLE = Amount(cases=2, warm=1)


class Prepared(Place):
    """The suite's own server, which forgets durability, and databases that are migrated already: this is about the
    harness, not about figures."""

    def __init__(self, folder, session_folder):
        super().__init__(folder)
        self.suite, self.made = session_folder, []

    @property
    def server_log(self):
        return self.suite / "postgres" / "log"

    def database(self, kind, name=""):
        self.made.append(copy_of(self.suite, migrated(self.suite, kind), self.new_folder()))
        return self.made[-1]


@pytest.fixture(scope="module")
def here(session_folder, tmp_path_factory):
    somewhere = Prepared(tmp_path_factory.mktemp("measured"), session_folder)
    yield somewhere
    for url in somewhere.made:
        forget(session_folder, url)


@pytest.fixture
def on_sqlite(here):
    """Opens a peer on a new SQLite database."""
    opened = []

    def open_peer(peer):
        peer.open(here.database("sqlite"), here.new_folder())
        opened.append(peer)
        return peer
    yield open_peer
    for peer in opened:
        peer.close()


def test_the_steps_are_measured_on_either_database(here, kind_of_database):
    measured = {kind_of_database: measure(here, kind_of_database, LITTLE, (Handwritten, InsafCases))}
    figures = as_json(measured)[kind_of_database]
    assert figures["peers"]["handwritten"]["ratio_to_handwritten"] == 1
    assert figures["ratio_to_handwritten"] > 0 and figures["step_ms"] > 0
    assert "insaf" in as_text(measured)
    if kind_of_database == "postgresql":
        assert figures["peers"]["handwritten"]["statements_per_completion"] == 3
        assert figures["commits_per_completion"] == 1
        assert figures["wal_per_case"] > 0


def test_cases_and_timers_are_multiplied_on_either_database(here, kind_of_database):
    grown = growth.measure(here, kind_of_database, few=2, many=5, cases=1)
    assert grown["ratio"] > 0 and grown["bytes_per_case"] > 1000
    moved = recalculation.measure(here, kind_of_database, cases=9, seeds=3)
    assert moved["preview_s"] > 0 and moved["applied_s"] >= moved["slowest_batch_s"] > 0
    ticked = ticks.measure(here, kind_of_database, waiting=12, due=(2, 5), seeds=2)
    assert ticked["idle_ms"] > 0 and ticked["due_5_ms"] > 0


def test_rounds_deployments_and_workers_are_measured(here):
    assert loops.measure(here, "sqlite", "rounds_by_call", rounds=3, cases=1)["ratio"] > 0
    assert loops.measure(here, "sqlite", "rounds_by_gateway", rounds=3, cases=1)["ratio"] > 0
    assert deploys.measure(here, "sqlite", times=1)["elements"] > 40
    assert workers.measure(here, "sqlite", due=2, warm=1)[1] > 0


def test_the_variant_with_letters_puts_two_into_the_outbox(on_sqlite):
    peer = on_sqlite(InsafLetters())
    handle(peer, range(1))
    with peer.insaf.reading() as session:
        assert sorted(session.scalars(select(LetterRow.code))) == ["receipt", "reply"]


def test_a_figure_beyond_its_bar_is_marked():
    told = bars.as_text({"sqlite": {"steps": {"ratio_to_handwritten": 2.5}},
                         "postgresql": {"steps": {"ratio_to_handwritten": 1.1}, "processes": {"ratio": 1.5}}})
    step = next(line for line in told.splitlines() if line.startswith("step, times"))
    assert step.split() == "step, times the hand-written one 2.5 ! ≤ 2 1.1 ≤ 1.2".split()
    assert "1.5 !" in next(line for line in told.splitlines() if line.startswith("two processes"))


def test_a_peer_that_loses_a_step_is_refused(on_sqlite):
    class Forgetful(Handwritten):
        def complete(self, task, said):
            if task.name != "assign":
                super().complete(task, said)

    with pytest.raises(StepLost, match="process should be open, open are \\['assign'\\]"):
        handle(on_sqlite(Forgetful()), range(1))


def test_a_peer_that_skips_a_step_is_refused(on_sqlite):
    class Hasty(Handwritten):
        def complete(self, task, said):
            super().complete(task, said)
            if task.name == "check":
                super().complete(self.ready_tasks(task.case)[0], {})

    with pytest.raises(StepLost, match="assign should be open"):
        handle(on_sqlite(Hasty()), range(1))


def test_a_peer_that_leaves_the_case_open_is_refused(on_sqlite):
    class Endless(Handwritten):
        def is_finished(self, case):
            return False

    with pytest.raises(StepLost, match="case 0 should have ended"):
        handle(on_sqlite(Endless()), range(1))


def test_the_peers_take_turns_and_are_compared_turn_by_turn(on_sqlite):
    order = []

    class Noted(Handwritten):
        def start_case(self, number, said):
            order.append((self.name, number))
            return super().start_case(number, said)

    class Other(Noted):
        name = "other"

    blocks = take_turns([on_sqlite(Noted()), on_sqlite(Other())], range(5), 2)
    assert order == [("handwritten", 0), ("handwritten", 1), ("other", 0), ("other", 1),
                     ("other", 2), ("other", 3), ("handwritten", 2), ("handwritten", 3),
                     ("handwritten", 4), ("other", 4)]
    assert [block.cases for block in blocks["other"]] == [2, 2, 1]
    assert ratio(blocks["other"], blocks["other"]) == 1
