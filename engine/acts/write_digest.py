"""The morning digest: one message a recipient, with every case whose date has come near or passed."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from sqlalchemy import ColumnElement, exists, func, insert, select, update

from engine.acts.claim_due import refuse_people
from engine.acts.defer_letters import defer_letters
from engine.acts.work import Receipt, Work
from engine.domain.mornings import next_morning
from engine.jobs import Deferred, JobKind
from engine.notifications.digest_texts import DigestLine, Waiting, digest_text
from engine.queries.conversation import to_answer
from engine.queries.escalations import EscalationRow, calendar_of_case, may_be_told, reached
from engine.queries.sign_in import person_of
from engine.store.tables import Account, Agency, ComplaintCase, EscalationNotice, LetterRow, new_id
from engine.vocabulary import LetterState

CODE = "escalation_digest"
MOST_READ = 1000


@dataclass(frozen=True)
class FindDueDigests:
    """Answers with the recipients who have something to be told; `deferred` hands them to the queue as well."""

    limit: int = 200
    deferred: bool = False


@dataclass(frozen=True)
class WriteDigest:
    """Tells one recipient everything that is due to be told, in one message; nothing where nothing is."""

    recipient_id: str


def find_due_digests(act: FindDueDigests, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    ids = tuple(work.session.scalars(
        select(EscalationNotice.recipient_id).distinct()
        .where(EscalationNotice.told_at.is_(None), EscalationNotice.tell_at <= work.now).limit(act.limit)))
    if act.deferred and ids:
        work.jobs.defer_all(work.session, JobKind.WRITE_DIGEST, [
            Deferred({"recipient_id": recipient}, f"digest:{recipient}") for recipient in ids])
    return Receipt(count=len(ids), ids=ids)


def write_digest(act: WriteDigest, work: Work) -> Receipt:
    """The letter and the mark that it tells these rungs are one transaction; the worker carries the letter out, and the
    letter's id is its Message-ID at every try. What is no news any more, a reminder of a case that was answered since, is
    left out; a digest that is empty then is not written. Raises Forbidden."""
    refuse_people(work)
    recipient = _held(work, act.recipient_id)
    due = (EscalationNotice.recipient_id == act.recipient_id, EscalationNotice.told_at.is_(None),
           EscalationNotice.tell_at <= work.now)
    keys = work.session.execute(
        select(EscalationNotice.instance_id, EscalationNotice.code, EscalationNotice.rung)
        .where(*due).order_by(EscalationNotice.tell_at, EscalationNotice.instance_id).limit(MOST_READ)).all()
    if not keys:
        return Receipt(id=act.recipient_id)
    heard = set(work.session.scalars(select(EscalationNotice.instance_id).where(*due, _may_hear(recipient))))
    calendar = calendar_of_case(work.session, work.shelf, keys[0].instance_id)
    today = calendar.local_day(work.now)
    key = f"digest:{act.recipient_id}:{today.isoformat()}"
    if work.session.scalar(select(LetterRow.id).where(LetterRow.key == key)):
        # one message a morning: what comes after it waits for the next
        work.session.execute(update(EscalationNotice).where(*due).values(tell_at=next_morning(calendar, work.now)))
        return Receipt(id=act.recipient_id)
    told = [tuple(key) for key in keys if key.instance_id in heard]
    news = [row for row in reached(work.session, work.shelf, told, work.now) if row.is_news]
    letter = _letter(work, recipient, key, news, today, _unread(work, keys, due)) if news else None
    work.session.execute(update(EscalationNotice).where(*due).values(told_at=work.now, letter_id=letter and letter["id"]))
    return Receipt(id=act.recipient_id, count=len(news) if letter else 0)


def _held(work: Work, recipient_id: str) -> Account | Agency | None:
    """Under a lock, so that two workers do not tell the same person at once."""
    for table in (Account, Agency):
        row = work.session.scalar(select(table).where(table.id == recipient_id).with_for_update(key_share=True))
        if row is not None:
            return row
    return None


def _may_hear(recipient: Account | Agency | None) -> ColumnElement[bool]:
    """A case may have become confidential, or another agency's, since the rung was reached."""
    if isinstance(recipient, Account):
        return may_be_told(person_of(recipient), EscalationNotice.instance_id)
    return exists().where(ComplaintCase.instance_id == EscalationNotice.instance_id, ComplaintCase.restricted_to.is_(None),
                          ComplaintCase.agency_id == (recipient.id if recipient else None))


def _unread(work: Work, keys, due) -> int:
    """How many cases there are beyond those that were read: after a decree a desk may have tens of thousands."""
    if len(keys) < MOST_READ:
        return 0
    cases = work.session.scalar(select(func.count(EscalationNotice.instance_id.distinct())).where(*due))
    return cases - len({key.instance_id for key in keys})


def _letter(work: Work, recipient, key: str, news: list[EscalationRow], today: date, unread: int) -> dict | None:
    """None where the recipient has left or has no address: their page shows it all the same."""
    is_person = isinstance(recipient, Account)
    if recipient is None or not recipient.email or (is_person and not recipient.active):
        return None
    language, agency_id = (recipient.language, recipient.agency_id) if is_person else ("fr", recipient.id)
    base = work.settings.base_url
    lines = [DigestLine(row.reference, row.names.get(language) or row.code, row.rung[language], row.due_on, row.days_left,
                        row.met_on, f"{base}/cases/{quote(row.reference)}") for row in news]
    waiting = Waiting(work.session.scalar(to_answer(person_of(recipient))), f"{base}/messages") if is_person else None
    subject, body = digest_text(lines, today, f"{base}/escalations", language, unread, waiting)
    letter = {
        "id": new_id(), "instance_id": None, "agency_id": agency_id, "key": key, "code": CODE, "language": language,
        "addressee": "account", "recipient": recipient.email, "subject": subject, "body": body,
        "state": LetterState.DUE, "created_at": work.now, "next_attempt_at": work.now, "attempts": 0}
    work.session.execute(insert(LetterRow), [letter])
    defer_letters(work, [letter])
    return letter
