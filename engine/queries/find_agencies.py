"""The agencies one can write to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.folding import fold, folded_words, matches
from engine.queries.names import names_of
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, ProcessFamily


@dataclass(frozen=True)
class AgencyChoice:
    """An active agency whose family is deployed."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    family: str
    family_names: Mapping[str, str] = field(hash=False)


def find_agencies(session: Session, shelf: DefinitionShelf, text: str, limit: int = 20) -> list[AgencyChoice]:
    """The agencies whose names hold a word beginning with every word typed, in any of the languages, whatever the
    accents, Arabic vowels and letter forms. Without text the first by name."""
    words = folded_words(text)
    rows = session.execute(open_agencies()).all()
    found = [row for row in rows if matches(words, _folded_names(row))]
    return [choice_of(session, shelf, row) for row in found[:limit]]


def agency_choice(session: Session, shelf: DefinitionShelf, code: str) -> AgencyChoice | None:
    """The agency of a code; None when it is unknown, closed, or without a process."""
    row = session.execute(open_agencies().where(Agency.code == typed(code, 20).upper())).one_or_none()
    return choice_of(session, shelf, row) if row is not None else None


def open_agencies():
    """Active agencies with a process, by name."""
    return (select(Agency.code, Agency.family, Agency.name_fr, Agency.name_ar, Agency.name_en)
            .join(ProcessFamily, ProcessFamily.code == Agency.family).where(Agency.active)
            .order_by(Agency.name_fr, Agency.code))


def _folded_names(row) -> str:
    return fold(f"{row.name_fr} {row.name_ar} {row.name_en} {row.code}")


def choice_of(session: Session, shelf: DefinitionShelf, row) -> AgencyChoice:
    """A row of `open_agencies` with the names of its family."""
    _, definition = shelf.in_force(session, row.family)
    return AgencyChoice(row.code, names_of(row), row.family, definition.names)
