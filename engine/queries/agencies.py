"""Agencies and their units, for those who keep them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers
from engine.domain.folding import fold, folded_words, matches
from engine.errors import NoDefinition, NotFound
from engine.queries.cursor import Page, cursor, read_cursor
from engine.queries.names import names_of
from engine.queries.seen import agency_administered, agency_by_code
from engine.queries.standing import is_under_way
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Account, Agency, ProcessInstance, Unit

FORM_FIELDS = ("family", "name_fr", "name_ar", "name_en", "address", "phone", "email", "active")


@dataclass(frozen=True)
class AgencyRow:
    code: str
    names: Mapping[str, str] = field(hash=False)
    family: str
    family_names: Mapping[str, str] = field(hash=False)
    active: bool
    people: int
    open_cases: int


@dataclass(frozen=True)
class UnitRow:
    id: str
    names: Mapping[str, str] = field(hash=False)
    active: bool


@dataclass(frozen=True)
class AgencyPage:
    """`values` are the columns of its form by name."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    family: str
    family_names: Mapping[str, str] = field(hash=False)
    address: str
    active: bool
    units: tuple[UnitRow, ...]
    values: Mapping[str, object] = field(hash=False)


def agencies(session: Session, shelf: DefinitionShelf, person: Person, text: str = "", after: str | None = None,
             limit: int = 50) -> Page:
    """A page of the agencies this person administers, by code; every word of `text` begins a word of name or code."""
    words = folded_words(text)
    query = select(Agency).where(agency_administered(person, Agency.id)).order_by(Agency.code)
    place = read_cursor(after, str)
    if place:
        query = query.where(Agency.code > place[0])
    found = [row for row in session.scalars(query)
             if matches(words, fold(f"{row.name_fr} {row.name_ar} {row.name_en} {row.code}"))]
    shown = found[:limit]
    ids = [row.id for row in shown]
    people = _counted(session, select(Account.agency_id, func.count()).where(
        Account.agency_id.in_(ids), Account.active).group_by(Account.agency_id))
    cases = _counted(session, select(ProcessInstance.agency_id, func.count()).where(
        ProcessInstance.agency_id.in_(ids), is_under_way()).group_by(ProcessInstance.agency_id))
    rows = (AgencyRow(row.code, names_of(row), row.family, family_names(session, shelf, row.family), row.active,
                      people.get(row.id, 0), cases.get(row.id, 0)) for row in shown)
    return Page(tuple(rows), cursor([shown[-1].code]) if len(found) > limit else None)


def agency_page(session: Session, shelf: DefinitionShelf, code: str, person: Person) -> AgencyPage:
    """Raises NotFound for an unknown agency and for one that this person does not administer."""
    row = agency_by_code(session, code)
    if not administers(person, row.id):
        raise NotFound(what="agency", which=code[:20])
    units = session.scalars(select(Unit).where(Unit.agency_id == row.id).order_by(Unit.name_fr, Unit.id))
    return AgencyPage(
        row.code, names_of(row), row.family, family_names(session, shelf, row.family), row.address, row.active,
        tuple(UnitRow(unit.id, names_of(unit), unit.active) for unit in units),
        {name: getattr(row, name) for name in FORM_FIELDS})


def family_names(session: Session, shelf: DefinitionShelf, family: str) -> Mapping[str, str]:
    """The name of a family by language; empty where it is not deployed."""
    try:
        return shelf.in_force(session, family)[1].names
    except NoDefinition:
        return {}


def _counted(session: Session, query) -> dict[str, int]:
    return dict(session.execute(query).all())
