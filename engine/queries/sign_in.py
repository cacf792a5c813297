"""Who signs in, and who the person behind a request is."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers, owns_processes, supervises
from engine.domain.password_link import read_password_token
from engine.queries.names import names_of
from engine.queries.typed import typed
from engine.store.passwords import password_matches
from engine.store.tables import Account, Agency


@dataclass(frozen=True)
class SignedAccount:
    """An account as the database knows it now. `rights` holds supervise, administer, own_processes."""

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
    return _signed(session, row) if row is not None and is_right else None


def account_of(session: Session, account_id: str) -> SignedAccount | None:
    """The account of a session cookie; None when it is gone. Closed accounts are returned with `active` False."""
    row = session.get(Account, account_id) if _is_key(account_id) else None
    return _signed(session, row) if row is not None else None


def reset_account(session: Session, secret: str, token: str, now: datetime) -> str | None:
    """The e-mail address of the account that a password link belongs to; None when it is forged, used or too old."""
    found = read_password_token(token, now, secret)
    row = session.get(Account, found[0]) if found else None
    return row.email if row is not None and row.active and row.session_version == found[1] else None


def tidy_email(email: str) -> str:
    """Addresses are kept and compared in lower case."""
    return typed(email, 254).lower()


def person_of(row: Account) -> Person:
    """The person of an account row, as the rules of access know them."""
    return Person(row.id, row.name, row.email, frozenset(role.role for role in row.roles), row.agency_id, row.unit_id,
                  row.language, row.is_admin)


def _signed(session: Session, row: Account) -> SignedAccount:
    person = person_of(row)
    held = {
        "supervise": supervises(person, person.agency_id),
        "administer": administers(person, person.agency_id),
        "own_processes": owns_processes(person),
    }
    agency = session.get(Agency, row.agency_id) if row.agency_id else None
    return SignedAccount(person, row.session_version, row.active, frozenset(r for r, holds in held.items() if holds),
                         agency.code if agency else None, names_of(agency) if agency else {})


def _is_key(text: str) -> bool:
    return isinstance(text, str) and len(text) <= 32 and text.isascii() and text.isalnum()
