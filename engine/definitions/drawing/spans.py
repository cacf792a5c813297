"""From which shape to which a deadline runs, and which rungs hang on it: read from the table and the diagram alone."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    one where a single step has the deadline."""

    rule: DeadlineRule
    start: Element
    stop: Element
    rungs: tuple[SpanRung, ...]

    @property
    def is_one_step(self) -> bool:
        return self.start.id == self.stop.id


def spans_of(process: Process, deadlines: Mapping[str, DeadlineRule]) -> list[Span]:
    """The deadlines whose two ends this process holds, in the order of the table."""
    timers = timers_among(process.elements.values()).by_code
    found = []
    for rule in deadlines.values():
        start, stop = _start(process, rule), _stop(process, rule)
        if start is not None and stop is not None:
            rungs = [SpanRung(process.elements[timer.element_id], _act(process, timer.element_id), timer.days_before or 0)
                     for timer in timers.get(rule.code, ()) if process.elements[timer.element_id].kind == "boundaryEvent"]
            rungs = [rung for rung in rungs if not rung.element.interrupting]
            found.append(Span(rule, start, stop, tuple(sorted(rungs, key=lambda rung: -rung.days_before))))
    return found


def _start(process: Process, rule: DeadlineRule) -> Element | None:
    if rule.starts == LODGED:
        return next((element for element in process.scope(None) if element.kind == "startEvent"), None)
    if rule.starts == OPENED:
        return _dated(process, rule.code)
    return process.elements.get(rule.starts)


def _stop(process: Process, rule: DeadlineRule) -> Element | None:
    """What `until` names, an element or a standing; else the step that has the deadline; else whatever gives a reply."""
    if rule.until in process.elements:
        return process.elements[rule.until]
    status = rule.until or "answered"
    reached = next((element for element in process.elements.values() if element.properties.get("status") == status), None)
    return reached if rule.until and reached else _dated(process, rule.code) or (reached if rule.starts == LODGED else None)


def _dated(process: Process, code: str) -> Element | None:
    return next((element for element in process.elements.values() if element.properties.get("due") == code), None)


def _act(process: Process, element_id: str) -> Element | None:
    """The step that tells people of a rung: the first `escalate` or letter on its path."""
    seen: set[str] = set()
    pending = [element_id]
    while pending and len(seen) < 20:
        current = pending.pop(0)
        if current in seen or current not in process.elements:
            continue
        seen.add(current)
        operator = process.elements[current].operator
        if operator is not None and operator.id in ("escalate", "send_letter"):
            return process.elements[current]
        pending += [flow.target for flow in process.outgoing(current)]
    return None
