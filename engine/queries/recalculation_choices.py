"""What a recalculation may be asked for, and the sentence that a change of the calendar suggests for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.definitions.spoken_day import LOCALES, long_day
from engine.domain.access import Person, recalculates
from engine.domain.recalculation import Plan
from engine.errors import NotFound
from engine.queries.calendars import calendars_in_force
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CalendarChange, DefinitionRow, ProcessFamily
from engine.vocabulary import Cause, DayChangeKind

_MOST_VERSIONS = 60
_CANCELLED = {"ar": "{name}: {day} يوم عمل", "fr": "{name} : le {day} est un jour ouvrable",
              "en": "{name}: {day} is a working day"}
_OFF = {"ar": "{name}: {day} يوم عطلة", "fr": "{name} : le {day} est férié", "en": "{name}: {day} is a holiday"}
_LONGEST = 500


@dataclass(frozen=True)
class VersionChoice:
    family: str
    names: Mapping[str, str] = field(hash=False)
    version: int
    content_hash: str
    deployed_at: datetime
    in_force: bool


@dataclass(frozen=True)
class DeadlineChoice:
    """A deadline of the version in force; `family` and `code` name it."""

    family: str
    family_names: Mapping[str, str] = field(hash=False)
    code: str
    names: Mapping[str, str] = field(hash=False)
    days: int
    unit: str


@dataclass(frozen=True)
class RecalculationChoices:
    """Calendars by code, versions with the newest first, deadlines of the families in force."""

    calendars: tuple[str, ...]
    versions: tuple[VersionChoice, ...]
    deadlines: tuple[DeadlineChoice, ...]


def recalculation_choices(session: Session, shelf: DefinitionShelf, person: Person) -> RecalculationChoices:
    """Raises NotFound for people who may not recalculate."""
    if not recalculates(person):
        raise NotFound(what="page", which="for you")
    in_force = dict(session.execute(select(ProcessFamily.content_hash, ProcessFamily.code).order_by(ProcessFamily.code)).all())
    known = {content_hash: shelf.definition(content_hash, session) for content_hash in in_force}
    names = {definition.family: definition.names for definition in known.values()}
    rows = session.execute(
        select(DefinitionRow.family, DefinitionRow.version, DefinitionRow.content_hash, DefinitionRow.deployed_at)
        .order_by(DefinitionRow.deployed_at.desc(), DefinitionRow.content_hash).limit(_MOST_VERSIONS)).all()
    return RecalculationChoices(
        tuple(calendars_in_force(session, shelf)),
        tuple(VersionChoice(row.family, names.get(row.family, {}), row.version, row.content_hash, row.deployed_at,
                            row.content_hash in in_force) for row in rows if row.family in names),
        tuple(DeadlineChoice(definition.family, definition.names, rule.code, rule.names, rule.days, rule.unit)
              for definition in known.values() for rule in definition.deadlines.values()))


def suggested_reasons(session: Session, shelf: DefinitionShelf, plan: Plan, person: Person) -> dict[str, str]:
    """What was recorded about the calendar between the two versions, with its source, by language; empty for other causes."""
    if plan.cause != Cause.CALENDAR or plan.to_version is None:
        return {}
    changes = session.scalars(
        select(CalendarChange).where(
            CalendarChange.calendar == plan.calendar, CalendarChange.number > (plan.since_version or 0),
            CalendarChange.number <= plan.to_version,
            or_(CalendarChange.agency_id.is_(None), CalendarChange.agency_id == plan.agency_id))
        .order_by(CalendarChange.number)).all()
    return {language: _sentence(changes, language) for language in LOCALES}


def _sentence(changes, language: str) -> str:
    comma = "؛ " if language == "ar" else "; " if language == "en" else " ; "
    told = [(_CANCELLED if change.kind == DayChangeKind.CANCELLED else _OFF)[language].format(
        name=getattr(change, f"name_{language}") or change.name_fr, day=long_day(change.day_on, language)) for change in changes]
    sources = dict.fromkeys(change.source for change in changes if change.source)
    text = comma.join(dict.fromkeys(told)) + (f" ({', '.join(sources)})" if sources else "")
    return text if len(text) <= _LONGEST else text[:_LONGEST - 1] + "…"
