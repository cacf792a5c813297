"""One scope of a diagram (a process or a sub-process) as a game of tokens, blind to data.

A token lies on a flow, or is at work in an activity. A choice may fall either way, an event may happen or not. A
sub-process is one activity here and a game of its own elsewhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import combinations

from engine.definitions.bpmn_names import ACTIVITIES
from engine.definitions.element import Element, Flow, Process
from engine.definitions.lint.graph import in_order, waits

#: Where tokens are: ("flow", id), ("at", element id, boundary events that happened already), ("lost", element id).
Place = tuple
#: Counted places in order, and whether an end event was reached.
Marking = tuple[tuple[tuple[Place, int], ...], bool]

WAITING_EVENTS = ("intermediateCatchEvent", "eventBasedGateway")
SUDDEN = ("terminate", "error", "cancel")  # ends that take every other token of the scope away
CROWD = 3  # more tokens in one place than this say nothing new
SINGLE_CHOICES = 4  # an inclusive gateway with more flows is tried with one, with two and with all of them


class Game:
    """The rules for one scope. With `once` flows that lead back are cut off: what one round does."""

    def __init__(self, process: Process, parent_id: str | None, once: bool = False):
        self.process = process
        self.members = {element.id: element for element in process.scope(parent_id)}
        drawn = [flow for key in self.members for flow in process.outgoing(key) if flow.target in self.members]
        self.flows: dict[str, Flow] = {
            flow.id: flow for flow in drawn if not once or self.order[flow.source] < self.order[flow.target]
        }
        self._out: dict[str, list[Flow]] = {}
        self._in: dict[str, list[Flow]] = {}
        for flow in self.flows.values():
            self._out.setdefault(flow.source, []).append(flow)
            self._in.setdefault(flow.target, []).append(flow)

    @property
    def begins(self) -> list[str]:
        return [key for key, element in self.members.items() if element.kind == "startEvent"]

    def first(self) -> Marking:
        """A token behind every start event."""
        counted: Counter = Counter()
        for key in self.begins:
            counted.update(self.after(key))
        return marking(counted, False)

    def after(self, element_id: str) -> list[Place]:
        """Where tokens are when an element is done: on every flow that leaves it."""
        leaving = [("flow", flow.id) for flow in self.outgoing(element_id)]
        return leaving or [("lost", element_id)]

    def outgoing(self, element_id: str) -> list[Flow]:
        return self._out.get(element_id, [])

    def incoming(self, element_id: str) -> list[Flow]:
        return self._in.get(element_id, [])

    def at(self, place: Place) -> str:
        """The element that a token is in front of, or in."""
        return self.flows[place[1]].target if place[0] == "flow" else place[1]

    def moves(self, now: Marking) -> list[Marking]:
        """Every marking that one move leads to. What needs nobody moves first, as it does in the engine."""
        counted, ended = Counter(dict(now[0])), now[1]
        held = self._held(counted)
        for element_id in held:
            if self._may(element_id, counted) and (found := self.moves_of(element_id, counted, ended, True)):
                return found
        found = [after for element_id in held for after in self.moves_of(element_id, counted, ended, False)]
        # inclusive joins that wait for each other
        return found or [after for key in held for after in self.moves_of(key, counted, ended, True)]

    def moves_in_turn(self, now: Marking) -> list[Marking]:
        """The moves of the token farthest behind that can move, person or not: without loops and sudden ends all that
        matters can be seen so, and tokens that nothing joins are seen side by side."""
        counted, ended = Counter(dict(now[0])), now[1]
        for element_id in self._held(counted):
            if self._may(element_id, counted) and (
                found := [after for urgent in (True, False) for after in self.moves_of(element_id, counted, ended, urgent)]
            ):
                return found
        return []

    def _held(self, counted: Counter) -> list[str]:
        """The elements that tokens are at, the farthest behind first."""
        return sorted({self.at(place) for place in counted if place[0] != "lost"}, key=self.order.__getitem__)

    def _may(self, element_id: str, counted: Counter) -> bool:
        inclusive = self.members[element_id].kind == "inclusiveGateway" and len(self.incoming(element_id)) > 1
        return not inclusive or self.all_arrived(element_id, counted)

    def moves_of(self, element_id: str, counted: Counter, ended: bool, urgent: bool) -> list[Marking]:
        """What the tokens in front of an element, and in it, can do: at once, or when somebody or something comes."""
        element = self.members[element_id]
        arrived = [("flow", flow.id) for flow in self.incoming(element_id) if counted[("flow", flow.id)]]
        if element.kind == "parallelGateway":
            complete = self._complete(element_id, {place[1] for place in arrived})
            return [moved(counted, arrived, self.after(element_id), ended)] if urgent and complete else []
        if element.kind == "inclusiveGateway":
            choices = self._some_of(element_id) if urgent and arrived else []
            return [moved(counted, arrived, chosen, ended) for chosen in choices]
        found: list[Marking] = []
        if urgent != (element.kind in WAITING_EVENTS):
            for place in arrived:
                found += self._one_token(element, place, counted, ended)
        if urgent != self.waiting[element_id]:
            for place in [place for place in counted if place[0] == "at" and place[1] == element_id]:
                found += self._at_work(element, place, counted, ended)
        return found

    def _one_token(self, element: Element, place: Place, counted: Counter, ended: bool) -> Iterator[Marking]:
        if element.kind == "endEvent":
            if element.event in SUDDEN:
                yield ((), True)
            else:
                yield moved(counted, [place], [], True)
        elif element.kind in ("exclusiveGateway", "eventBasedGateway", "complexGateway"):
            for chosen in self.after(element.id):
                yield moved(counted, [place], [chosen], ended)
        elif element.kind in ACTIVITIES:
            yield moved(counted, [place], [("at", element.id, frozenset())], ended)
        else:
            yield moved(counted, [place], self.after(element.id), ended)

    def _at_work(self, element: Element, place: Place, counted: Counter, ended: bool) -> Iterator[Marking]:
        yield moved(counted, [place], self.after(element.id), ended)
        for event in self.process.boundaries(element.id):
            if event.interrupting:
                yield moved(counted, [place], self.after(event.id), ended)
            elif event.id not in place[2] and self.outgoing(event.id):
                still = ("at", element.id, place[2] | {event.id})
                yield moved(counted, [place], [still, *self.after(event.id)], ended)

    def _complete(self, element_id: str, arrived: set[str]) -> bool:
        """Whether a parallel gateway goes on. Flows that come back from behind it are not waited for in the first round,
        and one of them is enough for a further one: so the library does, where BPMN would wait for ever."""
        coming_back = self.back[element_id]
        expected = {flow.id for flow in self.incoming(element_id)} - coming_back
        return bool(arrived) and (expected <= arrived or bool(arrived & coming_back))

    @cached_property
    def back(self) -> dict[str, set[str]]:
        """The flows into each parallel gateway that nothing reaches from the start without passing the gateway."""
        found = {}
        for key in (key for key, element in self.members.items() if element.kind == "parallelGateway"):
            before = {flow for start in self.begins for flow in self.comes_to(key, start)}
            found[key] = {flow.id for flow in self.incoming(key)} - before if before else set()
        return found

    def _some_of(self, element_id: str) -> list[list[Place]]:
        """The sets of flows an inclusive gateway may choose."""
        leaving = self.after(element_id)
        sizes = range(1, len(leaving) + 1) if len(leaving) <= SINGLE_CHOICES else (1, 2, len(leaving))
        return [list(chosen) for size in sizes for chosen in combinations(leaving, size)]

    def all_arrived(self, element_id: str, counted: Counter) -> bool:
        """Whether no other token can still come to an inclusive join on a flow that is empty."""
        empty = {flow.id for flow in self.incoming(element_id) if not counted[("flow", flow.id)]}
        mine = {flow.id for flow in self.incoming(element_id)}
        return not any(
            empty & self.comes_to(element_id, self.at(place))
            for place in counted
            if place[0] != "lost" and not (place[0] == "flow" and place[1] in mine)
        )

    def comes_to(self, join_id: str, element_id: str) -> frozenset[str]:
        """The incoming flows of a join that a token at an element can reach without passing the join."""
        key = (join_id, element_id)
        if key not in self._reach:
            seen, pending, entered = set(), [element_id], set()
            while pending:
                current = pending.pop()
                if current in seen or current not in self.members:
                    continue
                seen.add(current)
                for source in (current, *(event.id for event in self.process.boundaries(current))):
                    for flow in self.outgoing(source):
                        if flow.target == join_id:
                            entered.add(flow.id)
                        else:
                            pending.append(flow.target)
            self._reach[key] = frozenset(entered)
        return self._reach[key]

    @cached_property
    def _reach(self) -> dict:
        return {}

    @cached_property
    def waiting(self) -> dict[str, bool]:
        """Whether an element, once reached, waits for somebody or something."""
        return {key: waits(self.process, element) for key, element in self.members.items()}

    @cached_property
    def order(self) -> dict[str, int]:
        """How far on each element is: what leads to it comes before, events on a border after their task, loops apart."""
        return {key: place for place, key in enumerate(in_order(self.process, [*self.begins, *self.members]))
                if key in self.members}


def marking(counted: Mapping[Place, int], ended: bool) -> Marking:
    kept = [(place, count if count < CROWD else CROWD) for place, count in counted.items() if count > 0]
    return tuple(sorted(kept, key=_order) if len(kept) > 1 else kept), ended


def _order(entry: tuple[Place, int]) -> tuple:
    return _rank(entry[0])


@lru_cache(maxsize=4096)
def _rank(place: Place) -> tuple:
    return place[0], place[1], tuple(sorted(place[2])) if len(place) > 2 else ()


def moved(counted: Counter, taken: list[Place], given: list[Place], ended: bool) -> Marking:
    """The marking after tokens were taken here and given there."""
    after = dict(counted)
    for place in taken:
        after[place] -= 1
    for place in given:
        after[place] = after.get(place, 0) + 1
    return marking(after, ended)
