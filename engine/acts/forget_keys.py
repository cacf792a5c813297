"""Once a day: keys of requests that nobody can be sending again any more."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from engine.acts.claim_due import refuse_people
from engine.acts.work import Receipt, Work
from engine.store.tables import IdempotencyKey

#: A form left open, a queue that was down, a phone without network: none of them comes back after a month.
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ForgetOldKeys:
    """`count` in the receipt says how many."""


def forget_old_keys(act: ForgetOldKeys, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    gone = work.session.execute(delete(IdempotencyKey).where(IdempotencyKey.used_on < (work.now - KEPT_FOR).date())
                                .execution_options(synchronize_session=False))
    return Receipt(count=gone.rowcount)
