"""What an agency keeps of a case that became another's: its line of the register, and what happened until then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Row, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from engine.domain.access import Person
from engine.domain.reference_number import tidy_reference
from engine.errors import NotFound
from engine.queries.names import names_for
from engine.queries.seen import is_about
from engine.queries.timeline import TimelineItem, history_of
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CaseTransfer, ComplaintCase, Contact
from engine.vocabulary import TransferState


@dataclass(frozen=True)
class FormerCase:
    """`by_decision`: the national desk settled whose it is. `timeline` ends where the case left; what it says comes from the
    history of that time alone."""

    reference: str
    kind: str
    channel: str
    subject: str
    complainant_name: str
    lodged_on: date
    moved_on: date
    to_names: Mapping[str, str] = field(hash=False)
    by_decision: bool
    timeline: tuple[TimelineItem, ...]


def given_away(person: Person) -> ColumnElement[bool]:
    """The rows of CaseTransfer by which the person's agency gave a case away for good: the last time it did, if the case did not
    come back. For people of an agency only: whoever sees every agency finds the case once, where it is."""
    if person.agency_id is None or not person.is_staff:
        return false()
    later, moved = aliased(CaseTransfer), CaseTransfer.moved_at.is_not(None)
    again = exists().where(later.instance_id == CaseTransfer.instance_id, later.from_agency_id == person.agency_id,
                           later.moved_at.is_not(None), later.number > CaseTransfer.number)
    is_back = exists().where(ComplaintCase.instance_id == CaseTransfer.instance_id,
                             ComplaintCase.agency_id == person.agency_id)
    return ((CaseTransfer.from_agency_id == person.agency_id) & moved & ~again & ~is_back
            & ~is_about(person, CaseTransfer.instance_id))


def given_lines(session: Session, conditions: Sequence, order: Sequence, limit: int) -> list[Row]:
    """The first `limit` of them, with what the agency was told of the complainant then."""
    return list(session.execute(
        select(CaseTransfer, CaseTransfer.lodged_at, CaseTransfer.instance_id, func.coalesce(Contact.name, "").label("name"),
               func.coalesce(Contact.subject, "").label("subject"))
        .outerjoin(Contact, Contact.instance_id == CaseTransfer.instance_id)
        .where(*conditions).order_by(*order).limit(limit)))


def former_case(session: Session, shelf: DefinitionShelf, reference: str, person: Person) -> FormerCase:
    """Raises NotFound where the person's agency never had the case, or has it."""
    wanted = typed(reference)
    lines = given_lines(session, [given_away(person), CaseTransfer.reference.in_({wanted, tidy_reference(wanted)})], (), 1)
    if not lines:
        raise NotFound(what="case", which=wanted[:60])
    [(gone, _, _, name, subject)] = lines
    definition = shelf.definition(gone.definition_hash, session)
    history = history_of(session, definition, gone.instance_id, until=(gone.until_event, gone.moved_at))
    day = definition.calendar.local_day
    return FormerCase(
        gone.reference, gone.kind, gone.channel, subject, name, day(gone.lodged_at), day(gone.moved_at),
        names_for(session, {gone.to_agency_id}).agency(gone.to_agency_id).names, gone.state == TransferState.ARBITRATED,
        history.items)
