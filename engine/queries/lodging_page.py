"""What a complainant must know and answer before lodging."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.definitions import Form
from engine.domain.deadline import REPLY
from engine.domain.explanation import Explanation
from engine.errors import NoDefinition, NotFound
from engine.queries.date_if_lodged import date_if_lodged
from engine.queries.find_agencies import AgencyChoice, agency_choice
from engine.store.definition_shelf import DefinitionShelf
from engine.vocabulary import Kind

LODGE = "lodge"


@dataclass(frozen=True)
class LodgingPage:
    """`reply_due_on` is the legal date of a message lodged now; None where the family has no such deadline."""

    agency: AgencyChoice
    kinds: tuple[Kind, ...]
    languages: tuple[str, ...]
    form: Form = field(hash=False)
    content_hash: str
    zone: str
    reply_due_on: date | None
    reply_why: Explanation | None
    feedback_why: Explanation | None = None

    def why(self, kind: str | None) -> Explanation | None:
        """The same date for every kind; the decree sets it for complaints alone."""
        return self.reply_why if kind in (None, Kind.COMPLAINT) else self.feedback_why


def lodging_page(session: Session, shelf: DefinitionShelf, agency_code: str, now: datetime) -> LodgingPage:
    """Raises NotFound for an agency one cannot write to, NoDefinition where its family has no lodging form."""
    agency = agency_choice(session, shelf, agency_code)
    if agency is None:
        raise NotFound(what="agency", which=agency_code[:20])
    content_hash, definition = shelf.in_force(session, agency.family)
    form = definition.form(LODGE)
    if form is None:
        raise NoDefinition(family=agency.family)
    why, feedback_why = (date_if_lodged(session, shelf, definition, agency.code, REPLY, now, kind)
                         for kind in (Kind.COMPLAINT, Kind.OBSERVATION))
    return LodgingPage(
        agency, tuple(Kind(kind) for kind in definition.kinds if kind in set(Kind)), tuple(definition.languages), form,
        content_hash, definition.calendar.zone.key,
        why.due_on if why else None, why, feedback_why)
