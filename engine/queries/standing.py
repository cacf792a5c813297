"""Conditions that partial indexes know. A state must stand in the statement itself: bound as a parameter it could be
anything, and neither database would look into an index of the open ones."""

from sqlalchemy import ColumnElement, literal

from engine.store.tables import HumanTask, Incident, LetterRow, ProcessInstance, Timer
from engine.vocabulary import IncidentState, InstanceState, LetterState, TaskState, TimerState


def is_open_task(task=HumanTask) -> ColumnElement[bool]:
    return task.state == literal(TaskState.OPEN.value, literal_execute=True)


def is_under_way() -> ColumnElement[bool]:
    """A run that has not ended; one that an incident has stopped is among them."""
    return ProcessInstance.state.in_([literal(state.value, literal_execute=True)
                                      for state in (InstanceState.RUNNING, InstanceState.INCIDENT)])


def is_open_incident() -> ColumnElement[bool]:
    return Incident.state == literal(IncidentState.OPEN.value, literal_execute=True)


def is_to_print() -> ColumnElement[bool]:
    return LetterRow.state == literal(LetterState.TO_PRINT.value, literal_execute=True)


def is_to_send() -> ColumnElement[bool]:
    return LetterRow.state.in_([literal(state.value, literal_execute=True)
                                for state in (LetterState.DUE, LetterState.SENDING)])


def is_pending() -> ColumnElement[bool]:
    return Timer.state == literal(TimerState.PENDING.value, literal_execute=True)
