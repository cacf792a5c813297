"""The next case number of an agency in a year, without gaps and without two the same."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store.tables import ReferenceCounter


def next_number(session: Session, agency_id: str, year: int) -> int:
    """Takes the number inside the caller's transaction; the counter's row lock makes others wait for it."""
    dialect = sqlite if session.connection().dialect.name == "sqlite" else postgresql
    first = dialect.insert(ReferenceCounter).values(agency_id=agency_id, year=year, last=1)
    return session.execute(
        first.on_conflict_do_update(index_elements=[ReferenceCounter.agency_id, ReferenceCounter.year],
                                    set_={"last": ReferenceCounter.last + 1}).returning(ReferenceCounter.last)
    ).scalar_one()
