"""An agency promises to be quicker than its family asks: its own, shorter number of days for a deadline."""

from dataclasses import dataclass

from sqlalchemy import delete, insert

from engine.acts.keep_agency import agency_of
from engine.acts.legal_dates import rule_of
from engine.acts.work import Receipt, Work
from engine.domain.access import administers
from engine.errors import DaysOfComplainant, Forbidden, NotFound, NotShorter
from engine.queries.new_dates import complainants_own
from engine.store.tables import AgencyDeadline


@dataclass(frozen=True)
class SetOwnDays:
    """From today on clocks of `code` start with `days`; None gives the family's number back. Running ones keep theirs."""

    agency_code: str
    code: str
    days: int | None


def set_own_days(act: SetOwnDays, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, NoDefinition, Invalid for an unknown deadline, DaysOfComplainant, NotShorter."""
    agency = agency_of(work, act.agency_code)
    if agency is None:
        raise NotFound(what="agency", which=act.agency_code)
    if not administers(work.by, agency.id):
        raise Forbidden(who=work.by.name, what="change the days of an agency")
    _, definition = work.shelf.in_force(work.session, agency.family)
    rule = rule_of(definition, act.code)
    if rule.code in complainants_own(definition):
        raise DaysOfComplainant(deadline=rule.names.get(work.by.language) or rule.code)
    if act.days is not None and not 0 < act.days < rule.days:
        raise NotShorter(deadline=rule.names.get(work.by.language) or rule.code, most=rule.days - 1, days=rule.days)
    since_on = work.calendars.of(definition, agency.id).local_day(work.now)
    key = {"agency_id": agency.id, "code": act.code, "since_on": since_on}
    work.session.execute(delete(AgencyDeadline).filter_by(**key))
    work.session.execute(insert(AgencyDeadline), [{**key, "days": act.days, "by_account": work.by.id}])
    return Receipt(id=agency.id)
