"""`process import`: diagrams of other tools, what they lack here, and the repaired files on consent."""

import json
import sys
from pathlib import Path

import click

from cli.wiring import database_option, settings_of, wired
from engine.definitions import Bundle, Finding
from engine.definitions.bundle import ENGINE
from engine.definitions.lint.finding import ERROR, WARNING
from engine.definitions.repairs.importing import Imported, repaired
from engine.definitions.repairs.order import KINDS
from engine.domain.access import Person
from engine.queries.findings import findings_of

READ = (".bpmn", ".bpmn20.xml", ".xml", ".dmn", ".form", "-schema.json", "-uischema.json", "process_model.json")
LARGEST = 1_000_001
MOST_FILES = 300


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--apply", "out", type=click.Path(path_type=Path, file_okay=False),
              help="Write the repaired files into this folder; PATH is never changed.")
@click.option("--only", multiple=True, type=click.Choice(list(KINDS)), metavar="CODE", help="Only repairs of this kind.")
@click.option("--skip", multiple=True, type=click.Choice(list(KINDS)), metavar="CODE", help="No repairs of this kind.")
@click.option("--process", "main", default="", help="Which process runs, where a diagram holds several.")
@click.option("--deploy", "family", default="", help="Deploy the result under this name, with the profile `engine`.")
@click.option("--yes", is_flag=True, help="Apply and deploy without asking.")
@click.option("--json", "as_json", is_flag=True, help="One object instead of lines; asks nothing.")
@database_option
def import_diagrams(path, out, only, skip, main, family, yes, as_json, database_url):
    """Read diagrams of SpiffArena, Camunda 7 and 8, or any BPMN tool, and suggest repairs.

    PATH is a file or a folder with diagrams, tables and forms. Every suggestion is shown first; nothing is written
    without --apply, and then only into that folder. Exit code 1 where errors would remain.
    """
    kinds = [code for code in only or KINDS if code not in skip]
    given = _files(path)
    result = repaired(given, main, kinds)
    if main and main not in result.processes:
        raise click.ClickException(f"There is no process {main}; there is {', '.join(result.processes) or 'none'}.")
    remaining = _remaining(result, path)
    errors = [finding for finding in remaining if finding.severity == ERROR]
    if as_json:
        click.echo(json.dumps({"repairs": [repair.as_json() for repair in result.repairs],
                               "remaining": [finding.as_json() for finding in remaining]}, ensure_ascii=False, indent=1))
    else:
        _show(result, remaining)
    if out and (yes or as_json or not result.repairs or click.confirm(f"Write the repaired files into {out}?")):
        _write(result, path, out, as_json)
    elif family and result.repairs and not yes and not as_json:
        click.confirm("Deploy the repaired files?", abort=True)
    if family and not errors:
        _deploy(bundle_of(result, family), database_url, as_json)
    sys.exit(1 if errors else 0)


def bundle_of(result: Imported, family: str) -> Bundle:
    """The files as a bundle of the engine's own profile: diagrams and tables under bpmn/, forms under forms/."""
    files = {("forms/" if name.endswith(".json") else "bpmn/") + name: data for name, data in result.files.items()
             if not name.endswith((".form", "process_model.json"))}
    return Bundle(family, files, ENGINE)


def _files(path: Path) -> dict[str, bytes]:
    """Every file of a folder that can have a say, by name; folders inside it are flat here, as references are."""
    found: dict[str, bytes] = {}
    listed = sorted(path.rglob("*")) if path.is_dir() else [path]
    home = (path if path.is_dir() else path.parent).resolve()
    for file in listed:
        wanted = file.name.endswith(READ) or file == path
        inside = file.resolve().is_relative_to(home) and not any(
            part.startswith(".") for part in file.relative_to(path if path.is_dir() else path.parent).parts)
        if not wanted or not inside or not file.is_file():
            continue
        if file.name in found:
            raise click.ClickException(f"Two files below {path} are called {file.name}; import them one by one.")
        if len(found) == MOST_FILES:
            raise click.ClickException(f"{path} holds more than {MOST_FILES} files; import its folders one by one.")
        try:
            with file.open("rb") as stream:
                found[file.name] = stream.read(LARGEST)
        except OSError as problem:
            raise click.ClickException(f"{file} cannot be read: {problem.strerror}.") from None
    if not any(name.endswith((".bpmn", ".xml")) for name in found):
        raise click.ClickException(f"{path} holds no diagram (.bpmn).")
    return found


def _remaining(result: Imported, path: Path) -> list[Finding]:
    unread = [Finding(problem.kind, ERROR, problem.file, "", "", problem.wrong, problem.fix)
              for problem in result.unreadable]
    return unread or findings_of(bundle_of(result, path.stem))


def _show(result: Imported, remaining: list[Finding]) -> None:
    for repair in result.repairs:
        click.echo(f"repair: {repair}")
    for finding in remaining:
        click.echo(str(finding))
    click.echo(f"{len(result.repairs)} repairs suggested; after them "
               f"{sum(finding.severity == ERROR for finding in remaining)} errors and "
               f"{sum(finding.severity == WARNING for finding in remaining)} warnings remain")


def _write(result: Imported, path: Path, out: Path, quiet: bool) -> None:
    home = path if path.is_dir() else path.parent
    if out.resolve() == home.resolve():
        raise click.ClickException("The repaired files go into another folder: the originals are never changed.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in result.files.items():
            (out / name).write_bytes(data)
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written: {problem.strerror}.") from None
    click.echo(f"{len(result.files)} files are in {out}.", err=quiet)


def _deploy(bundle: Bundle, database_url, quiet: bool) -> None:
    from engine.acts.deploy_definition import DeployDefinition
    with wired(settings_of(database_url)) as insaf:
        insaf.bus.ask(DeployDefinition(bundle=bundle, note="imported"), by=Person.system())
    click.echo(f"{bundle.family}: version {bundle.content_hash[:12]} is in force for new cases.", err=quiet)
