"""The next case number of an agency in a year, without gaps and without two the same."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store.tables import ReferenceCounter


def next_number(session: Session, agency_id: str, year: int) -> int:
    """Takes the number inside the caller's transaction; the counter's row lock makes others wait for it."""
    connection = session.connection()
    return connection.execute(_NEXT[connection.dialect.name], {"agency_id": agency_id, "year": year, "last": 1}).scalar_one()


def _next(dialect):
    table = ReferenceCounter.__table__
    return (dialect.insert(table)
            .on_conflict_do_update(index_elements=[table.c.agency_id, table.c.year], set_={"last": table.c.last + 1})
            .returning(table.c.last))


_NEXT = {"sqlite": _next(sqlite), "postgresql": _next(postgresql)}
