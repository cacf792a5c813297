"""Does a loop that waits for nobody ever change what it decides on? Where not, its first repetition never ends."""

from engine.definitions.element import Element, Flow, Process
from engine.definitions.lint.expression_rules import uses_in_xml, uses_of
from engine.definitions.lint.subject import Subject
from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_expression, compile_script

DECIDING = ("exclusiveGateway", "inclusiveGateway")
PLAIN = ("scriptTask", "exclusiveGateway", "serviceTask", "intermediateThrowEvent", "sendTask")


def never_changes(subject: Subject, process: Process, members: list[Element]) -> bool:
    """True only where it is certain: scripts and exclusive gateways alone, every condition in our language."""
    inside = {element.id for element in members}
    leaving = [flow for element in members for flow in process.outgoing(element.id) if flow.target not in inside]
    if not leaving or any(element.kind not in PLAIN for element in members) or _extended(subject, inside):
        return False
    try:
        scripts = [compile_script(use.text) for use in uses_of(process) if use.script and use.thing.id in inside]
        choices = [_choice(process, element) for element in members if element.kind == "exclusiveGateway"]
    except ExpressionRefused:
        return False
    reads = {name for choice in choices for _, condition in choice if condition for name in condition.reads}
    if any(condition.calls for choice in choices for _, condition in choice if condition):
        return False
    if not any(script.writes & reads for script in scripts):
        return True
    return _settled(scripts, [choice for choice in choices if len(choice) > 1], inside)


def _extended(subject: Subject, inside: set[str]) -> bool:
    """Scripts and parameters in places of the engine's own extensions may change anything."""
    return any(
        owner in inside for diagram in subject.diagrams for owner, _, _, script in uses_in_xml(diagram.root) if script
    )


def _choice(process: Process, gateway: Element) -> list:
    """(flow, compiled condition or None) in order, the default last."""
    flows: list[Flow] = sorted(process.outgoing(gateway.id), key=lambda flow: flow.id == gateway.default_flow)
    return [
        (flow, compile_expression(flow.condition) if flow.condition and flow.id != gateway.default_flow else None)
        for flow in flows
    ]


def _settled(scripts, choices, inside: set[str]) -> bool:
    """Scripts that only set fixed values: after one round everything is as it will be; is the way out then closed?"""
    fixed: dict = {}
    for script in scripts:
        if script.reads or script.calls or script.writes & fixed.keys():
            return False
        try:
            fixed |= script.run({})
        except ExpressionFailed:
            return False
    try:
        return bool(choices) and all(_taken(choice, fixed).target in inside for choice in choices)
    except (ExpressionFailed, StopIteration):
        return False


def _taken(choice, values) -> Flow:
    return next(flow for flow, condition in choice if condition is None or condition.evaluate(values))
