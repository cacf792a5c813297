"""In which order a reader wants to hear about the parts of a process."""

from collections.abc import Iterable

from engine.definitions.element import Element, Process


def flow_order(process: Process, starts: Iterable[str], known: frozenset[str] = frozenset()) -> list[str]:
    """The elements that can be reached from `starts` along sequence flows, each after what leads to it (loops apart);
    the branches of a gateway follow one another in the order in which they are drawn. `known` ones are left out."""
    finished: list[str] = []
    seen = set(known)
    for start in reversed(list(starts)):
        stack = [(start, iter(_next(process, start)))] if start not in seen else []
        seen.add(start)
        while stack:
            current, targets = stack[-1]
            target = next((target for target in targets if target not in seen and target in process.elements), None)
            if target is None:
                finished.append(current)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(_next(process, target))))
    return finished[::-1]


def goes_back(process: Process, source: str, target: str, order: list[str]) -> bool:
    """Whether a flow leads to something that was told before."""
    return source in order and target in order and order.index(target) <= order.index(source)


def starts_of(process: Process, parent_id: str | None) -> list[Element]:
    """Where a scope begins: its start events, else everything that nothing leads to."""
    scope = process.scope(parent_id)
    begins = [element for element in scope if element.kind == "startEvent"]
    return begins or [
        element for element in scope if element.kind != "boundaryEvent" and not process.incoming(element.id)
    ]


def _next(process: Process, element_id: str) -> list[str]:
    """Targets, the last drawn first, because the walk tells the branch it visits last first."""
    return [flow.target for flow in reversed(process.outgoing(element_id))]
