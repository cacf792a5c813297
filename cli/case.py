"""Cases that come from elsewhere, and cases that go on with another version."""

import click

from cli import ByNoun

LINES = {
    "erase": ("cli.case_erase:erase", "Erase what was written in a closed case, or in all past their time of keeping."),
    "import": ("cli.case_import:import_", "Bring an existing register in, each case where its record says it stands."),
    "migrate": ("cli.case_migrate:migrate", "Move running cases to another version of their process, or back."),
}


@click.command(cls=ByNoun, nouns=LINES)
def case():
    """Import an existing register; move running cases to another version."""
