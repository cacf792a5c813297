"""Questions about the flow graph of one scope (a process or a sub-process)."""

from collections.abc import Iterable

from engine.definitions.bpmn_names import HUMAN_TASKS
from engine.definitions.element import Element, Process


def next_ids(process: Process, element_id: str, with_boundaries: bool = True) -> list[str]:
    """What may happen after an element: the targets of its flows, and the events on its boundary."""
    ids = [flow.target for flow in process.outgoing(element_id)]
    return ids + [event.id for event in process.boundaries(element_id)] if with_boundaries else ids


def reached(process: Process, starts: Iterable[str], with_boundaries: bool = True) -> set[str]:
    """Everything that can be reached from `starts`, they included."""
    seen, pending = set(), list(starts)
    while pending:
        element_id = pending.pop()
        if element_id in seen or element_id not in process.elements:
            continue
        seen.add(element_id)
        pending += next_ids(process, element_id, with_boundaries)
    return seen


def in_order(process: Process, starts: Iterable[str]) -> list[str]:
    """What can be reached from `starts`, each after what leads to it, events on a border after their task, loops
    apart."""
    finished: list[str] = []
    seen: set[str] = set()
    for start in starts:
        stack = [] if start in seen else [(start, iter(next_ids(process, start)))]
        seen.add(start)
        while stack:
            target = next((key for key in stack[-1][1] if key in process.elements and key not in seen), None)
            if target is None:
                finished.append(stack.pop()[0])
            else:
                seen.add(target)
                stack.append((target, iter(next_ids(process, target))))
    return finished[::-1]


def cycles(process: Process, members: Iterable[str]) -> list[list[str]]:
    """The groups of elements that can reach each other (strongly connected components with a cycle in them)."""
    members = set(members)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for root in members:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work = [(root, iter([target for target in next_ids(process, root) if target in members]))]
        while work:
            current, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[current])
                if low[current] == index[current]:
                    group = []
                    while not group or group[-1] != current:
                        group.append(stack.pop())
                    if len(group) > 1 or current in next_ids(process, current):
                        found.append(group)
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                work.append((target, iter([t for t in next_ids(process, target) if t in members])))
            elif target in stack:
                low[current] = min(low[current], index[target])
    return found


def waits(process: Process, element: Element, depth: int = 0) -> bool:
    """Whether an element stops for a person, a message or a time; a sub-process does if something in it does."""
    if element.kind in HUMAN_TASKS or element.kind in ("intermediateCatchEvent", "receiveTask", "eventBasedGateway"):
        return True
    if element.kind in ("callActivity", "adHocSubProcess"):
        return True
    return depth < 20 and any(
        waits(process, inner, depth + 1)
        for inner in process.scope(element.id)
        if element.kind in ("subProcess", "transaction")
    )
