"""Soundness: can every way a case can go still end, and does nothing happen twice that is drawn once?

The terms are those of workflow nets (van der Aalst, "The application of Petri nets to workflow management", 1998):
option to complete, proper completion, deadlock, lack of synchronisation.
"""

from engine.definitions.bpmn_names import SUB_PROCESSES
from engine.definitions.element import Element, Process
from engine.definitions.lint.graph import reached
from engine.definitions.lint.subject import Subject, called
from engine.definitions.lint.token_game import Marking
from engine.definitions.lint.ways import Ways, one_round, ways_of

FINISHED_BEFORE = {"no_end", "no_start", "loop_without_exit", "flow_to_nothing"}


def check_soundness(subject: Subject) -> None:
    """Every process and every embedded sub-process by itself."""
    for process in subject.processes:
        for parent_id in [None, *(e.id for e in process.elements.values() if e.kind in SUB_PROCESSES)]:
            owner = process.elements.get(parent_id, process)
            if owner is process or owner.kind != "adHocSubProcess":
                _scope(subject, process, parent_id, owner)


def _scope(subject: Subject, process: Process, parent_id: str | None, owner) -> None:
    ways = ways_of(process, parent_id)
    if ways is None:
        return
    round_ = ways if ways.in_turn else one_round(process, parent_id)
    _twice(subject, ways, ways.crowded() | round_.crowded())
    if not ways.proved or not round_.proved:
        subject.say(
            "too_tangled",
            owner,
            f"it can stand in more than {len(ways.ahead) - 1} ways, so it was not proved that every case can end",
            "Put parts into sub-processes or processes of their own; each is proved by itself.",
        )
        return
    hopeless = ways.hopeless()
    if not hopeless:
        return
    cause, why = _cause(ways, hopeless)
    if ways.first in hopeless:
        if not _told(subject, process, parent_id):
            subject.say(
                "never_ends",
                cause or owner,
                f"{why}, so no case can ever end",
                "Follow the flows from the start to here, and lead them to an end event.",
            )
        return
    if cause is not None and (cause.id in subject.explained or _has(subject, cause.id)):
        return
    subject.say(
        "may_hang",
        cause or owner,
        f"{why}, so some cases can never end",
        "Let branches that were split by a gateway meet in a gateway of the same kind.",
    )


def _told(subject: Subject, process: Process, parent_id: str | None) -> bool:
    """Whether the reason is told already, as an error about this very scope."""
    inside = {parent_id or process.id, *(element.id for element in process.scope(parent_id))}
    return any(
        finding.element_id in inside and (finding.code in FINISHED_BEFORE or finding.code == "split_join")
        for finding in subject.findings
    )


def _has(subject: Subject, element_id: str) -> bool:
    return any(
        finding.element_id == element_id and finding.code in ("dead_end", "boundary_without_outgoing")
        for finding in subject.findings
    )


def _cause(ways: Ways, hopeless: list[Marking]) -> tuple[Element | None, str]:
    """The element at which things stand still, and why: a join that waits, or a token that was lost."""
    game = ways.game
    stuck = [now for now in hopeless if ways.stands_still(now)]
    if not stuck:
        return None, "its loops lead nowhere else"
    places = [place for place, _ in stuck[0][0]]
    for place in places:
        if place[0] == "flow":
            join = game.members[game.at(place)]
            missing = [flow for flow in game.incoming(join.id) if ("flow", flow.id) not in places]
            names = ", ".join(called(game.process.elements[flow.source]) for flow in missing)
            split = _split_before(game, join, places)
            behind = f" that {called(split)} sent elsewhere" if split else ""
            return join, f"it waits for a branch from {names}{behind} that does not come" if names else "it waits"
    lost = game.members[places[0][1]]
    return lost, f"no flow leaves {called(lost)}, and nothing else goes on"


def _split_before(game, join: Element, places) -> Element | None:
    """The choice nearest before a join from which the branches to it part."""
    choices = [e for e in game.members.values() if e.kind in ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")]
    return _nearest(game, join, [element for element in choices if len(game.outgoing(element.id)) > 1])


def _nearest(game, target: Element, sources: list[Element]) -> Element | None:
    """Of several elements the one with the shortest way to the target."""
    distance, level = {target.id: 0}, [target.id]
    while level:
        above = []
        for key in level:
            for flow in game.incoming(key):
                source = game.members.get(flow.source)
                for before in (source, game.members.get(source.attached_to) if source is not None else None):
                    if before is not None and before.id not in distance:
                        distance[before.id] = distance[key] + 1
                        above.append(before.id)
        level = above
    near = [element for element in sources if element.id in distance]
    return min(near, key=lambda element: distance[element.id], default=None)


def _twice(subject: Subject, ways: Ways, crowded: dict[str, Marking]) -> None:
    """Elements that two branches come to without having been joined; only the first on each way is told."""
    game = ways.game
    for element_id in crowded:
        before = {other for other in crowded if other != element_id and element_id in reached(game.process, [other])}
        later = {other for other in before if other in reached(game.process, [element_id])}
        if before - later or element_id in subject.explained:
            continue
        if later and min([element_id, *later], key=list(game.members).index) != element_id:
            continue
        if any(other in subject.explained for other in _above(game, element_id)):
            continue
        element = game.members[element_id]
        split = _nearest(game, element, [e for e in game.members.values() if _forks(game, e)])
        subject.say(
            "runs_twice",
            element,
            "branches that run beside each other"
            + (f" since {called(split)}" if split else "")
            + " meet here without being joined, so what follows happens once for each",
            "Join them in a parallel gateway before, or end one of them.",
        )


def _above(game, element_id: str) -> set[str]:
    return {other for other in game.members if element_id in reached(game.process, [other])}


def _forks(game, element: Element) -> bool:
    if element.kind in ("parallelGateway", "inclusiveGateway") or element.kind not in ("exclusiveGateway", "eventBasedGateway"):
        if len(game.outgoing(element.id)) > 1:
            return True
    return any(not event.interrupting and game.outgoing(event.id) for event in game.process.boundaries(element.id))
