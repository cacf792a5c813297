"""Who handles the cases. Each peer keeps the same promises:

* every `start_case` and every `complete` ends in a durable commit;
* nothing of a case stays in memory between two calls: each may be another process; parsed definitions may stay;
* the two timers of `process` are stored so that a tick finds them, and gone when the task is done.
"""

from pathlib import Path
from typing import NamedTuple, Protocol

MODEL = Path(__file__).resolve().parents[1] / "models" / "complaint8.bpmn"


class Ready(NamedTuple):
    """An open task: the peer's own key, the id in the diagram, the case."""

    id: object
    name: str
    case: object


class Peer(Protocol):
    name: str

    def open(self, url: str, folder: Path) -> None:
        """Makes tables in the empty database and deploys the diagram."""

    def start_case(self, number: int, said: dict) -> object:
        """The key of the new case, committed, with `register` done."""

    def ready_tasks(self, case) -> list[Ready]:
        """The open tasks of a case."""

    def complete(self, task: Ready, said: dict) -> None:
        """Completes the task; committed, with all automatic steps after it done."""

    def is_finished(self, case) -> bool: ...

    def close(self) -> None: ...
