"""Cases that come from elsewhere."""

import click

from cli import ByNoun

LINES = {
    "import": ("cli.case_import:import_", "Bring an existing register in, each case where its record says it stands."),
}


@click.command(cls=ByNoun, nouns=LINES)
def case():
    """Import an existing register."""
