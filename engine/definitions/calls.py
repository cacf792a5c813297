"""Which processes a diagram calls, directly or through others, and which of its steps stands for what happens in them."""

from collections.abc import Mapping

from engine.definitions.bpmn_names import SUB_PROCESSES
from engine.definitions.element import Element, Process
from engine.definitions.flow_order import flow_order, starts_of

CALL = "callActivity"


def reached_from(process: Process, processes: Mapping[str, Process]) -> list[Process]:
    """The process itself and all that it calls, each once, in the order in which a case comes to them."""
    found: dict[str, Process] = {}
    pending = [process]
    while pending:
        current = pending.pop(0)
        if current.id not in found:
            found[current.id] = current
            pending[:0] = [processes[call.called] for call in _calls(current) if call.called in processes]
    return list(found.values())


def stand_ins(process: Process, processes: Mapping[str, Process]) -> dict[str, Element]:
    """By the id of every element of the called processes, the step of this process that stands for it in a drawing."""
    found: dict[str, Element] = {}
    for call in _calls(process):
        if call.called in processes:
            for inner in reached_from(processes[call.called], processes):
                if inner is not process:
                    for element_id in inner.elements:
                        found.setdefault(element_id, call)
    return found


def _calls(process: Process) -> list[Element]:
    """Its call activities in flow order, those in a sub-process where it stands; those on ways of border events last."""
    calls: list[Element] = []
    scopes: list[str | None] = [None]
    while scopes:
        order = flow_order(process, [element.id for element in starts_of(process, scopes.pop(0))])
        calls += [process.elements[key] for key in order if process.elements[key].kind == CALL]
        scopes[:0] = [key for key in order if process.elements[key].kind in SUB_PROCESSES]
    told = {call.id for call in calls}
    return calls + [element for element in process.elements.values() if element.kind == CALL and element.id not in told]
