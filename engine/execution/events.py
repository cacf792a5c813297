"""Errors, escalations and signals inside a run.

A family says in words what an event carries along. In a bare diagram that says nothing of it, everything goes along, and
errors and escalations are caught by the nearest process around them: what the library does with the plain notation.
"""

from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.spiff.specs import event_definitions as spiff

from engine.execution.joins import of_a_family
from engine.execution.values import copied


def carries_all(definition, variable: str | None, my_task) -> bool:
    """Do all variables go along with this event, because the diagram is bare and says nothing else?"""
    return definition.expression is None and variable is None and not of_a_family(my_task.workflow.spec)


def take_all(definition, my_task) -> None:
    """The task that caught the event has what came along."""
    payload = my_task.internal_data.get(definition.name)
    if isinstance(payload, dict):
        my_task.set_data(**payload)


class _Carries:
    near = False

    def throw(self, my_task):
        if not carries_all(self, self.variable, my_task):
            return super().throw(my_task)
        flow = my_task.workflow
        flow.top_workflow.catch(BpmnEvent(self, payload=copied(my_task.data), target=flow if self.near else None))

    def update_task_data(self, my_task):
        if not carries_all(self, self.variable, my_task):
            return super().update_task_data(my_task)
        take_all(self, my_task)


# Named as the library's, which compares events by the name of their class.

class SignalEventDefinition(_Carries, spiff.SignalEventDefinition):
    pass


class ErrorEventDefinition(_Carries, spiff.ErrorEventDefinition):
    near = True


class EscalationEventDefinition(_Carries, spiff.EscalationEventDefinition):
    near = True


OURS = {
    spiff.SignalEventDefinition: SignalEventDefinition,
    spiff.ErrorEventDefinition: ErrorEventDefinition,
    spiff.EscalationEventDefinition: EscalationEventDefinition,
}


class ReadsEvents:
    """Mixed into the event parsers: errors, escalations and signals become ours."""

    def parse_signal_event(self, event):
        return _ours(super().parse_signal_event(event))

    def parse_error_event(self, event):
        return _ours(super().parse_error_event(event))

    def parse_escalation_event(self, event):
        return _ours(super().parse_escalation_event(event))


def _ours(read):
    read.__class__ = OURS[type(read)]
    return read
