"""Timers that the house fires. The library only learns that one is armed, and later that it fired.

The value is computed once, when the element is entered, with the instant of the step, and told to the step that armed it.
The run itself keeps that the timer is armed, never when it is due: that stands in the timer's row alone and may be moved
there. So nothing here can compare a due date with a clock, and only `Run.fire` makes a timer fire.
"""

from datetime import datetime

from SpiffWorkflow.bpmn.serializer.helpers import EventDefinitionConverter
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.execution.shapes import ArmedTimer
from engine.language import instants

TIMES = ("}timeDate", "}timeDuration", "}timeCycle")


ARMED, FIRED = "armed:", "fired:"


class DueTimer(TimerEventDefinition):
    """A timer named by its element. It keeps its own slots, so that two in one gateway do not disturb each other."""

    def __init__(self, name, expression, **kwargs):
        super().__init__(name, expression, **kwargs)
        self.armed_slot, self.fired_slot = ARMED + name, FIRED + name

    def has_fired(self, my_task):
        if self.armed_slot not in my_task.internal_data:
            host = my_task.workflow.script_engine
            host.dues[my_task.id, self.name] = self._due_at(my_task, host)
            my_task.internal_data[self.armed_slot] = 1
        return my_task.internal_data.get(self.fired_slot, False)

    def _due_at(self, my_task, host) -> datetime:
        text = (self.expression or "").strip()
        host.at = my_task.task_spec.bpmn_id
        value = text if instants.is_literal(text) else host.evaluate(my_task, text)
        return instants.instant(value, host.now)

    def fire(self, my_task) -> None:
        my_task.internal_data[self.fired_slot] = True

    def is_armed_in(self, my_task) -> bool:
        return self.armed_slot in my_task.internal_data and not my_task.internal_data.get(self.fired_slot)

    def catch(self, my_task, event=None):
        self.fire(my_task)

    def reset(self, my_task):
        my_task.internal_data.pop(self.armed_slot, None)
        my_task.internal_data.pop(self.fired_slot, None)
        super().reset(my_task)


class DueTimerConverter(EventDefinitionConverter):
    def to_dict(self, event_definition):
        return {**super().to_dict(event_definition), "expression": event_definition.expression}


class ReadsTimers:
    """Mixed into the event parsers: `timeDate` and `timeDuration` become a DueTimer."""

    def parse_timer_event(self, event):
        written = [part for part in event if isinstance(part.tag, str) and part.tag.endswith(TIMES) and (part.text or "").strip()]
        if len(written) != 1:
            self.raise_validation_exception("A timer needs exactly one date or duration")
        if written[0].tag.endswith("}timeCycle"):
            self.raise_validation_exception(
                "A repeating timer fires all missed repetitions at once; draw one timer for each reminder")
        name, taken = self.node.get("id"), len([node for node in self.event_nodes if node.tag == event.tag])
        return DueTimer(name if taken < 2 else f"{name}#{taken}", written[0].text.strip(),
                        description=self.get_event_description(event))


def timers_in(task) -> list[DueTimer]:
    """The timers an element waits for; a gateway or a multiple event has several events in one task."""
    definition = task.task_spec.event_definition
    parts = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
    return [part for part in parts if isinstance(part, DueTimer)]


def armed_timers(workflow) -> tuple[ArmedTimer, ...]:
    """Every timer that waits now, anywhere in the run."""
    found, dues = [], workflow.script_engine.dues
    for task in workflow.event_manager.tasks.values():
        if task.state != TaskState.WAITING:
            continue
        for timer in timers_in(task):
            if timer.is_armed_in(task):
                interrupting = getattr(task.task_spec, "cancel_activity", True)
                found.append(ArmedTimer(task.key, timer.name, dues.get((task.id, timer.name)), interrupting))
    return tuple(found)
