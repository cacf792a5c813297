"""Versions of a process, cases that follow them, and everything about a case that a migration must leave as it is."""

from sqlalchemy import select

from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.migrate_case import MigrateCase
from engine.acts.run_instance import StartInstance
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.queries.audit import broken_chains
from engine.queries.migration_preview import migration_preview
from engine.store.tables import Deadline, HumanTask, ProcessInstance, Timer
from tests.unit.execution.diagrams import boundary, definitions, end, flows, process, start, timer, user

SYSTEM = Person.system()


def deployed(insaf, bundle: Bundle) -> str:
    return insaf.bus.ask(DeployDefinition(bundle=bundle), by=SYSTEM).id


def national(insaf, *changes: tuple[str, str]) -> str:
    """The national family with texts of its diagrams replaced, in force from now on."""
    return deployed(insaf, redrawn(read_family("national"), *changes))


def redrawn(bundle: Bundle, *changes: tuple[str, str]) -> Bundle:
    """A family with texts replaced in whichever of its diagrams hold them."""
    files = {name: bundle.files[name].decode() for name in bundle.named(".bpmn")}
    for old, new in changes:
        assert any(old in text for text in files.values()), f"no diagram holds {old}"
        files = {name: text.replace(old, new) for name, text in files.items()}
    return bundle.with_files({name: text.encode() for name, text in files.items()})


RELABELLED = ('id="triage" name="', 'id="triage" name="New: ')


def small(insaf, *parts: str, before: str = "") -> str:
    """A small process of the family `small`, in force from now on."""
    files = {"bpmn/complaint.bpmn": definitions(before, process(*parts)).encode(), "bpmn/family.toml": b'process = "main"'}
    return deployed(insaf, Bundle("small", files, "engine"))


def row(insaf, *names: str) -> str:
    return small(insaf, start(), *map(user, names), end(), flows(" > ".join(["begin", *names, "done"])))


def timed(insaf, host: str, late: str, days: int = 5) -> str:
    return small(insaf, start(), user(host), boundary(late, host, timer(f"P{days}D"), interrupting=False), user("remind"),
                 end("told"), end(), flows(f"begin > {host} > done", f"{late} > remind > told"))


def begun(insaf, content_hash: str, **variables) -> str:
    return insaf.bus.ask(StartInstance(content_hash, variables), by=SYSTEM).instance_id


def tasks(insaf, instance_id: str) -> dict[str, str]:
    with insaf.reading() as session:
        return {row.element_id: row.id for row in session.execute(select(HumanTask.element_id, HumanTask.id).where(
            HumanTask.instance_id == instance_id, HumanTask.state == "open"))}


def done(insaf, instance_id: str, element: str, **answers) -> None:
    insaf.bus.ask(CompleteTask(tasks(insaf, instance_id)[element], answers), by=SYSTEM)


def moved(insaf, instance_id: str, to_hash: str, reason: str = "the forms changed", **choices):
    return insaf.bus.ask(MigrateCase(instance_id, to_hash, reason, choices), by=SYSTEM)


def standing(insaf, instance_id: str) -> dict:
    """Everything that a migration must leave as it is."""
    with insaf.reading() as session:
        return {
            "tasks": sorted(session.execute(select(
                HumanTask.id, HumanTask.state, HumanTask.assignee_id, HumanTask.claimed_at, HumanTask.created_at,
                HumanTask.due_at).where(HumanTask.instance_id == instance_id)).all(), key=str),
            "timers": sorted(session.execute(select(Timer.task_id, Timer.due_at, Timer.state).where(
                Timer.instance_id == instance_id)).all(), key=str),
            "ledger": sorted(session.execute(select(
                Deadline.code, Deadline.due_at, Deadline.definition_hash, Deadline.met_at
            ).where(Deadline.instance_id == instance_id)).all(), key=str),
        }


def instance(insaf, instance_id: str) -> ProcessInstance:
    with insaf.reading() as session:
        return session.get(ProcessInstance, instance_id)


def verified(insaf) -> bool:
    with insaf.reading() as session:
        return not broken_chains(session).broken


def preview(insaf, family: str, **named):
    with insaf.reading() as session:
        return migration_preview(session, insaf.shelf, insaf.bus.specs, family, SYSTEM, **named)
