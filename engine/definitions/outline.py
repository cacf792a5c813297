"""A diagram as a text list: for a screen reader, a printed page, and everybody who would rather read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from engine.definitions.bpmn_names import GATEWAYS, SUB_PROCESSES
from engine.definitions.element import Element, Process
from engine.definitions.flow_order import flow_order, goes_back, starts_of
from engine.definitions.outline_words import days, event_phrase, word
from engine.domain.deadline import DeadlineRule


@dataclass(frozen=True)
class OutlineItem:
    """One line. `state` is passed, current or ahead; `role` the name of who acts; `note` what else to know; `depth`
    counts sub-processes and the paths of boundary events around it."""

    element_id: str
    label: str
    role: str
    kind: str
    depth: int
    state: str
    note: str


def outline_of(
    process: Process,
    language: str,
    role_name: Callable[[str, str], str],
    current: frozenset[str],
    passed: frozenset[str],
    deadlines: Mapping[str, DeadlineRule],
    others: Mapping[str, Process] = MappingProxyType({}),
) -> list[OutlineItem]:
    """The lines of a process in flow order: sub-processes and what is called from among `others` with their content
    indented, boundary events after their host. What is called more than once is told the first time."""
    return _Teller(process, language, role_name, current, passed, deadlines, others, {process.id}).scope(None, 0)


@dataclass(frozen=True)
class _Teller:
    process: Process
    language: str
    role_name: Callable[[str, str], str]
    current: frozenset[str]
    passed: frozenset[str]
    deadlines: Mapping[str, DeadlineRule]
    others: Mapping[str, Process]
    told_processes: set[str]

    def scope(self, parent_id: str | None, depth: int) -> list[OutlineItem]:
        """One process or sub-process; what no flow reaches comes at its end."""
        members = {element.id for element in self.process.scope(parent_id)}
        order = flow_order(self.process, [element.id for element in starts_of(self.process, parent_id)])
        items: list[OutlineItem] = []
        told = set(order)
        for element_id in order:
            items += self._with_what_hangs_on_it(element_id, order, depth, told)
        rest = [
            element_id for element_id in members - told if self.process.elements[element_id].kind != "boundaryEvent"
        ]
        for element_id in sorted(rest):
            items += self._with_what_hangs_on_it(element_id, rest, depth, told)
        return items

    def _with_what_hangs_on_it(
        self, element_id: str, order: list[str], depth: int, told: set[str]
    ) -> list[OutlineItem]:
        element = self.process.elements[element_id]
        items = [] if self._is_join(element) else [self._item(element, order, depth)]
        if element.kind in SUB_PROCESSES:
            items += self.scope(element.id, depth + 1)
        if element.called in self.others and element.called not in self.told_processes:
            self.told_processes.add(element.called)
            items += replace(self, process=self.others[element.called]).scope(None, depth + 1)
        for boundary in self.process.boundaries(element.id):
            path = flow_order(self.process, [boundary.id], frozenset(told))
            told.update(path)
            for member in path:
                items += self._with_what_hangs_on_it(member, path, depth + 1, told)
        return items

    def _is_join(self, element: Element) -> bool:
        return element.kind in GATEWAYS and len(self.process.outgoing(element.id)) < 2 and not element.default_name

    def _item(self, element: Element, order: list[str], depth: int) -> OutlineItem:
        role = self.role_name(element.lane, self.language) if element.lane and _acts(element) else ""
        return OutlineItem(
            element.id,
            self._label(element),
            role,
            element.kind,
            depth,
            self._state(element),
            self._note(element, order),
        )

    def _label(self, element: Element) -> str:
        own = element.name_in(self.language)
        if own:
            return own
        key = {
            "parallelGateway": "parallel",
            "eventBasedGateway": "first_of",
            "exclusiveGateway": "decision",
            "inclusiveGateway": "decision",
            "startEvent": "startEvent",
            "endEvent": "endEvent",
        }.get(element.kind)
        return word(key, self.language) if key else element.id

    def _state(self, element: Element) -> str:
        inside = {element.id} | (
            {inner.id for inner in _inside(self.process, element.id)} if element.kind in SUB_PROCESSES else set()
        )
        if inside & self.current:
            return "current"
        return "passed" if element.id in self.passed else "ahead"

    def _note(self, element: Element, order: list[str]) -> str:
        parts = []
        if element.kind == "boundaryEvent":
            parts += [
                event_phrase(element.events, self.language, self.deadlines),
                word("stops" if element.interrupting else "goes_on", self.language),
            ]
        elif element.kind == "intermediateCatchEvent" and element.events:
            parts.append(event_phrase(element.events, self.language, self.deadlines))
        rule = self.deadlines.get(element.properties.get("due", ""))
        if rule:
            parts.append(word("within", self.language, days=days(rule.days, self.language, rule.unit)))
        parts += self._branches(element, order)
        return {"ar": "؛ ", "fr": "\u202f; "}.get(self.language, "; ").join(parts)

    def _branches(self, element: Element, order: list[str]) -> list[str]:
        """The answers at a gateway and where each leads; for other elements only a flow that leads elsewhere in the
        list."""
        flows = self.process.outgoing(element.id)
        if element.kind in GATEWAYS and len(flows) > 1 and element.kind != "parallelGateway":
            return [self._branch(element, flow, order) for flow in flows]
        return [
            self._way(element, flow, order)
            for flow in flows
            if goes_back(self.process, element.id, flow.target, order)
            or (flow.target not in order and flow.target in self.process.elements)
        ]

    def _branch(self, element: Element, flow, order: list[str]) -> str:
        answer = flow.name_in(self.language) or (
            word("otherwise", self.language) if flow.id == element.default_flow else ""
        )
        target = (
            self._way(element, flow, order)
            if goes_back(self.process, element.id, flow.target, order)
            else self._target(flow.target)
        )
        return word("branch", self.language, answer=answer, name=target) if answer else target

    def _way(self, element: Element, flow, order: list[str]) -> str:
        back = goes_back(self.process, element.id, flow.target, order)
        return word("returns_to" if back else "goes_to", self.language, name=self._target(flow.target))

    def _target(self, element_id: str) -> str:
        """The label of what a flow leads to; a join is passed over, because the list does not show it."""
        seen = set()
        while element_id in self.process.elements and element_id not in seen:
            seen.add(element_id)
            element = self.process.elements[element_id]
            if not self._is_join(element) or not self.process.outgoing(element_id):
                return self._label(element)
            element_id = self.process.outgoing(element_id)[0].target
        return element_id


def _acts(element: Element) -> bool:
    return element.kind.endswith("Task") or element.kind in ("task", "callActivity")


def _inside(process: Process, parent_id: str) -> list[Element]:
    """Everything inside a sub-process, at any depth."""
    found, pending = [], [parent_id]
    while pending:
        inner = process.scope(pending.pop())
        found += inner
        pending += [element.id for element in inner if element.kind in SUB_PROCESSES]
    return found
