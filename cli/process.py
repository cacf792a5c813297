"""Process definitions, from files into the database and back."""

import json
import sys
from pathlib import Path

import click

from cli import ByNoun
from cli.checking import problems_at
from cli.wiring import database_option, settings_of, wired
from engine.definitions import read_family
from engine.domain.access import Person

LINES = {
    "check": ("cli.process:check", "Name every problem of a family or of loose diagrams, with the fix."),
    "coverage": ("cli.process_coverage:coverage_of", "Play a family's scenarios and name what no scenario passes."),
    "deploy": ("cli.process:deploy", "Make the files of a family the version that new cases follow."),
    "differences": ("cli.process_differences:differences_of", "Say where a family differs from the one it extends."),
    "export": ("cli.process:export", "Write the version in force back into files."),
    "import": ("cli.process_import:import_diagrams", "Suggest repairs for diagrams of other tools, and apply them."),
    "play": ("cli.process_play:play", "Play recorded paths and compare what happened."),
}


@click.command(cls=ByNoun, nouns=LINES)
def process():
    """Check, compare, import, deploy, export and play process definitions."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--profile", type=click.Choice(["agency", "engine"]), default="agency", show_default=True,
              help="`engine` leaves lanes, forms, letters and law out.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of lines.")
def check(path, profile, as_json):
    """Look for problems in PATH: a family's folder or one of its files, any diagram, table, form or letter, or a folder of
    diagrams. Exit code 1 where there is an error."""
    found = problems_at(path, profile)
    if as_json:
        click.echo(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            place = ", ".join(part for part in (finding.file, finding.element_id, finding.element_name) if part)
            click.echo(f"{finding.severity}: {place}: {finding.wrong}. {finding.fix} [{finding.code}]")
        click.echo(f"{sum(finding.severity == 'error' for finding in found)} errors, "
                   f"{sum(finding.severity == 'warning' for finding in found)} warnings")
    sys.exit(any(finding.severity == "error" for finding in found))


@click.command()
@click.argument("family")
@click.option("--note", default="", help="Why; kept with the version.")
@database_option
def deploy(family, note, database_url):
    """Make the files of FAMILY (a folder below bpmn/) the version in force. Running cases keep theirs."""
    from engine.acts.deploy_definition import DeployDefinition
    settings = settings_of(database_url)
    bundle = read_family(Path(family).name, settings.bpmn_root, settings.forms_root)
    with wired(settings) as insaf:
        insaf.bus.ask(DeployDefinition(bundle=bundle, note=note), by=Person.system())
    click.echo(f"{bundle.family}: version {bundle.content_hash[:12]} is in force for new cases.")


@click.command()
@click.argument("family")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@database_option
def export(family, folder, database_url):
    """Write the version of FAMILY in force into FOLDER, as bpmn/ and forms/ beside each other."""
    with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
        bundle = insaf.shelf.in_force(session, family)[1].bundle
    for name, data in bundle.files.items():
        target = folder / _place(name, family)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    click.echo(f"{len(bundle.files)} files of {family} ({bundle.content_hash[:12]}) are in {folder}.")


def _place(name: str, family: str) -> str:
    """Where a file of a bundle lies in the tree: its own folder, the family it extends, or what all families share."""
    top, _, rest = name.partition("/")
    if name == "bpmn/legal.toml":
        return name
    if rest.startswith("extends/"):
        return f"{top}/{rest.removeprefix('extends/')}"
    return name if rest.startswith("shared/") else f"{top}/{family}/{rest}"
