"""Does a follow-up code belong to a reference?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.reference_number import code_matches, tidy_reference
from engine.store.tables import ComplaintCase


def follow(session: Session, secret: str, reference: str, code: str) -> str | None:
    """The reference as it is stored, or None when it is unknown or the code is not its own. Both cost the same."""
    typed = reference.strip().replace("\x00", "")[:80]
    stored = session.scalar(
        select(ComplaintCase.reference).where(ComplaintCase.reference.in_({typed, tidy_reference(typed)}))
        .order_by(ComplaintCase.reference != typed).limit(1))
    is_right = code_matches(stored or tidy_reference(typed), code[:80], secret)
    return stored if is_right else None
