"""What a person may do with the running clocks of a case, as their rules and roles allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.definitions.letter import INTERIM_REPLY
from engine.domain.access import Person
from engine.domain.clock_rights import extending_roles, holds_one, pausing_roles, telling_roles
from engine.domain.ledger import added_days
from engine.errors import NotFound
from engine.queries.case_page import run_of
from engine.queries.deadline_rows import DeadlineRow, deadline_rows
from engine.queries.seen import case_by_reference
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Contact
from engine.vocabulary import InstanceState


@dataclass(frozen=True)
class CaseClock:
    """A clock that runs or stands still, and what this person may do with it. `pause_left` and `extension_left` are days;
    `pausing` and `extending` name the roles that may, by language; empty where the rule allows it to nobody."""

    deadline: DeadlineRow
    stands_still: bool
    may_pause: bool
    may_resume: bool
    may_extend: bool
    may_tell: bool
    pause_left: int
    extension_left: int
    pausing: tuple[Mapping[str, str], ...] = field(hash=False)
    extending: tuple[Mapping[str, str], ...] = field(hash=False)

    @property
    def may_anything(self) -> bool:
        return self.may_pause or self.may_resume or self.may_extend or self.may_tell


@dataclass(frozen=True)
class CaseClocks:
    """`writes_interim`: an interim reply on this case's reply is a letter to the complainant."""

    reference: str
    subject: str
    clocks: Mapping[str, CaseClock] = field(hash=False)
    writes_interim: bool = False

    def clock(self, code: str) -> CaseClock:
        """Raises NotFound for a clock that does not run on this case."""
        if code not in self.clocks:
            raise NotFound(what="date", which=code[:40])
        return self.clocks[code]


def case_clocks(session: Session, shelf: DefinitionShelf, reference: str, person: Person, now: datetime) -> CaseClocks:
    """The clocks that were not met yet. Raises NotFound for an unknown reference and for a case of another agency."""
    case = case_by_reference(session, reference, person)
    run, contact = run_of(session, case.instance_id), session.get(Contact, case.instance_id)
    definition = shelf.definition(run.definition_hash, session)
    is_moving = run.state == InstanceState.RUNNING
    rows = deadline_rows(session, shelf, case.instance_id, case.agency_id, now, run.is_over) if is_moving else []
    today = shelf.calendars.of(definition, case.agency_id).local_day(now)
    clocks = {row.code: _clock(row, definition, person, case.agency_id, today) for row in rows if row.met_on is None}
    return CaseClocks(case.reference, contact.subject if contact else "", clocks,
                      shelf.letter_by_act(session, definition, INTERIM_REPLY, case.language) is not None)


def _clock(row: DeadlineRow, definition, person: Person, agency_id: str, today: date) -> CaseClock:
    rule, pauses = row.why.rule, row.why.pauses
    pausing, extending = pausing_roles(rule), extending_roles(rule)
    stands_still = bool(pauses) and pauses[-1].unfinished and today <= pauses[-1].to_on
    pause_left = rule.suspend.days - sum(pause.days for pause in pauses) if pausing else 0
    extension_left = rule.extend.days - added_days(row.why.extensions) if extending else 0
    ahead, holds_pausing = not row.late, holds_one(person, pausing, agency_id)
    return CaseClock(
        row, stands_still, may_pause=ahead and holds_pausing and not stands_still and pause_left > 0,
        may_resume=holds_pausing and stands_still,
        may_extend=ahead and holds_one(person, extending, agency_id) and extension_left > 0,
        may_tell=holds_one(person, telling_roles(rule, definition.roles), agency_id),
        pause_left=pause_left, extension_left=extension_left,
        pausing=tuple(definition.roles.get(role, {}) for role in pausing),
        extending=tuple(definition.roles.get(role, {}) for role in extending))
