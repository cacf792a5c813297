"""The complainant does not accept the reply and asks for a new examination."""

from dataclasses import dataclass

import orjson
from sqlalchemy import select

from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_case
from engine.errors import Forbidden, Invalid, NotFound
from engine.store.tables import ComplaintCase, Submission, new_id
from engine.store.writes import insert

MESSAGE = "renewal"
LONGEST_REASON = 2000


@dataclass(frozen=True)
class RenewComplaint:
    """`reason` says what the reply leaves open; the second examiner must know it, so it may not be empty."""

    reference: str
    reason: str


def renew_complaint(act: RenewComplaint, work: Work) -> Receipt:
    """Hands the message `renewal` to the diagram. Raises NotFound, Forbidden, Invalid, CaseAlreadyEnded,
    MessageNotExpected."""
    case = work.session.scalars(select(ComplaintCase).where(ComplaintCase.reference == act.reference)).first()
    if case is None or not sees_case(work.by, case.agency_id, case.reference):
        raise NotFound(what="case", which=act.reference)
    if not (work.by.is_system or work.by.reference == case.reference):
        raise Forbidden(who=work.by.name, what="ask for a new examination of a message that somebody else lodged")
    if not act.reason.strip():
        raise Invalid(what="the reason", reason="it is empty; say what the reply leaves open")
    if len(act.reason) > LONGEST_REASON:
        raise Invalid(what="the reason", reason=f"it is longer than {LONGEST_REASON} characters")
    step = Step.load(work, case.instance_id)
    work.transaction.later(*insert(Submission, {
        "id": new_id(), "instance_id": case.instance_id, "element_id": MESSAGE,
        "by_account": work.by.id, "answers": orjson.dumps({"reason": act.reason}).decode(), "at": work.now}))
    step.note("renewal_asked", work.now)
    step.deliver(MESSAGE, {}, work.now)
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id)
