"""The deadlines of an agency: the days its family asks for, and its own where it promises to be quicker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person, administers
from engine.errors import NotFound
from engine.queries.names import names_of
from engine.queries.new_dates import complainants_own
from engine.queries.seen import agency_by_code
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import AgencyDeadline


@dataclass(frozen=True)
class DaysRow:
    """`own` is None where the agency keeps to the number of its family; `since_on` is when its own number began."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    days: int
    unit: str
    grade: str
    own: int | None
    since_on: date | None


@dataclass(frozen=True)
class AgencyDays:
    """The time that the complainant has is not among the rows: no agency shortens it."""

    code: str
    names: Mapping[str, str] = field(hash=False)
    rows: tuple[DaysRow, ...]


def agency_days(session: Session, shelf: DefinitionShelf, code: str, person: Person, now: datetime) -> AgencyDays:
    """Raises NotFound for an unknown agency and for one that this person does not administer, NoDefinition."""
    agency = agency_by_code(session, code)
    if not administers(person, agency.id):
        raise NotFound(what="agency", which=code[:20])
    definition = shelf.in_force(session, agency.family)[1]
    today = shelf.calendars.of(definition, agency.id).local_day(now)
    own = {row.code: row for row in session.scalars(
        select(AgencyDeadline).where(AgencyDeadline.agency_id == agency.id, AgencyDeadline.since_on <= today)
        .order_by(AgencyDeadline.since_on))}
    return AgencyDays(agency.code, names_of(agency), tuple(
        DaysRow(rule.code, rule.names, rule.days, rule.unit, rule.grade,
                own[rule.code].days if rule.code in own else None, own[rule.code].since_on if rule.code in own else None)
        for rule in definition.deadlines.values() if rule.code not in complainants_own(definition)))
