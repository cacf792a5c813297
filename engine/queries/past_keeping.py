"""Closed cases whose texts are kept no longer."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, Contact, ProcessInstance

#: A year of keeping; a leap day more or less is no matter in years of it.
YEAR = timedelta(days=365.25)


def past_keeping(session: Session, shelf: DefinitionShelf, now: datetime, limit: int = 5_000) -> list[str]:
    """The references of cases that closed longer ago than the family they ran under keeps texts (`[retention] years` of its
    family.toml), the oldest first of each version, `limit` of each at most."""
    open_texts = (select(ComplaintCase.reference)
                  .join(ProcessInstance, ProcessInstance.id == ComplaintCase.instance_id)
                  .join(Contact, Contact.instance_id == ComplaintCase.instance_id)
                  .where(Contact.erased_at.is_(None), ComplaintCase.closed_at.is_not(None)))
    found: list[str] = []
    for content_hash in session.scalars(select(ProcessInstance.definition_hash).distinct()).all():
        years = shelf.definition(content_hash, session).facts.retention_years
        found += session.scalars(
            open_texts.where(ProcessInstance.definition_hash == content_hash, ComplaintCase.closed_at < now - years * YEAR)
            .order_by(ComplaintCase.closed_at).limit(limit))
    return found
