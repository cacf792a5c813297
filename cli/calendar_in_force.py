"""The days off that count now, for a command that can do without a database."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from cli.wiring import require_newest
from engine.definitions import Definition
from engine.domain.business_calendar import BusinessCalendar
from engine.errors import InsafError
from engine.settings import Settings
from engine.store.calendars import Calendars
from engine.store.database import Database


def calendar_in_force(settings: Settings, definition: Definition) -> BusinessCalendar:
    """The calendar of the files with what the database has recorded since, or the one of the files alone where there is no
    database; where one does not answer or is too old, that is said on standard error."""
    if settings.embedded and not Path(make_url(settings.database_url).database or "").is_file():
        return definition.calendar
    try:
        with redirect_stdout(sys.stderr):  # what the log says of a database is no part of the answer
            return _recorded(settings, definition)
    except InsafError as problem:
        click.echo(f"Counted with the calendar of the files alone. {problem}", err=True)
        return definition.calendar


def _recorded(settings: Settings, definition: Definition) -> BusinessCalendar:
    require_newest(settings)
    database = Database(settings.database_url, settings.pooled)
    try:
        calendars = Calendars(database)
        with database.reading() as session:
            calendars.newest(session)
        return calendars.of(definition)
    finally:
        database.close()
