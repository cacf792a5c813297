"""A limit on requests that holds for all nodes together: each try is a row, counted over the last minutes."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, text

from engine.acts.claim_due import refuse_people
from engine.acts.work import Receipt, Work
from engine.store.tables import RequestTry

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class AdmitRequest:
    """`count` in the receipt is 1 if fewer than `limit` tries were admitted in the last `seconds`, else 0."""

    key: str
    limit: int
    seconds: int


@dataclass(frozen=True)
class ForgetRequests:
    """Deletes tries older than a day."""


def admit_request(act: AdmitRequest, work: Work) -> Receipt:
    """Anybody may try."""
    key = digest_of(act.key)
    if work.session.get_bind().dialect.name == "postgresql":  # two nodes that count at one moment would both admit
        work.session.execute(text("select pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
    tries = work.session.scalar(select(func.count()).select_from(RequestTry).where(
        RequestTry.key == key, RequestTry.at > work.now - timedelta(seconds=act.seconds)))
    if tries >= act.limit:
        return Receipt(count=0)
    work.session.execute(insert(RequestTry).values(key=key, at=work.now))
    return Receipt(count=1)


def forget_requests(_act: ForgetRequests, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    gone = work.session.execute(delete(RequestTry).where(RequestTry.at < work.now - KEPT))
    return Receipt(count=gone.rowcount)


def digest_of(key: str) -> str:
    """What is limited may be an address of a person: only its digest is kept."""
    return hashlib.sha256(key.encode()).hexdigest()
