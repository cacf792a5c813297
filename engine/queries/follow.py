"""Does a follow-up code belong to a reference?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.reference_number import code_matches, tidy_reference
from engine.queries.typed import typed
from engine.store.tables import ComplaintCase


def follow(session: Session, secret: str, reference: str, code: str) -> str | None:
    """The reference as it is stored, or None when it is unknown or the code is not its own. Both cost the same."""
    wanted = typed(reference, 80)
    stored = session.scalar(
        select(ComplaintCase.reference).where(ComplaintCase.reference.in_({wanted, tidy_reference(wanted)}))
        .order_by(ComplaintCase.reference != wanted).limit(1))
    is_right = code_matches(stored or tidy_reference(wanted), code[:80], secret)
    return stored if is_right else None
