"""`deadline recalculate`: open dates counted again, after a look at which of them move."""

import json
import time
from dataclasses import asdict

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.recalculate import ResumeRecalculation, StartRecalculation, StopRecalculation
from engine.acts.recalculate_some import RecalculateSome
from engine.domain.access import Person
from engine.domain.recalculation import Plan
from engine.errors import Invalid
from engine.queries.recalculation import RecalculationPreview, recalculation_preview
from engine.queries.recalculations import RecalculationPage, agency_of_code, recalculation_page, recalculations
from engine.vocabulary import Cause, Reach

SYSTEM = Person.system()
AGENCIES, EVERY_SECONDS = 10, 2.0


@click.command()
@click.option("--calendar", metavar="CODE", help="Count by this calendar as it is now, or as of --to-version.")
@click.option("--since-version", type=int, help="Leave alone what was behind this version of the calendar already.")
@click.option("--to-version", type=int, help="A version of the calendar; the newest if not given.")
@click.option("--family", help="The family whose deadlines are meant, with --definition or --what-if.")
@click.option("--definition", "content_hash", metavar="HASH", help="Count by the deadlines of this deployed version.")
@click.option("--what-if", metavar="CODE=DAYS[:UNIT]", help="Try a change of the law out, such as reply=30:working. Only a look.")
@click.option("--agency", metavar="CODE", help="The cases of this agency alone.")
@click.option("--cases", type=click.Choice(["all", "none"]), help="All open cases, or none (which is written down).")
@click.option("--lodged-since", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Only cases lodged on that day or later.")
@click.option("--never-later", is_flag=True, help="Leave out every date that would move to the complainant's cost.")
@click.option("--letters", is_flag=True, help="Write to the complainants whose date of reply moves.")
@click.option("--reason", help="The sentence that every moved case shows, such as the decree.")
@click.option("--reason-ar", help="The same in Arabic.")
@click.option("--reason-en", help="The same in English.")
@click.option("--dry-run", is_flag=True, help="Say what would move and change nothing.")
@click.option("--apply", "is_applied", is_flag=True, help="Move the dates.")
@click.option("--background", is_flag=True, help="With --apply or --resume: leave the work to the worker.")
@click.option("--resume", metavar="ID", help="Go on with one that was stopped, or whose process was killed.")
@click.option("--stop", metavar="ID", help="Begin no further batch of it; what was moved stays moved.")
@click.option("--list", "is_list", is_flag=True, help="Those there were, and how far they came.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@database_option
def recalculate(database_url, dry_run, is_applied, background, resume, stop, is_list, as_json, **asked):
    """Count open dates again, because a calendar, the rules or the law changed.

    Nothing moves without --apply, and then batch by batch: it may be stopped, killed and resumed at any time. A deadline
    that was met is never touched, and a breach stays one.
    """
    if sum(map(bool, (dry_run, is_applied, resume, stop, is_list))) != 1:
        raise Invalid(what="the command", reason="give one of --dry-run, --apply, --resume, --stop and --list")
    say = _as_json if as_json else _as_lines
    with wired(settings_of(database_url)) as insaf:
        if is_list:
            with insaf.reading() as session:
                pages = recalculations(session, insaf.shelf, person=SYSTEM)
            say({"recalculations": [_told(page) for page in pages]}, lambda told: [_line(one) for one in told["recalculations"]])
        elif stop:
            insaf.bus.ask(StopRecalculation(stop), by=SYSTEM)
            _say_page(insaf, stop, say)
        elif resume:
            insaf.bus.ask(ResumeRecalculation(resume, deferred=background), by=SYSTEM)
            _carry_out(insaf, resume, background, as_json, say)
        else:
            _look_or_apply(insaf, asked, dry_run, background, as_json, say)


def _look_or_apply(insaf, asked, dry_run, background, as_json, say) -> None:
    with insaf.reading() as session:
        agency_id = agency_of_code(session, insaf.shelf, asked["agency"], SYSTEM) if asked["agency"] else None
        plan = _plan(asked, agency_id, needs_choice=not dry_run)
        preview = recalculation_preview(session, insaf.shelf, plan, insaf.clock.now(), SYSTEM)
    if dry_run or not as_json:
        say(_preview_told(preview), _preview_lines)
    if not dry_run:
        reasons = {"fr": asked["reason"] or "", "ar": asked["reason_ar"] or "", "en": asked["reason_en"] or ""}
        begun = insaf.bus.ask(StartRecalculation(preview.plan, reasons, asked["letters"], deferred=background), by=SYSTEM)
        _carry_out(insaf, begun.id, background, as_json, say)


def _plan(asked, agency_id: str | None, needs_choice: bool) -> Plan:
    chosen = [name for name in ("calendar", "content_hash", "what_if") if asked[name]]
    if len(chosen) != 1:
        raise Invalid(what="the cause", reason="give one of --calendar, --definition and --what-if")
    if asked["cases"] and asked["lodged_since"] or needs_choice and not asked["cases"] and not asked["lodged_since"]:
        raise Invalid(what="the choice of cases", reason="say --cases all, --cases none or --lodged-since DAY")
    since = asked["lodged_since"].date() if asked["lodged_since"] else None
    reach = Reach.LODGED_SINCE if since else Reach(asked["cases"] or Reach.ALL)
    choices = {"agency_id": agency_id, "reach": reach, "lodged_since_on": since, "never_later": asked["never_later"]}
    if asked["calendar"]:
        return Plan(Cause.CALENDAR, calendar=asked["calendar"], since_version=asked["since_version"],
                    to_version=asked["to_version"], **choices)
    if asked["content_hash"]:
        return Plan(Cause.RULE, family=asked["family"], definition_hash=asked["content_hash"], **choices)
    code, mark, change = asked["what_if"].partition("=")
    days, _, unit = change.partition(":")
    if not mark or not days.isdecimal() or unit not in ("", "calendar", "working"):
        raise Invalid(what="--what-if", reason="write it like reply=30 or reply=30:working")
    return Plan(Cause.LAW, family=asked["family"], code=code, days=int(days), unit=unit or None, **choices)


def _carry_out(insaf, recalculation_id: str, background: bool, as_json: bool, say) -> None:
    """Batch after batch, with a line every two seconds; the row knows how far it came, whenever the process ends."""
    spoken = time.monotonic()
    while not background and insaf.bus.ask(RecalculateSome(recalculation_id), by=SYSTEM).count:
        if not as_json and time.monotonic() > spoken + EVERY_SECONDS:
            _say_page(insaf, recalculation_id, say)
            spoken = time.monotonic()
    _say_page(insaf, recalculation_id, say)


def _say_page(insaf, recalculation_id: str, say) -> None:
    with insaf.reading() as session:
        page = recalculation_page(session, insaf.shelf, recalculation_id, person=SYSTEM)
    say(_told(page), lambda told: [_line(told)])


def _told(page: RecalculationPage) -> dict:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(page).items()
            if name not in ("agency_names",)}


def _line(told: dict) -> str:
    return (f"{told['id']}  {told['state']}: {told['seen']} of {told['total']} cases, {told['moved']} dates moved "
            f"({told['became_late']} late by it, {told['in_time_again']} in time again), {told['not_movable']} not movable, "
            f"{told['kept']} kept, {told['letters']} letters.")


def _preview_told(preview: RecalculationPreview) -> dict:
    lines = [{**asdict(line), "before_on": line.before_on.isoformat(), "after_on": line.after_on.isoformat()}
             for line in preview.lines]
    plan = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(preview.plan).items()
            if value is not None}
    return {"plan": plan, **asdict(preview.tally), "moves": lines,
            "by_deadline": {code: asdict(tally) for code, tally in preview.by_code.items()},
            "by_agency": {row.code: asdict(row.tally) for row in preview.by_agency}}


