"""The parts of a diagram as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class EventPart:
    """One event definition. `kind` is timer, message, signal, error, escalation, conditional, terminate, cancel, link,
    compensate; `form` is timeDate, timeDuration or timeCycle for a timer, `text` its expression or the condition;
    `ref` and `name` say which message, signal, error or escalation, `variable` where a message's payload goes."""

    kind: str
    text: str = ""
    form: str = ""
    ref: str = ""
    name: str = ""
    variable: str = ""


@dataclass(frozen=True)
class Operator:
    """What a service task asks for: the operator's id and its parameters, which are expressions."""

    id: str
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Element:
    """A flow node: an event, a task, a gateway or a sub-process.

    `called` is the process of a call activity or the decision of a business rule task; `repeats` is "loop" or "many".
    """

    id: str
    kind: str
    names: Mapping[str, str] = field(hash=False)
    lane: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict, hash=False)
    instructions: Mapping[str, str] = field(default_factory=dict, hash=False)
    parent_id: str | None = None
    process_id: str = ""
    default_name: str = ""
    file: str = ""
    attached_to: str = ""
    interrupting: bool = True
    events: tuple[EventPart, ...] = ()
    called: str = ""
    operator: Operator | None = None
    script: str = ""
    default_flow: str = ""
    repeats: str = ""
    triggered_by_event: bool = False

    @property
    def event(self) -> str:
        """The kind of its only event definition, "multiple" for several, empty for none."""
        return "multiple" if len(self.events) > 1 else self.events[0].kind if self.events else ""

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a property that names several things, with commas or spaces between them."""
        return tuple(self.properties.get(name, "").replace(",", " ").split())

    def label(self, language: str = "en") -> str:
        """Its name in that language; the name in the diagram where it has none; its id where it has no name at all."""
        return self.names.get(language) or self.default_name or next(iter(self.names.values()), "") or self.id

    def name_in(self, language: str) -> str:
        """Like `label`, but empty for an element without any name: gateways and events often have none."""
        return self.names.get(language) or self.default_name or next(iter(self.names.values()), "")


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    names: Mapping[str, str] = field(hash=False)
    default_name: str = ""
    condition: str | None = None
    parent_id: str | None = None
    process_id: str = ""
    file: str = ""

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.default_name


@dataclass(frozen=True)
class Process:
    """One process of a diagram file, with everything in it, sub-processes included. `declined`: it says that it is not
    executable; some tools say nothing and mean yes."""

    id: str
    file: str
    names: Mapping[str, str] = field(hash=False)
    default_name: str = ""
    executable: bool = False
    declined: bool = False
    elements: Mapping[str, Element] = field(default_factory=dict, hash=False)
    flows: Mapping[str, Flow] = field(default_factory=dict, hash=False)
    lanes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def scope(self, parent_id: str | None) -> list[Element]:
        """The elements that lie directly in the process (None) or in one of its sub-processes."""
        return [element for element in self.elements.values() if element.parent_id == parent_id]

    def outgoing(self, element_id: str) -> list[Flow]:
        return self._flows_by_end[0].get(element_id, [])

    def incoming(self, element_id: str) -> list[Flow]:
        return self._flows_by_end[1].get(element_id, [])

    @cached_property
    def _flows_by_end(self) -> tuple[dict[str, list[Flow]], dict[str, list[Flow]]]:
        by_source: dict[str, list[Flow]] = {}
        by_target: dict[str, list[Flow]] = {}
        for flow in self.flows.values():
            by_source.setdefault(flow.source, []).append(flow)
            by_target.setdefault(flow.target, []).append(flow)
        return by_source, by_target

    @cached_property
    def _boundaries_by_host(self) -> dict[str, list[Element]]:
        hosts: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.kind == "boundaryEvent":
                hosts.setdefault(element.attached_to, []).append(element)
        return hosts

    def boundaries(self, element_id: str) -> list[Element]:
        return self._boundaries_by_host.get(element_id, [])
