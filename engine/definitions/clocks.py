"""What starts, stops and pauses the clocks of a family, told from its table and its diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.definitions.definition import Definition
from engine.domain.deadline import LODGED, REPLY
from engine.vocabulary import Status

SYSTEM = "system"
DUE, DUE_ANEW, SUSPENDS = "due", "due_anew", "suspends"


@dataclass(frozen=True, eq=False)
class Clocks:
    """`from_deposit` are the codes that start with the deposit whatever comes; the other ones from the deposit are put down
    when the task opens that is due by them. `stopped_by` are codes by the element whose end stops them, `stopped_at` by
    standing; `paused_by` are codes by the task during which they stand still. `anew` are those of which each round has its own:
    once kept they start again with the next task that says so (property `due_anew`)."""

    from_deposit: tuple[str, ...]
    stopped_by: Mapping[str, tuple[str, ...]]
    stopped_at: Mapping[str, tuple[str, ...]]
    paused_by: Mapping[str, tuple[str, ...]]
    anew: frozenset[str] = frozenset()


@lru_cache(maxsize=64)
def clocks_of(definition: Definition) -> Clocks:
    """The clocks of a definition, worked out once."""
    rules, elements = definition.deadlines, definition.elements
    of_tasks = {element.properties[DUE] for element in elements.values() if DUE in element.properties}
    by_element: dict[str, list[str]] = {}
    by_status: dict[str, list[str]] = {}
    for code, rule in rules.items():
        if rule.until in elements:
            by_element.setdefault(rule.until, []).append(code)
        elif rule.until in set(Status):
            by_status.setdefault(rule.until, []).append(code)
    for element in elements.values():  # a table that does not say it: the task that is due by the clock stops it
        code = element.properties.get(DUE)
        if code in rules and not rules[code].until and code != REPLY:
            by_element.setdefault(element.id, []).append(code)
    return Clocks(
        tuple(code for code, rule in rules.items()
              if rule.starts == LODGED and (code not in of_tasks or rule.locked or rule.is_statutory)),
        {key: tuple(codes) for key, codes in by_element.items()}, {key: tuple(codes) for key, codes in by_status.items()},
        {element.id: codes_in(element.properties[SUSPENDS]) for element in elements.values() if SUSPENDS in element.properties},
        frozenset(element.properties.get(DUE, "") for element in elements.values() if element.properties.get(DUE_ANEW) == "yes"))


def codes_in(text: str) -> tuple[str, ...]:
    """The deadlines of a property, written with commas between them."""
    return tuple(code.strip() for code in text.split(",") if code.strip())
