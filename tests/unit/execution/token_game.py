"""A token game without the engine: block-structured diagrams, drawn as BPMN and played by hand.

A block draws itself and says what happens when a token enters it: which tasks open, which timers are armed, what is
counted and which answers the token carries on. Of several answers to one question the youngest counts wherever branches
meet; what was said in a part that an event broke off is gone.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.unit.execution.diagrams import boundary, definitions, end, flows, node, process, start, timer, user

GATES = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway"}
COPIES = ('<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
          "</bpmn:multiInstanceLoopCharacteristics>")
#: For each branch, at which answers to the question before it a token takes it.
WAYS = {"xor": ({0, 2}, {1}), "and": ({0, 1, 2}, {0, 1, 2}), "or": ({0, 2}, {1, 2})}
AGAIN = 1
Then = Callable[[dict], None]


def met(*answers: dict) -> dict:
    """Answers are the numbers of the moves that gave them, so the youngest is the largest."""
    found: dict = {}
    for given in answers:
        found.update({name: max(move, found.get(name, 0)) for name, move in given.items()})
    return found


class Scope:
    """A process or sub-process under way, or what an event may break off: it is over with its last token."""

    def __init__(self, outer: "Scope | None", then: Then):
        self.outer, self.then, self.tokens, self.answers = outer, then, 1, {}

    def lies_in(self, other: "Scope") -> bool:
        return self is other or (self.outer is not None and self.outer.lies_in(other))

    def end(self, answers: dict) -> None:
        self.tokens -= 1
        self.answers = met(self.answers, answers)
        if not self.tokens:
            self.then(self.answers)


@dataclass(eq=False)
class Wait:
    """An open task or an armed timer; `then` gets the answers with those that are given now."""

    name: str
    scope: Scope
    answers: dict
    then: Then
    host: "Wait | Scope | None" = None


@dataclass
class Game:
    """`open` and `armed` are what people and time may do now; `decisions` are carried beside the answers."""

    block: tuple
    open: list[Wait] = field(default_factory=list)
    armed: list[Wait] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    decided: dict = field(default_factory=dict)
    answers: dict | None = None
    move: int = 0

    def begin(self) -> "Game":
        self.counts["begin"] += 1
        scope = Scope(None, self._over)
        self.enter(self.block, scope, {}, lambda answers: self._at("done", scope.end)(answers))
        return self

    def complete(self, name: str, decision: int = 0) -> dict:
        """What somebody must answer to complete the first open task of this name in the same way."""
        self.move += 1
        task = next(task for task in self.open if task.name == name)
        self._leave(task)
        self.counts[name] += 1
        said = {f"said_{name}": self.move}
        self.decided[name] = decision
        task.then(met(task.answers, said))
        return {**said, f"way_{name}": decision}

    def fire(self, name: str) -> None:
        self.move += 1
        armed = next(armed for armed in self.armed if armed.name == name)
        self.armed.remove(armed)
        self.counts[name] += 1
        armed.then(armed.answers)

    def enter(self, block: tuple, scope: Scope, answers: dict, then: Then) -> None:
        getattr(self, f"_{block[0]}")(block, scope, answers, then)

    def _over(self, answers: dict) -> None:
        self.answers = answers

    def _at(self, element: str, then: Then) -> Then:
        def pass_by(answers: dict) -> None:
            self.counts[element] += 1
            then(answers)
        return pass_by

    def _leave(self, task: Wait) -> None:
        self.open.remove(task)
        self.armed = [armed for armed in self.armed if armed.host is not task]

    def _task(self, block, scope, answers, then) -> Wait:
        task = Wait(block[1], scope, answers, then)
        self.open.append(task)
        return task

    def _copies(self, block, scope, answers, then):
        """The copies are counted, and the task that made them."""
        name, sequential = block[1:]
        done, over = [], self._at(name, then)

        def one_more(said):
            done.append(said)
            if len(done) == 2:
                over(met(answers, *done))
            elif sequential:
                self._task(block, scope, answers, one_more)
        for _ in range(1 if sequential else 2):
            self._task(block, scope, answers, one_more)

    def _seq(self, block, scope, answers, then):
        first, second = block[2]
        self.enter(first, scope, answers, lambda said: self.enter(second, scope, said, then))

    def _split(self, block, scope, answers, then):
        """Somebody is asked which way to go, then the branches, then the join."""
        kind, name, parts = block
        join = self._at(f"{name}_join", then)

        def fork(said):
            self.counts[f"{name}_split"] += 1
            decided, arrived = self.decided[f"{name}_ask"], []
            taken = [part for part, ways in zip(parts, WAYS[kind], strict=True) if decided in ways]

            def meet(more):
                arrived.append(more)
                if len(arrived) == len(taken):
                    join(met(*arrived))
            for part in taken:
                self.enter(part, scope, said, meet)
        self._task((kind, f"{name}_ask"), scope, answers, fork)

    _xor = _and = _or = _split

    def _loop(self, block, scope, answers, then):
        _, name, body = block
        out = self._at(f"{name}_out", then)

        def around(said):
            self.counts[f"{name}_top"] += 1
            self.enter(body, scope, said, lambda more: self._task((None, f"{name}_ask"), scope, more, again))

        def again(said):
            self.counts[f"{name}_again"] += 1
            (around if self.decided[f"{name}_ask"] == AGAIN else out)(said)
        around(answers)

    def _inside(self, block, scope, answers, then) -> Scope:
        _, name, body, _ = block
        inner = Scope(scope, self._at(name, then))
        self.counts[f"{name}_begin"] += 1
        self.enter(body, inner, answers, self._at(f"{name}_end", inner.end))
        return inner

    def _timed(self, block, scope, answers, then):
        """A timer at the boundary of a task or a sub-process."""
        _, name, host, breaks_off = block
        merged = self._at(f"{name}_merge", then)
        late = Wait(f"{name}_late", scope, answers, None)
        self.armed.append(late)

        def left(said):
            self.armed = [armed for armed in self.armed if armed is not late]
            merged(said)

        def broken_off(said):
            inner = late.host
            if isinstance(inner, Scope):
                self.open = [one for one in self.open if not one.scope.lies_in(inner)]
                self.armed = [one for one in self.armed if not one.scope.lies_in(inner)]
            else:
                self.open.remove(inner)
            self._task((None, f"{name}_instead"), scope, said, merged)

        def beside(said):
            scope.tokens += 1
            self._task((None, f"{name}_told"), scope, said, self._at(f"{name}_told_end", scope.end))
        late.then = broken_off if breaks_off else beside
        late.host = getattr(self, f"_{host[0]}")(host, scope, answers, left)


class Picture:
    """The same blocks as BPMN: `text`."""

    def __init__(self, block: tuple):
        self._called: list[str] = []
        drawn, first, last = self._drawn(block)
        self.text = definitions(
            process(start(), *drawn, end(), flows(f"begin > {first}", f"{last} > done")), *self._called)

    def _drawn(self, block: tuple) -> tuple[list[str], str, str]:
        """The parts, the element to which a flow leads, and the one from which the next leaves."""
        return getattr(self, f"_{block[0]}")(block)

    def _task(self, block):
        return [user(block[1])], block[1], block[1]

    def _copies(self, block):
        return [user(block[1], COPIES.format(str(block[2]).lower()))], block[1], block[1]

    def _seq(self, block):
        (one, first, middle), (other, after, last) = map(self._drawn, block[2])
        return [*one, *other, flows(f"{middle} > {after}")], first, last

    def _split(self, block):
        kind, name, parts = block
        ask, split, join = f"{name}_ask", f"{name}_split", f"{name}_join"
        drawn = [user(ask), node(GATES[kind], split), node(GATES[kind], join), flows(f"{ask} > {split}")]
        for part, ways in zip(parts, WAYS[kind], strict=True):
            inner, first, last = self._drawn(part)
            condition = " or ".join(f"way_{ask} == {way}" for way in sorted(ways)) if kind != "and" else ""
            drawn += [*inner, flows(f"{split} > {first} : {condition}", f"{last} > {join}")]
        return drawn, ask, join

    _xor = _and = _or = _split

    def _loop(self, block):
        _, name, body = block
        top, ask, again = f"{name}_top", f"{name}_ask", f"{name}_again"
        inner, first, last = self._drawn(body)
        after = f"{name}_out"
        drawn = [node("exclusiveGateway", top), user(ask), node("exclusiveGateway", again, default=f"f_{again}_{after}"),
                 node("exclusiveGateway", after), *inner,
                 flows(f"{top} > {first}", f"{last} > {ask} > {again} > {after}", f"{again} > {top} : way_{ask} == {AGAIN}")]
        return drawn, top, after

    def _inside(self, block):
        _, name, body, is_called = block
        inner, first, last = self._drawn(body)
        parts = [start(f"{name}_begin"), *inner, end(f"{name}_end"), flows(f"{name}_begin > {first}", f"{last} > {name}_end")]
        if not is_called:
            return [node("subProcess", name, "".join(parts))], name, name
        self._called.append(process(*parts, id=f"{name}_called"))
        return [node("callActivity", name, calledElement=f"{name}_called")], name, name

    def _timed(self, block):
        _, name, host, breaks_off = block
        inner, first, last = self._drawn(host)
        late, merge = f"{name}_late", f"{name}_merge"
        drawn = [*inner, boundary(late, first, timer("P1D"), breaks_off), node("exclusiveGateway", merge),
                 flows(f"{last} > {merge}")]
        if breaks_off:
            return [*drawn, user(f"{name}_instead"), flows(f"{late} > {name}_instead > {merge}")], first, merge
        return [*drawn, user(f"{name}_told"), end(f"{name}_told_end"),
                flows(f"{late} > {name}_told > {name}_told_end")], first, merge
