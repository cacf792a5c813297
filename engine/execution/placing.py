"""One process of a run, task by task, in its place in another version.

What is under way takes the new specification of its name; what is over takes it too, or is left out and only counted;
what was predicted is left to be predicted anew. A border of timers around an open task is drawn in or left out as the
new version has it, but a timer that the case was not given when it came to the task is not armed now.
"""

from types import SimpleNamespace

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, EventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.execution import snapshot
from engine.execution.messages import messages_in
from engine.execution.timers import ARMED, FIRED, timers_in
from engine.execution.versions import SPLIT, ahead, boundary_events, missing_branches

PREDICTED = TaskState.PREDICTED_MASK | TaskState.FUTURE
LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Placing:
    """`rows()` gives the part of a snapshot's content that describes this process; what there is to say goes to `found`,
    what is left out is counted in `times`."""

    def __init__(self, flow, sides, forgotten, found, times):
        self.flow, self.sides, self.found, self.times = flow, sides, found, times
        self._kept = forgotten.kept(flow)
        self._above = {task.id: parent for task, parent in self._kept}
        self._names: dict = {}
        self._unarmed: set[str] = set()

    def rows(self) -> dict:
        for task, _ in self._kept:
            name = self._name_of(task)
            if name is not None:
                self._names[task.id] = name
        placed = self._placed()
        self._check_branches()
        self._remark_on_what_is_past()
        places = {task.id: place for place, (task, _) in enumerate(placed)}
        rows = [self._row(task, parent, places) for task, parent in placed]
        flow = self.flow
        return {"t": rows, "d": flow.data, "c": flow.correlations, "s": flow.success, "f": flow.completed,
                "l": self._last(places)}

    def _name_of(self, task) -> str | None:
        """What the task is called from now on; None where it is left out."""
        spec, state = task.task_spec, task._state
        if state & PREDICTED:
            return None
        new = self.sides.becomes(spec)
        if state & LIVE:
            return self._live(task, spec, new)
        if new is None:
            self._leave_out(task, spec)
            return None
        return new.name

    def _live(self, task, spec, new) -> str | None:
        if isinstance(spec, BoundaryEventJoin):
            return new.name if new is not None else None
        if new is None:
            self._missing(task, spec)
            return None
        if isinstance(spec, CatchingEvent):
            self._events(spec, new)
        elif task._state == TaskState.READY:
            self._around(spec, new)
        if spec.lane != new.lane and spec.bpmn_id and new.lane:
            self.found.remark("lane_changed", new.bpmn_id or new.name, new.lane)
        return new.name

    def _missing(self, task, spec) -> None:
        name = spec.bpmn_id or spec.name
        if self.found.ends(name) and isinstance(self._parent_spec(task), EventSplit):
            self.found.remark("timer_ends", name)
        elif isinstance(spec, UnstructuredJoin):
            self.found.stays("join_changed", name)
        elif task._state == TaskState.STARTED:
            self.found.stays("sub_process_gone", name)
        else:
            self.found.choose(name)

    def _events(self, spec, new) -> None:
        """The timers of a waiting event go on under their new names; of a gateway none may be new or gone."""
        if isinstance(spec.event_definition, MultipleEventDefinition):
            parts = [{self.sides.name(part.name or "") for part in side.event_definition.event_definitions}
                     for side in (spec, new)]
            if parts[0] != parts[1]:
                self.found.stays("events_changed", spec.bpmn_id)
                return
        for timer in timers_in(SimpleNamespace(task_spec=spec)):
            element, _, number = timer.name.partition("#")
            name = self.sides.name(element) + (f"#{number}" if number else "")
            self.found.became(timer.name, name)
            later = next((part for part in timers_in(SimpleNamespace(task_spec=new)) if part.name == name), None)
            if later is not None and later.expression != timer.expression:
                self.found.remark("timer_keeps_date", name)

    def _around(self, spec, new) -> None:
        """Events on the border of an open task that the new version adds do not come into effect for it."""
        before = {self.sides.name(name) for name in boundary_events(self.sides.old, spec.name)}
        for name in boundary_events(self.sides.new, new.name):
            if name not in before:
                self._unarmed.add(name)
                self.found.remark("event_not_armed", name, new.name)

    def _leave_out(self, task, spec) -> None:
        if spec.bpmn_id and task._state == TaskState.COMPLETED:
            self.times[spec.bpmn_id] += 1
            self.found.remark("passed_gone", spec.bpmn_id)
        below = [child for child in task.children if self._has_live(child)]
        if len(below) > 1 and not isinstance(spec, EventSplit):
            self.found.stays("split_gone", spec.bpmn_id or spec.name)

    def _has_live(self, task) -> bool:
        return any(below._state & LIVE and not isinstance(below.task_spec, BoundaryEventJoin) for below in task)

    def _parent_spec(self, task):
        parent = self._above.get(task.id)
        return parent.task_spec if parent is not None else None

    def _placed(self) -> list[tuple]:
        """(task, parent) of what stays, parents first, with the borders that the new version draws."""
        placed = []
        for task, _ in self._kept:
            if task.id not in self._names:
                continue
            parent = self._nearest(task)
            if isinstance(task.task_spec, BoundaryEventJoin) and task._state & LIVE and parent is not self._above[task.id]:
                del self._names[task.id]  # it waited under an event that is gone; the task's own join does its work
                continue
            split = self._names[task.id] + SPLIT
            if task._state & LIVE and split in self.sides.new.task_specs and self._names.get(parent.id) != split:
                border = self._border(parent, split)
                placed += [(border, parent), (task, border)]
            else:
                placed.append((task, parent))
        return placed

    def _nearest(self, task):
        """The closest task above that stays; not a border, unless it was drawn around this very task."""
        parent = self._above[task.id]
        moved = False
        while parent is not None and (parent.id not in self._names or (
                moved and self._names[parent.id].endswith(SPLIT) and self._names[parent.id] != self._names[task.id] + SPLIT)):
            parent, moved = self._above[parent.id], True
        return parent

    def _border(self, parent, name):
        spec = self.sides.new.task_specs[name]
        border = SimpleNamespace(id=self.flow.top_workflow.next_number(), task_spec=spec, _state=TaskState.COMPLETED,
                                 data=parent.data, internal_data={}, triggered=False,
                                 last_state_change=parent.last_state_change)
        self._names[border.id] = name
        return border

    def _row(self, task, parent, places) -> list:
        row = snapshot.task_out(task, parent, places, snapshot.base_of(self.flow.top_workflow))
        row[1] = self._names[task.id]
        if len(row) > 5 and "x" in row[5] and isinstance(task.task_spec, CatchingEvent):
            row[5] = {**row[5], "x": self._slots(row[5]["x"], task.task_spec)}
        return row

    def _slots(self, inside: dict, spec) -> dict:
        """What says that a timer is armed, and a message's key, under their new names."""
        renamed = {}
        for message in messages_in(spec):
            renamed[message.key_slot] = f"key:{self.sides.name(message.element_id or '')}"
        for timer in timers_in(SimpleNamespace(task_spec=spec)):
            element, mark, number = timer.name.partition("#")
            for slot in (ARMED, FIRED):
                renamed[slot + timer.name] = f"{slot}{self.sides.name(element)}{mark}{number}"
        return {renamed.get(key, key): value for key, value in inside.items()}

    def _last(self, places):
        task = self.flow.last_task
        while task is not None and task.id not in places:
            task = self._above.get(task.id) or task.parent
        return None if task is None else places[task.id]

    def _check_branches(self) -> None:
        """A gateway that waits for all its branches must still get every one of them, unless it waits in vain already."""
        stays = [task for task, _ in self._kept if task.id in self._names]
        live = {self._names[task.id] for task in stays if task._state & LIVE}
        coming = ahead(self.sides.new, live)
        for join in self.sides.joins():
            here = [task for task in stays if self._names[task.id] == join.name and task._state != TaskState.COMPLETED]
            arrived = {self._names.get(self._above[task.id].id) for task in here}
            if join.name in live and not arrived <= set(join._inputs):
                self.found.stays("join_changed", join.name)
            elif join.name in coming:
                for name in missing_branches(self.sides.new, join, live, arrived) - self._missing_already(join, here):
                    self.found.stays("branch_passed", join.name, name)

    def _missing_already(self, join, here) -> set[str]:
        """The branches that would not come in the old version either, under their new names."""
        before = next((spec for spec in self.sides.old.task_specs.values() if self.sides.name(spec.name) == join.name), None)
        if before is None:
            return set()
        live = {task.task_spec.name for task, _ in self._kept if task._state & LIVE}
        arrived = {self._above[task.id].task_spec.name for task in here}
        return {self.sides.name(name) for name in missing_branches(self.sides.old, before, live, arrived)}

    def _remark_on_what_is_past(self) -> None:
        past = {self._names[task.id] for task, _ in self._kept
                if task.id in self._names and task._state == TaskState.COMPLETED and task.task_spec.bpmn_id}
        coming = ahead(self.sides.new, {self._names[task.id] for task, _ in self._kept
                                        if task.id in self._names and task._state & LIVE})
        for name in sorted(past & self.sides.changed):
            self.found.remark("passed_changed", name)
        for name in sorted(self.sides.added - coming - self._unarmed):
            self.found.remark("passed_new", name)
