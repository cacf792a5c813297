"""How many tries were admitted lately, and when the oldest of them was."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store.tables import RequestTry


def request_tries(session: Session, digest: str, since: datetime) -> tuple[datetime | None, int]:
    """(the oldest, how many) of the tries with this digest of a key since an instant."""
    row = session.execute(select(func.min(RequestTry.at), func.count()).where(
        RequestTry.key == digest, RequestTry.at > since)).one()
    return row[0], row[1]
