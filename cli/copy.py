"""Move an embedded installation to PostgreSQL (or back): every row copied in one transaction, counted and verified."""

import sys
from collections.abc import Iterator

import click
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.engine import make_url

from cli.alone import alone
from cli.wiring import database_option, migrated, settings_of, wired
from engine.errors import CopyRefused
from engine.queries.audit import broken_chains
from engine.settings import Settings
from engine.store.database import Database
from engine.store.tables import Base

BATCH = 1_000
#: A queue is not the truth: the worker finds in the other tables what is to do. Limits begin anew.
LEFT_BEHIND = {"job", "request_try"}


@click.command()
@database_option
@click.option("--to", "target_url", metavar="URL", required=True,
              help="An empty database, such as postgresql+psycopg://user:password@host/name.")
def copy(database_url, target_url):
    """Copy the whole database into an empty one of the other kind. Nothing may run meanwhile; the source stays as it is."""
    source = settings_of(database_url)
    target = source.with_database(target_url)
    if source.embedded == target.embedded:
        raise CopyRefused(target=_shown(target), reason="both are of one kind: use `run.py db backup` and `db restore`")
    with alone(source if source.embedded else target), wired(source) as insaf:
        migrated(target)
        database = Database(target.database_url)
        try:
            whole = _copied(insaf.database, database, _shown(target))
        finally:
            database.close()
    if not whole:
        click.echo("The copy differs from the source: nothing was kept in the target.", err=True)
        sys.exit(1)
    _tell(source)


def _copied(source: Database, target: Database, name: str) -> bool:
    """All of it or nothing. False when a count differs or a chain of events does not verify."""
    with source.reading(steady=True) as old, target.writing() as new:
        _refuse_rows(new.connection(), name)
        same = True
        click.echo(f"{'table':<22}{'source':>12}{'copied':>12}")
        for table in _tables():
            _pour(old.connection(), new.connection(), table)
            counts = _count(old.connection(), table), _count(new.connection(), table)
            same = same and counts[0] == counts[1]
            click.echo(f"{table.name:<22}{counts[0]:>12,}{counts[1]:>12,}{'' if counts[0] == counts[1] else '  DIFFERS'}")
        _set_sequences(new.connection())
        report = broken_chains(new)
        click.echo(f"{report.instances:,} histories with {report.events:,} events verified in the target, "
                   f"{len(report.broken)} broken")
        if not same or report.broken:
            new.rollback()
        return same and not report.broken


def _tables() -> list[Table]:
    """Referred tables before those that refer to them."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_BEHIND]


def _pour(old: Connection, new: Connection, table: Table) -> None:
    for rows in _batches(old, table):
        new.execute(insert(table), rows)


def _batches(old: Connection, table: Table) -> Iterator[list[dict]]:
    found = old.execution_options(yield_per=BATCH).execute(select(table))
    for batch in found.mappings().partitions(BATCH):
        yield [dict(row) for row in batch]


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _refuse_rows(new: Connection, name: str) -> None:
    for table in _tables():
        if _count(new, table):
            raise CopyRefused(target=name, reason=f"its table {table.name} holds rows already; give an empty database")


def _set_sequences(new: Connection) -> None:
    """Numbers that PostgreSQL counts by itself go on after the highest that was copied."""
    if new.dialect.name != "postgresql":
        return
    for table in _tables():
        for column in table.primary_key:
            sequence = new.execute(text("select pg_get_serial_sequence(:table, :column)"),
                                   {"table": table.name, "column": column.name}).scalar()
            if sequence:
                highest = new.execute(select(func.max(column))).scalar()
                new.execute(text("select setval(cast(:name as regclass), :value, :used)"),
                            {"name": sequence, "value": highest or 1, "used": highest is not None})


def _shown(settings: Settings) -> str:
    return make_url(settings.database_url).render_as_string(hide_password=True)


def _tell(source: Settings) -> None:
    """What the database does not hold and the new installation needs."""
    click.echo("The database is copied. What else the new installation needs:")
    click.echo(f"  secret       {source.data / 'secret'}: set INSAF_SECRET to its content on every machine. Without it the "
               "follow-up codes on letters already sent open nothing.")
    click.echo(f"  attachments  {source.data / 'attachments'}: copy the folder to where every machine sees it.")
    click.echo(f"  drafts       {source.data / 'drafts'}: messages that visitors have not sent yet; copy them or let them go.")
    click.echo("Then set DATABASE_URL and start `run.py web` and `run.py work` (docs/operations.md).")
