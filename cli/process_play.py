"""`process play`: recorded paths driven through the acts, compared with what they should lead to."""

import json
import sys
import tempfile
from pathlib import Path

import click

from cli.playing.case_file import read_cases
from cli.playing.player import play as play_case
from cli.playing.stage import NewProcesses, SameProcess
from cli.wiring import database_option, migrated, settings_of


@click.command()
@click.argument("cases", type=click.Path(path_type=Path))
@database_option
@click.option("--mode", type=click.Choice(["restore", "fresh"]), default="restore", show_default=True,
              help="`fresh` takes every step in a new process of the operating system.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def play(cases, database_url, mode, as_json):
    """Play the recorded paths of the file CASES; paths in it are relative to it.

    Each is deployed with the profile `engine`, started and driven with a virtual clock. Ends with 1 where any path
    differed, with 2 where the file cannot be used. Without --database, a database of its own is made and thrown away.
    """
    listed = read_cases(cases)
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="insaf-play-") as folder:
        settings = settings_of(database_url or f"sqlite:///{folder}/play.sqlite3", INSAF_DATA=folder)
        migrated(settings)
        stage = (NewProcesses if mode == "fresh" else SameProcess)(settings)
        try:
            for case in listed:
                outcomes.append(play_case(case, stage))
                if not as_json:
                    _say(outcomes[-1])
        finally:
            stage.close()
    failed = sum(not outcome.passed for outcome in outcomes)
    if as_json:
        report = [{"id": outcome.case_id, "passed": outcome.passed, "differences": list(outcome.differences)}
                  for outcome in outcomes]
        body = {"mode": mode, "passed": len(outcomes) - failed, "failed": failed, "cases": report}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    click.echo(f"{len(outcomes) - failed} passed, {failed} failed", err=as_json)
    sys.exit(1 if failed else 0)


def _say(outcome) -> None:
    click.echo(f"{outcome.case_id} passed" if outcome.passed else
               f"{outcome.case_id} FAILED: {'; '.join(outcome.differences)}")
