"""Every marking that a scope can get into, as far as they can be counted; and which of them still reach the end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.definitions.element import Process
from engine.definitions.lint.graph import cycles
from engine.definitions.lint.token_game import SUDDEN, Game, Marking

MOST = 4000
MOVES_EACH = 4
JOINS = ("parallelGateway", "inclusiveGateway")


@dataclass
class Ways:
    """`ahead`: the markings one move away from each; `proved`: all that matters was seen; `in_turn`: everybody kept to the
    order of the drawing, and nothing leads back, so that one round is all there is."""

    game: Game
    first: Marking
    ahead: dict[Marking, list[Marking]] = field(default_factory=dict)
    proved: bool = True
    in_turn: bool = False

    def hopeless(self) -> list[Marking]:
        """The markings from which no way leads to a good end, in the order in which they were found."""
        behind: dict[Marking, list[Marking]] = {}
        for now, reached in self.ahead.items():
            for after in reached:
                behind.setdefault(after, []).append(now)
        good = {now for now in self.ahead if is_over(now) and now[1]}
        pending = list(good)
        while pending:
            for before in behind.get(pending.pop(), ()):
                if before not in good:
                    good.add(before)
                    pending.append(before)
        return [now for now in self.ahead if now not in good]

    def stands_still(self, now: Marking) -> bool:
        return not self.ahead.get(now)

    def crowded(self) -> dict[str, Marking]:
        """Elements, other than ends, that two tokens can be at which nothing joins, with a marking where they are."""
        found: dict[str, Marking] = {}
        for now in self.ahead:
            at: Counter = Counter()
            for place, count in now[0]:
                if place[0] == "lost":
                    continue
                element = self.game.members[self.game.at(place)]
                if element.kind in JOINS and place[0] == "flow":
                    at[place] += count
                elif element.kind != "endEvent":
                    at[element.id] += count
            for key, count in at.items():
                if count > 1:
                    found.setdefault(key if isinstance(key, str) else self.game.at(key), now)
        return found


def is_over(now: Marking) -> bool:
    """No token can do anything any more; those that were lost do not count."""
    return all(place[0] == "lost" for place, _ in now[0])


def ways_of(process: Process, parent_id: str | None, most: int = MOST) -> Ways | None:
    """All markings of a scope that matter for reaching its end. None without a start."""
    game = Game(process, parent_id)
    if not game.begins:
        return None
    simple = not cycles(process, game.members) and not any(
        element.kind == "endEvent" and element.event in SUDDEN for element in game.members.values()
    )
    ways = _walked(game, most, game.moves_in_turn if simple else game.moves)
    ways.in_turn = simple
    return ways


def one_round(process: Process, parent_id: str | None, most: int = MOST) -> Ways:
    """The markings of a scope as if nothing ever led back, everybody keeping to the order of the drawing."""
    game = Game(process, parent_id, once=True)
    return _walked(game, most, game.moves_in_turn)


def _walked(game: Game, most: int, moves: Callable[[Marking], list[Marking]]) -> Ways:
    ways = Ways(game, game.first())
    pending, tried = [ways.first], 0
    while pending:
        now = pending.pop()
        if now in ways.ahead:
            continue
        if len(ways.ahead) >= most or tried >= most * MOVES_EACH:
            ways.proved = False
            break
        ways.ahead[now] = reached = list(dict.fromkeys(moves(now)))
        pending += reached
        tried += len(reached)
    for reached in list(ways.ahead.values()):
        for now in reached:
            ways.ahead.setdefault(now, [])
    return ways
