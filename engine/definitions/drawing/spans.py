"""From which shape to which a deadline runs, and which rungs hang on it: read from the table and the diagrams alone.

A drawing shows one process. What lies in a process that it calls is shown at the step that calls it; a deadline that begins and
ends behind the same step is left to the drawing of what is called there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.definitions.calls import reached_from, stand_ins
from engine.definitions.element import Element, Process
from engine.definitions.legal_timers import timers_among
from engine.domain.deadline import LODGED, DeadlineRule

OPENED = "opened"


@dataclass(frozen=True)
class SpanRung:
    """A rung of escalation: the timer's element, what it leads to, and how many days before the date (negative after)."""

    element: Element
    act: Element | None
    days_before: int


@dataclass(frozen=True)
class Span:
    """`start` is the event or step at which the clock starts, `stop` the step, event or standing that stops it: the same
    one where a single step has the deadline. `start_shape` and `stop_shape` are the ids of the shapes that stand for them."""

    rule: DeadlineRule
    start: Element
    stop: Element
    rungs: tuple[SpanRung, ...]
    start_shape: str = ""
    stop_shape: str = ""

    @property
    def is_one_step(self) -> bool:
        return self.start.id == self.stop.id


def spans_of(process: Process, deadlines: Mapping[str, DeadlineRule], others: Mapping[str, Process] = MappingProxyType({}),
             is_main: bool = True) -> list[Span]:
    """The deadlines to draw at this process, in the order of the table. `others` are the processes that it may call; what
    counts from the deposit begins in the main one."""
    reached = reached_from(process, others)
    elements = {key: element for one in reversed(reached) for key, element in one.elements.items()}
    homes = {key: one for one in reversed(reached) for key in one.elements}
    behind = stand_ins(process, others)
    timers = timers_among(elements.values()).by_code
    found = []
    for rule in deadlines.values():
        start, stop = _start(process, elements, rule, is_main), _stop(elements, rule)
        if start is None or stop is None:
            continue
        shapes = [element.id if element.id in process.elements else behind[element.id].id for element in (start, stop)]
        if shapes[0] == shapes[1] and shapes[0] not in (start.id, stop.id):
            continue
        rungs = [SpanRung(elements[timer.element_id], _act(homes[timer.element_id], timer.element_id), timer.days_before or 0)
                 for timer in timers.get(rule.code, ()) if elements[timer.element_id].kind == "boundaryEvent"]
        rungs = [rung for rung in rungs if not rung.element.interrupting]
        found.append(Span(rule, start, stop, tuple(sorted(rungs, key=lambda rung: -rung.days_before)), *shapes))
    return found


def _start(process: Process, elements: Mapping[str, Element], rule: DeadlineRule, is_main: bool) -> Element | None:
    if rule.starts == LODGED:
        begins = [element for element in process.scope(None) if element.kind == "startEvent"]
        return begins[0] if is_main and begins else None
    if rule.starts == OPENED:
        return _dated(elements, rule.code)
    return elements.get(rule.starts)


def _stop(elements: Mapping[str, Element], rule: DeadlineRule) -> Element | None:
    """What `until` names, an element or a standing; else the step that has the deadline; else whatever gives a reply."""
    if rule.until in elements:
        return elements[rule.until]
    status = rule.until or "answered"
    reached = next((element for element in elements.values() if element.properties.get("status") == status), None)
    return reached if rule.until and reached else _dated(elements, rule.code) or (reached if rule.starts == LODGED else None)


def _dated(elements: Mapping[str, Element], code: str) -> Element | None:
    return next((element for element in elements.values() if element.properties.get("due") == code), None)


def _act(process: Process, element_id: str) -> Element | None:
    """The step that tells people of a rung: the first `escalate` or letter on its path, or the task to tell of a delay."""
    seen: set[str] = set()
    pending = [element_id]
    while pending and len(seen) < 20:
        current = pending.pop(0)
        if current in seen or current not in process.elements:
            continue
        seen.add(current)
        operator = process.elements[current].operator
        if "tells" in process.elements[current].properties or (
                operator is not None and operator.id in ("escalate", "send_letter")):
            return process.elements[current]
        pending += [flow.target for flow in process.outgoing(current)]
    return None
