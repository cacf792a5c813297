"""What complainants say of their own case by a message that the diagram waits for."""

from sqlalchemy import select

from engine.acts.reason_given import keep_reason
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_case
from engine.errors import Forbidden, Invalid, NotFound
from engine.store.tables import ComplaintCase

LONGEST_REASON = 2000


def hand_to_diagram(work: Work, reference: str, message: str, reason: str, event: str, doing: str) -> Receipt:
    """The reason, where there is one, is kept as a submission under the message's name; `event` is what the history notes and
    `doing` ends the sentence for whoever lodged something else.

    Raises NotFound, Forbidden, Invalid, CaseAlreadyEnded, MessageNotExpected.
    """
    case = work.session.scalars(select(ComplaintCase).where(ComplaintCase.reference == reference)).first()
    if case is None or not sees_case(work.by, case.agency_id, case.reference):
        raise NotFound(what="case", which=reference)
    if not (work.by.is_system or work.by.reference == case.reference):
        raise Forbidden(who=work.by.name, what=doing)
    if len(reason) > LONGEST_REASON:
        raise Invalid(what="the reason", reason=f"it is longer than {LONGEST_REASON} characters")
    step = Step.load(work, case.instance_id)
    if reason.strip():
        keep_reason(work, case.instance_id, message, reason)
    step.note(event, work.now)
    step.deliver(message, {}, work.now)
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id)
