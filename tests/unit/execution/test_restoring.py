"""Whatever a diagram looks like, a run restored before every move goes exactly the way of one that never was."""

from collections import Counter
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ExecutionFailed
from engine.execution import Mover, Run
from tests.unit.execution.diagrams import boundary, end, flows, node, script, simple, start, timer, user
from tests.unit.execution.story import MONDAY

SHAPES = ("task", "script", "choice", "parallel", "inclusive", "loop", "inside", "timed", "copies")


class Drawing:
    """Draws a block-structured process from a list of numbers."""

    def __init__(self, numbers):
        self._numbers, self._ids = iter(numbers), count()
        self.parts: list[str] = []

    def _next(self, bound: int) -> int:
        return next(self._numbers, 0) % bound

    def _add(self, kind: str, inner: str = "", **attributes: str) -> str:
        name = f"{kind[0]}{next(self._ids)}"
        self.parts.append(node(kind, name, inner, **attributes))
        return name

    def block(self, before: str, depth: int) -> str:
        """Draws one shape after `before` and gives its last element."""
        shape = SHAPES[self._next(len(SHAPES))] if depth else "task"
        return getattr(self, f"_{shape}")(before, depth)

    def _line(self, *names: str) -> None:
        self.parts.append(flows(" > ".join(names)))

    def _task(self, before, depth):
        name = f"u{next(self._ids)}"
        self.parts.append(user(name))
        self._line(before, name)
        return name

    def _script(self, before, depth):
        name = f"s{next(self._ids)}"
        self.parts.append(script(name, f"n = n + 1\n{name} = {{'at': [n, True]}}"))
        self._line(before, name)
        return name

    def _branches(self, before, depth, kind, conditions):
        split, join = f"g{next(self._ids)}", f"j{next(self._ids)}"
        heads = [f"h{next(self._ids)}" for _ in conditions]
        default = {"default": f"f_{split}_{heads[0]}"} if kind != "parallelGateway" else {}
        self.parts += [node(kind, split, **default), node(kind, join)]
        self._line(before, split)
        for head, condition in zip(heads, conditions, strict=True):
            self.parts.append(user(head))
            self.parts.append(flows(f"{split} > {head}" + (f" : {condition}" if condition else "")))
            self._line(self.block(head, depth - 1), join)
        return join

    def _choice(self, before, depth):
        return self._branches(before, depth, "exclusiveGateway", ["", "x % 2 == 1"])

    def _parallel(self, before, depth):
        return self._branches(before, depth, "parallelGateway", ["", "", ""])

    def _inclusive(self, before, depth):
        return self._branches(before, depth, "inclusiveGateway", ["", "x % 2 == 1", "x > 3"])

    def _loop(self, before, depth):
        enter, leave = self._add("exclusiveGateway"), f"x{next(self._ids)}"
        self._line(before, enter)
        last = self.block(enter, depth - 1)
        after = f"u{next(self._ids)}"
        self.parts += [user(after), node("exclusiveGateway", leave, default=f"f_{leave}_{after}")]
        self._line(last, leave, after)
        self.parts.append(flows(f"{leave} > {enter} : x % 3 == 1"))
        return after

    def _inner(self, depth) -> str:
        outer, self.parts = self.parts, []
        first, last = f"b{next(self._ids)}", f"e{next(self._ids)}"
        self.parts += [start(first), end(last)]
        self._line(self.block(first, depth - 1), last)
        drawn, self.parts = "".join(self.parts), outer
        return drawn

    def _inside(self, before, depth):
        name = self._add("subProcess", self._inner(depth))
        self._line(before, name)
        return name

    def _timed(self, before, depth):
        name = self._inside(before, depth)
        late, after = f"t{next(self._ids)}", f"u{next(self._ids)}"
        self.parts += [boundary(late, name, timer('"P1D"'), interrupting=bool(self._next(2))), user(after), end(f"e{late}")]
        self._line(late, after, f"e{late}")
        return name

    def _copies(self, before, depth):
        how = ("true", "false")[self._next(2)]
        copies = (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{how}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
                  "</bpmn:multiInstanceLoopCharacteristics>")
        name = f"u{next(self._ids)}"
        self.parts.append(user(name, copies))
        self._line(before, name)
        return name


def drawn_from(numbers):
    drawing = Drawing(numbers)
    last = "begin"
    for _ in range(3):
        last = drawing.block(last, 2)
    return simple(start(), *drawing.parts, end(), flows(f"{last} > done"))


def lived(spec, moves, between=lambda run: run):
    """How a run goes when at each move the n-th open task is done, or the n-th timer fires."""
    history = []
    try:
        return _moved(spec, moves, between, history)
    except ExecutionFailed as problem:  # a loop without a wait, a join the library cannot follow
        return history, str(problem)


def _moved(spec, moves, between, history):
    run = Run.start(spec, {"x": 1, "n": 0, "list": [1, {"a": 1}]}, MONDAY)
    for move in moves:
        run = between(run)
        tasks = sorted(run.open_tasks(), key=lambda task: (task.element_id, task.instance or ""))
        timers = sorted(run.armed(), key=lambda timer: timer.element_id)
        if not tasks:
            break
        if timers and move % 5 == 4:
            timer_ = timers[move % len(timers)]
            run.fire(timer_.task_id, timer_.element_id, MONDAY)
        else:
            task = tasks[move % len(tasks)]
            run.complete(task.task_id, {"x": move, task.element_id: {"by": [move]}}, MONDAY, remove=["n"] if move == 99 else ())
        history.append((sorted(task.element_id for task in run.open_tasks()), run.advance().ended))
    return history, run.variables(), Counter(run.completed_elements())


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1000), max_size=30), st.lists(st.integers(0, 98), min_size=5, max_size=40))
def test_restoring_or_migrating_before_every_move_changes_nothing(numbers, moves):
    spec, same = drawn_from(numbers), drawn_from(numbers)
    never = lived(spec, moves)
    assert lived(spec, moves, lambda run: Run.restore(spec, run.packed())) == never
    there = Mover(spec, same)
    assert lived(spec, moves, lambda run: Run.restore(same, there.move(run.packed()).snapshot)) == never
