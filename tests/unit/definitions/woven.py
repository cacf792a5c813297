"""Diagrams woven from blocks, sound by construction, and runs of them in which every decision is tried."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from hypothesis import strategies as st

from engine.execution import Run, Spec
from tests.unit.execution.diagrams import definitions, end, node, process, start, user

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KINDS = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway"}
MOST_GATES = 3


def blocks(depth: int = 2):
    """A task, things one after another, or branches between a split and a join: ("xor", [left, right])."""
    task = st.just(("task", []))
    if not depth:
        return task
    inner = blocks(depth - 1)
    pairs = st.tuples(inner, inner).map(list)
    return st.one_of(task, *(st.tuples(st.just(kind), pairs) for kind in ("seq", "xor", "and", "or")))


@dataclass
class Woven:
    """`gates`: the kind of every split and join by its id, which a test may change before it asks for the text."""

    nodes: dict[str, str]
    flows: list[tuple[str, str]]
    gates: dict[str, str]

    @classmethod
    def of(cls, block) -> "Woven":
        woven = cls({}, [], {})
        first, last = woven._add(block)
        woven.flows += [("begin", first), (last, "done")]
        return woven

    def _add(self, block) -> tuple[str, str]:
        kind, parts = block
        if kind == "task":
            name = f"t{len(self.nodes)}"
            self.nodes[name] = "task"
            return name, name
        if kind == "seq":
            (first, middle), (after, last) = (self._add(part) for part in parts)
            self.flows.append((middle, after))
            return first, last
        split, join = f"g{len(self.nodes)}", f"g{len(self.nodes)}_end"
        for gate in (split, join):
            self.nodes[gate] = self.gates[gate] = kind
        for part in parts:
            first, last = self._add(part)
            self.flows += [(split, first), (last, join)]
        return split, join

    @property
    def splits(self) -> list[str]:
        return [gate for gate in self.gates if not gate.endswith("_end")]

    def text(self) -> str:
        drawn = [node(KINDS[kind], gate) for gate, kind in self.gates.items()]
        drawn += [user(name) for name, kind in self.nodes.items() if kind == "task"]
        counted: Counter = Counter()
        for place, (source, target) in enumerate(self.flows):
            condition = ""
            if self.gates.get(source) in ("xor", "or") and source in self.splits:
                counted[source] += 1
                wanted = f"c_{source} == {counted[source]}" + (f" or c_{source} == 3" if self.gates[source] == "or" else "")
                condition = f"<bpmn:conditionExpression>{wanted}</bpmn:conditionExpression>"
            drawn.append(f'<bpmn:sequenceFlow id="f{place}" sourceRef="{source}" targetRef="{target}">{condition}'
                         "</bpmn:sequenceFlow>")
        return definitions(process(start(), *drawn, end()))

    def decisions(self) -> Iterator[dict]:
        """Every way the splits can decide: 1 and 2 take a branch, 3 both where that may be."""
        offers = [(1, 2, 3) if self.gates[gate] == "or" else (1, 2) for gate in self.splits if self.gates[gate] != "and"]
        names = [f"c_{gate}" for gate in self.splits if self.gates[gate] != "and"]
        for values in product(*offers):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True)
class Met:
    """What was met in all runs: one that hung, one in which an element happened twice."""

    hung: bool
    twice: bool


def met_in_all_runs(spec: Spec, woven: Woven) -> Met:
    """Every decision, people working in the order in which tasks opened and in the opposite one."""
    outcomes = [_run(spec, decided, place) for decided in woven.decisions() for place in (0, -1)]
    return Met(any(not ended for ended, _ in outcomes), any(twice for _, twice in outcomes))


def _run(spec: Spec, decided: dict, place: int) -> tuple[bool, bool]:
    run = Run.start(spec, decided, NOW)
    while True:
        opened = run.open_tasks()
        if not opened:
            break
        run.complete(opened[place].task_id, {}, NOW)
    done = Counter(run.completed_elements())
    return run.advance(packed=False).ended, any(times > 1 for name, times in done.items() if name != "done")
