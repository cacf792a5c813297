"""Once a day: keys of requests that nobody can be sending again any more, messages that arrived as long ago, and signs by
which like cases are found."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from engine.acts.claim_due import refuse_people
from engine.acts.work import Receipt, Work
from engine.store.tables import CaseLikeness, IdempotencyKey, MessageRow
from engine.vocabulary import MessageState

#: A form left open, a queue that was down, a phone without network: none of them comes back after a month.
KEPT_FOR = timedelta(days=30)
#: Later cases are compared with those of the last 90 days.
LIKE_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ForgetOldKeys:
    """`count` in the receipt says how many keys."""


def forget_old_keys(act: ForgetOldKeys, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    gone = work.session.execute(delete(IdempotencyKey).where(IdempotencyKey.used_on < (work.now - KEPT_FOR).date())
                                .execution_options(synchronize_session=False))
    work.session.execute(delete(CaseLikeness).where(CaseLikeness.at < work.now - LIKE_FOR)
                         .execution_options(synchronize_session=False))
    return Receipt(count=gone.rowcount)


@dataclass(frozen=True)
class ForgetDeliveredMessages:
    """`count` in the receipt says how many. What the message set going stays in the history of both cases; one that waits,
    failed or expired stays for a person to look at. Of a large heap `limit` go at a time, the longest delivered first."""

    limit: int = 5_000


def forget_delivered_messages(act: ForgetDeliveredMessages, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    row = MessageRow
    old = (select(row.id).where(row.state == MessageState.DELIVERED, row.delivered_at < work.now - KEPT_FOR)
           .order_by(row.delivered_at).limit(act.limit))
    gone = work.session.execute(delete(row).where(row.id.in_(old)).execution_options(synchronize_session=False))
    return Receipt(count=gone.rowcount)
