"""The receipt of a case: what proves that a message was lodged, when, and by which day the reply is due."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.domain.reference_number import follow_up_code
from engine.queries.events import events_of
from engine.queries.public_case import PublicCase, public_case
from engine.queries.seen import case_by_reference
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase

#: So long may the one who entered a message hand its receipt over with the code.
CODE_SHOWN = timedelta(hours=24)


@dataclass(frozen=True)
class ReceiptPaper:
    """`code` is None for staff who did not enter the message themselves in the last day: it opens the case as its
    complainant. `lines` are (question, answer) as sent, in the language of the case; `files` names of what came with it."""

    case: PublicCase
    channel: str
    address: str
    code: str | None
    lines: tuple[tuple[str, str], ...] = field(hash=False)
    files: tuple[str, ...] = ()


def receipt_paper(session: Session, shelf: DefinitionShelf, reference: str, person: Person, secret: str,
                  now: datetime) -> ReceiptPaper:
    """Raises NotFound for a case that this person may not see."""
    row = _row(session, reference, person, now)
    case = public_case(session, shelf, row.reference, now)
    form, values = case.lodged_form, case.lodged_values
    lines = form.shown_answers(values, case.language) if form else []
    knows = person.reference == row.reference or _entered(session, row, person, now)
    who = form.by_role(values) if form else {}
    return ReceiptPaper(case, row.channel, str(who.get("address", "")), follow_up_code(row.reference, secret) if knows else None,
                        tuple((question, text) for question, text in lines if text),
                        tuple(file.filename for file in case.attachments))


def _row(session: Session, reference: str, person: Person, now: datetime) -> ComplaintCase:
    """Who entered a message hands its receipt over even where only others may read the case from then on."""
    own = session.scalar(select(ComplaintCase).where(ComplaintCase.reference == typed(reference)))
    if own is not None and _entered(session, own, person, now):
        return own
    return case_by_reference(session, reference, person)


def _entered(session: Session, case: ComplaintCase, person: Person, now: datetime) -> bool:
    """Did this person enter the message in the last day? The history says so, not what was written."""
    if not person.is_staff:
        return False
    lodged = next((event for event in events_of(session, case.instance_id) if event.kind == "case_lodged"), None)
    if lodged is None or lodged.actor_id != person.id:
        return False
    return now - datetime.fromisoformat(str(lodged.body.get("entered_at", lodged.at.isoformat()))) < CODE_SHOWN
