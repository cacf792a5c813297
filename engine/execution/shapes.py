"""What execution tells the world: plain frozen values, nothing of the library's objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class OpenTask:
    """A task a person can complete now. `lane` is the lane's name, a role code in an agency's diagrams.

    `kind` is "userTask", "manualTask" or "task"; `instance` tells the copies of a multi-instance task apart; `unit_id` is what
    the variable holds that the task's property `of_unit` names.
    """

    task_id: str
    element_id: str
    name: str | None
    lane: str | None
    kind: str
    instance: str | None = None
    unit_id: str | None = None


@dataclass(frozen=True)
class ArmedTimer:
    """A timer that waits. `due_at` (aware, UTC) is told once, after the step that armed it, and None from then on: the
    timer's row alone says when.

    `interrupting` says whether its firing takes the attached activity away.
    """

    task_id: str
    element_id: str
    due_at: datetime | None
    interrupting: bool


@dataclass(frozen=True)
class ServiceRequest:
    """What the diagram asks of the house: a letter to send, a fact to record. Execution never does it itself."""

    operator: str
    parameters: Mapping
    element_id: str


MOVES, CHOICE, STAYS = "moves", "choice", "stays"
CANCEL = "cancel"


@dataclass(frozen=True)
class Standing:
    """Where a run stands: the element ids of its open tasks and of everything else that waits, each sorted."""

    tasks: tuple[str, ...]
    waits: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Remark:
    """Something to know about a run that is to move; `code` is a word of `engine.queries.migration_words`."""

    code: str
    element: str
    other: str = ""


@dataclass(frozen=True)
class Verdict:
    """What would become of a run on another version. `kind` is MOVES, CHOICE (`choose` lists the elements that were
    removed or renamed) or STAYS (`reasons`)."""

    kind: str
    standing: Standing
    choose: tuple[str, ...] = ()
    reasons: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class AwaitedMessage:
    """A place where the run waits for a message. `key` is the business key it must carry; None means the run's own."""

    task_id: str
    element_id: str
    message: str
    key: str | None


@dataclass(frozen=True)
class ThrownEvent:
    """Thrown by the diagram and caught by nobody inside. `kind` is message, signal, error or escalation; `name` the
    code of an error or escalation; `key` the business key of a message, None for the run's own."""

    kind: str
    name: str
    element_id: str | None
    payload: object
    key: str | None


@dataclass(frozen=True)
class Advance:
    """Everything a step changed, and the snapshot to keep.

    `completed_elements`, `entered_elements`, `requests` and `thrown` are what happened since the run was started or
    restored, in order; `variables` are the case's variables without data objects; `stuck` means that it neither ended
    nor waits.
    """

    snapshot: bytes
    open_tasks: tuple[OpenTask, ...]
    armed: tuple[ArmedTimer, ...]
    requests: tuple[ServiceRequest, ...]
    completed_elements: tuple[str, ...]
    entered_elements: tuple[str, ...]
    variables: dict
    ended: bool
    end_event: str | None
    awaited: tuple[AwaitedMessage, ...] = field(default=())
    waiting_signals: tuple[str, ...] = field(default=())
    stuck: bool = False
    thrown: tuple[ThrownEvent, ...] = field(default=())

    @property
    def waiting_messages(self) -> tuple[str, ...]:
        """The names of the messages waited for, each once."""
        return tuple(dict.fromkeys(place.message for place in self.awaited))
