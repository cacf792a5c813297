"""What every table shares: the naming of constraints, the keys, and instants that keep their zone."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import DateTime, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator
from uuid_utils import uuid7


#: Marks a column with the words of people, which `engine/store/erasure.py` empties when they are erased by law.
PERSONAL = {"personal": True}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    })


def where(condition: str) -> dict[str, str]:
    """For `info` of an index: which rows it holds. Naming the databases at the index itself would load what SQLAlchemy knows
    of both, 3 MB of every process; migrations write the condition out, and migrations/env.py tells it to Alembic."""
    return {"where": condition}


def new_id() -> str:
    """A key made by the application: 32 hexadecimal digits, ordered by time."""
    return uuid7().hex


class Id(TypeDecorator):
    """A key that new_id() made: 32 hexadecimal digits, 16 bytes on PostgreSQL (`uuid`), text on SQLite.

    What is no key at all, as an address may hold anything, is compared as the key that no row has.
    """

    impl = String
    cache_ok = True
    length = 32

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else String(self.length))

    def process_bind_param(self, value: str | None, dialect):
        return _uuid(value) if value is not None and dialect.name == "postgresql" else value

    def process_result_value(self, value, dialect):
        return value.hex if isinstance(value, UUID) else value


class TaskId(Id):
    """The key that the process library gave a task: the same with its dashes, 36 signs."""

    cache_ok = True
    length = 36

    def process_result_value(self, value, dialect):
        return str(value) if isinstance(value, UUID) else value


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        return UUID(int=0)


class UtcDateTime(TypeDecorator):
    """An aware instant. PostgreSQL keeps the zone; SQLite keeps UTC as text and gets it back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone; give an aware instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
