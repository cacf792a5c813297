"""Letters: those of a case, those to print and post, and one as it is printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.domain.access import Person, sees_case
from engine.errors import NotFound
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.names import Names, names_for
from engine.queries.seen import agency_seen, is_about, is_hidden
from engine.queries.standing import is_to_print
from engine.queries.typed import typed
from engine.queries.words import LETTERS, texts_of
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, LetterRow as LetterTable, ProcessInstance
from engine.vocabulary import COMPLAINANT, LetterState

PRINTED = frozenset({LetterState.TO_PRINT, LetterState.POSTED})


@dataclass(frozen=True)
class LetterRow:
    """`to` is "complainant", a role, or "account". `address` holds the lines under `recipient_name` of a printed letter,
    `email` the address of one that is sent; `problem` says why the last attempt failed."""

    id: str
    code: str
    names: Mapping[str, str] = field(hash=False)
    language: str
    to: str
    subject: str
    state: LetterState
    created_at: datetime
    sent_at: datetime | None
    posted_on: date | None
    recipient_name: str
    address: str
    email: str
    problem: str | None
    reference: str | None
    agency_code: str
    agency_names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Letter(LetterRow):
    """One letter with its text. `created_on` is the day it bears."""

    body: str
    created_on: date
    agency_address: str


def letter_rows(session: Session, instance_id: str, reference: str | None, own_only: bool = False) -> list[LetterRow]:
    """The letters of a case, newest first; `own_only` gives those to the complainant."""
    query = (select(LetterTable).where(LetterTable.instance_id == instance_id)
             .order_by(LetterTable.created_at.desc(), LetterTable.id.desc()))
    rows = list(session.scalars(query.where(LetterTable.addressee == COMPLAINANT) if own_only else query))
    names = names_for(session, {row.agency_id for row in rows})
    return [LetterRow(**_fields(row, reference, names)) for row in rows]


def letters_to_post(session: Session, shelf: DefinitionShelf, person: Person, now: datetime, after: str | None = None,
                    limit: int = 50) -> Page:
    """The letters that wait to be printed and posted, oldest first."""
    query = (select(LetterTable, ComplaintCase.reference)
             .outerjoin(ComplaintCase, ComplaintCase.instance_id == LetterTable.instance_id)
             .where(is_to_print(), agency_seen(person, LetterTable.agency_id), ~is_hidden(person, LetterTable.instance_id)))
    place = read_cursor(after, datetime, str)
    if place:
        query = query.where(tuple_(LetterTable.created_at, LetterTable.id) > tuple(place))
    query = query.order_by(LetterTable.created_at, LetterTable.id).limit(limit + 1)
    lines, following = page_of(list(session.execute(query)), limit, lambda line: (line[0].created_at, line[0].id))
    names = names_for(session, {row.agency_id for row, _ in lines})
    return Page(tuple(LetterRow(**_fields(row, reference, names)) for row, reference in lines), following)


def letter_page(session: Session, shelf: DefinitionShelf, letter_id: str, person: Person) -> Letter:
    """One letter; a complainant sees those addressed to them. Raises NotFound."""
    found = session.execute(
        select(LetterTable, ComplaintCase.reference, ComplaintCase.restricted_to, is_about(person, LetterTable.instance_id),
               ProcessInstance.definition_hash)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == LetterTable.instance_id)
        .join(ProcessInstance, ProcessInstance.id == LetterTable.instance_id)
        .where(LetterTable.id == typed(letter_id, 32))).one_or_none()
    if found is None or not may_read(person, *found[:4]):
        raise NotFound(what="letter", which=letter_id[:40])
    row, reference, _, _, content_hash = found
    names = names_for(session, {row.agency_id})
    return Letter(**_fields(row, reference, names), body=row.body,
                  created_on=shelf.definition(content_hash, session).calendar.local_day(row.created_at),
                  agency_address=names.agency(row.agency_id).address)


def may_read(person: Person, row: LetterTable, reference: str | None, restricted_to: str | None, is_named: bool) -> bool:
    """Letters to accounts hang on no case and are never found here: they carry links that set a password."""
    is_theirs = person.reference is None or row.addressee == COMPLAINANT
    return is_theirs and sees_case(person, row.agency_id, reference, restricted_to, is_named)


def _fields(row: LetterTable, reference: str | None, names: Names) -> dict:
    is_printed = row.state in PRINTED or "@" not in row.recipient
    name, _, address = row.recipient.partition("\n") if is_printed else ("", "", "")
    agency = names.agency(row.agency_id)
    return {
        "id": row.id, "code": row.code, "names": texts_of(LETTERS, row.code), "language": row.language,
        "to": row.addressee, "subject": row.subject, "state": LetterState(row.state), "created_at": row.created_at,
        "sent_at": row.sent_at, "posted_on": row.posted_on, "recipient_name": name, "address": address,
        "email": "" if is_printed else row.recipient, "problem": row.last_error, "reference": reference,
        "agency_code": agency.code, "agency_names": agency.names,
    }
