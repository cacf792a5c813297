"""The second wall between agencies on PostgreSQL: row level security, bound to who asks.

The first wall is the program: every query and act asks who may see what. The second is the database's own, for a login
that is not the owner of the tables (`run.py db grant ROLE`): it sees the rows of the agency that is bound to its
connection, all of them where `*` is bound, none where nothing is. The owner (migrations, workers, backups) is not held
back, and there nothing is bound or asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from engine.errors import PoolerForgets

ALL = "*"
NOBODY = ""
SETTING = "app.agency"

_asking: ContextVar[str] = ContextVar("agency_that_asks", default=NOBODY)


@contextmanager
def asking_for(agency_id: str | None) -> Iterator[None]:
    """What is asked in this block is asked for one agency; None stands for all of them."""
    before = _asking.set(agency_id or ALL)
    try:
        yield
    finally:
        _asking.reset(before)


def bind_connections(connections: Engine, pooled: bool) -> None:
    """Each connection that is taken out of the pool is bound to the agency that asks; one journey when it is another than
    the last time, none otherwise, and none ever for the owner of the tables."""

    @event.listens_for(connections, "checkout")
    def bind(raw, record, _proxy):
        if "held" not in record.info:
            record.info["held"] = _alone(raw, _IS_HELD)
            if record.info["held"] and pooled:
                raise PoolerForgets()
        wanted = _asking.get()
        if record.info["held"] and record.info.get("agency") != wanted:
            record.info["agency"] = None
            _alone(raw, "select set_config(%s, %s, false)", (SETTING, wanted))
            record.info["agency"] = wanted


_IS_HELD = "select coalesce(row_security_active(to_regclass('process_instance')), false)"


def _alone(raw, statement: str, values: tuple = ()):
    """Outside of any transaction: a rollback would take the binding back."""
    from psycopg import OperationalError  # 13 MB that an embedded installation need not hold
    before, raw.autocommit = raw.autocommit, True
    try:
        return raw.execute(statement, values).fetchone()[0]
    except OperationalError as gone:
        raise DisconnectionError() from gone
    finally:
        if not raw.closed:
            raw.autocommit = before
