"""One step of a case: time against the hand-written state machine, bytes and log of a finished case.

    python -m benchmarks.steps [--quick] [--json] [--only sqlite|postgresql]

Three runs; in each the peers take turns in blocks. `ratio_to_handwritten` is the median over all turns.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from benchmarks.interleave import Block, handle, ratio, take_turns
from benchmarks.peers import Peer, everybody
from benchmarks.peers.everybody import HEADLINE, MEASURE
from benchmarks.place import KINDS, Place, kinds_here, place, say, sync_ms
from benchmarks.report import rounded, table
from benchmarks.statements import per_completion
from benchmarks.storage import Storage
from cli.memory import settle

RUNS = 3
WARM = 40  # cases before the first size is taken, so that no table is still on its first page
SIZE_OF_BLOCK = 4


@dataclass(frozen=True)
class Amount:
    """How much is measured: cases of a run, cases before, and when a run on a busy machine stops short of its cases."""

    cases: int = 120
    warm: int = WARM
    seconds: float = inf


QUICK = Amount(cases=40, warm=20, seconds=12)


def measure(here: Place, kind: str, amount: Amount,
            kinds_of_peer: Sequence[type[Peer]] = everybody.EVERYBODY) -> dict[str, dict]:
    """All peers on one kind of database: figures by peer."""
    peers = [peer() for peer in kinds_of_peer]
    storages = {peer.name: _opened(here, kind, peer, amount.warm) for peer in peers}
    sizes = {name: storage.compact_size() for name, storage in storages.items()}
    settle()  # as every serving process does once it has started, for all peers alike
    blocks: dict[str, list[Block]] = {peer.name: [] for peer in peers}
    for run in range(RUNS):
        first = amount.warm + run * amount.cases
        turns = take_turns(peers, range(first, first + amount.cases), SIZE_OF_BLOCK,
                           lambda peer: storages[peer.name].wal(), amount.seconds)
        say(f"{kind}, run {run + 1} of {RUNS}: " + ", ".join(
            f"{name} {ratio(own, turns[MEASURE]):.2f}" for name, own in turns.items()) + f" (load {os.getloadavg()[0]:.1f})")
        for name, of_peer in turns.items():
            blocks[name] += of_peer
    figures = {}
    for peer in peers:
        figures[peer.name] = _figures(blocks[peer.name], blocks[MEASURE])
        grown = storages[peer.name].compact_size() - sizes[peer.name]
        figures[peer.name]["bytes_per_case"] = round(grown / sum(block.cases for block in blocks[peer.name]))
        storages[peer.name].close()
        peer.close()
    if kind == "postgresql":
        for kind_of_peer in kinds_of_peer:
            figures[kind_of_peer.name] |= _statements(here, kind_of_peer())
    return figures


def _opened(here: Place, kind: str, peer: Peer, warm: int) -> Storage:
    url = here.database(kind, peer.name)
    peer.open(url, here.new_folder())
    handle(peer, range(warm))
    return Storage(url)


def _statements(here: Place, peer: Peer) -> dict:
    count = per_completion(here, peer)
    return {"statements_per_completion": rounded(count.statements), "commits_per_completion": rounded(count.commits)}


def _figures(own: list[Block], other: list[Block]) -> dict:
    wal = sum(block.wal for block in own) / sum(block.cases for block in own)
    return {"ratio_to_handwritten": rounded(ratio(own, other)), "step_ms": rounded(median(b.step for b in own)),
            "start_ms": rounded(median(b.start for b in own)), "look_up_ms": rounded(median(b.look_up for b in own)),
            "complete_ms": rounded(median(b.complete for b in own)), "wal_per_case": round(wal) or None}


def as_json(measured: dict[str, dict], sync: float | None = None) -> dict:
    """The headline's figures a database with all peers beside, the milliseconds of a durable write and the load of the
    machine; null for a database that is not here."""
    beside = {"durable_write_ms": rounded(sync), "load": rounded(os.getloadavg()[0])}
    return {kind: {**measured[kind][HEADLINE], **beside, "peers": measured[kind]} if kind in measured else None
            for kind in KINDS}


def as_text(measured: dict[str, dict]) -> str:
    heads = {"ratio_to_handwritten": "x handwritten", "step_ms": "step ms", "start_ms": "start", "look_up_ms": "look-up",
             "complete_ms": "complete", "bytes_per_case": "bytes/case", "wal_per_case": "WAL/case",
             "statements_per_completion": "statements", "commits_per_completion": "commits"}
    return "\n\n".join(
        table(f"{kind}: a step is a start, or a completion with its task look-up", ["peer", *heads.values()],
              [[name, *(of_peer.get(figure) for figure in heads)] for name, of_peer in figures.items()])
        for kind, figures in measured.items())


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.steps", description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="fewer cases; below three minutes")
    options.add_argument("--json", action="store_true", help="one line of JSON instead of the table")
    options.add_argument("--only", choices=KINDS)
    chosen = options.parse_args()
    amount, peers = (QUICK, everybody.QUICK) if chosen.quick else (Amount(), everybody.EVERYBODY)
    with place() as here:
        sync = sync_ms(here.folder)
        say(f"A durable write of 8 kB takes {sync:.2f} ms in {here.folder}")
        measured = {kind: measure(here, kind, amount, peers) for kind in kinds_here(here, chosen.only)}
    print(json.dumps(as_json(measured, sync)) if chosen.json else as_text(measured), flush=True)


if __name__ == "__main__":
    main()
