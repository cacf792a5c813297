"""The people who sign in, for those who keep their accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers
from engine.errors import NoDefinition, NotFound
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.names import LANGUAGES, Names, names_for, names_of
from engine.queries.seen import agency_administered, agency_by_code
from engine.queries.typed import typed
from engine.queries.words import ROLES
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Account, Agency, ProcessFamily, Unit
from engine.vocabulary import COMPLAINANT, NATIONAL_DESK, PROCESS_OWNER, SYSTEM

Roles = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class AccountRow:
    """`agency_code` None: of the national desk, sees every agency. `role_names` are texts by role and language."""

    id: str
    email: str
    name: str
    roles: tuple[str, ...]
    role_names: Roles = field(hash=False)
    agency_code: str | None
    agency_names: Mapping[str, str] = field(hash=False)
    unit_id: str | None
    unit_names: Mapping[str, str] | None = field(hash=False)
    language: str
    is_admin: bool
    active: bool
    last_sign_in_at: datetime | None


@dataclass(frozen=True)
class AccountChoices:
    """What may be chosen for an account of one agency (or of none)."""

    roles: Roles = field(hash=False)
    agencies: tuple[tuple[str, Mapping[str, str]], ...] = field(hash=False)
    units: tuple[tuple[str, Mapping[str, str]], ...] = field(hash=False)
    may_make_admin: bool


def accounts(session: Session, shelf: DefinitionShelf, person: Person, agency_code: str | None = None, text: str = "",
             after: str | None = None, limit: int = 50) -> Page:
    """A page of the accounts this person may keep, by name; `text` is part of a name or address. Raises NotFound."""
    query = select(Account).where(agency_administered(person, Account.agency_id))
    if agency_code:
        query = query.where(Account.agency_id == agency_by_code(session, agency_code).id)
    part = typed(text)
    if part:
        query = query.where(or_(Account.name.icontains(part, autoescape=True),
                                Account.email.icontains(part, autoescape=True)))
    place = read_cursor(after, str, str)
    if place:
        query = query.where(tuple_(Account.name, Account.id) > tuple(place))
    found = list(session.scalars(query.order_by(Account.name, Account.id).limit(limit + 1)))
    shown, following = page_of(found, limit, lambda row: (row.name, row.id))
    names = names_for(session, {row.agency_id for row in shown}, {row.unit_id for row in shown})
    lanes = _lanes_of(session, shelf, names)
    return Page(tuple(_row(row, names, lanes) for row in shown), following)


def account_page(session: Session, shelf: DefinitionShelf, account_id: str, person: Person) -> AccountRow:
    """Raises NotFound for an unknown account and for one that this person may not keep."""
    row = session.get(Account, typed(account_id, 32))
    if row is None or not administers(person, row.agency_id):
        raise NotFound(what="account", which=account_id[:40])
    names = names_for(session, {row.agency_id}, {row.unit_id})
    return _row(row, names, _lanes_of(session, shelf, names))


def account_choices(session: Session, shelf: DefinitionShelf, person: Person,
                    agency_code: str | None = None) -> AccountChoices:
    """Roles and units of an agency; an unknown code has no units and the roles of the national desk."""
    mine = session.scalars(
        select(Agency).where(agency_administered(person, Agency.id), Agency.active).order_by(Agency.name_fr)).all()
    agency = next((row for row in mine if agency_code and row.code == typed(agency_code).upper()), None)
    units = session.scalars(
        select(Unit).where(Unit.agency_id == agency.id, Unit.active).order_by(Unit.name_fr)) if agency else ()
    return AccountChoices(
        role_choices(session, shelf, agency.family if agency else None),
        tuple((row.code, names_of(row)) for row in mine), tuple((unit.id, names_of(unit)) for unit in units),
        administers(person, None))


def role_choices(session: Session, shelf: DefinitionShelf, family: str | None) -> dict[str, Mapping[str, str]]:
    """The roles an account may hold, named in every language: the lanes of the family, and those no lane names.

    Without a family (the national desk) the roles are the ones above all agencies.
    """
    if family is None:
        return {code: ROLES[code] for code in (NATIONAL_DESK, PROCESS_OWNER)}
    above = (NATIONAL_DESK, PROCESS_OWNER)  # a diagram may put a task to the national desk; no agency gives that role away
    lanes = {code: names for code, names in _lanes(session, shelf, family).items()
             if code not in (COMPLAINANT, SYSTEM, *above)}
    return {**lanes, **{code: names for code, names in ROLES.items() if code not in above and code not in lanes}}


def family_choices(session: Session, shelf: DefinitionShelf, person: Person) -> dict[str, Mapping[str, str]]:
    """The deployed families an agency can work by, with their names."""
    codes = session.scalars(select(ProcessFamily.code).order_by(ProcessFamily.code)).all()
    deployed = {code: shelf.in_force(session, code)[1] for code in codes}
    return {code: definition.names for code, definition in deployed.items() if definition.profile == "agency"}


def _lanes(session: Session, shelf: DefinitionShelf, family: str) -> Roles:
    try:
        return shelf.in_force(session, family)[1].roles
    except NoDefinition:
        return {}


def _lanes_of(session: Session, shelf: DefinitionShelf, names: Names) -> dict[str, Roles]:
    """The lanes of every family among some agencies."""
    return {family: _lanes(session, shelf, family) for family in {row.family for row in names.agencies.values()}}


def _row(row: Account, names: Names, lanes: Mapping[str, Roles]) -> AccountRow:
    agency = names.agency(row.agency_id)
    known = {**ROLES, **lanes.get(agency.family, {})}
    roles = tuple(sorted(role.role for role in row.roles))
    return AccountRow(
        row.id, row.email, row.name, roles,
        {role: known.get(role) or dict.fromkeys(LANGUAGES, role) for role in roles}, agency.code or None, agency.names,
        row.unit_id, names.units.get(row.unit_id or ""), row.language, row.is_admin, row.active, row.last_sign_in_at)
