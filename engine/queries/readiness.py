"""Can this node serve?"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.queries.standing import is_to_send
from engine.store.revision import current_revision, newest_revision
from engine.store.tables import LetterRow, ProcessFamily

Check = tuple[str, bool, str]


def readiness(session: Session, now: datetime) -> list[Check]:
    """(name, ok, detail) of each check. A mail server that is down is told and does not make a node unready: the pages
    work without it, and taking every node away would help nobody."""
    current, newest = current_revision(session.connection()), newest_revision()
    checks = [("database", True, "answers"), ("migrations", current == newest, f"{current or 'empty'} of {newest}")]
    if current != newest:
        return checks
    families = session.scalar(select(func.count()).select_from(ProcessFamily))
    waiting, oldest = session.execute(
        select(func.count(), func.min(LetterRow.next_attempt_at))
        .where(is_to_send(), LetterRow.next_attempt_at <= now)).one()
    since = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else ""
    return [*checks, ("definitions", families > 0, f"{families} families deployed"),
            ("letters", True, f"{waiting} wait to be sent{since}")]
