"""`case import`: an existing register comes in, each case where its record says it stands."""

import gc
import json
import signal
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import click

from cli.importing.importer import Importer, open_register
from cli.importing.mapping import read_mapping
from cli.importing.report import IMPORTED, Report
from cli.wiring import database_option, settings_of, wired
from engine.errors import InsafError

UNUSABLE, INTERRUPTED = 2, 130


@click.command("import")
@click.argument("register", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), required=True, metavar="MAP.toml",
              help="What the columns of FILE mean here; some lie in cli/mappings.")
@click.option("--report", "report_file", type=click.Path(path_type=Path),
              help="Where to write what was done to every row: .csv a table, else JSON lines. In the data folder "
                   "if not given.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@database_option
def import_(register, mapping_file, report_file, as_json, database_url):
    """Bring the register FILE in, as the mapping reads it.

    A record that is in already is left alone, so the same command may be run again, also after it was stopped. Rows that
    cannot come in are refused with a reason in the report and do not stop the others. Ends with 0 when the file was read
    to its end, with 2 where file, mapping or database cannot be used, with 130 when it was interrupted.
    """
    gc.set_threshold(50_000, 20, 50)  # ten thousand short-lived runs: the default would look for cycles all the time
    try:
        stopped = _import(register, mapping_file, report_file, as_json, settings_of(database_url))
    except InsafError as problem:
        click.echo(f"{problem}", err=True)
        sys.exit(UNUSABLE)
    sys.exit(INTERRUPTED if stopped else 0)


def _import(register: Path, mapping_file: Path, report_file: Path | None, as_json: bool, settings) -> bool:
    mapping = read_mapping(mapping_file)
    file = open_register(register, mapping)
    with wired(settings) as insaf:
        importer = Importer(insaf, file, mapping)
        importer.prepare()
        place = report_file or settings.data / "imports" / f"{register.stem}.{insaf.clock.now():%Y%m%dT%H%M%S%f}.jsonl"
        lacking = file.lacks(mapping.mentioned())
        if lacking:
            click.echo(f"The file has no column {', '.join(lacking)}: done without.", err=True)
        began, stopped = time.perf_counter(), _StopBetweenCases()
        with Report(place) as report:
            with _progress(len(file.lines) - 1) as bar:
                importer.run(report, bar.update if bar else lambda count: None, stopped)
            _tell(report, importer, lacking, time.perf_counter() - began, stopped(), as_json)
    return stopped()


class _StopBetweenCases:
    """Ctrl-C (or a request to end) lets the case under way and its line of the report be written; a second one does not
    wait."""

    def __init__(self):
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def __call__(self) -> bool:
        return self._asked

    def _ask(self, number, frame) -> None:
        self._asked = True
        signal.signal(number, signal.default_int_handler)


def _progress(length: int):
    """A bar for people; nothing where standard error is a file or a pipe."""
    if not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=length, label="Importing", file=sys.stderr, show_pos=True, update_min_steps=20)


def _tell(report: Report, importer: Importer, lacking: list[str], seconds: float, stopped: bool, as_json: bool) -> None:
    imported = report.counts[IMPORTED]
    rate = imported / seconds if seconds else 0.0
    if importer.deployed:
        click.echo(f"Put in force, because it was not yet: {', '.join(importer.deployed)}.", err=True)
    if importer.created:
        click.echo(f"New agencies: {', '.join(importer.created)}. Give them people under /admin.", err=True)
    if as_json:
        click.echo(json.dumps({
            "source": importer.mapping.source, "imported": imported, "already_there": report.there,
            "refused": report.refused, "done": dict(report.counts), "stands_at": dict(report.standing),
            "agencies": dict(report.agencies), "created_agencies": importer.created,
            "deployed_families": importer.deployed, "missing_columns": lacking, "seconds": round(seconds, 2),
            "cases_per_second": round(rate, 1), "stopped": stopped, "report": str(report.path)}, ensure_ascii=False))
    click.echo(f"What was done to every row is in {report.path}", err=as_json)
    if stopped:
        click.echo("Stopped. Run the same command again: it goes on where it was.", err=True)
    click.echo(f"{imported} imported, {report.there} already there, {report.refused} refused in {seconds:.1f} s "
               f"({rate:.0f} cases/s)", err=as_json)
