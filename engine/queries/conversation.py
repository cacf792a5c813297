"""What complainant and agency wrote to each other on a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.conversation_rights import works_on_cases
from engine.queries.attachments import AttachmentRow
from engine.queries.case_page import run_of
from engine.queries.letters import LetterRow, letter_rows
from engine.queries.names import names_for
from engine.queries.seen import case_by_reference, case_seen
from engine.queries.unanswered import waits
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Attachment, ComplaintCase, Contact, ConversationMessage


@dataclass(frozen=True)
class ConversationLine:
    """One message. `by_name` is the officer's and None for the complainant, who is never told it; `waits` says that nobody
    of the agency has answered it; `letter` is what carried an agency's message out, for the agency alone. An empty `text`
    was erased."""

    id: str
    by_complainant: bool
    by_name: str | None
    text: str
    language: str
    at: datetime
    files: tuple[AttachmentRow, ...]
    waits: bool
    letter: LetterRow | None = field(hash=False, default=None)


@dataclass(frozen=True)
class Conversation:
    """The messages of a case, oldest first. `by_post` says that the complainant is written to on paper."""

    reference: str
    agency_names: Mapping[str, str] = field(hash=False)
    subject: str
    complainant_name: str
    language: str
    by_post: bool
    lines: tuple[ConversationLine, ...]
    over: bool
    may_write: bool

    @property
    def waiting(self) -> int:
        return sum(line.waits for line in self.lines)


@dataclass(frozen=True)
class CaseToAnswer:
    """A case whose complainant wrote and waits; `since_on` is the day of the oldest message."""

    reference: str
    subject: str
    complainant_name: str
    kind: str
    status: str
    count: int
    since: datetime
    since_on: date


def conversation_of(session: Session, shelf: DefinitionShelf, reference: str, person: Person) -> Conversation:
    """For the agency's people, and for the complainant of this very case. Raises NotFound."""
    case = case_by_reference(session, reference, person)
    run, contact = run_of(session, case.instance_id), session.get(Contact, case.instance_id)
    rows = list(session.scalars(
        select(ConversationMessage).where(ConversationMessage.instance_id == case.instance_id)
        .order_by(ConversationMessage.at, ConversationMessage.id)))
    is_public = person.reference is not None
    names = names_for(session, {case.agency_id}, people=() if is_public else {row.by_account for row in rows})
    files = _files(session, rows)
    letters = {} if is_public else {row.id: row for row in letter_rows(session, case.instance_id, case.reference)}
    lines = tuple(ConversationLine(
        row.id, row.by_account is None, names.people.get(row.by_account or ""), row.text, row.language, row.at,
        tuple(files.get(row.id, ())), row.by_account is None and row.answered_at is None, letters.get(row.letter_id or ""))
        for row in rows)
    return Conversation(
        reference=case.reference, agency_names=names.agency(case.agency_id).names, subject=contact.subject if contact else "",
        complainant_name=contact.name if contact else "", language=case.language,
        by_post=contact is None or contact.channel != "email" or not contact.email, lines=lines, over=run.is_over,
        may_write=not run.is_over and (is_public or works_on_cases(person, case.agency_id)))


def cases_to_answer(session: Session, shelf: DefinitionShelf, person: Person, now: datetime,
                    limit: int = 200) -> list[CaseToAnswer]:
    """The cases of the person's agency whose complainant wrote and waits, the longest wait first; the first `limit` of them."""
    since = func.min(ConversationMessage.at)
    waiting = (select(ConversationMessage.instance_id, since.label("since"), func.count().label("count"))
               .join(ComplaintCase, ComplaintCase.instance_id == ConversationMessage.instance_id)
               .where(waits(), _own(person)).group_by(ConversationMessage.instance_id)
               .order_by(since).limit(limit).subquery())
    rows = session.execute(
        select(ComplaintCase, Contact.subject, Contact.name, waiting.c.since, waiting.c["count"])
        .join(waiting, waiting.c.instance_id == ComplaintCase.instance_id)
        .outerjoin(Contact, Contact.instance_id == ComplaintCase.instance_id).order_by(waiting.c.since))
    found = []
    for case, subject, name, since_at, count in rows:
        calendar = shelf.definition(run_of(session, case.instance_id).definition_hash, session).calendar
        found.append(CaseToAnswer(case.reference, subject or "", name or "", case.kind, case.status, count, since_at,
                                  calendar.local_day(since_at)))
    return found


def to_answer(person: Person) -> Select[tuple[int]]:
    """How many cases of the person's agency have a message that waits; see `worklist.worklist_for`."""
    return (select(func.count(ConversationMessage.instance_id.distinct()))
            .join(ComplaintCase, ComplaintCase.instance_id == ConversationMessage.instance_id).where(waits(), _own(person)))


def _own(person: Person) -> ColumnElement[bool]:
    """Only the agency's own people answer, so only they have a list."""
    return and_(case_seen(person), ComplaintCase.agency_id == person.agency_id)


def _files(session: Session, rows: list[ConversationMessage]) -> dict[str, list[AttachmentRow]]:
    found: dict[str, list[AttachmentRow]] = {}
    if rows:
        query = (select(Attachment).where(Attachment.instance_id == rows[0].instance_id, Attachment.message_id.is_not(None))
                 .order_by(Attachment.at, Attachment.id))
        for file in session.scalars(query):
            found.setdefault(file.message_id, []).append(
                AttachmentRow(file.id, file.filename, file.size, file.media_type, file.at, None))
    return found
