"""What lists and pages tell of a conversation without reading it: how many messages, how many that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from engine.store.tables import ConversationMessage


@dataclass(frozen=True)
class MessageCount:
    """How many messages a case has, and when the agency wrote the newest of its own."""

    total: int
    agency_wrote_at: datetime | None


def count_messages(session: Session, instance_id: str) -> MessageCount:
    own = case((ConversationMessage.by_account.is_not(None), ConversationMessage.at))
    return MessageCount(*session.execute(
        select(func.count(), func.max(own)).where(ConversationMessage.instance_id == instance_id)).one())


def unanswered_by_case(session: Session, instance_ids: Iterable[str]) -> dict[str, int]:
    """How many messages of the complainant wait for an answer. Cases without one are left out."""
    wanted = sorted(set(instance_ids))
    if not wanted:
        return {}
    return dict(session.execute(
        select(ConversationMessage.instance_id, func.count()).where(ConversationMessage.instance_id.in_(wanted), waits())
        .group_by(ConversationMessage.instance_id)).all())


def waits() -> ColumnElement[bool]:
    """A message of the complainant that nobody of the agency has answered."""
    return and_(ConversationMessage.by_account.is_(None), ConversationMessage.answered_at.is_(None))
