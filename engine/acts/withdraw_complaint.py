"""The complainant takes the message back."""

from dataclasses import dataclass

import orjson
from sqlalchemy import select

from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.domain.access import sees_case
from engine.errors import Forbidden, Invalid, NotFound
from engine.store.tables import ComplaintCase, Submission, new_id
from engine.store.writes import insert

MESSAGE = "withdrawal"
LONGEST_REASON = 2000


@dataclass(frozen=True)
class WithdrawComplaint:
    """`reason` may be empty: nobody has to give one."""

    reference: str
    reason: str = ""


def withdraw_complaint(act: WithdrawComplaint, work: Work) -> Receipt:
    """Hands the message `withdrawal` to the diagram. Raises NotFound, CaseAlreadyEnded, MessageNotExpected, Invalid."""
    case = work.session.scalars(select(ComplaintCase).where(ComplaintCase.reference == act.reference)).first()
    if case is None or not sees_case(work.by, case.agency_id, case.reference):
        raise NotFound(what="case", which=act.reference)
    if not (work.by.is_system or work.by.reference == case.reference):
        raise Forbidden(who=work.by.name, what="withdraw a message that somebody else lodged")
    if len(act.reason) > LONGEST_REASON:
        raise Invalid(what="the reason", reason=f"it is longer than {LONGEST_REASON} characters")
    step = Step.load(work, case.instance_id)
    if act.reason.strip():
        work.transaction.later(*insert(Submission, {
            "id": new_id(), "instance_id": case.instance_id, "element_id": MESSAGE,
            "by_account": work.by.id, "answers": orjson.dumps({"reason": act.reason}).decode(), "at": work.now}))
    step.note("case_withdrawn", work.now)
    step.deliver(MESSAGE, {}, work.now)
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id)
