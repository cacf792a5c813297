"""Messages and signals from outside, in the form in which the library compares them."""

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExpressionFailed


def message_event(workflow, name: str, payload: dict) -> BpmnEvent:
    """The message with the correlation its waiting receivers compute from the payload."""
    correlations: dict = {}
    for definition in _waiting_definitions(workflow):
        if isinstance(definition, MessageEventDefinition) and definition.name == name:
            try:
                correlations.update(definition.calculate_correlations(
                    workflow.script_engine, definition.correlation_properties, payload))
            except ExpressionFailed:
                continue  # a payload without the key correlates with nothing
    return BpmnEvent(MessageEventDefinition(name), payload, correlations)


def signal_event(name: str, payload: dict) -> BpmnEvent:
    return BpmnEvent(SignalEventDefinition(name), payload)


def waiting(workflow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the messages and of the signals the run waits for."""
    definitions = _waiting_definitions(workflow)
    return _names(definitions, MessageEventDefinition), _names(definitions, SignalEventDefinition)


def _names(definitions, kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.name for part in definitions if isinstance(part, kind) and part.name))


def _waiting_definitions(workflow) -> list:
    found = []
    for task in workflow.event_manager.tasks.values():
        if task.state == TaskState.WAITING:
            definition = task.task_spec.event_definition
            found += definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return found
