"""Who signs in, and who the person behind a request is."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers, enters_messages, keeps_calendar, owns_processes, recalculates, supervises
from engine.domain.password_link import read_password_token
from engine.queries.names import LANGUAGES, names_of
from engine.queries.typed import typed
from engine.store.database import Database
from engine.store.passwords import password_matches
from engine.store.tables import Account, Agency

#: Asked with every page: one statement of the driver's, whatever the account has; a row for each of its roles.
_OF_SESSION = """select a.id, a.name, a.email, r.role, a.agency_id, a.unit_id, a.language, a.is_admin, a.session_version,
  a.active, g.code, g.name_ar, g.name_fr, g.name_en
from account a left join agency g on g.id = a.agency_id left join account_role r on r.account_id = a.id where a.id = {mark}"""
_ON_SQLITE, _ON_POSTGRESQL = _OF_SESSION.format(mark="?"), _OF_SESSION.format(mark="%s::uuid")
_KEY = re.compile(r"[0-9a-f]{32}")


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
    return _signed(row, session.get(Agency, row.agency_id) if row.agency_id else None)


def account_of(database: Database, account_id: str) -> SignedAccount | None:
    """The account of a session cookie; None when it is gone. Closed accounts are returned with `active` False."""
    if not _is_key(account_id):
        return None
    rows = database.ask(_ON_SQLITE if database.is_sqlite else _ON_POSTGRESQL, (account_id,))
    if not rows:
        return None
    key, name, email, _, agency_id, unit_id, language, is_admin, version, active, code, *names = rows[0]
    held = frozenset(row[3] for row in rows if row[3])
    person = Person(_hex(key), name, email, held, _hex(agency_id), _hex(unit_id), language, bool(is_admin))
    return SignedAccount(person, version, bool(active), _rights(person), code,
                         {word: text for word, text in zip(LANGUAGES, names, strict=True) if text})


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


def _signed(row: Account, agency: Agency | None) -> SignedAccount:
    person = person_of(row)
    return SignedAccount(person, row.session_version, row.active, _rights(person), agency.code if agency else None,
                         names_of(agency) if agency else {})


def _rights(person: Person) -> frozenset[str]:
    held = {
        "enter_messages": enters_messages(person, person.agency_id),
        "supervise": supervises(person, person.agency_id),
        "administer": administers(person, person.agency_id),
        "own_processes": owns_processes(person),
        "keep_calendar": keeps_calendar(person, person.agency_id),
        "recalculate": recalculates(person),
    }
    return frozenset(right for right, holds in held.items() if holds)


def _hex(key: UUID | str | None) -> str | None:
    return key.hex if isinstance(key, UUID) else key


def _is_key(text: str) -> bool:
    return isinstance(text, str) and _KEY.fullmatch(text) is not None
