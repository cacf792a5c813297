"""Where a family goes another way than the one it extends, with the two drawings of what is drawn anew."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.definitions.comparing.differences import Differences, differences
from engine.domain.access import Person, owns_processes
from engine.errors import NoDefinition, NotFound
from engine.queries.words import LETTERS
from engine.store.definition_shelf import DefinitionShelf


@dataclass(frozen=True)
class DrawnPair:
    """One process as the family draws it and as the one it extends does: inline <svg>."""

    process_id: str
    name: str
    own: str
    base: str


@dataclass(frozen=True)
class FamilyDifferences:
    """`found` is None where the family it extends has no version in force here."""

    base_name: str
    found: Differences | None
    pairs: tuple[DrawnPair, ...]


def family_differences(session: Session, shelf: DefinitionShelf, definition: Definition, language: str,
                       person: Person) -> FamilyDifferences:
    """Compares with the version of the base family in force. Raises NotFound for those who own no processes."""
    if not owns_processes(person):
        raise NotFound(what="page", which="for you")
    base_family = definition.facts.extends
    try:
        _, base = shelf.in_force(session, base_family)
    except NoDefinition:
        return FamilyDifferences(base_family, None, ())
    found = differences(definition, base, language, LETTERS)
    pairs = (DrawnPair(key, definition.process(key).names.get(language) or key, definition.svg(language, process_id=key),
                       base.svg(language, process_id=key, stem="base")) for key in found.redrawn)
    return FamilyDifferences(base.name(language), found, tuple(pairs))
