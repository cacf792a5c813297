"""Gateways: defaults, conditions, pairs of splits and joins."""

from engine.definitions.element import Element, Flow, Process
from engine.definitions.lint.expression_rules import is_literal_time
from engine.definitions.lint.graph import reached
from engine.definitions.lint.overlap import common_case, reads_of
from engine.definitions.lint.subject import Subject, called

CHOOSING = ("exclusiveGateway", "inclusiveGateway")
ALWAYS = frozenset({"True", "true", "1", "1 == 1"})


def check_gateways(subject: Subject) -> None:
    for process in subject.processes:
        for element in process.elements.values():
            outgoing = process.outgoing(element.id)
            if element.kind in CHOOSING and (len(outgoing) > 1 or any(flow.condition for flow in outgoing)):
                _choice(subject, element, outgoing)
            elif element.kind not in CHOOSING:
                _conditions_elsewhere(subject, element, outgoing)
            if element.kind == "eventBasedGateway":
                _event_gateway(subject, process, element, outgoing)
            if element.kind in ("parallelGateway", *CHOOSING) and len(outgoing) > 1:
                _pair(subject, process, element, outgoing)


def _choice(subject: Subject, gateway: Element, outgoing: list[Flow]) -> None:
    default = next((flow for flow in outgoing if flow.id == gateway.default_flow), None)
    if gateway.default_flow and default is None:
        subject.say(
            "default_unknown",
            gateway,
            f"its default flow {gateway.default_flow} does not leave it",
            "Choose the default among the flows that leave it.",
        )
    elif not gateway.default_flow:
        subject.say(
            "no_default",
            gateway,
            "it has no default flow, so a case stops here when no condition is true",
            "Mark one of its flows as the default.",
        )
    if default is not None and default.condition:
        subject.say(
            "default_conditioned",
            default,
            "the default flow has a condition, which is not looked at",
            "Remove the condition, or make another flow the default.",
        )
    seen: dict[str, Flow] = {}
    for flow in outgoing:
        if flow is default:
            continue
        if not flow.condition:
            subject.say(
                "condition_missing",
                flow,
                f"this flow from {called(gateway)} has no condition",
                "Write a condition such as admissible == True, or make it the default.",
            )
            continue
        plain = "".join(flow.condition.split())
        if flow.condition.strip() in ALWAYS and gateway.kind == "exclusiveGateway":
            subject.say(
                "condition_constant",
                flow,
                f"its condition {flow.condition.strip()} is always true",
                "Make this flow the default instead.",
            )
        if plain in seen and gateway.kind == "exclusiveGateway":
            subject.say(
                "condition_identical",
                flow,
                f"it has the same condition as {called(seen[plain])}; the one drawn higher would win",
                "Make the conditions exclude each other.",
            )
        seen.setdefault(plain, flow)
    if gateway.kind == "exclusiveGateway":
        _overlaps(subject, [flow for flow in outgoing if flow is not default and flow.condition])


def _overlaps(subject: Subject, flows: list[Flow]) -> None:
    """Two conditions that can both be true: the engine takes the branch that is drawn higher."""
    for place, flow in enumerate(flows):
        for other in flows[:place]:
            meeting = common_case(other.condition, flow.condition)
            if meeting is None or other.condition.strip() in ALWAYS or flow.condition.strip() in ALWAYS:
                continue
            same = reads_of(other.condition) == reads_of(flow.condition)
            subject.say(
                "conditions_overlap" if same else "conditions_overlap_apart",
                flow,
                f"its condition and that of {called(other)} are both true for {meeting}; the one drawn higher wins",
                "Let the conditions exclude each other.",
            )


def _conditions_elsewhere(subject: Subject, element: Element, outgoing: list[Flow]) -> None:
    for flow in outgoing:
        if flow.condition:
            subject.say(
                "condition_ignored",
                flow,
                f"it has a condition, but it leaves {called(element)}, which is no "
                "exclusive or inclusive gateway: the condition is ignored",
                "Put an exclusive gateway between, or remove the condition.",
            )


def _event_gateway(subject: Subject, process: Process, gateway: Element, outgoing: list[Flow]) -> None:
    targets = [process.elements[flow.target] for flow in outgoing if flow.target in process.elements]
    for target in targets:
        if target.kind not in ("intermediateCatchEvent", "receiveTask"):
            subject.say(
                "event_gateway",
                gateway,
                f"it leads to {called(target)}, which is no catching event",
                "Let only catching events follow an event-based gateway.",
            )
    if any(sum(_is_fixed(target, form) for target in targets) > 1 for form in ("timeDuration", "timeDate")):
        subject.say(
            "event_gateway_timers",
            gateway,
            "more than one timer follows it",
            "Keep the earlier one; the other could never win.",
        )


def _is_fixed(target: Element, form: str) -> bool:
    """Of two written durations the shorter always wins, of two written dates the earlier; a date that is computed may
    come first or last."""
    return target.event == "timer" and target.events[0].form == form and is_literal_time(target.events[0].text)


def _pair(subject: Subject, process: Process, split: Element, outgoing: list[Flow]) -> None:
    """A split whose branches all meet first in a join of another kind: tails run twice, or the join waits for ever."""
    wanted = {"parallelGateway": "exclusiveGateway", "exclusiveGateway": "parallelGateway"}.get(split.kind)
    if wanted is None:
        return
    branches = [_after(process, flow.target, split.id) for flow in outgoing if flow.target in process.elements]
    meeting = set.intersection(*branches) if branches else set()
    for join_id in meeting:
        join = process.elements[join_id]
        entries = [flow for flow in process.incoming(join_id)]
        if join.kind != wanted or len(entries) < 2 or not _first_meeting(process, join_id, outgoing, split.id, meeting):
            continue
        subject.explained.add(join_id)
        if wanted == "exclusiveGateway":
            subject.say(
                "split_join",
                split,
                f"its parallel branches meet at the exclusive gateway {called(join)}, so what "
                "follows happens once for each branch",
                "Let them meet in a parallel gateway.",
            )
        else:
            subject.say(
                "split_join",
                split,
                f"only one of its branches is taken, but the parallel gateway {called(join)} "
                "waits for all of them, for ever",
                "Let them meet in an exclusive gateway.",
            )


def _after(process: Process, start: str, without: str) -> set[str]:
    """What a branch can reach without passing its split again."""
    return _walk(process, start, {without})


def _first_meeting(process: Process, join_id: str, outgoing: list[Flow], split_id: str, meeting: set[str]) -> bool:
    """Whether the branches get to the join separately: without it, they meet nowhere that lies before it, and each of
    them comes in by another flow."""
    entered = []
    for flow in outgoing:
        before = {flow.target} if flow.target == join_id else _walk(process, flow.target, {split_id, join_id})
        entered.append(
            {
                entry.id
                for entry in process.incoming(join_id)
                if entry.source in before or (flow.target == join_id and entry.id == flow.id)
            }
        )
        if flow.target != join_id and before & meeting - {join_id} and join_id in _joined(process, before & meeting):
            return False
    return all(entered) and all(not a & b for i, a in enumerate(entered) for b in entered[i + 1 :])


def _joined(process: Process, ids: set[str]) -> set[str]:
    return reached(process, ids, with_boundaries=False)


def _walk(process: Process, start: str, barred: set[str]) -> set[str]:
    seen, pending = set(), [start]
    while pending:
        current = pending.pop()
        if current in seen or current in barred or current not in process.elements:
            continue
        seen.add(current)
        pending += [flow.target for flow in process.outgoing(current)]
    return seen
