"""The date a message would get if it were lodged now."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.definitions.clock_of_kind import rule_for
from engine.domain.explanation import Explanation, explain
from engine.store.calendars import NEWEST
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, AgencyDeadline
from engine.vocabulary import Kind


def date_if_lodged(session: Session, shelf: DefinitionShelf, definition: Definition, agency_code: str, code: str,
                   now: datetime, kind: str = Kind.COMPLAINT) -> Explanation | None:
    """By the agency's own days off and its own number of days; None where the family has no such deadline."""
    rule = rule_for(definition, code, kind)
    if rule is None:
        return None
    today = definition.calendar.local_day(now)
    agency_id, newest, own = session.execute(
        select(Agency.id, NEWEST, _own_days(code, today)).where(Agency.code == agency_code)).one()
    shelf.calendars.heard(newest)
    return explain(rule, now, shelf.calendars.of(definition, agency_id), days=min(own or rule.days, rule.days))


def dates_if_begun(session: Session, shelf: DefinitionShelf, definition: Definition, now: datetime) -> dict[str, Explanation]:
    """By code, the date of every deadline of a process if its clock began now, in an agency without days of its own."""
    shelf.calendars.newest(session)
    calendar = shelf.calendars.of(definition)
    return {code: explain(rule, now, calendar) for code, rule in definition.deadlines.items()}


def _own_days(code: str, today: date):
    """The agency's own shorter number for clocks that start today; null where it has none."""
    return (select(AgencyDeadline.days)
            .where(AgencyDeadline.agency_id == Agency.id, AgencyDeadline.code == code, AgencyDeadline.since_on <= today)
            .order_by(AgencyDeadline.since_on.desc()).limit(1).scalar_subquery())
