"""The people who sign in: made, changed and closed by an administrator of their agency."""

import re
from dataclasses import dataclass, field

from sqlalchemy import select

from engine.acts.account_mail import set_password_link
from engine.acts.keep_agency import agency_of
from engine.acts.work import Receipt, Work
from engine.domain.access import administers
from engine.errors import Forbidden, InvalidAnswers, NotFound
from engine.queries.typed import typed
from engine.store.passwords import hash_password
from engine.store.tables import Account, AccountRole, Unit, new_id
from engine.vocabulary import Language

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+$")
_ROLE = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


@dataclass(frozen=True)
class CreateAccount:
    """Without a `password` an e-mail with a link to set one leaves. `agency_code` None is the national desk."""

    email: str
    name: str
    roles: tuple[str, ...] = field(default_factory=tuple)
    agency_code: str | None = None
    unit_id: str | None = None
    language: str = "fr"
    is_admin: bool = False
    password: str | None = None


@dataclass(frozen=True)
class ChangeAccount:
    account_id: str
    name: str
    roles: tuple[str, ...] = field(default_factory=tuple)
    agency_code: str | None = None
    unit_id: str | None = None
    language: str = "fr"
    is_admin: bool = False
    active: bool = True


def create_account(act: CreateAccount, work: Work) -> Receipt:
    """Raises Forbidden, InvalidAnswers."""
    email = typed(act.email, 201).lower()
    errors = {}
    if len(email) > 200 or not _EMAIL.match(email):
        errors["email"] = "an address like name@example.org"
    elif work.session.scalars(select(Account).where(Account.email == email)).first():
        errors["email"] = "this address has an account already"
    if act.password is not None:
        errors.update(wrong_password(act.password, "password"))
    agency_id = _checked(act, work, errors)
    account = Account(
        id=new_id(), email=email, name=typed(act.name, 201), agency_id=agency_id, unit_id=act.unit_id or None,
        language=act.language, is_admin=act.is_admin, active=True, session_version=1, created_at=work.now,
        password_hash=hash_password(act.password) if act.password else "",
        roles=[AccountRole(role=role) for role in sorted(set(act.roles))])
    work.session.add(account)
    work.session.flush()
    if act.password is None:
        set_password_link(work, account, "welcome")
    return Receipt(id=account.id)


def change_account(act: ChangeAccount, work: Work) -> Receipt:
    """Closing an account or changing its rights ends its sessions. Raises Forbidden, NotFound, InvalidAnswers."""
    account = work.session.get(Account, act.account_id, with_for_update=True)
    if account is None or not administers(work.by, account.agency_id):
        raise NotFound(what="account", which=act.account_id)
    errors: dict[str, str] = {}
    if account.id == work.by.id and not (act.active and act.is_admin == account.is_admin):
        errors["active"] = "you cannot close your own account or change your own rights"
    agency_id = _checked(act, work, errors)
    roles_before = {role.role for role in account.roles}
    if (roles_before, account.agency_id, account.is_admin, account.active) != (
            set(act.roles), agency_id, act.is_admin, act.active):
        account.session_version += 1
    account.name, account.agency_id, account.unit_id = typed(act.name, 201), agency_id, act.unit_id or None
    account.language, account.is_admin, account.active = act.language, act.is_admin, act.active
    for role in [role for role in account.roles if role.role not in act.roles]:
        account.roles.remove(role)
    account.roles.extend(AccountRole(role=role) for role in sorted(set(act.roles) - roles_before))
    return Receipt(id=account.id)


def wrong_password(password: str, field_name: str) -> dict[str, str]:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return {field_name: f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"}
    return {}


def _checked(act, work: Work, errors: dict[str, str]) -> str | None:
    """The agency's id. Raises InvalidAnswers with every error, Forbidden."""
    agency = agency_of(work, act.agency_code) if act.agency_code else None
    if act.agency_code and agency is None:
        errors["agency_code"] = "there is no such agency"
    elif not administers(work.by, agency.id if agency else None):
        raise Forbidden(who=work.by.name, what="keep the accounts of that agency")
    if act.is_admin and agency is None and not administers(work.by, None):
        raise Forbidden(who=work.by.name, what="make a national administrator")
    if not 1 <= len(typed(act.name, 201)) <= 200:
        errors["name"] = "1 to 200 characters"
    if act.language not in list(Language):
        errors["language"] = "ar, fr or en"
    if any(not _ROLE.match(role) or role in ("system", "complainant") for role in act.roles):
        errors["roles"] = "roles are the lanes of the agency's diagrams"
    unit = work.session.get(Unit, act.unit_id) if act.unit_id else None
    if act.unit_id and (unit is None or agency is None or unit.agency_id != agency.id):
        errors["unit_id"] = "this unit belongs to another agency"
    if errors:
        raise InvalidAnswers(errors)
    return agency.id if agency else None
