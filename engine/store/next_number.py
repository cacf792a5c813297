"""The next case number of an agency in a year, without gaps and without two the same."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store.tables import ReferenceCounter


def next_number(session: Session, agency_id: str, year: int) -> int:
    """Takes the number inside the caller's transaction; the counter's row lock makes others wait for it."""
    here = (ReferenceCounter.agency_id == agency_id, ReferenceCounter.year == year)
    dialect = sqlite if session.connection().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(ReferenceCounter).values(agency_id=agency_id, year=year, last=0)
                    .on_conflict_do_nothing())
    session.execute(update(ReferenceCounter).where(*here).values(last=ReferenceCounter.last + 1)
                    .execution_options(synchronize_session=False))
    return session.execute(select(ReferenceCounter.last).where(*here)).scalar_one()
