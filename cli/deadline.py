"""The legal clock from a shell."""

import click

from cli import ByNoun

LINES = {
    "explain": ("cli.deadline_explain:explain_", "When a deadline ends and why: for a day of deposit, or for a case."),
    "recalculate": ("cli.deadline_recalculate:recalculate", "Count open dates again when calendar, rules or law change."),
}


@click.command(cls=ByNoun, nouns=LINES)
def deadline():
    """Explain the dates of a case or of a deposit; count open dates again."""
