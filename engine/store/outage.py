"""When the database cannot work: gone, held by somebody else, full. That is nobody's mistake and no incident of a case.

The transaction was rolled back, so the same request can be made again; the operator is told what to do in one line.
Everything else a driver refuses (a wrong statement, a doubled key) stays what it is.
"""

import errno
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from engine.errors import Unavailable

log = logging.getLogger("insaf.outage")

GONE, HELD, FULL, READ_ONLY = "gone", "held", "full", "read_only"
#: what a person is told
_REASONS = {
    GONE: "the database does not answer",
    HELD: "the database is held by other work",
    FULL: "there is no room left to keep anything",
    READ_ONLY: "the database takes nothing in now",
}
#: what the operator should do; nothing of it needs a restart of this program
_REMEDIES = {
    GONE: "start the database and look at its log; this program reconnects by itself",
    HELD: "find what holds the database: a backup tool, an open shell, a long report, a stopped process; end it",
    FULL: "free space on the disk of the database and of the data folder; work goes on by itself",
    READ_ONLY: "make the database writable: rights and mount of its disk, or the address of the primary after a failover",
}
#: primary result codes of SQLite: https://www.sqlite.org/rescode.html
_SQLITE = {5: HELD, 6: HELD, 8: READ_ONLY, 10: FULL, 13: FULL, 14: GONE}
#: SQLSTATE, the longest prefix counts: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {"08": GONE, "25006": READ_ONLY, "40": HELD, "53": GONE, "53100": FULL, "55P03": HELD, "57014": HELD,
               "57P": GONE, "58030": FULL, "25P03": HELD, "25P04": HELD}
#: what SQLAlchemy's pool says when a connection was lost and the one made in its place as well
_NOT_EVEN_A_NEW_ONE = "This connection is closed"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told() -> Iterator[None]:
    """Raises Unavailable instead of what the driver says when the database cannot work."""
    try:
        yield
    except Unavailable:
        raise
    except Exception as problem:
        kind = kind_of(problem)
        if kind is None:
            raise
        raise unavailable(kind, problem) from problem


def unavailable(kind: str, problem: BaseException | None = None) -> Unavailable:
    """The refusal to raise; the operator's line is written."""
    said = str(getattr(problem, "orig", None) or problem or "").strip().split("\n", 1)[0]
    log.error("unavailable", extra=dict(why=kind, what_to_do=_REMEDIES[kind], said=said[:200]))
    return Unavailable(reason=_REASONS[kind])


def kind_of(problem: BaseException) -> str | None:
    """GONE, HELD, FULL or READ_ONLY; None for what is no outage."""
    if isinstance(problem, exc.TimeoutError):  # every connection of the pool is at work
        return HELD
    if type(problem) is exc.InvalidRequestError and str(problem) == _NOT_EVEN_A_NEW_ONE:
        return GONE
    if isinstance(problem, exc.DBAPIError):
        if problem.connection_invalidated:
            return GONE
        problem = problem.orig
    sqlite3, psycopg = sys.modules.get("sqlite3"), sys.modules.get("psycopg")  # a driver that nobody loaded raised nothing
    if sqlite3 and isinstance(problem, sqlite3.Error):
        return _SQLITE.get((getattr(problem, "sqlite_errorcode", None) or 0) & 0xFF)
    if psycopg and isinstance(problem, psycopg.Error):
        return _of_postgresql(problem.sqlstate, isinstance(problem, psycopg.OperationalError))
    if isinstance(problem, OSError) and problem.errno in _NO_ROOM:
        return FULL
    return None


def _of_postgresql(code: str | None, is_operational: bool) -> str | None:
    if code is None:  # the driver's own word: no connection, or one that broke
        return GONE if is_operational else None
    return next((_POSTGRESQL[code[:size]] for size in (5, 3, 2) if code[:size] in _POSTGRESQL), None)
