"""The search for a case by reference or by the complainant's name."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.case_rows import CaseRow, case_lines, case_rows
from engine.queries.seen import agency_seen
from engine.queries.text_match import case_matches, is_case_named
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase


def find_cases(session: Session, shelf: DefinitionShelf, text: str, person: Person, now: datetime,
               limit: int = 20) -> list[CaseRow]:
    """The cases a search means, open and ended: those with exactly this reference first, then the newest.

    A name matches when every word typed begins a word of it, whatever the accents, Arabic vowels and letter forms.
    """
    if not text.strip():
        return []
    seen = case_lines().where(agency_seen(person, ComplaintCase.agency_id))
    newest = seen.order_by(ComplaintCase.lodged_at.desc(), ComplaintCase.instance_id.desc())
    named = list(session.execute(newest.where(is_case_named(text)).limit(limit)))
    others = newest.where(case_matches(text), ~is_case_named(text)).limit(limit - len(named))
    lines = named + (list(session.execute(others)) if len(named) < limit else [])
    return case_rows(session, shelf, lines, now)
