"""1, 2 and 4 workers fire the timers that are due, each in its own process: python -m benchmarks.workers

Every timer must fire exactly once: its case must be one version further, and none may be left.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa

from benchmarks import command
from benchmarks.peers.insaf import InsafCases, wired
from benchmarks.place import Place, say
from benchmarks.report import table
from benchmarks.workload import said_at_start, said_at_tasks
from engine.store.tables import ProcessInstance, Timer
from engine.worker import Worker

WORKERS, DUE = (1, 2, 4), 400
WARM = 50  # timers that each worker fires before: it reads the definition, and the database prepares its statements


class FiredWrongly(Exception):
    """A timer that fired twice or never."""


def measure(here: Place, kind: str, due: int = DUE, workers: Sequence[int] = WORKERS, warm: int = WARM) -> dict:
    """Timers fired a second, by number of workers; SQLite has one. A worker is warm as it is on any day but its first
    second: 150 timers take less time than four processes need to read one definition."""
    peer, url = InsafCases(), here.database(kind, "worked")
    peer.open(url, here.new_folder())
    rates = {}
    for count in workers if kind == "postgresql" else workers[:1]:
        cases = [_waiting_case(peer, number) for number in range(count * warm + due)]
        say(f"{kind}: {due} timers for {count}")
        before = _versions(peer, cases)
        parts = iter((cases[due:], cases[:due]))
        rates[count] = due / _fired_by(here, url, count, lambda: _make_due(peer, next(parts)))
        _check(peer, cases, before)
    peer.close()
    return rates


def _waiting_case(peer: InsafCases, number: int) -> str:
    case = peer.start_case(number, said_at_start(number))
    for _, said in said_at_tasks(number)[:2]:
        peer.complete(peer.ready_tasks(case)[0], said)
    return case


def _make_due(peer: InsafCases, cases: list[str]) -> None:
    """The reminder of every case was due a minute ago."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    with peer.insaf.database.connections.begin() as connection:
        connection.execute(sa.update(Timer).where(Timer.instance_id.in_(cases), Timer.element_id == "t30").values(
            due_at=past))


def _check(peer: InsafCases, cases: list[str], before: dict[str, int]) -> None:
    after = _versions(peer, cases)
    wrong = [case for case in cases if after[case] != before[case] + 1]
    if wrong:
        raise FiredWrongly(f"{len(wrong)} of {len(cases)} cases moved otherwise than by one step")


def _versions(peer: InsafCases, cases: list[str]) -> dict[str, int]:
    with peer.insaf.reading() as session:
        rows = session.execute(sa.select(ProcessInstance.id, ProcessInstance.version).where(ProcessInstance.id.in_(cases)))
        return {row.id: row.version for row in rows}


def _fired_by(here: Place, url: str, count: int, make_due: Callable[[], None]) -> float:
    """Seconds until the last of `count` workers finds nothing due any more; `make_due` is called for the timers that warm
    them up, and once more for those that count."""
    start = multiprocessing.get_context("spawn")
    ready, answers = start.Barrier(count + 1), start.Queue()
    processes = [start.Process(target=_work, args=(url, here.new_folder(), ready, answers)) for _ in range(count)]
    for process in processes:
        process.start()
    for _ in range(2):
        ready.wait(timeout=120)
        make_due()
        ready.wait(timeout=120)
        before = perf_counter()
    for _ in processes:
        answers.get(timeout=600)
    took = perf_counter() - before
    for process in processes:
        process.join(timeout=60)
    return took


def _work(url: str, folder: Path, ready, answers) -> None:
    insaf = wired(url, folder)
    worker = Worker(insaf)
    worker.fire_due()  # nothing is due yet: this opens its connections
    for _ in range(2):
        ready.wait(timeout=120)
        ready.wait(timeout=120)
        fired = worker.fire_due()
    answers.put(fired)
    insaf.close()


def report(here: Place, kinds: Sequence[str]) -> str:
    rates = {kind: measure(here, kind) for kind in kinds}
    return table("Timers fired a second, each exactly once",
                 ["database", *(f"{count} worker{'s' if count > 1 else ''}" for count in WORKERS)],
                 [(kind, *(of_kind.get(count) for count in WORKERS)) for kind, of_kind in rates.items()])


if __name__ == "__main__":
    command.run(report, __doc__)
