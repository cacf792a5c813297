"""Who entered a message for somebody else, when, and why so late: for the page of the case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.entry import entered_deposit
from engine.errors import InsafError
from engine.queries.answers_given import AnswerBlock
from engine.queries.timeline import TimelineItem

#: What is kept beside the lodging form where staff entered it late.
ENTRY = "entry"


@dataclass(frozen=True)
class Entry:
    """`late_reason` is empty where the message was entered within the days that need none."""

    by_name: str
    entered_at: datetime
    late_reason: str


def entry_of(said: AnswerBlock | None, blocks: Iterable[AnswerBlock], told: Iterable[TimelineItem]) -> Entry | None:
    """None for a message that its complainant sent, and for one taken over from another register."""
    lodged = next((item for item in told if item.code == "case_lodged"), None)
    if said is None or said.by_name is None or lodged is None:
        return None
    reasons = (str(block.values.get("reason", "")) for block in blocks if block.element_id == ENTRY)
    entered_at = lodged.detail.get("entered_at")
    return Entry(said.by_name, datetime.fromisoformat(str(entered_at)) if entered_at else lodged.at, next(reasons, ""))


def deposit_refusal(lodged_at: datetime, reason: str, now: datetime, zone: str) -> InsafError | None:
    """What lodging would say against this day of deposit, so that a page can tell it together with all that is wrong."""
    try:
        entered_deposit(lodged_at, reason, now, ZoneInfo(zone))
    except InsafError as refusal:
        return refusal
    return None
