"""The search for a case by reference or by the complainant's name."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_rows import CaseRow, case_lines, case_rows
from engine.queries.seen import case_seen
from engine.queries.text_match import NEWEST_MATCHES, case_matches, is_case_named
from engine.store.definition_shelf import DefinitionShelf


def find_cases(session: Session, shelf: DefinitionShelf, text: str, person: Person, now: datetime,
               limit: int = 20) -> list[CaseRow]:
    """The cases a search means, open and ended, newest first; those of exactly this reference alone if there are any.

    A name matches when every word typed begins a word of it, whatever the accents, Arabic vowels and letter forms.
    """
    if not text.strip():
        return []
    seen = case_seen(person)
    lines = case_lines(session, [seen, is_case_named(text)], NEWEST_MATCHES, limit)
    lines = lines or case_lines(session, [seen, case_matches(text)], NEWEST_MATCHES, limit)
    return case_rows(session, shelf, lines, now)
