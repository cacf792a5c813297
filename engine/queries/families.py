"""What agencies do: the deployed families, their versions, and what an upload would make of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.definitions import Definition, Finding
from engine.definitions.upload import place_upload
from engine.domain.access import Person, owns_processes
from engine.errors import NoDefinition, NotFound
from engine.queries.findings import findings_of
from engine.queries.names import names_for
from engine.queries.standing import is_under_way
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import Agency, DefinitionRow, ProcessFamily, ProcessInstance


@dataclass(frozen=True)
class FamilyRow:
    """`version` is the one in force; `running` counts the runs under way on any version."""

    family: str
    names: Mapping[str, str] = field(hash=False)
    version: int
    content_hash: str
    deployed_at: datetime
    versions: int
    agencies: int
    running: int


@dataclass(frozen=True)
class VersionRow:
    """`warnings` are what the linter found and let pass."""

    number: int
    content_hash: str
    deployed_at: datetime
    by_name: str | None
    note: str
    running: int
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class FamilyPage:
    """`definition` is the one in force; the newest version comes first."""

    family: str
    names: Mapping[str, str] = field(hash=False)
    definition: Definition = field(hash=False)
    versions: tuple[VersionRow, ...]


def families(session: Session, shelf: DefinitionShelf, person: Person) -> list[FamilyRow]:
    """Every deployed family. Raises NotFound for those who own no processes."""
    _refuse_strangers(person)
    in_force = dict(session.execute(select(ProcessFamily.code, ProcessFamily.content_hash)).all())
    agencies = dict(session.execute(select(Agency.family, func.count()).group_by(Agency.family)).all())
    running = _running(session)
    rows = session.execute(
        select(DefinitionRow.family, DefinitionRow.content_hash, DefinitionRow.version, DefinitionRow.deployed_at)
        .order_by(DefinitionRow.family)).all()
    found = []
    for row in rows:
        if in_force.get(row.family) == row.content_hash:
            versions = [other.content_hash for other in rows if other.family == row.family]
            found.append(FamilyRow(
                row.family, shelf.definition(row.content_hash, session).names, row.version, row.content_hash,
                row.deployed_at, len(versions), agencies.get(row.family, 0),
                sum(running.get(content_hash, 0) for content_hash in versions)))
    return found


def family_page(session: Session, shelf: DefinitionShelf, family: str, person: Person) -> FamilyPage:
    """Raises NotFound."""
    _refuse_strangers(person)
    family = typed(family)
    try:
        _, definition = shelf.in_force(session, family)
    except NoDefinition as problem:
        raise NotFound(what="process family", which=family[:60]) from problem
    rows = session.execute(
        select(DefinitionRow.version, DefinitionRow.content_hash, DefinitionRow.deployed_at, DefinitionRow.deployed_by,
               DefinitionRow.note, DefinitionRow.findings)
        .where(DefinitionRow.family == family).order_by(DefinitionRow.version.desc())).all()
    names = names_for(session, people={row.deployed_by for row in rows})
    running = _running(session, [row.content_hash for row in rows])
    return FamilyPage(family, definition.names, definition, tuple(
        VersionRow(row.version, row.content_hash, row.deployed_at, names.people.get(row.deployed_by or ""), row.note,
                   running.get(row.content_hash, 0), _warnings(row.findings)) for row in rows))


def definition_of(session: Session, shelf: DefinitionShelf, family: str, content_hash: str, person: Person) -> Definition:
    """One version of a family, in force or not. Raises NotFound."""
    _refuse_strangers(person)
    known = session.scalar(select(DefinitionRow.family).where(DefinitionRow.content_hash == typed(content_hash, 64)))
    if known != family:
        raise NotFound(what="version", which=f"{content_hash[:12]} of {family[:60]}")
    return shelf.definition(content_hash, session)


def check_upload(session: Session, shelf: DefinitionShelf, family: str, files: Iterable[tuple[str, bytes]],
                 person: Person) -> list[Finding]:
    """What publishing these files as a new version would be told; nothing is changed. Raises NotFound."""
    definition = family_page(session, shelf, family, person).definition
    bundle, misplaced = place_upload(definition.bundle, files)
    return misplaced or findings_of(bundle)


def _refuse_strangers(person: Person) -> None:
    if not owns_processes(person):
        raise NotFound(what="page", which="for you")


def _running(session: Session, hashes: list[str] | None = None) -> dict[str, int]:
    query = (select(ProcessInstance.definition_hash, func.count())
             .where(is_under_way())
             .group_by(ProcessInstance.definition_hash))
    if hashes is not None:
        query = query.where(ProcessInstance.definition_hash.in_(hashes))
    return dict(session.execute(query).all())


def _warnings(text: str) -> tuple[Finding, ...]:
    return tuple(Finding(**values) for values in orjson.loads(text or "[]"))
