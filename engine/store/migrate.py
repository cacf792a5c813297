"""Brings a database to the newest revision of migrations/, one process at a time."""

import time

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from engine.store.database import Database
from engine.store.revision import MIGRATIONS

_LOCK = 7_265_017  # any number, the same for every node
_LOCK_TRIES = 120


def migrate(database: Database) -> None:
    """Upgrades to the head. On PostgreSQL nodes take turns by polling an advisory lock: a session that waits inside
    the lock call would hold a snapshot and block CREATE INDEX CONCURRENTLY. Raises TimeoutError after a minute."""
    with database.connections.connect() as connection:
        if not database.is_sqlite:
            _take_turn(connection)
            connection.execute(text("set idle_in_transaction_session_timeout = 0"))  # packing may think for long
            connection.commit()
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
            connection.commit()
        finally:
            if not database.is_sqlite:
                connection.rollback()
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _LOCK})
                connection.commit()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _take_turn(connection) -> None:
    for _ in range(_LOCK_TRIES):
        taken = connection.execute(text("select pg_try_advisory_lock(:key)"), {"key": _LOCK}).scalar_one()
        connection.commit()
        if taken:
            return
        time.sleep(0.5)
    raise TimeoutError("another process has been migrating this database for a minute; look at it before you retry")
