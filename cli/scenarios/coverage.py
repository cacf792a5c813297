"""Which elements of a family's diagrams no scenario passes.

An element is told of once a story of the family goes through it. Where a variant leaves a diagram as its base has it, byte for
byte, the stories of the base tell of its elements too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.definitions import Definition, Element
from engine.definitions.lint.law.detours import live
from engine.definitions.lint.subject import Subject


@dataclass(frozen=True)
class Coverage:
    """`own` counts the elements that stories of the family pass, `inherited` those that only the base's stories pass in
    diagrams that fall through; `left` are the others, in the order in which a case comes to their processes. `idle` are those
    that no case can come to, such as an event on a border that waits for an error which nothing inside throws."""

    family: str
    stories: int
    own: int
    inherited: int
    left: tuple[Element, ...]
    idle: tuple[Element, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The report, a line an element that is left."""
        total = self.own + self.inherited + len(self.left) + len(self.idle)
        told = f", {self.inherited} more those of the family it extends" if self.inherited else ""
        head = f"{self.family}: {self.stories} scenarios pass {self.own} of {total} elements{told}; {len(self.left)} are left"
        return [head, *map(_line, self.left), *(f"{_line(one)}: nothing leads to it" for one in self.idle)]


def coverage(family: str, definitions: Mapping[str, Definition], passed: Mapping[str, Iterable[set[str]]]) -> Coverage:
    """`definitions` and what the stories passed, one set a story, by family: those of the family and of its bases."""
    definition = definitions[family]
    stories = list(passed.get(family, ()))
    mine = set().union(*stories)
    needed = [element for process in definition.reached() for element in process.elements.values()]
    rest = [element for element in needed if element.id not in mine]
    base = definition.facts.extends
    told = set()
    if base in definitions:
        same = {name for name, data in definition.bundle.files.items() if definitions[base].bundle.files.get(name) == data}
        of_base = coverage(base, definitions, passed)
        untold = {element.id for element in (*of_base.left, *of_base.idle)}
        told = {element.id for element in rest if element.file in same and element.id not in untold}
    rest, reachable = [element for element in rest if element.id not in told], _reachable(definition)
    return Coverage(family, len(stories), len(needed) - len(rest) - len(told), len(told),
                    tuple(element for element in rest if element.id in reachable),
                    tuple(element for element in rest if element.id not in reachable))


def _line(element: Element) -> str:
    return f"  {element.file}, {element.process_id}: {element.kind} {element.id} ({element.label()})"


def _reachable(definition: Definition) -> set[str]:
    """The elements that a case can come to at all, whatever people answer."""
    subject = Subject(definition.bundle, definition.profile, definition.facts, list(definition.diagrams), definition.forms,
                      definition.letters, definition.deadlines)
    return {place.element for place in live(subject).came_from}


def lineage(family: str, definitions: Mapping[str, Definition]) -> list[str]:
    """The family and those it extends."""
    found = [family]
    while (base := definitions[found[-1]].facts.extends) in definitions and base not in found:
        found.append(base)
    return found
