"""`process differences`: where a family goes another way than the one it extends."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from cli.wiring import settings_of
from engine.definitions import Definition, read_family
from engine.definitions.comparing.differences import differences
from engine.queries.words import LETTERS


@click.command("differences")
@click.argument("family", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["en", "fr", "ar"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One object instead of lines.")
def differences_of(family, language, as_json):
    """Say where FAMILY (a folder such as bpmn/commune) differs from the family it extends, in whole sentences: diagrams, steps,
    questions, dates, letters, people."""
    settings = settings_of(None)
    own = Definition.of(read_family(family.name, settings.bpmn_root, settings.forms_root))
    if not own.facts.extends:
        click.echo(f"{own.family} extends no other family.")
        return
    base = Definition.of(read_family(own.facts.extends, settings.bpmn_root, settings.forms_root))
    told = differences(own, base, language, LETTERS)
    if as_json:
        click.echo(json.dumps(asdict(told), ensure_ascii=False, indent=1))
        return
    for group in told.groups:
        click.echo("\n".join([f"{group.name} ({len(group.sentences)})", *(f"  {line}" for line in group.sentences)]))
    if not told.groups:
        click.echo(f"{own.family} does everything as {base.family} does.")
    for name in [name for name, is_there in told.locked if not is_there]:
        click.echo(f"Locked and not there: {name}")
