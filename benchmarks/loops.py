"""The fiftieth round of one case against its first: python -m benchmarks.loops

A round that is a call activity leaves the snapshot when it is over; a loop drawn by a gateway keeps its history, which
the linter says. The second is here for information.
"""

from collections.abc import Sequence
from statistics import mean, median
from time import perf_counter

from benchmarks import command
from benchmarks.interleave import StepLost
from benchmarks.peers import MODEL, Ready
from benchmarks.peers.insaf import InsafRuns
from benchmarks.place import Place
from benchmarks.report import table

ROUNDS, AROUND, CASES, WARM = 50, 3, 12, 2
WAYS = {"call activity": "rounds_by_call", "gateway": "rounds_by_gateway"}


class Rounds(InsafRuns):
    """A run of one of the two diagrams."""

    def __init__(self, model: str):
        self.name, self.model = model, MODEL.with_name(f"{model}.bpmn")


def measure(here: Place, kind: str, model: str, rounds: int = ROUNDS, cases: int = CASES) -> dict:
    """Milliseconds of a round (look-up and completion) at the beginning and after `rounds`, and how many times longer."""
    peer = Rounds(model)
    peer.open(here.database(kind, model), here.new_folder())
    first, last = [], []
    for number in range(-WARM, cases):
        took = _rounds(peer, number, rounds)
        if number >= 0:
            first.append(mean(took[:AROUND]))
            last.append(mean(took[-AROUND:]))
    peer.close()
    return {"first_ms": median(first), "last_ms": median(last),
            "ratio": median(late / early for late, early in zip(last, first, strict=True))}


def _rounds(peer: Rounds, number: int, rounds: int) -> list[float]:
    case, took = peer.start_case(number, {"over": False}), []
    for _ in range(rounds + 1):
        before = perf_counter()
        peer.complete(_only(peer, case), {"over": False})
        took.append(1e3 * (perf_counter() - before))
    peer.complete(_only(peer, case), {"over": True})
    if not peer.is_finished(case):
        raise StepLost(f"{peer.name}: the case should have ended")
    return took


def _only(peer: Rounds, case: str) -> Ready:
    ready = peer.ready_tasks(case)
    if len(ready) != 1:
        raise StepLost(f"{peer.name}: one round should be open, open are {ready}")
    return ready[0]


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(f"{kind}, {way}", *measure(here, kind, model).values())
                for way, model in WAYS.items() for kind in kinds]
    return table(f"A step after {ROUNDS} rounds in one case",
                 ["", f"ms, first {AROUND}", f"ms, last {AROUND}", "x"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
