"""A run that forgets everything between two moves: each one restores the snapshot of the move before."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from engine.execution import Run, Spec

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Story:
    """`begin(spec, x=1)`, then complete, fire and send; look at `open`, `armed`, `variables`, `elements`."""

    def __init__(self, spec: Spec, functions=None):
        self.spec, self.functions = spec, functions
        self.now = MONDAY
        self.rows: dict[tuple[str, str], datetime] = {}  # as the house keeps them: when each timer is due
        self._advance = None

    @property
    def advance(self):
        return self._advance

    @advance.setter
    def advance(self, told) -> None:
        """The run says once when a timer is due; from then on the row does."""
        armed = []
        for timer in told.armed:
            due = self.rows.setdefault((timer.task_id, timer.element_id), timer.due_at)
            assert due is not None and timer.due_at in (None, due)
            armed.append(replace(timer, due_at=due))
        self._advance = replace(told, armed=tuple(armed))

    @classmethod
    def begin(cls, spec: Spec, functions=None, process_id: str | None = None, **variables) -> "Story":
        story = cls(spec, functions)
        story.advance = Run.start(spec, variables, story.now, functions, process_id).advance()
        return story

    def restored(self) -> Run:
        return Run.restore(self.spec, self.advance.snapshot, self.functions)

    def complete(self, element_id: str, remove=(), instance: str | None = None, **answers) -> "Story":
        task = next(task for task in self.advance.open_tasks
                    if task.element_id == element_id and instance in (None, task.instance))
        run = self.restored()
        run.complete(task.task_id, answers, self.now, remove=remove)
        self.advance = run.advance()
        return self

    def fire(self, element_id: str) -> "Story":
        timer = next(timer for timer in self.advance.armed if timer.element_id == element_id)
        run = self.restored()
        self.now = max(self.now, timer.due_at)
        assert run.fire(timer.task_id, element_id, timer.due_at)
        self.advance = run.advance()
        return self

    def send(self, name: str, **payload) -> bool:
        run = self.restored()
        taken = run.deliver(name, payload, self.now)
        self.advance = run.advance()
        return taken

    @property
    def open(self) -> list[str]:
        return sorted(task.element_id for task in self.advance.open_tasks)

    @property
    def armed(self) -> list[str]:
        return sorted(timer.element_id for timer in self.advance.armed)

    @property
    def variables(self) -> dict:
        return self.advance.variables

    @property
    def ended(self) -> bool:
        return self.advance.ended

    @property
    def elements(self) -> Counter:
        return Counter(self.restored().completed_elements())
