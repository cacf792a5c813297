"""A SQLAlchemy database for the peers that are not ours: PostgreSQL as it comes, SQLite with a sync at every commit."""

from sqlalchemy import Engine, create_engine, event

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")


def durable(url: str) -> Engine:
    database = create_engine(url)
    if url.startswith("sqlite"):
        @event.listens_for(database, "connect")
        def prepare(raw, _record):
            for pragma in PRAGMAS:
                raw.execute(f"PRAGMA {pragma}")
    return database
