"""`case migrate`: running cases go on with another version of their process, after a look at what would become of each."""

import json
import sys
import time
from collections import Counter

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.migrate_case import MigrateCase, RevertMigration
from engine.acts.run_instance import FireTimers
from engine.domain.access import Person
from engine.errors import Conflict, InsafError, Invalid, TimersDue, Unavailable
from engine.execution import CHOICE, MOVES
from engine.queries.migration_preview import MigrationGroup, MigrationPreview, migration_preview, moved_cases
from engine.queries.migration_words import sentence

KINDS = {"moves": "move by themselves", "choice": "need a choice", "stays": "must finish on their version"}
NAMED = 5


@click.command()
@click.option("--family", required=True, help="The process family whose running cases are meant.")
@click.option("--to", "to_hash", metavar="HASH", help="The version to go to; the one in force if not given.")
@click.option("--choose", multiple=True, metavar="OLD=NEW",
              help="What an element that the new version lacks becomes: an element of it, or `cancel` for a timer.")
@click.option("--only", multiple=True, metavar="REFERENCE", help="These cases alone; may be given several times.")
@click.option("--revert", is_flag=True, help="Back to the version each case had before its last migration.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--reason", default="", help="Why; kept in the history of each case. Needed unless it is a dry run.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@database_option
def migrate(family, to_hash, choose, only, revert, dry_run, reason, as_json, database_url):
    """Move running cases of a family to another version of its process.

    Open tasks, claims, dates and timers stay. A case that cannot be moved so stays on its version; the others are moved,
    each in a transaction of its own. Running the same command again does no harm. Exit code 1 where a case failed.
    """
    if not dry_run and not reason.strip():
        raise Invalid(what="--reason", reason="say why the cases are moved, or look first with --dry-run")
    choices = _choices(choose)
    with wired(settings_of(database_url)) as insaf:
        if revert:
            acts, told = _to_revert(insaf, family, to_hash, only, reason)
        else:
            with insaf.reading() as session:
                preview = migration_preview(session, insaf.shelf, insaf.bus.specs, family, Person.system(), to_hash, choices,
                                            only)
            told = _as_json(preview)
            acts = [MigrateCase(case.instance_id, preview.to_hash, reason, choices)
                    for group in preview.groups if group.verdict.kind == MOVES for case in group.cases]
        if not as_json:
            click.echo("\n".join(_lines(told)))
        if not dry_run:
            told["done"] = _carried_out(insaf, acts)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif not dry_run:
        click.echo(_summary(told["done"]))
    sys.exit(bool(told.get("done", {}).get("failed")))


def _choices(given) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for old, mark, new in pairs:
        if not (old and mark and new):
            raise Invalid(what=f"--choose {old}", reason="write old_element=new_element")
    return {old: new for old, _, new in pairs}


def _to_revert(insaf, family, to_hash, only, reason) -> tuple[list, dict]:
    """Every running case of the family, or of one version of it: those that were not moved are refused one by one."""
    with insaf.reading() as session:
        found = moved_cases(session, family, Person.system(), to_hash, only)
    return [RevertMigration(case.instance_id, reason) for case in found], {
        "family": family, "revert": True, "cases": [case.reference for case in found], "groups": []}


def _carried_out(insaf, acts) -> dict:
    """Each in a transaction of its own; one that fails does not hold up the others."""
    began, counts, failed = time.perf_counter(), Counter(), []
    for act in acts:
        try:
            receipt = _asked(insaf, act)
            counts["repeated" if receipt.repeated else "moved"] += 1
        except Unavailable:
            raise
        except (Conflict, InsafError) as problem:
            failed.append(str(problem))
    seconds = time.perf_counter() - began
    return {"moved": counts["moved"], "there_already": counts["repeated"], "failed": failed, "seconds": round(seconds, 2)}


def _asked(insaf, act):
    system = Person.system()
    try:
        return insaf.bus.ask(act, by=system)
    except TimersDue:
        insaf.bus.ask(FireTimers(act.instance_id), by=system)
        return insaf.bus.ask(act, by=system)


def _as_json(preview: MigrationPreview) -> dict:
    return {"family": preview.family, "to": preview.to_hash, "version": preview.to_version, "there": preview.there,
            "groups": [_group_json(group) for group in preview.groups]}


def _group_json(group: MigrationGroup) -> dict:
    verdict = group.verdict
    return {"from": group.from_hash, "version": group.from_version, "kind": verdict.kind,
            "tasks": list(verdict.standing.tasks), "waits": list(verdict.standing.waits), "choose": list(verdict.choose),
            "reasons": [sentence(remark) for remark in verdict.reasons],
            "remarks": [sentence(remark) for remark in verdict.remarks],
            "count": len(group.cases), "stopped": sum(case.is_stopped for case in group.cases),
            "cases": [case.reference for case in group.cases]}


def _lines(told: dict):
    if told.get("revert"):
        yield f"{told['family']}: {len(told['cases'])} running cases were moved and can go back."
        return
    yield (f"{told['family']}, to version {told['version']} ({told['to'][:12]}): {told['there']} running cases are there, "
           f"{sum(group['count'] for group in told['groups'])} on other versions.")
    for group in told["groups"]:
        stands = ", ".join(group["tasks"] or group["waits"]) or "nowhere"
        yield f"{group['count']} on version {group['version']}, at {stands}: {KINDS[group['kind']]}."
        if group["kind"] == CHOICE:
            yield "  Choose with " + " ".join(f"--choose {name}=..." for name in group["choose"]) + "."
        for said in (*group["reasons"], *group["remarks"]):
            yield f"  {said[0].upper()}{said[1:]}."
        if group["stopped"]:
            yield f"  {group['stopped']} of them are stopped by an incident and stay so until it is retried."
        yield "  " + ", ".join(group["cases"][:NAMED]) + (" ..." if group["count"] > NAMED else "")


def _summary(done: dict) -> str:
    lines = [f"failed: {said}" for said in done["failed"]]
    speed = f", {done['moved'] / done['seconds']:.0f} a second" if done["seconds"] else ""
    return "\n".join([*lines, f"{done['moved']} moved in {done['seconds']} s{speed}, {done['there_already']} were there "
                              f"already, {len(done['failed'])} failed"])
