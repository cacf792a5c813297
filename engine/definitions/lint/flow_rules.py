"""How elements hang together: starts, ends, flows, calls."""

from engine.definitions.bpmn_names import ACTIVITIES, GATEWAYS, SUB_PROCESSES
from engine.definitions.element import Element, Process
from engine.definitions.lint.graph import reached
from engine.definitions.lint.subject import Subject, called


def check_flows(subject: Subject) -> None:
    """Flows from and to nothing, starts and ends of every scope, unreachable elements, forks from tasks, calls."""
    for process in subject.processes:
        if not process.elements:
            continue
        _ends_of_flows(subject, process)
        for parent_id in [
            None,
            *(e.id for e in process.elements.values() if e.kind in SUB_PROCESSES - {"adHocSubProcess"}),
        ]:
            _scope(subject, process, parent_id)
        for element in process.elements.values():
            _element(subject, process, element)
    _calls(subject)
    _many_processes(subject)


def _ends_of_flows(subject: Subject, process: Process) -> None:
    for flow in process.flows.values():
        source, target = process.elements.get(flow.source), process.elements.get(flow.target)
        if source is None:
            subject.say(
                "flow_from_nothing",
                flow,
                f"this flow begins at {flow.source or 'nothing'}, which is not there",
                "Draw it again from an element, or delete it.",
            )
        if target is None:
            subject.say(
                "flow_to_nothing",
                flow,
                f"this flow leads to {flow.target or 'nothing'}, which is not there",
                "Draw it again to an element, or delete it.",
            )
        if source and target and source.parent_id != target.parent_id:
            subject.say(
                "flow_across",
                flow,
                f"this flow crosses the border of a sub-process ({called(source)} to {called(target)})",
                "End the sub-process with an end event and go on from the sub-process itself.",
            )


def _scope(subject: Subject, process: Process, parent_id: str | None) -> None:
    members = process.scope(parent_id)
    owner = process.elements.get(parent_id, process)  # a sub-process without an id is told elsewhere
    if not members:
        if owner is not process and owner.kind != "adHocSubProcess":
            subject.say("no_start", owner, "this sub-process is empty", "Draw its steps, or make it a task.")
        return
    starts = [element for element in members if element.kind == "startEvent"]
    runs = parent_id is not None or _is_run(subject, process)
    if not starts and runs:
        alone = parent_id is not None or len(subject.processes) == 1
        subject.say(
            "no_start" if alone else "no_start_among_others",
            owner,
            "it has no start event",
            "Draw a start event and lead a flow from it.",
        )
    if len(starts) > 1:
        subject.say("many_starts", owner, f"it has {len(starts)} start events", "Keep one of them.")
    if owner is process or not owner.triggered_by_event:
        for start in starts:
            if start.events and not (owner is process and _begins_by_message(subject, process, start)):
                subject.say(
                    "start_trigger",
                    start,
                    f"a start event with a {start.event} does not start a case here",
                    "Use a plain start event; cases are started by the office or the complainant.",
                )
    if runs and not any(element.kind == "endEvent" for element in members):
        subject.say(
            "no_end",
            owner,
            "it has no end event, so nobody would know that it is over",
            "Lead every path to an end event.",
        )
    live = reached(process, [element.id for element in starts])
    live |= reached(process, [element.id for element in members if element.triggered_by_event])
    for element in members if starts else []:
        if element.id not in live and element.kind != "boundaryEvent":
            subject.say(
                "unreachable_sign" if element.kind in GATEWAYS | {"endEvent"} else "unreachable",
                element,
                "no flow from the start leads here, so it never happens",
                "Connect it, or delete it.",
            )


def _begins_by_message(subject: Subject, process: Process, start: Element) -> bool:
    """A message may start a process of its own, but not the one that a complainant starts by lodging."""
    by_message = all(part.kind == "message" for part in start.events)
    return by_message and not (subject.strict and process is subject.main)


def _is_run(subject: Subject, process: Process) -> bool:
    """Whether anything would ever start this process; a pool of somebody else is only drawn."""
    return process.executable or len(subject.processes) == 1 or subject.facts.process == process.id


def _element(subject: Subject, process: Process, element: Element) -> None:
    outgoing, incoming = process.outgoing(element.id), process.incoming(element.id)
    if element.kind not in GATEWAYS | {"endEvent"} and len(outgoing) > 1:
        subject.say(
            "implicit_fork" if element.kind in ACTIVITIES else "implicit_fork_event",
            element,
            f"{len(outgoing)} flows leave it without a gateway",
            "Put a gateway behind it: exclusive for one way, parallel for all of them.",
        )
    if (
        element.kind not in ("endEvent", "boundaryEvent")
        and not outgoing
        and not element.triggered_by_event
        and not _in_ad_hoc(process, element)
    ):
        subject.say(
            "dead_end",
            element,
            "no flow leaves it, so the case ends here without saying how",
            "Lead it to an end event.",
        )
    if element.kind == "startEvent" and incoming:
        subject.say("flow_into_start", element, "a flow leads into a start event", "Lead it to the step after it.")
    if element.kind == "endEvent" and outgoing:
        subject.say("flow_out_of_end", element, "a flow leaves an end event", "Use an intermediate event instead.")


def _in_ad_hoc(process: Process, element: Element) -> bool:
    parent = process.elements.get(element.parent_id)
    return parent is not None and parent.kind == "adHocSubProcess"


def _calls(subject: Subject) -> None:
    calls: dict[str, set[str]] = {process.id: set() for process in subject.processes}
    for element in (element for element in subject.elements() if element.kind == "callActivity"):
        if not element.called:
            subject.say(
                "call_missing", element, "it does not say which process it calls", "Fill in the called element."
            )
        elif element.called not in calls:
            subject.say(
                "call_unknown",
                element,
                f"it calls the process {element.called}, which is not there",
                "Correct the name, or add the diagram of that process.",
            )
        else:
            calls[element.process_id].add(element.called)
    for element in (
        element for element in subject.elements() if element.kind == "callActivity" and element.called in calls
    ):
        if _leads_to(calls, element.called, element.process_id):
            subject.say(
                "call_recursion",
                element,
                f"the process {element.called} it calls leads back to this one, endlessly",
                "Break the circle: draw the repetition as a loop.",
            )


def _many_processes(subject: Subject) -> None:
    """Loose diagrams whose pools would all have to run: a start starts one of them."""
    called_ones = {element.called for element in subject.elements() if element.kind == "callActivity"}
    free = [process for process in subject.processes if process.executable and process.id not in called_ones]
    if len(free) < 2 or subject.process(subject.facts.process) is not None:
        return
    for process in free[1:]:
        subject.say(
            "many_processes",
            process,
            f"nothing calls this process, and starting {called(free[0])} does not start it",
            "Call it from the main process, or keep it in a family of its own.",
        )


def _leads_to(calls: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, pending = set(), [start]
    while pending:
        current = pending.pop()
        if current == goal:
            return True
        if current not in seen:
            seen.add(current)
            pending += calls.get(current, ())
    return False
