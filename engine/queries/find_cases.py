"""The search for a case by reference or by the complainant's name."""

from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_rows import CaseRow, case_lines, case_rows
from engine.queries.given_away import given_away, given_lines
from engine.queries.names import names_for
from engine.queries.seen import case_seen
from engine.queries.text_match import NEWEST_MATCHES, case_matches, given_matches, is_case_named
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CaseTransfer
from engine.vocabulary import Status


def find_cases(session: Session, shelf: DefinitionShelf, text: str, person: Person, now: datetime,
               limit: int = 20) -> list[CaseRow]:
    """The cases a search means, open and ended, newest first; those of exactly this reference alone if there are any. Those
    that the person's agency gave away come last.

    A name matches when every word typed begins a word of it, whatever the accents, Arabic vowels and letter forms.
    """
    if not text.strip():
        return []
    seen = case_seen(person)
    lines = case_lines(session, [seen, is_case_named(text)], NEWEST_MATCHES, limit)
    lines = lines or case_lines(session, [seen, case_matches(text)], NEWEST_MATCHES, limit)
    found = case_rows(session, shelf, lines, now)
    gone = given_lines(session, [given_away(person), given_matches(text)], (CaseTransfer.lodged_at.desc(),), limit - len(found))
    return found + [_row(session, shelf, line) for line in gone]


def _row(session: Session, shelf: DefinitionShelf, line: Row) -> CaseRow:
    """A case that was given away: where it is now, and no more."""
    gone, agency = line.CaseTransfer, names_for(session, {line.CaseTransfer.to_agency_id})
    where = agency.agency(gone.to_agency_id)
    lodged_on = shelf.definition(gone.definition_hash, session).calendar.local_day(gone.lodged_at)
    return CaseRow(gone.reference, line.subject, gone.kind, line.name, where.code, where.names, lodged_on, None, None,
                   Status.TRANSFERRED, False, False)
