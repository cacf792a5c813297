"""The morning digest: one message a recipient, with every case whose date has come near or passed."""

from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import insert, select

from engine.acts.claim_due import refuse_people
from engine.acts.defer_letters import defer_letters
from engine.acts.work import Receipt, Work
from engine.domain.mornings import next_morning
from engine.jobs import Deferred, JobKind
from engine.notifications.digest_texts import DigestLine, digest_text
from engine.queries.escalations import EscalationRow, calendar_of_case, reached
from engine.store.tables import Account, Agency, EscalationNotice, LetterRow, new_id
from engine.vocabulary import LetterState

CODE = "escalation_digest"


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
    rows = work.session.scalars(
        select(EscalationNotice).where(EscalationNotice.recipient_id == act.recipient_id, EscalationNotice.told_at.is_(None),
                                       EscalationNotice.tell_at <= work.now)
        .with_for_update(skip_locked=True)).all()
    if not rows:
        return Receipt(id=act.recipient_id)
    calendar = calendar_of_case(work.session, work.shelf, rows[0].instance_id)
    today = calendar.local_day(work.now)
    key = f"digest:{act.recipient_id}:{today.isoformat()}"
    if work.session.scalar(select(LetterRow.id).where(LetterRow.key == key)):
        for row in rows:  # one message a morning: what comes after it waits for the next
            row.tell_at = next_morning(calendar, work.now)
        return Receipt(id=act.recipient_id)
    news = [row for row in reached(work.session, work.shelf, [(row.instance_id, row.code, row.rung) for row in rows], work.now)
            if row.is_news]
    letter = _letter(work, act.recipient_id, key, news, today) if news else None
    for row in rows:
        row.told_at, row.letter_id = work.now, letter and letter["id"]
    return Receipt(id=act.recipient_id, count=len(news) if letter else 0)


def _letter(work: Work, recipient_id: str, key: str, news: list[EscalationRow], today) -> dict | None:
    """None where the recipient has left or has no address: their page shows it all the same."""
    account = work.session.get(Account, recipient_id)
    agency = work.session.get(Agency, recipient_id) if account is None else None
    address = account.email if account is not None and account.active else agency.email if agency is not None else ""
    if not address:
        return None
    language = account.language if account is not None else "fr"
    base = work.settings.base_url
    lines = [DigestLine(row.reference, row.names.get(language) or row.code, row.rung[language], row.due_on, row.days_left,
                        row.met_on, f"{base}/cases/{quote(row.reference)}") for row in news]
    subject, body = digest_text(lines, today, f"{base}/escalations", language)
    letter = {
        "id": new_id(), "instance_id": None, "agency_id": account.agency_id if account is not None else agency.id, "key": key,
        "code": CODE, "language": language, "addressee": "account", "recipient": address, "subject": subject, "body": body,
        "state": LetterState.DUE, "created_at": work.now, "next_attempt_at": work.now, "attempts": 0}
    work.session.execute(insert(LetterRow), [letter])
    defer_letters(work, [letter])
    return letter