def _preview_lines(told: dict) -> list[str]:
    lines = [f"{told['looked_at']} open dates looked at: {told['moved']} move, {told['earlier']} of them earlier and "
             f"{told['later']} later; {told['become_late']} become late, {told['in_time_again']} late ones come back into time."]
    lines += [f"  {line['code']}: {line['count']} from {line['before_on']} to {line['after_on']}"
              + (", late at once" if line["becomes_late"] else ", in time again" if line["in_time_again"] else "")
              for line in told["moves"]]
    for name, words in (("kept", "would move to the complainant's cost and stay"),
                        ("not_movable", "stay, because a timer mixes the date into an expression"),
                        ("out_of_reach", "would move, but their cases were not chosen"),
                        ("left_behind", "stay where an earlier choice left them")):
        if told[name]:
            lines.append(f"  {told[name]} {words}.")
    moved = [(code, tally["moved"]) for code, tally in told["by_agency"].items() if tally["moved"]]
    if len(moved) > 1:
        more = f", and {len(moved) - AGENCIES} more agencies" if len(moved) > AGENCIES else ""
        lines.append("  " + ", ".join(f"{code} {count}" for code, count in moved[:AGENCIES]) + more)
    return lines


def _as_json(told: dict, _lines) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _as_lines(told: dict, lines) -> None:
    click.echo("\n".join(lines(told)))
