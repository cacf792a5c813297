"""How a command gets the program: settings of the environment, a database of the newest shape, one wired Insaf."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from engine.bootstrap import bootstrap
from engine.clock import Clock
from engine.errors import DatabaseNotMigrated, OneProcessOnly
from engine.settings import Settings, read_settings
from engine.store.database import Database
from engine.store.revision import current_revision, newest_revision

#: `--database URL` for every command that touches one
database_option = click.option("--database", "database_url", metavar="URL",
                               help="Instead of DATABASE_URL, such as postgresql+psycopg://user:password@host/name.")

host_option = click.option("--host", help="Instead of HOST; 127.0.0.1 if neither is given.")
port_option = click.option("--port", help="Instead of PORT; 5000 if neither is given.")


def settings_of(database_url: str | None = None, **overrides: str | None) -> Settings:
    """The settings of the environment with what the command line says instead, such as `HOST="0.0.0.0"`."""
    said = {name: value for name, value in {"DATABASE_URL": database_url, **overrides}.items() if value}
    return read_settings({**os.environ, **said})


def migrated(settings: Settings) -> None:
    """Bring the database to the newest shape."""
    database = Database(settings.database_url, settings.pooled)
    try:
        if not _is_newest(database):
            from engine.store.migrate import migrate  # loaded once a release, not with every start
            migrate(database)
    finally:
        database.close()


@contextmanager
def wired(settings: Settings, clock: Clock | None = None) -> Iterator:
    """The program over a database that must have the newest shape already."""
    require_newest(settings)
    insaf = bootstrap(settings, **({"clock": clock} if clock else {}))
    try:
        yield insaf
    finally:
        insaf.close()


def require_newest(settings: Settings) -> None:
    """Raises DatabaseNotMigrated, and Unavailable where it does not answer."""
    database = Database(settings.database_url, settings.pooled)
    try:
        if not _is_newest(database):
            raise DatabaseNotMigrated()
    finally:
        database.close()


def _is_newest(database: Database) -> bool:
    with database.reading() as session:
        return current_revision(session.connection()) == newest_revision()


def refuse_sqlite(settings: Settings, command: str) -> None:
    """Raises OneProcessOnly."""
    if settings.embedded:
        raise OneProcessOnly(command=command)
