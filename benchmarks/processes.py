"""Two processes against one on the same PostgreSQL: python -m benchmarks.processes

Each process handles its own cases through the bus, one after the other; what is compared is cases a second.
"""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import command
from benchmarks.interleave import handle
from benchmarks.peers.insaf import InsafCases
from benchmarks.place import Place
from benchmarks.report import table
from engine.domain.access import Person

CASES, WARM, ROUNDS = 30, 6, 3


def measure(here: Place, cases: int = CASES, rounds: int = ROUNDS) -> dict:
    """Cases a second of one process and of two, turn by turn, and the ratio."""
    peer, url = InsafCases(), here.database("postgresql", "shared")
    peer.open(url, here.new_folder())
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for count in rates:
            rates[count].append(cases * count / _together(here, url, peer.officer, count, cases))
    peer.close()
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    return {"one": median(rates[1]), "two": median(rates[2]), "ratio": median(ratios)}


def _together(here: Place, url: str, officer: Person, count: int, cases: int) -> float:
    """Seconds until the last of `count` processes is done, from when all are ready."""
    start = multiprocessing.get_context("spawn")
    ready, answers = start.Barrier(count + 1), start.Queue()
    processes = [start.Process(target=_handle, args=(url, here.new_folder(), officer, cases, ready, answers))
                 for _ in range(count)]
    for process in processes:
        process.start()
    ready.wait(timeout=120)
    before = perf_counter()
    done = [answers.get(timeout=600) for _ in processes]
    took = perf_counter() - before
    for process in processes:
        process.join(timeout=60)
    if done != [cases] * count:
        raise RuntimeError(f"{count} processes should have done {cases} cases each: {done}")
    return took


def _handle(url: str, folder: Path, officer: Person, cases: int, ready, answers) -> None:
    peer = InsafCases()
    peer.join(url, folder, officer)
    handle(peer, range(WARM))
    ready.wait(timeout=120)
    answers.put(handle(peer, range(WARM, WARM + cases)).cases)
    peer.close()


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [("postgresql", *measure(here).values())] if "postgresql" in kinds else []
    return table("Two processes against one, cases a second", ["database", "one", "two", "x"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
