"""`db grant ROLE`: what a login needs that serves pages and is held to the agency that asks."""

import click
from sqlalchemy import Connection, text

from cli.wiring import database_option, require_newest, settings_of
from engine.errors import GrantRefused
from engine.store.database import Database

_GRANTS = (
    "grant usage on schema public to {role}",
    "grant select, insert, update, delete on all tables in schema public to {role}",
    "grant usage on all sequences in schema public to {role}",
    "alter default privileges in schema public grant select, insert, update, delete on tables to {role}",
    "alter default privileges in schema public grant usage on sequences to {role}",
)


@click.command()
@click.argument("role")
@database_option
def grant(role, database_url):
    """Let the PostgreSQL login ROLE serve pages behind row level security. Run it as the owner of the tables."""
    settings = settings_of(database_url)
    if settings.embedded:
        raise GrantRefused(role=role, reason="SQLite has no logins; its one process guards the rows")
    require_newest(settings)
    database = Database(settings.database_url, settings.pooled)
    try:
        with database.writing() as session:
            _refuse_unheld(session.connection(), role)
            quoted = session.connection().dialect.identifier_preparer.quote_identifier(role)
            for statement in _GRANTS:
                session.execute(text(statement.format(role=quoted)))
    finally:
        database.close()
    click.echo(f"{role} may serve pages: give its DATABASE_URL to `run.py web`. Workers, migrations and backups keep the "
               "owner's. What is not bound to an agency shows it nothing.")


def _refuse_unheld(connection: Connection, role: str) -> None:
    """A superuser, a role with BYPASSRLS and the owner of the tables are not held by row level security."""
    found = connection.execute(text(
        "select rolsuper or rolbypassrls or oid = (select relowner from pg_class where oid = 'process_instance'::regclass) "
        "from pg_roles where rolname = :role"), {"role": role}).scalar()
    if found is None:
        raise GrantRefused(role=role, reason="there is no such login; create it first: CREATE ROLE … LOGIN PASSWORD …")
    if found:
        raise GrantRefused(role=role, reason="it owns the tables, is a superuser or has BYPASSRLS, and nothing would hold it")
