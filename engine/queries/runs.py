"""The runs of all processes, cases or not, and what one of them waits for: people, dates, messages, a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, sees_every_agency
from engine.errors import NotFound
from engine.queries.cursor import Page, page_of, read_cursor
from engine.queries.names import names_for
from engine.queries.seen import agency_by_code, agency_seen, is_about, is_hidden
from engine.queries.standing import is_open_task, is_under_way
from engine.queries.task_rows import labels
from engine.queries.typed import typed
from engine.queries.versions_under_way import versions_under_way
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, DefinitionRow, HumanTask, ProcessInstance
from engine.vocabulary import InstanceState


@dataclass(frozen=True)
class RunFilters:
    """`state` None means under way, stopped ones among them; `cases` True only complaints and the like, False only runs that are
    none; `text` begins a reference, a business key or an id."""

    state: InstanceState | None = None
    family: str = ""
    cases: bool | None = None
    agency_code: str = ""
    text: str = ""


@dataclass(frozen=True)
class RunRow:
    """`name` is the reference of a case, the business key or the id of a run that is none. `steps` are its open tasks."""

    id: str
    name: str
    reference: str | None
    family: str
    family_names: Mapping[str, str] = field(hash=False)
    version: int
    state: InstanceState
    started_at: datetime
    ended_at: datetime | None
    agency_names: Mapping[str, str] = field(hash=False)
    steps: tuple[Mapping[str, str], ...] = field(hash=False)


def runs(session: Session, shelf: DefinitionShelf, filters: RunFilters, person: Person, after: str | None = None,
         limit: int = 50) -> Page:
    """A page of RunRow, the newest first. Raises NotFound for an agency that is none."""
    run = ProcessInstance
    conditions = [runs_seen(person), *_narrowed(session, filters)]
    if place := read_cursor(after, str):
        conditions.append(run.id < place[0])
    found = session.execute(
        select(run.id, run.definition_hash, run.state, run.started_at, run.ended_at, run.agency_id, run.business_key,
               DefinitionRow.family, DefinitionRow.version, ComplaintCase.reference)
        .join(DefinitionRow, DefinitionRow.content_hash == run.definition_hash)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == run.id)
        .where(*conditions).order_by(run.id.desc()).limit(limit + 1)).all()
    shown, following = page_of(found, limit, lambda row: (row.id,))
    return Page(tuple(_rows(session, shelf, shown)), following)


def run_row(session: Session, shelf: DefinitionShelf, person: Person, instance_id: str) -> RunRow:
    """Raises NotFound, also for a run that this person may not look after."""
    run = ProcessInstance
    found = session.execute(
        select(run.id, run.definition_hash, run.state, run.started_at, run.ended_at, run.agency_id, run.business_key,
               DefinitionRow.family, DefinitionRow.version, ComplaintCase.reference)
        .join(DefinitionRow, DefinitionRow.content_hash == run.definition_hash)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == run.id)
        .where(run.id == typed(instance_id), runs_seen(person))).all()
    if not found:
        raise NotFound(what="run", which=instance_id[:40])
    return next(iter(_rows(session, shelf, found)))


def running_families(session: Session, shelf: DefinitionShelf, person: Person) -> dict[str, Mapping[str, str]]:
    """The names of the families of which this person sees a run under way, by code."""
    versions = versions_under_way(session, agency_seen(person, ProcessInstance.agency_id))
    found = sorted((shelf.definition(version, session) for version in versions), key=lambda definition: definition.family)
    return {definition.family: definition.names for definition in found}


def runs_seen(person: Person) -> ColumnElement[bool]:
    """The runs of the person's agency, but for cases they may not read; those who look after every agency see all dates, and
    only what is about themselves is kept from them."""
    hides = is_about if sees_every_agency(person) else is_hidden
    return agency_seen(person, ProcessInstance.agency_id) & ~hides(person, ProcessInstance.id)


def _narrowed(session: Session, filters: RunFilters) -> list[ColumnElement[bool]]:
    run, found = ProcessInstance, []
    found.append(is_under_way() if filters.state is None else run.state == literal(filters.state.value, literal_execute=True))
    if filters.family:
        found.append(run.definition_hash.in_(select(DefinitionRow.content_hash).where(
            DefinitionRow.family == typed(filters.family))))
    if filters.cases is not None:
        found.append(ComplaintCase.instance_id.is_not(None) if filters.cases else ComplaintCase.instance_id.is_(None))
    if filters.agency_code:
        found.append(run.agency_id == agency_by_code(session, filters.agency_code).id)
    if text := typed(filters.text):
        found.append(or_(run.id == text.lower(), run.business_key.istartswith(text, autoescape=True),
                         ComplaintCase.reference.istartswith(text, autoescape=True)))
    return found


def _rows(session: Session, shelf: DefinitionShelf, found):
    steps: dict[str, list[str]] = {}
    for instance_id, element_id in session.execute(
            select(HumanTask.instance_id, HumanTask.element_id)
            .where(HumanTask.instance_id.in_([row.id for row in found]), is_open_task()).order_by(HumanTask.created_at)):
        steps.setdefault(instance_id, []).append(element_id)
    names = names_for(session, {row.agency_id for row in found})
    for row in found:
        definition = shelf.definition(row.definition_hash, session)
        yield RunRow(
            row.id, row.reference or row.business_key or row.id, row.reference, row.family, definition.names, row.version,
            InstanceState(row.state), row.started_at, row.ended_at, names.agency(row.agency_id).names,
            tuple(labels(definition, element_id) for element_id in dict.fromkeys(steps.get(row.id, ()))))
