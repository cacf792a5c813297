"""What happened, verified."""

import sys

import click

from cli.wiring import database_option, settings_of, wired
from engine.queries.audit import broken_chains


@click.group()
def audit():
    """Verify the hash chain of what happened."""


@audit.command()
@database_option
def verify(database_url):
    """Recompute every chain; exit 1 and name the first event of each that does not agree."""
    with wired(settings_of(database_url)) as insaf, insaf.reading(steady=True) as session:
        report = broken_chains(session)
    for broken in report.broken:
        click.echo(f"{broken}")
    click.echo(f"{report.instances} histories with {report.events} events verified, {len(report.broken)} broken")
    sys.exit(bool(report.broken))
