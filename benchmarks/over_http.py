"""Form post to redirect against the same step asked of the bus, case by case: python -m benchmarks.over_http

The pages are served by `run.py serve` in a process of its own; its memory is read at the end.
"""

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from benchmarks import command
from benchmarks.peers import Ready
from benchmarks.peers.insaf import OFFICER, InsafCases
from benchmarks.place import Place
from benchmarks.report import table
from benchmarks.site import Visitor, served
from benchmarks.workload import said_at_start, said_at_tasks

CASES, WARM = 60, 6
VIEWS = ("/desk", "/desk?view=mine", "/register", "/")
FACTOR, BESIDE_MS = 2, 2  # the bar: twice the own step and two milliseconds


def measure(here: Place, kind: str, cases: int = CASES) -> dict:
    """Median milliseconds of a completion either way, what the bar allows, and the server's memory in MB."""
    peer, url, folder = InsafCases(), here.database(kind, "served"), here.new_folder()
    peer.open(url, folder)
    own, posted = [], []
    with served(url, folder) as site:
        visitor = Visitor(site)
        visitor.sign_in(OFFICER, peer.password)
        for number in range(WARM + cases):
            times = _posted(peer, visitor, number) if number % 2 else _asked(peer, number)
            if number >= WARM:
                (posted if number % 2 else own).extend(times)
        for view in VIEWS:
            visitor.get(view)
        memory = site.resident_mb()
    peer.close()
    allowed = FACTOR * median(own) + BESIDE_MS
    return {"own_ms": median(own), "http_ms": median(posted), "allowed_ms": allowed,
            "of_allowed": median(posted) / allowed, "memory_mb": memory}


def _asked(peer: InsafCases, number: int) -> list[float]:
    case, times = peer.start_case(number, said_at_start(number)), []
    for _, said in said_at_tasks(number):
        before = perf_counter()
        peer.complete(peer.ready_tasks(case)[0], said)
        times.append(1e3 * (perf_counter() - before))
    return times


def _posted(peer: InsafCases, visitor: Visitor, number: int) -> list[float]:
    case, times = peer.start_case(number, said_at_start(number)), []
    for name, said in said_at_tasks(number):
        task: Ready = peer.ready_tasks(case)[0]
        if task.name != name:
            raise RuntimeError(f"{name} should be open, open is {task.name}")
        fields = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in said.items()}
        before = perf_counter()
        leads_to = visitor.post(f"/tasks/{task.id}/complete", fields)
        times.append(1e3 * (perf_counter() - before))
        visitor.get(leads_to)  # as browsers do, else the messages of all posts pile up in the cookie
    return times


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(kind, *measure(here, kind).values()) for kind in kinds]
    return table("Over HTTP: form post to redirect, and the server's memory",
                 ["database", "own step ms", "HTTP ms", "allowed ms", "of it", "memory MB"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
