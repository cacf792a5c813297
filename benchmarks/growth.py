"""A step in a database of 1,000 finished cases and in one of 50,000, turn by turn: python -m benchmarks.growth"""

from collections.abc import Sequence
from statistics import median

from benchmarks import command
from benchmarks.interleave import handle, ratio, take_turns
from benchmarks.peers.insaf import InsafCases
from benchmarks.place import Place, say
from benchmarks.report import table
from benchmarks.storage import Storage
from benchmarks.stored import Copier

FEW, MANY = 1_000, 50_000
SEEDS, WARM = 125, 8
CASES, SIZE_OF_BLOCK = 120, 4


def measure(here: Place, kind: str, few: int = FEW, many: int = MANY, cases: int = CASES) -> dict:
    """Step times at both sizes, their ratio, and the bytes of a case in the larger one."""
    peers = [_filled(here, kind, stored) for stored in (few, many)]
    turns = take_turns(peers, range(1_000_000, 1_000_000 + cases), SIZE_OF_BLOCK)
    own = [turns[peer.name] for peer in peers]
    storage = Storage(peers[1].url)
    figures = {"few_ms": median(block.step for block in own[0]), "many_ms": median(block.step for block in own[1]),
               "ratio": ratio(own[1], own[0]), "bytes_per_case": storage.compact_size() / (many + cases)}
    storage.close()
    for peer in peers:
        peer.close()
    return figures


def _filled(here: Place, kind: str, stored: int) -> InsafCases:
    peer = InsafCases()
    peer.name, peer.url = f"{stored:,} stored", here.database(kind, "grown")
    peer.open(peer.url, here.new_folder())
    handle(peer, range(min(SEEDS, stored)))
    Copier(peer.url).grow(stored)
    handle(peer, range(SEEDS, SEEDS + WARM))
    say(f"{kind}: {stored:,} cases are stored")
    return peer


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(kind, *measure(here, kind).values()) for kind in kinds]
    return table("Growth: a step among finished cases",
                 ["database", f"ms at {FEW:,}", f"ms at {MANY:,}", "x", "bytes/case at the end"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
