"""The database and what belongs to it: migrate, back up, restore."""

from pathlib import Path

import click

from cli import archive
from cli.alone import alone
from cli.grant import grant
from cli.wiring import database_option, migrated, settings_of


@click.group()
def db():
    """Migrate, back up, restore."""


db.add_command(grant)


@db.command("migrate")
@database_option
def migrate_(database_url):
    """Bring the database to the newest shape; nothing happens when it has it."""
    settings = settings_of(database_url)
    migrated(settings)
    click.echo("The database has the newest shape.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def backup(file, database_url):
    """Write database, attachments and secret into FILE (a tar archive), while the program runs."""
    settings = settings_of(database_url)
    contents = archive.write(settings, file)
    click.echo(f"{file}: {contents.rows} rows, {contents.attachments} attachments, {file.stat().st_size:,} bytes.")
    if settings.files:
        click.echo(f"The attachments lie in {settings.files} and are not in it: keep a copy of that place as well.")
    click.echo("It holds personal data and the secret of the follow-up codes: keep it as safe as the database itself.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@database_option
@click.option("--replace", is_flag=True, help="Put it in the place of a database that already holds something.")
def restore(file, database_url, replace):
    """Put back what `db backup` wrote. The program must not run meanwhile."""
    settings = settings_of(database_url)
    with alone(settings):
        contents = archive.read(settings, file, replace=replace)
        migrated(settings)
    click.echo(f"Restored {contents.rows} rows and {contents.attachments} attachments from {file}.")
