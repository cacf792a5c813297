"""Which running cases sit on which older version of a family, and what would become of each on another one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from engine.domain.access import Person, owns_processes
from engine.errors import ExecutionFailed, NotFound
from engine.execution import STAYS, Remark, Specs, Standing, Verdict, mover
from engine.queries.standing import is_under_way
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import CaseMigration, ComplaintCase, DefinitionRow, ProcessInstance
from engine.vocabulary import InstanceState

AT_A_TIME = 500


@dataclass(frozen=True)
class RunningCase:
    """`reference` is the instance's id for a run that is no case."""

    instance_id: str
    reference: str
    is_stopped: bool


@dataclass(frozen=True)
class MigrationGroup:
    """Cases of one version that stand at the same place and of which the same is true."""

    from_hash: str
    from_version: int
    verdict: Verdict
    cases: tuple[RunningCase, ...]


@dataclass(frozen=True)
class MigrationPreview:
    """`there` counts the running cases that follow the wanted version already."""

    family: str
    to_hash: str
    to_version: int
    there: int
    groups: tuple[MigrationGroup, ...]


def migration_preview(session: Session, shelf: DefinitionShelf, specs: Specs, family: str, person: Person,
                      to_hash: str | None = None, choices: Mapping[str, str] | None = None,
                      only: Iterable[str] = ()) -> MigrationPreview:
    """`to_hash` (or its first eight characters and more) is the version in force if not given; `only` names references or
    ids of instances. Largest groups first. Raises NotFound, also for those who own no processes; NoDefinition."""
    if not owns_processes(person):
        raise NotFound(what="page", which="for you")
    family = typed(family)
    versions = dict(session.execute(
        select(DefinitionRow.content_hash, DefinitionRow.version).where(DefinitionRow.family == family)).all())
    target = _target(session, shelf, family, versions, to_hash)
    wanted, groups = set(only), {}
    there, seen = _there(session, target, wanted)
    for row in _running(session, tuple(versions.keys() - {target})):
        case = RunningCase(row.id, row.reference or row.id, row.state == InstanceState.INCIDENT)
        if wanted and not wanted & {case.instance_id, case.reference}:
            continue
        seen |= {case.instance_id, case.reference}
        verdict = _verdict(specs, row.definition_hash, target, choices, row.snapshot)
        groups.setdefault((row.definition_hash, verdict), []).append(case)
    for reference in sorted(wanted - seen):
        raise NotFound(what=f"running case of {family}", which=reference)
    found = [MigrationGroup(from_hash, versions[from_hash], verdict, tuple(cases))
             for (from_hash, verdict), cases in groups.items()]
    found.sort(key=lambda group: (-len(group.cases), -group.from_version, group.verdict.standing.tasks))
    return MigrationPreview(family, target, versions[target], there, tuple(found))


def moved_cases(session: Session, family: str, person: Person, to_hash: str | None = None,
                only: Iterable[str] = ()) -> list[RunningCase]:
    """The running cases that follow the version they were last moved to; `to_hash` (or how it begins) limits it to one.
    Raises NotFound for those who own no processes."""
    if not owns_processes(person):
        raise NotFound(what="page", which="for you")
    rows = session.execute(
        select(ProcessInstance.id, ProcessInstance.state, ComplaintCase.reference, CaseMigration.to_hash).distinct()
        .join(CaseMigration, (CaseMigration.instance_id == ProcessInstance.id)
              & (CaseMigration.to_hash == ProcessInstance.definition_hash) & CaseMigration.reverted_at.is_(None))
        .join(DefinitionRow, DefinitionRow.content_hash == ProcessInstance.definition_hash)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == ProcessInstance.id)
        .where(is_under_way(), DefinitionRow.family == typed(family))
        .order_by(ProcessInstance.id)).all()
    wanted = set(only)
    return [RunningCase(row.id, row.reference or row.id, row.state == InstanceState.INCIDENT) for row in rows
            if row.to_hash.startswith(to_hash or "") and (not wanted or wanted & {row.id, row.reference})]


def _there(session: Session, target: str, wanted: set[str]) -> tuple[int, set[str]]:
    """How many of the wanted runs follow that version, and their names; where none are named all are counted and none read."""
    on_it = is_under_way(), ProcessInstance.definition_hash == target
    if not wanted:
        return session.scalar(select(func.count()).select_from(ProcessInstance).where(*on_it)), set()
    rows = session.execute(
        select(ProcessInstance.id, ComplaintCase.reference)
        .outerjoin(ComplaintCase, ComplaintCase.instance_id == ProcessInstance.id)
        .where(*on_it, or_(ProcessInstance.id.in_(wanted), ComplaintCase.reference.in_(wanted)))).all()
    return len(rows), {name for row in rows for name in row if name}


def _running(session: Session, hashes: tuple[str, ...]) -> Iterator[Row]:
    """Some hundred at a time: a family may have very many, and each comes with its snapshot."""
    query = (select(ProcessInstance.id, ProcessInstance.definition_hash, ProcessInstance.state, ProcessInstance.snapshot,
                    ComplaintCase.reference)
             .outerjoin(ComplaintCase, ComplaintCase.instance_id == ProcessInstance.id)
             .where(is_under_way(), ProcessInstance.definition_hash.in_(hashes))
             .order_by(ProcessInstance.id).limit(AT_A_TIME))
    rows = session.execute(query).all()
    while rows:
        yield from rows
        rows = session.execute(query.where(ProcessInstance.id > rows[-1].id)).all()


def _target(session, shelf, family, versions, to_hash) -> str:
    in_force, _ = shelf.in_force(session, family)
    if to_hash is None:
        return in_force
    found = [known for known in versions if len(to_hash) >= 8 and known.startswith(to_hash)]
    if len(found) != 1:
        raise NotFound(what=f"version of {family}", which=to_hash)
    return found[0]


def _verdict(specs, from_hash, to_hash, choices, snapshot) -> Verdict:
    try:
        return mover(specs, from_hash, to_hash, choices).verdict(snapshot)
    except ExecutionFailed as problem:  # a snapshot that cannot be read
        return Verdict(STAYS, Standing((), ()), reasons=(Remark("stands_elsewhere", problem.fields.get("element", "-")),))
