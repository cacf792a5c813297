"""Who signs in, and who the person behind a request is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, lazyload

from engine.domain.access import Person, administers, enters_messages, keeps_calendar, owns_processes, recalculates, supervises
from engine.domain.password_link import read_password_token
from engine.queries.names import names_of
from engine.queries.typed import typed
from engine.store.passwords import password_matches
from engine.store.tables import Account, AccountRole, Agency

#: Asked with every page: one statement, whatever the account has, and built once.
_WITH_ROLES = (select(Account, Agency, AccountRole.role)
               .outerjoin(Agency, Agency.id == Account.agency_id).outerjoin(AccountRole, AccountRole.account_id == Account.id)
               .where(Account.id == bindparam("account_id")).options(lazyload(Account.roles)))


@dataclass(frozen=True)
class SignedAccount:
    """An account as the database knows it now. `rights` holds enter_messages, supervise, administer, own_processes,
    keep_calendar, recalculate."""

    person: Person
    session_version: int
    active: bool
    rights: frozenset[str]
    agency_code: str | None = None
    agency_names: dict[str, str] = field(default_factory=dict, hash=False)


def sign_in(session: Session, email: str, password: str, now: datetime) -> SignedAccount | None:
    """The account if the password is right and the account open; None in every other case, at the same cost."""
    row = session.scalar(select(Account).where(Account.email == tidy_email(email)))
    is_right = password_matches(row.password_hash if row and row.active else None, password)
    if row is None or not is_right:
        return None
    return _signed(row, session.get(Agency, row.agency_id) if row.agency_id else None, (one.role for one in row.roles))


def account_of(session: Session, account_id: str) -> SignedAccount | None:
    """The account of a session cookie; None when it is gone. Closed accounts are returned with `active` False."""
    if not _is_key(account_id):
        return None
    rows = session.execute(_WITH_ROLES, {"account_id": account_id}).all()
    return _signed(rows[0].Account, rows[0].Agency, (row.role for row in rows if row.role)) if rows else None


def reset_account(session: Session, secret: str, token: str, now: datetime) -> str | None:
    """The e-mail address of the account that a password link belongs to; None when it is forged, used or too old."""
    found = read_password_token(token, now, secret)
    row = session.get(Account, found[0]) if found else None
    return row.email if row is not None and row.active and row.session_version == found[1] else None


def tidy_email(email: str) -> str:
    """Addresses are kept and compared in lower case."""
    return typed(email, 254).lower()


def person_of(row: Account, roles: Iterable[str] | None = None) -> Person:
    """The person of an account row, as the rules of access know them; `roles` where they were read with the row."""
    held = frozenset(role.role for role in row.roles) if roles is None else frozenset(roles)
    return Person(row.id, row.name, row.email, held, row.agency_id, row.unit_id, row.language, row.is_admin)


def _signed(row: Account, agency: Agency | None, roles: Iterable[str]) -> SignedAccount:
    person = person_of(row, roles)
    held = {
        "enter_messages": enters_messages(person, person.agency_id),
        "supervise": supervises(person, person.agency_id),
        "administer": administers(person, person.agency_id),
        "own_processes": owns_processes(person),
        "keep_calendar": keeps_calendar(person, person.agency_id),
        "recalculate": recalculates(person),
    }
    return SignedAccount(person, row.session_version, row.active, frozenset(r for r, holds in held.items() if holds),
                         agency.code if agency else None, names_of(agency) if agency else {})


def _is_key(text: str) -> bool:
    return isinstance(text, str) and len(text) <= 32 and text.isascii() and text.isalnum()
