"""Recalculations that were begun: their choices, how far they have come, what became of the dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person, recalculates
from engine.errors import NotFound
from engine.queries.names import names_for
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, DefinitionRow, Recalculation
from engine.vocabulary import RecalculationState

_MOST = 100


@dataclass(frozen=True)
class RecalculationPage:
    """`seen` of `total` cases have been looked at; `version` is that of the definition whose deadlines are taken."""

    id: str
    cause: str
    calendar: str | None
    since_version: int | None
    to_version: int | None
    family: str | None
    version: int | None
    agency_code: str | None
    agency_names: Mapping[str, str] = field(hash=False)
    reach: str
    lodged_since_on: date | None
    never_later: bool
    with_letters: bool
    reasons: Mapping[str, str] = field(hash=False)
    state: str
    total: int
    seen: int
    moved: int
    became_late: int
    in_time_again: int
    not_movable: int
    kept: int
    letters: int
    started_at: datetime
    worked_at: datetime
    ended_at: datetime | None
    by_name: str | None

    @property
    def share(self) -> int:
        """Per cent of the cases that were looked at."""
        return 100 if self.state == RecalculationState.DONE or not self.total else min(99, 100 * self.seen // self.total)


def recalculations(session: Session, shelf: DefinitionShelf, person: Person) -> list[RecalculationPage]:
    """The newest first. Raises NotFound for people who may not recalculate."""
    _refuse_others(person)
    rows = session.scalars(select(Recalculation).order_by(Recalculation.started_at.desc(), Recalculation.id).limit(_MOST)).all()
    return _pages(session, rows)


def recalculation_page(session: Session, shelf: DefinitionShelf, recalculation_id: str, person: Person) -> RecalculationPage:
    """Raises NotFound."""
    _refuse_others(person)
    row = session.get(Recalculation, typed(recalculation_id))
    if row is None:
        raise NotFound(what="recalculation", which=recalculation_id)
    return _pages(session, [row])[0]


def agency_of_code(session: Session, shelf: DefinitionShelf, code: str, person: Person) -> str:
    """The id of an agency. Raises NotFound."""
    _refuse_others(person)
    found = session.scalar(select(Agency.id).where(Agency.code == typed(code).upper()))
    if found is None:
        raise NotFound(what="agency", which=code)
    return found


def _refuse_others(person: Person) -> None:
    if not recalculates(person):
        raise NotFound(what="page", which="for you")


def _pages(session: Session, rows) -> list[RecalculationPage]:
    names = names_for(session, {row.agency_id for row in rows}, people={row.by_account for row in rows})
    hashes = {row.definition_hash for row in rows if row.definition_hash}
    versions = dict(session.execute(select(DefinitionRow.content_hash, DefinitionRow.version).where(
        DefinitionRow.content_hash.in_(hashes))).all()) if hashes else {}
    return [RecalculationPage(
        row.id, row.cause, row.calendar, row.since_version, row.to_version, row.family, versions.get(row.definition_hash),
        names.agency(row.agency_id).code or None, names.agency(row.agency_id).names, row.reach, row.lodged_since_on,
        row.never_later, row.with_letters, {language: row.reason(language) for language in ("ar", "fr", "en")}, row.state,
        row.total, row.seen, row.moved, row.became_late, row.in_time_again, row.not_movable, row.kept, row.letters,
        row.started_at, row.worked_at, row.ended_at, names.people.get(row.by_account or "")) for row in rows]
