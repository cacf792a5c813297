"""The worker's tick with 0, 100 and 1,000 due of 1,000,000 waiting timers: python -m benchmarks.ticks

A tick claims what is due, in batches, until nothing is left. What a fired timer then sets in motion is a step of its
case and measured in benchmarks.workers.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from benchmarks import command
from benchmarks.peers.insaf import InsafRuns
from benchmarks.place import Place, say
from benchmarks.report import table
from benchmarks.stored import Copier
from benchmarks.workload import said_at_start, said_at_tasks
from engine.acts.claim_due import ClaimDueTimers
from engine.domain.access import Person
from engine.store.tables import Timer
from engine.worker import Worker

WAITING = 1_000_000  # timers; two an instance
DUE = (100, 1_000)
SEEDS = 100
IDLE_TICKS, TICKS = 200, 5
#: The copies wait for the same task, somewhere in the next two months; their snapshots are never opened.
INSTEAD = {
    "sqlite": {("timer", "due_at"): "strftime('%Y-%m-%d %H:%M:%S', 'now', (1 + abs(random()) % 59) || ' days', "
                                    "(abs(random()) % 86400) || ' seconds') || '.000000'",
               ("process_instance", "snapshot"): "x''"},
    "postgresql": {("timer", "due_at"): "now() + interval '1 day' + random() * interval '59 days'",
                   ("process_instance", "snapshot"): "''::bytea"},
}


def measure(here: Place, kind: str, waiting: int = WAITING, due: Sequence[int] = DUE, seeds: int = SEEDS) -> dict:
    """Milliseconds of an idle tick, of ticks with so many due, and of claiming one of them."""
    peer, url = InsafRuns(), here.database(kind, "ticked")
    peer.open(url, here.new_folder())
    for number in range(seeds):
        _wait_at_process(peer, number)
    Copier(url, only=("timer",), instead=INSTEAD[kind]).grow(waiting // 2)
    say(f"{kind}: {waiting:,} timers wait")
    worker = Worker(peer.insaf)
    _claim_all(peer)
    figures = {"idle_ms": median(_timed(worker.tick) for _ in range(IDLE_TICKS))}
    for count in due:
        took = []
        for _ in range(TICKS):
            _make_due(peer, count)
            took.append(_timed(lambda wanted=count: _claim_all(peer, wanted)))
        figures[f"due_{count}_ms"] = median(took)
    figures["claim_one_ms"] = (median(took) - figures["idle_ms"]) / due[-1]
    peer.close()
    return figures


def _wait_at_process(peer: InsafRuns, number: int) -> None:
    case = peer.start_case(number, said_at_start(number))
    for _, said in said_at_tasks(number)[:2]:
        peer.complete(peer.ready_tasks(case)[0], said)


def _make_due(peer: InsafRuns, count: int) -> None:
    """Some timers become due a minute ago; those claimed before wait again."""
    now = datetime.now(UTC)
    with peer.insaf.database.connections.begin() as connection:
        connection.execute(sa.update(Timer).where(Timer.due_at < now).values(
            due_at=now + timedelta(days=30), lease_until=None, attempts=0))
        chosen = sa.select(Timer.instance_id).where(Timer.element_id == "t30").order_by(Timer.instance_id).limit(count)
        connection.execute(sa.update(Timer).where(Timer.element_id == "t30", Timer.instance_id.in_(chosen)).values(
            due_at=now - timedelta(minutes=1)))


def _claim_all(peer: InsafRuns, wanted: int = 0) -> None:
    """Batch after batch as the worker does it, without the work that follows."""
    claimed = 0
    while batch := peer.insaf.bus.ask(ClaimDueTimers(), by=Person.system()).count:
        claimed += batch
    if claimed != wanted:
        raise RuntimeError(f"{wanted} timers were due, {claimed} were claimed")


def _timed(work) -> float:
    before = perf_counter()
    work()
    return 1e3 * (perf_counter() - before)


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(kind, *measure(here, kind).values()) for kind in kinds]
    return table(f"Ticks over {WAITING:,} waiting timers, ms",
                 ["database", "idle tick", *(f"{count:,} due" for count in DUE), "claim of one"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
