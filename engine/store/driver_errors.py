"""What a driver refuses, in the words of SQLAlchemy, which the doors and the bus know."""

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError


def as_sqlalchemy(problem: Exception, driver, dialect: Dialect) -> DBAPIError:
    """The error to raise from `problem`. Its `connection_invalidated` says whether the database has gone away; the values
    of the statement are not in it."""
    return DBAPIError.instance(None, None, problem, dialect.dbapi.Error, hide_parameters=True, dialect=dialect,
                               connection_invalidated=dialect.is_disconnect(problem, driver, None))
