"""The files of a case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, sees_case
from engine.errors import NotFound
from engine.queries.names import names_for
from engine.queries.seen import is_about, is_offered
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Attachment, ComplaintCase, ProcessInstance, Submission

LODGE = "lodge"
#: An erased file has no name any more.
_IS_KEPT = Attachment.filename != ""


@dataclass(frozen=True)
class AttachmentRow:
    """`by_name` is the officer who added it; None for a file of the complainant's."""

    id: str
    filename: str
    size: int
    media_type: str
    at: datetime
    by_name: str | None


@dataclass(frozen=True)
class AttachmentFile:
    """`key` is where the file store keeps the bytes."""

    filename: str
    media_type: str
    size: int
    sha256: str
    key: str


def attachment_rows(session: Session, instance_id: str, own_only: bool = False) -> list[AttachmentRow]:
    """The files of a case in the order given; `own_only` leaves out what the staff added for itself."""
    query = select(Attachment).where(Attachment.instance_id == instance_id, _IS_KEPT).order_by(Attachment.at, Attachment.id)
    rows = list(session.scalars(query.where(_is_own()) if own_only else query))
    names = names_for(session, people={row.by_account for row in rows})
    return [AttachmentRow(row.id, row.filename, row.size, row.media_type, row.at,
                          names.people.get(row.by_account or "")) for row in rows]


def attachment_of(session: Session, shelf: DefinitionShelf, attachment_id: str, person: Person) -> AttachmentFile:
    """Where to read one file. A complainant gets only what they gave themselves or were sent. Raises
    NotFound."""
    found = session.execute(
        select(Attachment, ProcessInstance.agency_id, ComplaintCase.reference, ComplaintCase.restricted_to,
               is_about(person, Attachment.instance_id), is_offered(person, Attachment.instance_id), _is_own())
        .join(ProcessInstance, ProcessInstance.id == Attachment.instance_id)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == Attachment.instance_id)
        .where(Attachment.id == typed(attachment_id, 32), _IS_KEPT)).one_or_none()
    if found is not None:
        row, agency_id, reference, restricted_to, is_named, offered, is_own = found
        sees = offered or sees_case(person, agency_id, reference, restricted_to)
        if sees and not is_named and (is_own or person.reference is None):
            return AttachmentFile(row.filename, row.media_type, row.size, row.sha256, row.sha256)
    raise NotFound(what="file", which=attachment_id[:40])


def _is_own() -> ColumnElement[bool]:
    """Given by the complainant or by the officer who lodged for them, or sent to them in the conversation."""
    lodged = exists().where(Submission.id == Attachment.submission_id, Submission.element_id == LODGE)
    return or_(Attachment.by_account.is_(None), Attachment.message_id.is_not(None), lodged)
