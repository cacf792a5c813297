"""Two cases that were joined turn out to be two: the one that was closed is taken up again under a number of its own."""

from dataclasses import dataclass, replace

import orjson
from sqlalchemy import select, update

from engine.acts.append_event import append_event
from engine.acts.attach_files import NewAttachment
from engine.acts.case_links import DUPLICATE, SEPARATED
from engine.acts.lodge_complaint import LODGE, LodgeComplaint, lodge_complaint
from engine.acts.reason_given import keep_reason
from engine.acts.work import Receipt, Work
from engine.domain.access import Person, separates_cases
from engine.errors import ErasedMeanwhile, Forbidden, Invalid, NotFound
from engine.queries.seen import case_to_change
from engine.store.tables import Agency, Attachment, CaseLink, ComplaintCase, Contact, Submission
from engine.store.writes import insert
from engine.vocabulary import Status

SEPARATION = "separation"
SHORTEST_REASON, LONGEST_REASON = 10, 2000


@dataclass(frozen=True)
class SeparateCase:
    """`reference` is that of the joined case. What was said in it is lodged anew with its own day of deposit, so its legal
    date is what it always was."""

    reference: str
    reason: str


def separate_case(act: SeparateCase, work: Work) -> Receipt:
    """The receipt is that of the new case. Raises NotFound, Forbidden, Invalid, ErasedMeanwhile; InvalidAnswers where
    the form asks other things by now."""
    case = case_to_change(work.session, act.reference, work.by)
    if not separates_cases(work.by, case.agency_id):
        raise Forbidden(who=work.by.name, what="separate cases that were joined; a unit head or a supervisor may")
    reason = act.reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid(what="the reason", reason=f"it must have {SHORTEST_REASON} to {LONGEST_REASON} characters")
    contact = work.session.get(Contact, case.instance_id)
    if contact.erased_at is not None:
        raise ErasedMeanwhile(reference=case.reference, on=contact.erased_at.date())
    link = _standing_link(work, case)
    said = work.session.scalar(select(Submission).where(
        Submission.instance_id == case.instance_id, Submission.element_id == LODGE).order_by(Submission.at).limit(1))
    if link is None or said is None:
        raise NotFound(what="case that is joined to another", which=act.reference)
    work.session.execute(update(CaseLink).where(
        CaseLink.child_id == link.child_id, CaseLink.parent_id == link.parent_id, CaseLink.kind == DUPLICATE)
        .values(undone_by=work.by.id, undone_at=work.now).execution_options(synchronize_session=False))
    code = work.session.get(Agency, case.agency_id).code
    # Nobody enters a message here: what was said before is said again, so the rules of the counter do not apply.
    again = lodge_complaint(LodgeComplaint(code, case.kind, case.channel, case.language, orjson.loads(said.answers),
                                           _files(work, said), case.lodged_at, reason), replace(work, by=Person.system()))
    work.transaction.later(
        *insert(CaseLink, {"child_id": again.instance_id, "parent_id": case.instance_id, "kind": SEPARATED,
                           "by_account": work.by.id, "at": work.now}))
    keep_reason(work, case.instance_id, SEPARATION, reason)
    append_event(work, case.instance_id, "case_separated", other=again.reference)
    return again


def _standing_link(work: Work, case: ComplaintCase) -> CaseLink | None:
    if case.status != Status.JOINED:
        return None
    return work.session.scalar(select(CaseLink).where(
        CaseLink.child_id == case.instance_id, CaseLink.kind == DUPLICATE, CaseLink.undone_at.is_(None)))


def _files(work: Work, said: Submission) -> tuple[NewAttachment, ...]:
    rows = work.session.scalars(select(Attachment).where(Attachment.submission_id == said.id).order_by(Attachment.id))
    return tuple(NewAttachment(row.filename, work.files.get(row.sha256)) for row in rows)
