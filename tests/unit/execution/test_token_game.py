"""The engine plays block-structured diagrams as the rules of BPMN say, live and restored before every move.

INSAF_TOKEN_GAMES is the number of diagrams to try, each with up to sixty moves; without it a few, always the same.
"""

import os
from collections import Counter

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from engine.execution import Run
from tests.unit.execution.diagrams import spec
from tests.unit.execution.story import MONDAY
from tests.unit.execution.token_game import AGAIN, GATES, Game, Picture

GAMES = int(os.environ.get("INSAF_TOKEN_GAMES") or 0)
FIRE = 4  # one move in so many lets a timer ring, where one is armed
MOST_MOVES = 400
#: What may follow a fork is drawn in for each branch, so forks after forks multiply (CaseTooLarge says so).
MOST_SPLITS = 6


class Blocks:
    """Draws a block from numbers, so that a smaller failing example is a shorter list."""

    def __init__(self, numbers):
        self._numbers, self._count, self._splits = iter(numbers), 0, 0

    def _next(self, bound: int) -> int:
        return next(self._numbers, 0) % bound

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def drawn(self, depth: int) -> tuple:
        kinds = ("and", "loop", "or", "inside", "timed", "seq", "xor", "task", "copies") if depth else ("task",)
        kind = kinds[self._next(len(kinds))]
        if kind in GATES:
            self._splits += 1
            kind = kind if self._splits <= MOST_SPLITS else "seq"
        name = self._name(kind[0])
        if kind == "task":
            return kind, name
        if kind == "copies":
            return kind, name, bool(self._next(2))
        if kind == "loop":
            return kind, name, self.drawn(depth - 1)
        if kind == "inside":
            return kind, name, self.drawn(depth - 1), bool(self._next(2))
        if kind == "timed":
            host = ("task", self._name("h")) if self._next(3) == 0 else (
                "inside", self._name("h"), self.drawn(depth - 1), bool(self._next(2)))
            return kind, name, host, bool(self._next(2))
        return kind, name, [self.drawn(depth - 1), self.drawn(depth - 1)]


class Table:
    """The engine twice beside the game: one run lives on, the other is restored before every move."""

    def __init__(self, block: tuple):
        self.game = Game(block).begin()
        self._spec = spec(Picture(block).text, profile="agency")
        self._live = Run.start(self._spec, {}, MONDAY)
        self._kept = Run.start(self._spec, {}, MONDAY).packed()
        self.compare()

    def move(self, number: int, decision: int) -> None:
        waits = sorted({wait.name for wait in self.game.open})
        armed = sorted({wait.name for wait in self.game.armed})
        restored = Run.restore(self._spec, self._kept)
        if armed and (number % FIRE == 0 or not waits):
            name = armed[number // FIRE % len(armed)]
            self.game.fire(name)
            for run in (self._live, restored):
                timer = next(timer for timer in run.armed() if timer.element_id == name)
                assert run.fire(timer.task_id, name, timer.due_at)
        else:
            name = waits[number // FIRE % len(waits)]
            answers = self.game.complete(name, decision)
            for run in (self._live, restored):
                run.complete(next(task.task_id for task in run.open_tasks() if task.element_id == name), answers, MONDAY)
        self._kept = restored.packed()
        self.compare()

    def compare(self) -> None:
        """Open tasks, armed timers, what was completed how often, the end: all three say the same."""
        restored = Run.restore(self._spec, self._kept)
        game = (Counter(wait.name for wait in self.game.open), Counter(wait.name for wait in self.game.armed),
                self.game.counts, self.game.answers is not None)
        for run in (self._live, restored):
            advance = run.advance(packed=False)
            assert (Counter(task.element_id for task in advance.open_tasks), Counter(timer.element_id for timer in advance.armed),
                    Counter(run.completed_elements()), advance.ended) == game
            assert not advance.stuck
        assert self._live.variables() == restored.variables()
        if self.game.answers is not None:
            assert {name: said for name, said in restored.variables().items() if name.startswith("said_")} == self.game.answers


numbers = st.lists(st.integers(0, 8), min_size=12, max_size=60)
moves = st.lists(st.tuples(st.integers(0, 99), st.sampled_from((0, AGAIN, AGAIN, 2))), min_size=10, max_size=60)


@hypothesis.settings(max_examples=GAMES or 25, deadline=None, database=None, derandomize=not GAMES,
                     suppress_health_check=list(hypothesis.HealthCheck))
@given(numbers, moves)
def test_the_engine_plays_as_the_token_game_says_live_and_restored(numbers, moves):
    drawing = Blocks(numbers)
    table = Table(("loop", "l", ("seq", "s", [drawing.drawn(3), drawing.drawn(3)])))
    for which, decision in moves:
        if table.game.answers is None:
            table.move(which, decision)
    for _ in range(MOST_MOVES):  # nobody goes round again, nobody is late: so it ends
        if table.game.answers is not None:
            break
        table.move(1, 0)
    assert table.game.answers is not None
