"""The benchmarks run, and refuse a peer that does not do the work. No figure is compared: that would test the machine."""

import pytest

from benchmarks.interleave import StepLost, handle, ratio, take_turns
from benchmarks.peers.handwritten import Handwritten
from benchmarks.peers.insaf import InsafCases
from benchmarks.place import place
from benchmarks.steps import Amount, as_json, as_text, measure

LITTLE = Amount(cases=2, warm=1)


@pytest.fixture(scope="module")
def here(session_folder):
    with place(session_folder) as somewhere:
        yield somewhere


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
