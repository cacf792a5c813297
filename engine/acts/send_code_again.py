"""A follow-up code was lost: it goes once more to the address on file, and nowhere else.

Whoever asks learns nothing: asking costs and says the same for every reference, because it is a job of the background that
looks whether there is such a case.
"""

from dataclasses import dataclass

from sqlalchemy import select

from engine.acts.append_event import append_event
from engine.acts.claim_due import refuse_people
from engine.acts.defer_letters import defer_letters
from engine.acts.limit_requests import AdmitRequest, admit_request
from engine.acts.work import Receipt, Work
from engine.domain.reference_number import follow_up_code, tidy_reference
from engine.jobs import JobKind
from engine.notifications.code_texts import CODE_AGAIN, code_text
from engine.queries.typed import typed
from engine.store.tables import Agency, ComplaintCase, Contact, LetterRow, new_id
from engine.store.writes import insert
from engine.vocabulary import COMPLAINANT, ContactChannel, LetterState

LONGEST, A_DAY = 80, 86_400


@dataclass(frozen=True)
class AskForCode:
    """`reference` as it was typed, right or wrong. Anybody may ask; one reference is looked at once a day."""

    reference: str


@dataclass(frozen=True)
class SendCodeAgain:
    """What the background does for an `AskForCode`."""

    reference: str


def ask_for_code(act: AskForCode, work: Work) -> Receipt:
    """The receipt says nothing. What was asked for today already is not asked for again."""
    wanted = tidy_reference(typed(act.reference, LONGEST))
    if admit_request(AdmitRequest(f"code:{wanted}", 1, A_DAY), work).count:
        work.jobs.defer(work.session, JobKind.SEND_CODE, {"reference": wanted})
    return Receipt()


def send_code_again(act: SendCodeAgain, work: Work) -> Receipt:
    """`count` in the receipt is 1 where a letter was written. Raises Forbidden."""
    refuse_people(work)
    found = work.session.execute(
        select(ComplaintCase, Contact, Agency).join(Contact, Contact.instance_id == ComplaintCase.instance_id)
        .join(Agency, Agency.id == ComplaintCase.agency_id).where(ComplaintCase.reference == act.reference)).one_or_none()
    if found is None:
        return Receipt()
    case, contact, agency = found
    by_mail = contact.channel == ContactChannel.EMAIL and contact.email
    recipient = contact.email if by_mail else f"{contact.name}\n{contact.address}" if contact.address else ""
    if not recipient or contact.erased_at is not None:
        return Receipt()
    letter_id = new_id()
    subject, body = code_text(
        case.language, reference=case.reference, code=follow_up_code(case.reference, work.settings.secret),
        agency=agency.name(case.language), url=f"{work.settings.base_url}/c")
    append_event(work, case.instance_id, "letter_written", None, letter_id=letter_id, letter=CODE_AGAIN,
                 addressee=COMPLAINANT, channel=LetterState.DUE if by_mail else LetterState.TO_PRINT)
    row = {
        "id": letter_id, "instance_id": case.instance_id, "agency_id": agency.id, "key": f"code:{letter_id}",
        "code": CODE_AGAIN, "language": case.language, "addressee": COMPLAINANT, "recipient": recipient,
        "subject": subject[:300], "body": body, "state": LetterState.DUE if by_mail else LetterState.TO_PRINT,
        "created_at": work.now, "next_attempt_at": work.now if by_mail else None, "attempts": 0}
    work.transaction.later(*insert(LetterRow, row))
    defer_letters(work, [row], JobKind.SEND_URGENT_LETTER)
    return Receipt(case.reference, case.instance_id, id=letter_id, count=1)
