"""Somebody of the agency reports that a court has the matter, or that the Mediator of the Kingdom has written about it.

Neither stops anything by itself: the diagram has it checked (court, a second person) or answered (Mediator, law 14-16).
"""

from dataclasses import dataclass

from engine.acts.reason_given import keep_reason
from engine.acts.step import Step
from engine.acts.work import Receipt, Work
from engine.errors import Forbidden, InvalidAnswers
from engine.queries.seen import case_to_change
from engine.queries.seizures import SEIZURES, may_report
from engine.queries.typed import typed

LONGEST_REASON = 2000


@dataclass(frozen=True)
class ReportSeizure:
    """`by` is "court" or "mediator"; `reason` says how the agency knows, and stays in the file."""

    reference: str
    by: str
    reason: str


def report_seizure(act: ReportSeizure, work: Work) -> Receipt:
    """Raises NotFound, Forbidden, InvalidAnswers, CaseAlreadyEnded, MessageNotExpected."""
    reason, message = typed(act.reason, LONGEST_REASON), SEIZURES.get(act.by)
    if message is None:
        raise InvalidAnswers({"by": " or ".join(SEIZURES)})
    if not reason.strip() or len(act.reason) > LONGEST_REASON:
        raise InvalidAnswers({"reason": f"1 to {LONGEST_REASON} characters"})
    case = case_to_change(work.session, act.reference, work.by)
    step = Step.load(work, case.instance_id)
    if not may_report(step.definition, message, work.by, case):
        raise Forbidden(who=work.by.name, what=f"report to {case.reference} that the {act.by} was seized")
    keep_reason(work, case.instance_id, message, reason)
    step.deliver(message, {}, work.now)
    step.fire_due()
    step.finish()
    return Receipt(step.name, step.change.instance_id)
