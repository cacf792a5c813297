"""The complainant does not accept the reply and asks for a new examination."""

from dataclasses import dataclass

from engine.acts.complainants_word import LONGEST_REASON, hand_to_diagram
from engine.acts.work import Receipt, Work
from engine.errors import Invalid

__all__ = ["LONGEST_REASON", "MESSAGE", "RenewComplaint", "renew_complaint"]

MESSAGE = "renewal"


@dataclass(frozen=True)
class RenewComplaint:
    """`reason` says what the reply leaves open; the second examiner must know it, so it may not be empty."""

    reference: str
    reason: str


def renew_complaint(act: RenewComplaint, work: Work) -> Receipt:
    """Raises NotFound, Forbidden, Invalid, CaseAlreadyEnded, MessageNotExpected."""
    if not act.reason.strip():
        raise Invalid(what="the reason", reason="it is empty; say what the reply leaves open")
    return hand_to_diagram(work, act.reference, MESSAGE, act.reason, "renewal_asked",
                           "ask for a new examination of a message that somebody else lodged")
