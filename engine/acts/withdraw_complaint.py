"""The complainant takes the message back."""

from dataclasses import dataclass

from engine.acts.complainants_word import LONGEST_REASON, hand_to_diagram
from engine.acts.work import Receipt, Work

__all__ = ["LONGEST_REASON", "MESSAGE", "WithdrawComplaint", "withdraw_complaint"]

MESSAGE = "withdrawal"


@dataclass(frozen=True)
class WithdrawComplaint:
    """`reason` may be empty: nobody has to give one."""

    reference: str
    reason: str = ""


def withdraw_complaint(act: WithdrawComplaint, work: Work) -> Receipt:
    """Raises NotFound, Forbidden, CaseAlreadyEnded, MessageNotExpected, Invalid."""
    return hand_to_diagram(work, act.reference, MESSAGE, act.reason, "case_withdrawn",
                           "withdraw a message that somebody else lodged")
