"""Inserts whole rows without the ORM's unit of work, which costs more than the insert itself."""

from functools import cache

from sqlalchemy import Insert, insert, inspect
from sqlalchemy.orm import Session

from engine.store.tables import Base


def insert_rows(session: Session, rows: list[Base]) -> None:
    """Writes objects that are in no session, in this order. They stay outside of it, and every column must be set."""
    connection = session.connection()
    for row in rows:
        statement, names = _insert_into(type(row))
        connection.execute(statement, {column: getattr(row, name) for name, column in names})


def insert_values(session: Session, table: type[Base], values: list[dict]) -> None:
    """Writes rows given as values by column name."""
    if values:
        session.connection().execute(_insert_into(table)[0], values)


@cache
def _insert_into(table: type[Base]) -> tuple[Insert, tuple[tuple[str, str], ...]]:
    mapper = inspect(table)
    return insert(table.__table__), tuple((attribute.key, attribute.columns[0].name) for attribute in mapper.column_attrs)
