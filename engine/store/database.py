"""The database behind a URL, set up so that nothing is lost and nobody waits for ever.

SQLite: write-ahead log, synchronous FULL, BEGIN IMMEDIATE for writers (a deferred BEGIN that upgrades fails at once
with "database is locked", whatever the busy timeout) and one lock in the process, for its own waiting is unfair.
PostgreSQL: READ COMMITTED, row locks taken by the acts.
Errors of both hide the values of a statement: they are what people wrote, and errors end up in logs.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from engine.store.outage import HELD, told, unavailable

BUSY_TIMEOUT_MS = 30_000
CONNECT_SECONDS = 10  # a host that is away would else keep a visitor waiting for two minutes
CHECKPOINT_PAGES = 8_000  # 32 MB of log between two checkpoints: each rewrites and syncs the pages of many cases
CACHE_KIB = 65_536


class Database:
    """`reading()` and `writing()` give a session; only the bus opens `writing()`."""

    def __init__(self, url: str):
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.connections = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._writer = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database and is rolled back at the end. Raises Unavailable when the
        database is gone, held or full."""
        with told(), self.connections.connect().execution_options(rw=False) as connection:
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception. Raises Unavailable like `reading`."""
        with told(), self._turn(), Session(self.connections, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """On SQLite one writer at a time. Who waits behind somebody who waits for another program gives up with them:
        else the eighth request of a queue would hang eight times as long."""
        if self._writer is None:
            yield
            return
        if not self._writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise unavailable(HELD)
        try:
            yield
        finally:
            self._writer.release()

    def close(self) -> None:
        self.connections.dispose()


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    connections = create_engine(url, pool_size=16, max_overflow=16, hide_parameters=True)

    @event.listens_for(connections, "connect")
    def prepare(raw, _record):
        raw.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=wal", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=on",
                       f"wal_autocheckpoint={CHECKPOINT_PAGES}", f"cache_size=-{CACHE_KIB}"):
            raw.execute(f"pragma {pragma}")

    @event.listens_for(connections, "begin")
    def begin(connection):
        writes = connection.get_execution_options().get("rw", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return connections


def _postgresql(url: str) -> Engine:
    return create_engine(url, pool_size=12, max_overflow=12, pool_pre_ping=True, hide_parameters=True,
                         connect_args={"connect_timeout": CONNECT_SECONDS})


class DatabaseClock:
    """The database's own time: one clock for all nodes, whatever theirs say."""

    def __init__(self, database: Database):
        self._database = database

    def now(self) -> datetime:
        with told(), self._database.connections.connect() as connection:
            return connection.execute(text("select clock_timestamp()")).scalar_one().astimezone(UTC)
