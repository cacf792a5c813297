"""Messages and signals: what a run waits for, what it throws, and the form in which the library compares them.

A message finds another run by its name and a business key. On both sides the key is, in this order: the expression in
the element's property `business_key`; the values of the correlation properties drawn for the message; nothing, which
means the key of the run itself.
"""

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.spiff.parser.task_spec import SpiffTaskParser
from SpiffWorkflow.spiff.serializer.event_definition import MessageEventDefinitionConverter
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExecutionFailed, ExpressionFailed, MessageRefused
from engine.execution.events import (
    ErrorEventDefinition, EscalationEventDefinition, ReadsEvents, SignalEventDefinition, carries_all, take_all,
)
from engine.execution.shapes import AwaitedMessage, ThrownEvent
from engine.execution.values import copied

KEY_PROPERTY = "business_key"
LONGEST_KEY = 120
_SAID = {MessageEventDefinition: "message", SignalEventDefinition: "signal", ErrorEventDefinition: "error",
         EscalationEventDefinition: "escalation"}


class CaseMessage(MessageEventDefinition):
    """A message of a diagram. It knows its element, and the expression of its business key where one is written."""

    def __init__(self, name, correlation_properties=None, expression=None, message_var=None, process_correlations=None,
                 key=None, element_id=None, **kwargs):
        super().__init__(name, correlation_properties, expression, message_var, process_correlations, **kwargs)
        self.key, self.element_id = key, element_id
        self.key_slot = f"key:{element_id}"

    def catches(self, my_task, event):
        """Inside a run a message with a written key, or for one, is taken only under that key; others by name alone."""
        if not super().catches(my_task, event):
            return False
        if hasattr(event, "thrown_key") and (self.key or event.event_definition.key):
            return event.thrown_key == self.key_of(my_task)
        return True

    def update_task(self, my_task):
        super().update_task(my_task)
        self.key_of(my_task)

    def update_task_data(self, my_task):
        if not carries_all(self, self.message_var, my_task):
            return super().update_task_data(my_task)
        take_all(self, my_task)

    def reset(self, my_task):
        super().reset(my_task)
        my_task.internal_data.pop(self.key_slot, None)

    def throw(self, my_task):
        payload, correlations = {}, {}
        if self.expression is not None:
            payload = my_task.workflow.script_engine.evaluate(my_task, self.expression)
            correlations = self.get_correlations(my_task, payload)
            my_task.workflow.correlations.update(correlations)
        elif carries_all(self, self.message_var, my_task):
            payload = copied(my_task.data)
            correlations = self.get_correlations(my_task, payload)
            my_task.workflow.correlations.update(correlations)
        event = BpmnEvent(self, payload=payload, correlations=correlations)
        event.thrown_key = self.key_of(my_task)
        my_task.workflow.top_workflow.catch(event)

    def key_of(self, my_task) -> str | None:
        """The business key of this message at this task. Raises ExecutionFailed for a key that is none.

        A written key is computed when the task is reached and kept: the library gives what one copy of a repeated task
        was answered to the copies that still wait, and their own item is gone.
        """
        if self.key:
            if self.key_slot not in my_task.internal_data:
                key = self._key_text(my_task.workflow.script_engine.evaluate(my_task, self.key))
                my_task.internal_data[self.key_slot] = key
            return my_task.internal_data[self.key_slot]
        kept = my_task.workflow.correlations
        values = {prop.name: kept[key][prop.name] for prop in self.correlation_properties for key in prop.correlation_keys
                  if prop.name in kept.get(key, ())}
        if not values or len(values) < len({prop.name for prop in self.correlation_properties}):
            return None
        return self._key_text("/".join(str(values[name]) for name in sorted(values)))

    def _key_text(self, value) -> str:
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not 0 < len(text) <= LONGEST_KEY:
            raise ExecutionFailed(element=self.element_id or "-",
                                  reason=f"the business key of the message {self.name} is no text of 1 to {LONGEST_KEY} signs")
        return text


class CaseMessageConverter(MessageEventDefinitionConverter):
    def to_dict(self, event_definition):
        return {**super().to_dict(event_definition), "key": event_definition.key,
                "element_id": event_definition.element_id}


class ReadsMessages(ReadsEvents):
    """Mixed into the event parsers: a message becomes a CaseMessage."""

    def parse_message_event(self, message_event):
        read = super().parse_message_event(message_event)
        properties = SpiffTaskParser._parse_extensions(self.node).get("properties") or {}
        return CaseMessage(read.name, read.correlation_properties, read.expression, read.message_var,
                           read.process_correlations, (properties.get(KEY_PROPERTY) or "").strip() or None,
                           self.node.get("id"), description=read.description)


def message_event(workflow, name: str, payload: dict) -> BpmnEvent:
    """The message with the correlation its waiting receivers compute from the payload."""
    correlations: dict = {}
    for _, definition in _waiting_definitions(workflow):
        if isinstance(definition, CaseMessage) and definition.name == name:
            try:
                correlations.update(definition.calculate_correlations(
                    workflow.script_engine, definition.correlation_properties, payload))
            except ExpressionFailed:
                continue  # a payload without the key correlates with nothing
    return BpmnEvent(CaseMessage(name), payload, correlations)


def addressed_event(task, name: str, payload: dict) -> BpmnEvent | None:
    """The message for exactly this waiting task, whose key was compared before; None where it does not wait for it.

    Raises MessageRefused where the payload lacks what the drawn correlation reads.
    """
    definition = next((part for part in _parts(task) if isinstance(part, CaseMessage) and part.name == name), None)
    if definition is None or task.state != TaskState.WAITING:
        return None
    try:
        definition.get_correlations(task, payload)
    except ExpressionFailed as problem:
        raise MessageRefused(message=name, reason=str(problem).rstrip(".")) from None
    return BpmnEvent(CaseMessage(name), payload, dict(task.workflow.correlations))


def signal_event(name: str, payload: dict) -> BpmnEvent:
    return BpmnEvent(SignalEventDefinition(name), payload)


def waiting(workflow) -> tuple[tuple[AwaitedMessage, ...], tuple[str, ...]]:
    """The places that wait for a message, the one reached first in front, and the names of the signals waited for."""
    messages, signals = [], []
    for task, part in _waiting_definitions(workflow):
        if isinstance(part, CaseMessage) and part.name:
            messages.append(AwaitedMessage(task.key, part.element_id or task.task_spec.bpmn_id, part.name,
                                           part.key_of(task)))
        elif isinstance(part, SignalEventDefinition) and part.name:
            signals.append(part.name)
    return tuple(messages), tuple(dict.fromkeys(signals))


def messages_in(spec) -> list[CaseMessage]:
    """The messages an element waits for."""
    definition = spec.event_definition
    parts = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return [part for part in parts if isinstance(part, CaseMessage)]


def thrown(workflow) -> list[ThrownEvent]:
    """What was thrown since the last call and caught by nobody inside; the library hands it out once."""
    found = []
    for event in workflow.get_events():
        definition = event.event_definition
        said = next((said for kind, said in _SAID.items() if isinstance(definition, kind)), None)
        if said is not None:
            payload = event.payload if definition.expression is not None else {}
            found.append(ThrownEvent(said, getattr(definition, "code", None) or definition.name or "",
                                     getattr(definition, "element_id", None), payload,
                                     getattr(event, "thrown_key", None)))
    return found


def _waiting_definitions(workflow) -> list:
    return [(task, part) for task in workflow.event_manager.tasks.values() if task.state == TaskState.WAITING
            for part in _parts(task)]


def _parts(task) -> list:
    definition = task.task_spec.event_definition
    return definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
