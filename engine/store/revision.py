"""Which shape a database has and which one this program needs, without loading the tool that changes it."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def newest_revision() -> str:
    """The last of migrations/versions, which names itself in migrations/HEAD."""
    return (MIGRATIONS / "HEAD").read_text().strip()


def current_revision(connection: Connection) -> str | None:
    """The revision of the database; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()
