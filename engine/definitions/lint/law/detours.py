"""Where a case can get to without having passed what it must pass.

A breadth-first walk from the start of the main process into sub-processes, called processes and events on borders, that
stops at every step which counts. What it still reaches is a detour, and the way it came is the proof. A parallel join is
reached only when all branches that can arrive have come round; several runs of one activity may be none at all, so a step
that is repeated proves nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.definitions.bpmn_names import SUB_PROCESSES
from engine.definitions.element import Element, EventPart, Flow, Process
from engine.definitions.lint.subject import Subject

Test = Callable[[Element], bool]
#: Ends that break off more than their own branch, and events that an end elsewhere calls up by name.
SUDDEN, CALLED_UP = ("terminate",), ("error", "escalation", "cancel")
DEEPEST = 12


class Place(NamedTuple):
    """Before (`left` False) or behind an element. `calls` are the call activities on the way into its process; `side` is
    the scope in which a non-interrupting event began a line beside the main one, None on the main line."""

    calls: tuple[str, ...]
    process: str
    element: str
    side: tuple | None = None
    left: bool = False


def nothing(_thing) -> bool:
    return False


@dataclass
class Detours:
    """Give `begin` to follow only what certain elements lead to, instead of everything from the start of the case.
    `passes` ends a way, `resets` begins the search anew behind an element, `closes` bars a flow. With `since` nothing is
    followed but what comes behind such an element, wherever a case can get to it; what other branches do is then left out, so
    a join is passed by whoever comes."""

    subject: Subject
    passes: Test = nothing
    resets: Test = nothing
    closes: Callable[[Flow], bool] = nothing
    begin: Iterable[Element] = ()
    since: Test | None = None
    came_from: dict[Place, Place | None] = field(default_factory=dict)
    _met: dict[tuple, set[str]] = field(default_factory=dict)
    _around: set[tuple] = field(default_factory=set)
    _pending: list[Place] = field(default_factory=list)

    def __post_init__(self):
        self._processes = {process.id: process for process in self.subject.processes}
        self._whole = None
        if self.begin:
            for element in self.begin:
                self._go(Place((), element.process_id, element.id, None, element.kind != "boundaryEvent"), None)
        else:
            self._whole = live(self.subject) if self.passes is not nothing or self.closes is not nothing else None
            if self.since is None:
                self._enter(self.subject.main, None, (), None, None)
            anew = self.since or self.resets
            for place in self._whole.came_from if self._whole else ():
                if place.left and anew(self._element(place)):
                    self._go(place, None)
        for place in self._pending:  # grows while it is walked
            self._walk(place)

    def places(self, wanted: Test) -> list[Place]:
        """Where elements of this kind are arrived at, the nearest first, each once."""
        found: dict[str, Place] = {}
        for place in self.came_from:
            if not place.left and place.element not in found and wanted(self._element(place)):
                found[place.element] = place
        return list(found.values())

    def elements(self, wanted: Test) -> list[Element]:
        return [self._element(place) for place in self.places(wanted)]

    def ends(self) -> list[Element]:
        """The ends with which a whole case closes: those of the main line, and those that break everything off."""
        found: dict[str, Element] = {}
        main = {place.element for place in live(self.subject).came_from if place.side is None}
        for place in self.came_from:
            element = self._element(place)
            outermost = not place.calls and place.process == self.subject.main.id and element.parent_id is None
            if outermost and not place.left and element.kind == "endEvent":
                if place.side is None or element.event in SUDDEN or element.id in main:
                    found[element.id] = element
        return list(found.values())

    def way(self, place: Place | Element) -> list[str]:
        """The ids on the way to it, the start first."""
        if isinstance(place, Element):
            place = next(found for found in self.came_from if found.element == place.id and not found.left)
        way: list[str] = []
        while place is not None:
            if not way or way[-1] != place.element:
                way.append(place.element)
            place = self.came_from[place]
        return way[::-1]

    def _element(self, place: Place) -> Element:
        return self._processes[place.process].elements[place.element]

    def _go(self, place: Place, origin: Place | None) -> None:
        if place not in self.came_from:
            self.came_from[place] = origin
            self._pending.append(place)

    def _enter(self, process: Process, parent: str | None, calls, side, origin: Place | None) -> None:
        for element in process.scope(parent):
            if element.kind == "startEvent":
                self._go(Place(calls, process.id, element.id, side), origin)

    def _walk(self, place: Place) -> None:
        process, element = self._processes[place.process], self._element(place)
        if place.left:
            return self._leave(place, process, element)
        if not self.begin:
            self._interrupted(place, process, element)
        inside = process if element.kind in SUB_PROCESSES else None
        if element.kind == "callActivity" and element.called != place.process and len(place.calls) < DEEPEST:
            inside = self._processes.get(element.called)
        if inside is not None:
            calls = place.calls if inside is process else (*place.calls, element.id)
            self._enter(inside, element.id if inside is process else None, calls, place.side, place)
            if not element.repeats:
                return
        if element.repeats or not self.passes(element):
            self._go(place._replace(left=True), place)

    def _leave(self, place: Place, process: Process, element: Element) -> None:
        if element.kind == "endEvent" or not process.outgoing(element.id):
            return self._end(place, process, element)
        for flow in process.outgoing(element.id):
            if self.closes(flow) or flow.target not in process.elements:
                continue
            target = process.elements[flow.target]
            came = self._met.setdefault((place.calls, target.id), set())
            came.add(flow.id)
            if target.kind != "parallelGateway" or self._all_came(place.calls, target, came):
                self._go(Place(place.calls, process.id, target.id, place.side), place)

    def _all_came(self, calls, join: Element, came: set[str]) -> bool:
        """Whether every branch that can arrive at a join has arrived."""
        return self._whole is None or self.since is not None or came >= self._whole._met.get((calls, join.id), set())

    def _end(self, place: Place, process: Process, element: Element) -> None:
        """Out of the sub-process or the called process, unless the line was one beside the main one, or an error."""
        scope = (place.calls, process.id, element.parent_id)
        if element.event in ("error", "cancel") or (place.side == scope and element.event not in SUDDEN):
            return
        side = None if place.side == scope else place.side
        if element.parent_id is not None:
            self._go(Place(place.calls, process.id, element.parent_id, side, True), place)
        elif place.calls:
            caller = self._caller(place.calls)
            self._go(Place(place.calls[:-1], caller.process_id, caller.id, side, True), place)

    def _caller(self, calls: tuple[str, ...]) -> Element:
        return self.subject.element(calls[-1])

    def _interrupted(self, place: Place, process: Process, element: Element) -> None:
        """The events on its border, and those on the borders of what it lies in, may come now. One that breaks off the
        scope in which a line beside the main one began leaves no main line but its own."""
        calls, thrown = place.calls, [part for part in element.events if part.kind in CALLED_UP]
        host, first, began = element, True, place.side
        around = (calls, process.id, element.parent_id, began)
        known = around in self._around and not thrown  # what lies around it was looked at for a neighbour
        self._around.add(around)
        while True:
            for event in process.boundaries(host.id):
                if event.event in CALLED_UP:
                    if first or not any(_catches(event, part) for part in thrown):
                        continue
                scope = (calls, process.id, event.parent_id)
                side = (None if began == scope else began) if event.interrupting else scope
                self._go(Place(calls, process.id, event.id, side), place)
            if known:
                return
            first = False
            if began == (calls, process.id, host.parent_id):
                began = None
            if host.parent_id is not None:
                host = process.elements[host.parent_id]
            elif calls:
                host = self._caller(calls)
                process, calls = self._processes[host.process_id], calls[:-1]
            else:
                return


def _catches(event: Element, thrown: EventPart) -> bool:
    """Whether an event on a border takes what an end throws: of its kind, and of its name where it has one."""
    return any(part.kind == thrown.kind and part.name in ("", thrown.name) for part in event.events)


def live(subject: Subject) -> Detours:
    """Everything a case can get to at all."""
    if "live" not in subject.walked:
        subject.walked["live"] = Detours(subject)
    return subject.walked["live"]
