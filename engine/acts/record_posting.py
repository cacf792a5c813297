"""An officer printed a letter and records the day it was posted or handed over."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select

from engine.acts.append_event import append_event
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_agency
from engine.domain.business_calendar import BusinessCalendar
from engine.errors import Conflict, InvalidAnswers, NotFound
from engine.queries.seen import is_hidden
from engine.store.tables import Id, LetterRow, ProcessInstance
from engine.vocabulary import LetterState


@dataclass(frozen=True)
class RecordPosting:
    letter_id: str
    posted_on: date


def record_posting(act: RecordPosting, work: Work) -> Receipt:
    """Raises NotFound, Conflict when it was recorded before, InvalidAnswers for an impossible day."""
    letter = work.session.get(LetterRow, act.letter_id, with_for_update=True)
    if letter is None or not work.by.is_staff or not _sees(work, letter):
        raise NotFound(what="letter", which=act.letter_id)
    if letter.state == LetterState.POSTED:
        raise Conflict()
    if letter.state not in (LetterState.TO_PRINT, LetterState.FAILED) or letter.instance_id is None:
        raise NotFound(what="letter to post", which=act.letter_id)
    local_day = _calendar(work, letter).local_day
    written_on, today = local_day(letter.created_at), local_day(work.now)
    if not written_on <= act.posted_on <= today:
        raise InvalidAnswers({"posted_on": f"{written_on:%Y-%m-%d} – {today:%Y-%m-%d}"})
    letter.state, letter.posted_on, letter.posted_by = LetterState.POSTED, act.posted_on, work.by.id
    append_event(work, letter.instance_id, "letter_posted", letter_id=letter.id, posted_on=act.posted_on)
    return Receipt(id=letter.id, instance_id=letter.instance_id)


def _sees(work: Work, letter: LetterRow) -> bool:
    hidden = work.session.scalar(select(is_hidden(work.by, literal(letter.instance_id, Id))))
    return sees_agency(work.by, letter.agency_id) and not hidden


def _calendar(work: Work, letter: LetterRow) -> BusinessCalendar:
    """The days of the agency are those of its case's definition."""
    instance = work.session.get(ProcessInstance, letter.instance_id)
    return work.shelf.definition(instance.definition_hash, work.session).calendar
