"""Which elements of a family's diagrams no scenario passes.

An element is told of once a story of the family goes through it. Where a variant leaves a diagram as its base has it, byte for
byte, the stories of the base tell of its elements too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.definitions import Definition, Element


@dataclass(frozen=True)
class Coverage:
    """`own` counts the elements that stories of the family pass, `inherited` those that only the base's stories pass in
    diagrams that fall through; `left` are the others, in the order in which a case comes to their processes."""

    family: str
    stories: int
    own: int
    inherited: int
    left: tuple[Element, ...]

    @property
    def lines(self) -> list[str]:
        """The report, a line an element that is left."""
        total = self.own + self.inherited + len(self.left)
        told = f", {self.inherited} more those of the family it extends" if self.inherited else ""
        head = f"{self.family}: {self.stories} scenarios pass {self.own} of {total} elements{told}; {len(self.left)} are left"
        return [head, *(f"  {one.file}, {one.process_id}: {one.kind} {one.id} ({one.label()})" for one in self.left)]


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
        untold = {element.id for element in coverage(base, definitions, passed).left}
        told = {element.id for element in rest if element.file in same and element.id not in untold}
    left = tuple(element for element in rest if element.id not in told)
    return Coverage(family, len(stories), len(needed) - len(rest), len(told), left)


def lineage(family: str, definitions: Mapping[str, Definition]) -> list[str]:
    """The family and those it extends."""
    found = [family]
    while (base := definitions[found[-1]].facts.extends) in definitions and base not in found:
        found.append(base)
    return found
