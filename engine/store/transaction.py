"""One transaction of the bus, so that a step costs few journeys to the database.

Questions of hot acts go straight to the driver and travel together. What is to be written is gathered and leaves with
the commit: on PostgreSQL as one statement (every insert and update a part of it) in one journey with COMMIT, on SQLite
as plain statements of the driver. Everything else goes through `session`, in the same transaction.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from engine.errors import CaseChangedMeanwhile
from engine.store.driver_errors import as_sqlalchemy
from engine.store.writes import Write, together


class Transaction:
    """Made by Database.transaction() alone, which ends it. On SQLite it holds the right to write from the start."""

    def __init__(self, database: Engine, is_sqlite: bool):
        self.is_sqlite = is_sqlite
        self._database, self._pooled = database, database.raw_connection()
        self._driver = self._pooled.driver_connection
        self._connection: Connection | None = None
        self._session: Session | None = None
        self._writes: list[Write] = []
        if is_sqlite:
            self._carefully(lambda: self._driver.execute("BEGIN IMMEDIATE"))

    @property
    def session(self) -> Session:
        if self._session is None:
            self._connection = Connection(self._database, self._pooled)
            self._session = Session(self._connection, expire_on_commit=False)
        return self._session

    def ask(self, *questions: tuple[str, tuple]) -> list[list[tuple]]:
        """The rows of each question, in order; on PostgreSQL one journey for all, and each sees what was committed
        when its turn came."""
        return self._carefully(lambda: self._answers(questions))

    def later(self, *writes: Write) -> None:
        """To be written with the commit, in this order; what the session holds follows."""
        self._writes += writes

    def moment(self) -> datetime:
        """The database's own time. PostgreSQL alone has one that is worth asking."""
        return self.ask(("select clock_timestamp()", ()))[0][0][0].astimezone(UTC)

    def commit(self) -> None:
        """Raises CaseChangedMeanwhile where a write that must hit a row hit none; nothing is written then."""
        write = self._write_sqlite if self.is_sqlite else self._write_postgresql
        if self._session is not None and (self._session.new or self._session.dirty or self._session.deleted):
            self._carefully(lambda: write(is_last=False))
            self._session.flush()  # afterwards: its rows may refer to those
        self._carefully(lambda: write(is_last=True))
        if self._session is not None:
            self._session.commit()

    def close(self) -> None:
        """Rolls back what was not committed."""
        if self._session is not None:
            self._session.close()
        if self._connection is not None:
            self._connection.close()
        else:
            self._pooled.close()

    def _answers(self, questions) -> list[list[tuple]]:
        if self.is_sqlite:
            return [self._driver.execute(sql, values).fetchall() for sql, values in questions]
        with self._driver.pipeline():
            cursors = [self._driver.execute(sql, values) for sql, values in questions]
        return [cursor.fetchall() for cursor in cursors]

    def _write_sqlite(self, is_last: bool) -> None:
        for write in self._writes:
            sql, values = write.as_sqlite()
            if self._driver.execute(sql, values).rowcount == 0 and write.must_hit:
                raise CaseChangedMeanwhile(reference=write.of)
        self._writes = []
        if is_last:
            self._driver.commit()

    def _write_postgresql(self, is_last: bool) -> None:
        with self._driver.pipeline():
            if self._writes:
                self._driver.execute(*together(self._writes))
            if is_last:
                self._driver.commit()
        self._writes = []

    def _carefully(self, act):
        """The driver's errors as SQLAlchemy's, as the doors know them."""
        dialect = self._database.dialect
        try:
            return act()
        except dialect.dbapi.Error as problem:
            if getattr(problem, "sqlstate", None) == "22012":  # see writes.together
                raise CaseChangedMeanwhile(reference=next(write.of for write in self._writes if write.must_hit)) from None
            refusal = as_sqlalchemy(problem, self._driver, dialect)
            if refusal.connection_invalidated:
                (self._connection or self._pooled).invalidate(problem)
            raise refusal from problem
