"""The days that legal dates are counted with: a year shown, days recorded, iCalendar files in and out."""

from datetime import date
from pathlib import Path

import click

from cli.wiring import database_option, settings_of, wired
from engine.acts.keep_calendar import CancelHoliday, DecreeHoliday, NamedDay, RecordHoliday
from engine.domain.access import Person
from engine.queries import calendar_export, calendar_moves, calendar_page, file_preview, forecast_preview
from engine.queries.calendar_import import ImportPreview

SYSTEM = Person.system()


class Day(click.ParamType):
    """A calendar day."""

    name = "day"

    def convert(self, value, param, context):
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write one such as 2027-03-20", param, context)


DAY = Day()
agency_option = click.option("--agency", metavar="CODE", help="The own days of this agency instead of everybody's.")
source_option = click.option("--source", required=True, help="The decree, circular or announcement.")
reason_option = click.option("--reason", required=True, help="It stays in the history of the calendar.")


@click.group()
def calendar():
    """Working days, holidays and their forecasts. Recording moves no open date: see `deadline recalculate`."""


@calendar.command()
@click.argument("year", type=int)
@agency_option
@database_option
def show(year, agency, database_url):
    """Every day off of YEAR with its state and source, the hours, and when the clocks change."""
    with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
        page = calendar_page(session, insaf.shelf, year, insaf.clock.now(), SYSTEM, agency)
    click.echo(f"{page.code} {year}, version {page.version}{f', agency {agency}' if agency else ''}: "
               f"{page.working_days} working days")
    for line in page.days_off:
        last = f" to {line.last_on}" if line.last_on != line.first_on else ""
        click.echo(f"{line.first_on}{last:<14}  {line.state:<12} {line.names.get('en', ''):<34} {line.source}")
    for period in page.ramadan:
        click.echo(f"Ramadan {period.first} to {period.last}{' (provisional)' if period.provisional else ''}: "
                   f"{period.hours.opens:%H:%M} to {period.hours.closes:%H:%M}")
    for change in page.clocks:
        click.echo(f"clocks go {'forward' if change.after > change.before else 'back'} on {change.on}")


@calendar.command()
@click.argument("forecast_on", type=DAY)
@click.option("--begins-on", type=DAY, help="Where the feast begins on another day than was forecast.")
@source_option
@reason_option
@agency_option
@database_option
def decree(forecast_on, begins_on, source, reason, agency, database_url):
    """Fix the forecast feast that the day FORECAST_ON belongs to, with all its days."""
    _record(database_url, DecreeHoliday(forecast_on, source, reason, begins_on, agency_code=agency), agency)


@calendar.command()
@click.argument("days", type=DAY, nargs=-1, required=True)
@click.option("--name-fr", required=True)
@click.option("--name-ar", required=True)
@click.option("--name-en", default="", help="The French name when not given.")
@click.option("--provisional", is_flag=True, help="A forecast that a decree will confirm.")
@source_option
@reason_option
@agency_option
@database_option
def add(days, name_fr, name_ar, name_en, provisional, source, reason, agency, database_url):
    """Add DAYS off."""
    named = tuple(NamedDay(day, name_ar, name_fr, name_en) for day in days)
    _record(database_url, RecordHoliday(named, source, reason, provisional, agency_code=agency), agency)


@calendar.command()
@click.argument("day", type=DAY)
@source_option
@reason_option
@agency_option
@database_option
def cancel(day, source, reason, agency, database_url):
    """Make DAY a working day after all."""
    _record(database_url, CancelHoliday(day, source, reason, agency_code=agency), agency)


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decreed", is_flag=True, help="Record the days as decreed; else they are provisional.")
@click.option("--record", is_flag=True, help="Record them; without it only what would be added is shown.")
@agency_option
@database_option
def import_(file, decreed, record, agency, database_url):
    """Show the days of an iCalendar FILE that the calendar does not have; with --record add them."""
    with wired(settings_of(database_url)) as insaf:
        with insaf.reading() as session:
            found = file_preview(session, insaf.shelf, file.read_bytes(), file.name, SYSTEM, agency_code=agency)
        _tell_or_record(insaf, found, record, not decreed, agency)


@calendar.command()
@click.argument("year", type=int)
@click.option("--record", is_flag=True, help="Record them as provisional; without it they are only shown.")
@database_option
def propose(year, record, database_url):
    """Show the moving feasts of YEAR as they are forecast; with --record add them as provisional."""
    with wired(settings_of(database_url)) as insaf:
        with insaf.reading() as session:
            found = forecast_preview(session, insaf.shelf, year, SYSTEM)
        _tell_or_record(insaf, found, record, True, None)


@calendar.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["ar", "fr", "en"]), default="fr", show_default=True)
@agency_option
@database_option
def export(file, language, agency, database_url):
    """Write last year's days off, this year's and the next two's into an iCalendar FILE."""
    title = {"ar": "أيام العطل", "fr": "Jours fériés", "en": "Days off"}[language]
    with wired(settings_of(database_url)) as insaf, insaf.reading() as session:
        data = calendar_export(session, insaf.shelf, insaf.clock.now(), title, language, "insaf", agency_code=agency)
    file.write_bytes(data)
    click.echo(f"{file} is written; days that are only forecast are tentative in it.")


def _tell_or_record(insaf, found: ImportPreview, record: bool, provisional: bool, agency: str | None) -> None:
    for day in found.days:
        known = day.known and (day.known.get("en") or day.known.get("fr"))
        name = day.names.get("fr") or next(iter(day.names.values()), "")
        click.echo(f"{day.on}  {name:<40} {f'known as {known}' if known else 'new'}")
    if record and found.new:
        named = tuple(NamedDay(day.on, day.names.get("ar") or _any(day), day.names.get("fr") or _any(day),
                               day.names.get("en", "")) for day in found.new)
        _ask(insaf, RecordHoliday(named, found.source, f"imported from {found.source}", provisional, agency_code=agency), agency)
    else:
        click.echo(f"{len(found.new)} of {len(found.days)} days are new; nothing was recorded.")


def _any(day) -> str:
    return next(iter(day.names.values()), "")


def _record(database_url: str | None, act, agency: str | None) -> None:
    with wired(settings_of(database_url)) as insaf:
        _ask(insaf, act, agency)


def _ask(insaf, act, agency: str | None) -> None:
    receipt = insaf.bus.ask(act, by=SYSTEM)
    with insaf.reading() as session:
        moves = calendar_moves(session, insaf.shelf, insaf.clock.now(), SYSTEM, agency_code=agency)
    click.echo(f"{receipt.count} days recorded; the calendar has version {receipt.id}. No open date was moved; {moves} would "
               "move: see `run.py deadline recalculate --help`.")
