"""`deadline explain`: a date and the three lines that say why it is that date."""

import json
from datetime import datetime

import click

from cli.calendar_in_force import calendar_in_force
from cli.wiring import database_option, settings_of, wired
from engine.definitions import Definition, read_family
from engine.domain.access import Person
from engine.domain.explanation import Explanation, explain
from engine.errors import DeadlineUnknown, InstantUnreadable, Invalid
from engine.queries.case_dates import case_dates
from engine.definitions.spoken_day import LOCALES
from engine.queries.deadline_words import deadline_lines, head_line, strict_line
from engine.settings import Settings

_YEARS = range(1900, 2201)


@click.command("explain")
@click.option("--family", help="A process family of the folder bpmn/; with --lodged.")
@click.option("--lodged", metavar="INSTANT", help="When the clock starts, such as 2026-09-01T10:00:00+01:00.")
@click.option("--case", "reference", metavar="REFERENCE", help="A case of the database instead of a family.")
@click.option("--deadline", "code", default="reply", show_default=True, help="Which deadline of deadlines.dmn.")
@click.option("--language", type=click.Choice(sorted(LOCALES)), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: due_on, due_at, lines and what they are made of.")
@database_option
def explain_(family, lodged, reference, code, language, as_json, database_url):
    """Say when a deadline ends, and why: how it was counted, what moved it, what it rests on.

    With --family it is counted by the files of bpmn/, for a message lodged at an instant. No database is needed; where
    there is one, the days off recorded in it count as well. With --case it is the date that the case has.
    """
    if bool(family) == bool(reference):
        raise Invalid(what="what is to be explained", reason="give either --family with --lodged, or --case")
    if reference:
        with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
            dates = case_dates(session, insaf.shelf, reference, Person.system(), insaf.clock.now())
            reference, why = dates.reference, _of_case(dates, code)
    else:
        why = _of_family(settings_of(database_url, INSAF_SECRET="not needed to count days"), family, code, lodged)
    if as_json:
        told = {"family": family, "case": reference, "deadline": code, **_as_json(why, language)}
        click.echo(json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_as_text(why, language)))


def _of_family(settings: Settings, family: str, code: str, lodged: str | None) -> Explanation:
    definition = Definition.of(read_family(family, settings.bpmn_root, settings.forms_root))
    rule = definition.deadlines.get(code)
    if rule is None:
        raise DeadlineUnknown(which=code, where=f"The family {family}", known=_listed(definition.deadlines))
    return explain(rule, _instant(lodged), calendar_in_force(settings, definition))


def _of_case(dates, code: str) -> Explanation:
    found = next((row for row in dates.deadlines if row.code == code), None)
    if found is None:
        raise DeadlineUnknown(which=code, where=dates.reference, known=_listed(row.code for row in dates.deadlines))
    return found.why


def _instant(text: str | None) -> datetime:
    """Raises InstantUnreadable for what is no instant, or one whose place on earth is not known."""
    if not text:
        raise InstantUnreadable(text="--lodged", reason="it was not given")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InstantUnreadable(text=text, reason="it is no day with an hour") from None
    if found.tzinfo is None:
        raise InstantUnreadable(text=text, reason="it does not say in which zone, so it could be either of two days")
    if found.year not in _YEARS:
        raise InstantUnreadable(text=text, reason=f"its year is not between {_YEARS.start} and {_YEARS.stop - 1}")
    return found


def _listed(codes) -> str:
    return ", ".join(sorted(codes)) or "none"


def _as_text(why: Explanation, language: str) -> list[str]:
    return [line for line in (head_line(why, language), *deadline_lines(why, language),
                              strict_line(why, language)) if line]


def _as_json(why: Explanation, language: str) -> dict:
    return {
        "due_on": why.due_on.isoformat(), "due_at": why.due_at.isoformat(), "lines": list(deadline_lines(why, language)),
        "strict": strict_line(why, language) or None, "started_at": why.started_at.isoformat(),
        "first_on": why.first_on.isoformat(), "days": why.days, "added": why.added, "unit": why.rule.unit,
        "unrolled_on": why.unrolled_on.isoformat(), "calendar_version": why.calendar_version,
        "provisional": [day.on.isoformat() for day in why.provisional],
    }
