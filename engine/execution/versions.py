"""Two versions of a process side by side: what an element became, what changed, what can still be reached."""

from functools import cached_property

from SpiffWorkflow.bpmn.specs.control import EventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.parallel_gateway import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from engine.execution.specs import REGISTRY

SPLIT, JOIN, COPY = ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]"
_WIRING = ("inputs", "outputs", "cond_task_specs", "default_task_spec", "choice")


class Sides:
    """One process of the old version and the same of the new. `choices` renames elements of the old one."""

    def __init__(self, old, new, choices):
        self.old, self.new, self._choices = old, new, choices

    def name(self, name: str) -> str:
        """What a task of the old version is called in the new one, which may not have it."""
        if name in self._choices:
            return self._choices[name]
        for ending in (SPLIT, JOIN, COPY):
            before = name.removesuffix(ending)
            if before != name and before in self._choices:
                return self._choices[before] + ending
        return name

    def becomes(self, spec):
        """The specification in the new version, None where there is none that could take its place."""
        found = self.new.task_specs.get(self.name(spec.name))
        return found if found is not None and _fits(spec, found) else None

    @cached_property
    def changed(self) -> frozenset[str]:
        """Names of elements that both versions have and that are not the same in both."""
        both = self.old.task_specs.keys() & self.new.task_specs.keys()
        return frozenset(name for name in both if _written(self.old, name) != _written(self.new, name))

    @cached_property
    def added(self) -> frozenset[str]:
        """Elements that only the new version has."""
        named = set(map(self.name, self.old.task_specs))
        return frozenset(name for name, spec in self.new.task_specs.items()
                         if name not in named and getattr(spec, "bpmn_id", None) and not name.endswith(COPY))

    def joins(self) -> list[ParallelGateway]:
        """The parallel gateways of the new version that wait for several branches."""
        return [spec for spec in self.new.task_specs.values() if isinstance(spec, ParallelGateway) and len(spec._inputs) > 1]


def ahead(process, names, without: str = "") -> set[str]:
    """Everything in a process that can still be reached from these tasks, they included."""
    seen, pending = set(), [name for name in names if name in process.task_specs]
    while pending:
        name = pending.pop()
        if name not in seen and name != without:
            seen.add(name)
            pending += [other for other in process.task_specs[name]._outputs if other in process.task_specs]
    return seen


def missing_branches(process, join, live, arrived) -> set[str]:
    """The inputs of a gateway from which nothing has come and, from where the case stands, nothing can come."""
    return set(join._inputs) - set(arrived) - ahead(process, live, without=join.name)


def boundary_events(process, name: str) -> list[str]:
    """The events on the border of an element."""
    split = process.task_specs.get(name + SPLIT)
    return [] if split is None else [other for other in split._outputs if other != name]


def is_human(spec) -> bool:
    """Somebody completes it; it is not what holds copies or another process."""
    return spec.manual and not isinstance(spec, LoopTask | SubWorkflowTask | EventSplit | CatchingEvent)


def _fits(old, new) -> bool:
    if is_human(old) and is_human(new):
        return True
    if type(old) is not type(new):
        return False
    return not isinstance(old, CatchingEvent) or type(old.event_definition) is type(new.event_definition)


def _written(process, name: str) -> dict:
    """A specification as a dictionary, without what only says where it leads."""
    return {key: value for key, value in REGISTRY.convert(process.task_specs[name]).items() if key not in _WIRING}
