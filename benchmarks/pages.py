"""The pages as a visitor without any script waits for them, among many stored cases: python -m benchmarks.pages

Server and visitor share the machine, so the times hold everything up to the last byte. What a page weighs is counted as it
travels: packed, with its style sheet and typeface.
"""

import secrets
from collections.abc import Sequence
from statistics import quantiles
from time import perf_counter

from sqlalchemy import select

from benchmarks import command
from benchmarks.interleave import handle
from benchmarks.peers.insaf import OFFICER, InsafCases
from benchmarks.place import Place, say
from benchmarks.report import table
from benchmarks.site import Visitor, served
from benchmarks.stored import Copier
from benchmarks.workload import said_at_start
from engine.acts.keep_agency import CreateAgency
from engine.domain.access import Person
from engine.domain.reference_number import follow_up_code
from engine.store.tables import ComplaintCase

STORED, BODIES, SEEDS, OPEN = 100_000, 1_700, 125, 60
VISITS, WARM = 60, 5
SEARCHES = ("trou dans la route Ville812", "انقطاع الماء", "comune vile7", "acte de naisance")


def measure(here: Place, kind: str, stored: int = STORED, bodies: int = BODIES, visits: int = VISITS) -> dict[str, float]:
    """95th percentiles in ms by page, and the worst of the public ones."""
    url, secret, peer = here.database(kind, "visited"), secrets.token_urlsafe(32), InsafCases()
    folder = here.new_folder()
    peer.open(url, folder)
    handle(peer, range(min(SEEDS, stored)))
    # The copies were handed in by others: one officer who did 100,000 cases today has a list that nobody has.
    Copier(url, instead={("submission", "by_account"): "null"}).grow(stored)
    for number in range(bodies):
        peer.insaf.bus.ask(CreateAgency(f"C{number}", peer.family, f"Commune de Ville{number}", f"جماعة مدينة{number}",
                                        f"Commune of Town{number}"), by=Person.system())
    for number in range(1_000_000, 1_000_000 + OPEN):
        last = peer.start_case(number, said_at_start(number))
    with peer.insaf.reading() as session:
        reference = session.scalar(select(ComplaintCase.reference).where(ComplaintCase.instance_id == last))
    say(f"{kind}: {stored:,} cases and {bodies:,} bodies are stored")
    with served(url, folder, secret) as site:
        visitor, officer = Visitor(site), Visitor(site)
        visitor.get("/c")
        visitor.post("/c", {"reference": reference, "code": follow_up_code(reference, secret)})
        officer.sign_in(OFFICER, peer.password)
        public = {page: _p95(visitor, (page,), visits) for page in ("/", "/lodge/start", "/lodge/agency", "/c")}
        public["search"] = _p95(visitor, [f"/lodge/agency?q={_quoted(text)}" for text in SEARCHES], visits)
        public["case"] = _p95(visitor, (f"/c/{reference}",), visits)
        worklist = _p95(officer, ("/desk",), visits)
    peer.close()
    return {**public, "public_p95_ms": max(public.values()), "worklist_p95_ms": worklist}


def _p95(visitor: Visitor, paths: Sequence[str], visits: int) -> float:
    times = []
    for number in range(visits + WARM):
        before = perf_counter()
        visitor.get(paths[number % len(paths)])
        times.append(1e3 * (perf_counter() - before))
    return quantiles(times[WARM:], n=20)[-1]


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def report(here: Place, kinds: Sequence[str]) -> str:
    rows = [(f"{kind}, {page}", ms) for kind in kinds for page, ms in measure(here, kind).items()]
    return table(f"Pages among {STORED:,} cases and {BODIES:,} bodies, 95th percentile", ["page", "ms"], rows)


if __name__ == "__main__":
    command.run(report, __doc__)
