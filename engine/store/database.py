"""The database behind a URL, set up so that nothing is lost and nobody waits for ever.

SQLite: write-ahead log, synchronous FULL, BEGIN IMMEDIATE for writers (a deferred BEGIN that upgrades fails at once
with "database is locked", whatever the busy timeout) and one lock in the process, for its own waiting is unfair.
PostgreSQL: READ COMMITTED, row locks taken by the acts.
Errors of both hide the values of a statement: they are what people wrote, and errors end up in logs.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from engine.store import row_security
from engine.store.driver_errors import as_sqlalchemy
from engine.store.outage import HELD, told, unavailable
from engine.store.transaction import Transaction

BUSY_TIMEOUT_MS = 30_000
LOCK_MS = 20_000  # who waits longer for a case is told so: a visitor has gone by then
IDLE_MS = 60_000  # a process that was stopped, not ended, would hold its case for ever: its transaction is taken from it
CONNECT_SECONDS = 10  # a host that is away would else keep a visitor waiting for two minutes
CHECKPOINT_PAGES = 8_000  # 32 MB of log between two checkpoints: each rewrites and syncs the pages of many cases
CACHE_KIB = 16_384  # a connection; the operating system keeps the rest of the file at hand
ASKED_EVERY_SECONDS = 5.0  # how long the machine's counter is believed between two looks at the database's clock
TRUSTED_SECONDS = 1.0  # a connection used so lately is not asked whether it is still there


_underway: ContextVar[tuple["Database", Transaction] | None] = ContextVar("transaction_underway", default=None)


class Database:
    """`reading()` and `writing()` give a session, `transaction()` what the bus hands to an act."""

    def __init__(self, url: str, pooled: bool = False):
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.connections = _sqlite(url) if self.is_sqlite else _postgresql(url, pooled)
        self._writer = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def reading(self, steady: bool = False) -> Iterator[Session]:
        """A session that only reads. Raises Unavailable when the database is gone, held or full.

        SQLite shows it one moment of the database; so does PostgreSQL where `steady` asks for it, which long lists and
        streams need. Otherwise every question there is a statement of its own and costs one journey instead of three.
        """
        options = {"rw": False} if self.is_sqlite else {"isolation_level": "REPEATABLE READ" if steady else "AUTOCOMMIT"}
        with told(), self.connections.connect().execution_options(**options) as connection:
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                yield session

    def ask(self, sql: str, values: tuple) -> list[tuple]:
        """The rows of one statement in the driver's own words, where a session would cost more than the answer. It needs
        no transaction: each database answers a statement from one moment. Raises Unavailable like `reading`."""
        with told():
            connection = self.connections.raw_connection()
            try:
                return self._answered(connection.driver_connection, sql, values)
            except self.connections.dialect.dbapi.Error as problem:
                refusal = as_sqlalchemy(problem, connection.driver_connection, self.connections.dialect)
                if refusal.connection_invalidated:
                    connection.invalidate(problem)
                raise refusal from problem
            finally:
                connection.close()

    def _answered(self, driver, sql: str, values: tuple) -> list[tuple]:
        if self.is_sqlite:
            return driver.execute(sql, values).fetchall()
        driver.autocommit = True
        try:
            return driver.execute(sql, values).fetchall()
        finally:
            if not driver.closed:
                driver.autocommit = False

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception. Raises Unavailable like `reading`."""
        with told(), self._turn(), Session(self.connections, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """The same with what hot acts need: statements that travel together, rows written with the commit."""
        with told(), self._turn():
            transaction = Transaction(self.connections, self.is_sqlite)
            before = _underway.set((self, transaction))
            try:
                yield transaction
                transaction.commit()
            finally:
                _underway.reset(before)
                transaction.close()

    def session_underway(self) -> Session | None:
        """The session of the transaction this thread is in. Who reads on a second connection beside it would wait for ever
        where a pooler has none left, because everybody else holds one and waits too."""
        database, transaction = _underway.get() or (None, None)
        return transaction.session if database is self else None

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
    connections = create_engine(url, pool_size=16, max_overflow=16, pool_use_lifo=True, hide_parameters=True)

    @event.listens_for(connections, "connect")
    def prepare(raw, _record):
        raw.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=wal", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=on",
                       f"wal_autocheckpoint={CHECKPOINT_PAGES}", f"cache_size=-{CACHE_KIB}"):
            raw.execute(f"pragma {pragma}")

    @event.listens_for(connections, "begin")
    def begin(connection):
        raw = connection.connection.driver_connection
        if not raw.in_transaction:  # a Transaction has begun before its session does
            raw.execute("BEGIN IMMEDIATE" if connection.get_execution_options().get("rw", True) else "BEGIN")

    return connections


def _postgresql(url: str, pooled: bool) -> Engine:
    """`pooled`: behind a pooler that gives a connection to another client after each transaction, statements prepared on it
    would meet those of others; so none are prepared, and its own configuration must set the two limits of waiting. Without
    `jit=off` PostgreSQL compiled a list of 50 rows for 480 ms that it then found in 180."""
    options = {"prepare_threshold": None} if pooled else {
        "options": f"-c lock_timeout={LOCK_MS} -c idle_in_transaction_session_timeout={IDLE_MS} -c jit=off"}
    connections = create_engine(url, pool_size=12, max_overflow=12, hide_parameters=True,
                                connect_args={"connect_timeout": CONNECT_SECONDS, **options})

    @event.listens_for(connections, "checkin")
    def used(_raw, record):
        record.info["used"] = time.monotonic()

    @event.listens_for(connections, "checkout")
    def look_whether_it_is_there(raw, record, _proxy):
        """Asking costs a journey: only after a pause, in which the server may have been restarted."""
        if time.monotonic() - record.info.get("used", 0) > TRUSTED_SECONDS:
            try:
                connections.dialect.do_ping(raw)
            except connections.dialect.dbapi.Error as gone:
                raise DisconnectionError() from gone

    row_security.bind_connections(connections, pooled)
    return connections


class DatabaseClock:
    """The database's own time: one clock for all nodes, whatever theirs say. Inside a transaction it is asked there; for
    pages it is asked every few seconds, and the machine's counter, which nobody can set, adds what has passed since."""

    def __init__(self, database: Database):
        self._database = database
        self._asked: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        asked = self._asked
        if asked is None or time.monotonic() - asked[1] > ASKED_EVERY_SECONDS:
            before = time.monotonic()
            with self._database.reading() as session:
                said = session.execute(text("select clock_timestamp()")).scalar_one().astimezone(UTC)
            self._asked = asked = said, (before + time.monotonic()) / 2
        return asked[0] + timedelta(seconds=time.monotonic() - asked[1])
