"""The peers take turns in small blocks of cases, so that whatever else the machine does hits all of them alike."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from time import perf_counter

from benchmarks.peers import Peer
from benchmarks.workload import STEPS, said_at_start, said_at_tasks


class StepLost(Exception):
    """A peer that loses or doubles a step would be fast: it is refused."""


@dataclass(frozen=True)
class Block:
    """Some cases from start to end, in milliseconds: `step` is a start or a completion with its task look-up."""

    cases: int
    start: float
    look_up: float
    complete: float
    wal: int = 0

    @property
    def step(self) -> float:
        """The mean over the eight steps of a case."""
        return (self.start + (STEPS - 1) * (self.look_up + self.complete)) / STEPS


def handle(peer: Peer, numbers: Sequence[int]) -> Block:
    """Cases from start to end, one after the other. Raises StepLost when the open task is not the expected one."""
    started = looked_up = completed = 0.0
    for number in numbers:
        said = said_at_start(number)
        before = perf_counter()
        case = peer.start_case(number, said)
        started += perf_counter() - before
        for name, answers in said_at_tasks(number):
            before = perf_counter()
            ready = peer.ready_tasks(case)
            between = perf_counter()
            if [task.name for task in ready] != [name]:
                raise StepLost(f"{peer.name}: {name} should be open, open are {[task.name for task in ready]}")
            again = perf_counter()
            peer.complete(ready[0], answers)
            completed += perf_counter() - again
            looked_up += between - before
        if not peer.is_finished(case) or peer.ready_tasks(case):
            raise StepLost(f"{peer.name}: case {number} should have ended")
    count = len(numbers)
    return Block(count, 1e3 * started / count, 1e3 * looked_up / count / (STEPS - 1),
                 1e3 * completed / count / (STEPS - 1))


def take_turns(peers: Sequence[Peer], numbers: range, size: int, wal: Callable[[Peer], int] = lambda peer: 0,
               seconds: float = inf) -> dict[str, list[Block]]:
    """Blocks of `size` cases of each peer, by name; each round begins with another peer, none after `seconds`."""
    blocks: dict[str, list[Block]] = {peer.name: [] for peer in peers}
    end = perf_counter() + seconds
    for turn, first in enumerate(range(numbers.start, numbers.stop, size)):
        if turn and perf_counter() > end:
            break
        for place in range(len(peers)):
            peer = peers[(turn + place) % len(peers)]
            gc.collect()  # nobody pays for the objects that another left behind
            before = wal(peer)
            block = handle(peer, range(first, min(first + size, numbers.stop)))
            blocks[peer.name].append(Block(block.cases, block.start, block.look_up, block.complete, wal(peer) - before))
    return blocks


def ratio(own: Sequence[Block], other: Sequence[Block]) -> float:
    """The median over the turns of how many times longer a step took than the other peer's in the same turn."""
    return median(a.step / b.step for a, b in zip(own, other, strict=True))
