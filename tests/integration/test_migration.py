"""Running cases go on with another version of their process: same tasks, same people, same dates, both versions told."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from cli import main
from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.migrate_case import MigrateCase, RevertMigration
from engine.acts.run_instance import FireTimers, StartInstance
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.errors import (
    CannotMigrate, CaseAlreadyEnded, ExecutionFailed, Forbidden, Invalid, InvalidAnswers, NothingToRevert, TimersDue,
)
from engine.queries.audit import broken_chains
from engine.queries.migration_preview import migration_preview
from engine.store.tables import CaseMigration, ComplaintCase, Deadline, HumanTask, ProcessInstance, Timer
from tests.people import HANANE, INES, NADIA
from tests.steps import case_of, do, lodge, open_tasks, signed_in
from tests.unit.execution.diagrams import boundary, definitions, end, flows, node, process, start, timer, user

SYSTEM = Person.system()


def deployed(insaf, bundle: Bundle) -> str:
    return insaf.bus.ask(DeployDefinition(bundle=bundle), by=SYSTEM).id


def national(insaf, *changes: tuple[str, str]) -> str:
    """The national family with texts of its diagram replaced, in force from now on."""
    bundle = read_family("national")
    text = bundle.files["bpmn/complaint.bpmn"].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return deployed(insaf, Bundle("national", {**bundle.files, "bpmn/complaint.bpmn": text.encode()}, bundle.profile))


RELABELLED = ('id="triage" name="', 'id="triage" name="New: ')


def small(insaf, *parts: str) -> str:
    """A small process of the family `small`, in force from now on."""
    files = {"bpmn/complaint.bpmn": definitions(process(*parts)).encode(), "bpmn/family.toml": b'process = "main"'}
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


@pytest.fixture
def run(insaf):
    environment = {"DATABASE_URL": insaf.settings.database_url, "INSAF_DATA": str(insaf.settings.data),
                   "INSAF_SECRET": insaf.settings.secret}
    return lambda *words: CliRunner().invoke(main, ["case", "migrate", *words], env=environment)


def test_a_claimed_case_keeps_task_claim_dates_timers_and_ledger(insaf):
    reference = lodge(insaf).reference
    instance_id = case_of(insaf, reference).instance_id
    insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["triage"]), by=signed_in(insaf, INES))
    with insaf.database.writing() as session:  # a date moved by hand is the truth and stays moved
        session.execute(update(Timer).where(Timer.element_id == "reminder_15_days").values(
            due_at=insaf.clock.now() + timedelta(days=300)))
    former, before = instance(insaf, instance_id).definition_hash, standing(insaf, instance_id)
    new = national(insaf, RELABELLED)
    insaf.clock.set(insaf.clock.now() + timedelta(days=3))
    owner = signed_in(insaf, HANANE)
    insaf.bus.ask(MigrateCase(instance_id, new, "Le libellé est plus clair."), by=owner)
    assert standing(insaf, instance_id) == before and instance(insaf, instance_id).definition_hash == new
    with insaf.reading() as session:
        kept = session.scalars(select(CaseMigration)).one()
        assert (kept.from_hash, kept.to_hash, kept.by_account, kept.reason) == (
            former, new, owner.id, "Le libellé est plus clair.")
    do(insaf, reference, "triage", INES)
    assert case_of(insaf, reference).status == "in_progress" and verified(insaf)


def test_only_who_owns_the_processes_may_with_a_reason_and_within_one_family(insaf):
    reference = lodge(insaf).reference
    instance_id, new = case_of(insaf, reference).instance_id, national(insaf, RELABELLED)
    for person in (signed_in(insaf, INES), signed_in(insaf, NADIA), Person.complainant(reference)):
        with pytest.raises(Forbidden):
            insaf.bus.ask(MigrateCase(instance_id, new, "why not"), by=person)
        with pytest.raises(Forbidden):
            insaf.bus.ask(RevertMigration(instance_id, "why not"), by=person)
    with pytest.raises(InvalidAnswers):
        moved(insaf, instance_id, new, reason=" ")
    with pytest.raises(Invalid, match="it is one of small, and the case follows national"):
        moved(insaf, instance_id, row(insaf, "a"))


def test_moving_twice_is_moving_once(insaf):
    first = begun(insaf, row(insaf, "a", "b"))
    new = row(insaf, "a", "b", "c")
    assert not moved(insaf, first, new).repeated
    version = instance(insaf, first).version
    assert moved(insaf, first, new).repeated and instance(insaf, first).version == version
    for element in ("a", "b", "c"):
        done(insaf, first, element)
    assert instance(insaf, first).state == "ended"
    with pytest.raises(CaseAlreadyEnded):
        moved(insaf, first, new)


def test_a_removed_step_needs_a_choice_and_its_open_task_keeps_its_id_and_claim(insaf):
    one = begun(insaf, row(insaf, "a", "b"), x=1)
    done(insaf, one, "a")
    new, task_id = row(insaf, "a", "study", "sign"), tasks(insaf, one)["b"]
    group, = preview(insaf, "small").groups
    assert (group.verdict.kind, group.verdict.choose, group.verdict.standing.tasks) == ("choice", ("b",), ("b",))
    with pytest.raises(CannotMigrate, match="b is not in it; choose what it becomes. It goes on with its own"):
        moved(insaf, one, new)
    before = standing(insaf, one)
    moved(insaf, one, new, b="study")
    assert tasks(insaf, one) == {"study": task_id} and standing(insaf, one) == before
    done(insaf, one, "study")
    assert list(tasks(insaf, one)) == ["sign"] and verified(insaf)


def test_a_renamed_timer_keeps_its_date_and_fires_once_under_its_new_name(insaf):
    one = begun(insaf, timed(insaf, "work", "late"))
    due = insaf.clock.now() + timedelta(days=5)
    insaf.clock.set(insaf.clock.now() + timedelta(days=2))
    before = standing(insaf, one)
    moved(insaf, one, timed(insaf, "work", "overdue", days=90), late="overdue")
    assert standing(insaf, one) == before
    with insaf.reading() as session:
        assert session.execute(select(Timer.element_id, Timer.due_at)).all() == [("overdue", due)]
    insaf.clock.set(due + timedelta(hours=1))
    assert insaf.bus.ask(FireTimers(one), by=SYSTEM).count == 1
    assert insaf.bus.ask(FireTimers(one), by=SYSTEM).count == 0
    assert sorted(tasks(insaf, one)) == ["remind", "work"] and verified(insaf)


def test_a_timer_that_ends_by_choice_never_fires(insaf):
    one = begun(insaf, timed(insaf, "work", "late"))
    moved(insaf, one, row(insaf, "work"), late="cancel")
    insaf.clock.set(insaf.clock.now() + timedelta(days=9))
    assert insaf.bus.ask(FireTimers(one), by=SYSTEM).count == 0
    done(insaf, one, "work")
    assert instance(insaf, one).state == "ended" and verified(insaf)


def test_due_timers_fire_before_a_case_is_moved(insaf):
    one, new = begun(insaf, timed(insaf, "work", "late")), timed(insaf, "work", "late", days=90)
    insaf.clock.set(insaf.clock.now() + timedelta(days=6))
    with pytest.raises(TimersDue):
        moved(insaf, one, new)
    insaf.bus.ask(FireTimers(one), by=SYSTEM)
    moved(insaf, one, new)
    assert sorted(tasks(insaf, one)) == ["remind", "work"]


def test_a_case_that_must_stay_says_why_and_is_no_incident(insaf):
    def branches(*names):
        return small(insaf, start(), node("parallelGateway", "split"), *map(user, names), node("parallelGateway", "join"), end(),
                     *(flows(f"split > {name} > join") for name in names), flows("begin > split", "join > done"))
    one = begun(insaf, branches("l", "r"))
    with pytest.raises(CannotMigrate, match="join would wait for third for ever, which the case has passed. It goes on"):
        moved(insaf, one, branches("l", "r", "third"))
    done(insaf, one, "l")
    done(insaf, one, "r")
    assert instance(insaf, one).state == "ended"


def test_a_case_stopped_by_an_incident_moves_and_goes_on_after_the_retry(insaf):
    from engine.acts.settle_incident import RetryIncident
    from engine.queries import incidents

    def asks(condition):
        return small(insaf, start(), user("a"), node("exclusiveGateway", "g", default="f_g_done"), user("more"), end(),
                     flows("begin > a > g > done", f"g > more : {condition}", "more > done"))
    one = begun(insaf, asks("amuont > 3"), amount=5)
    with pytest.raises(ExecutionFailed, match="Did you mean amount"):
        done(insaf, one, "a")
    moved(insaf, one, asks("amount > 3"))
    assert instance(insaf, one).state == "incident"
    with insaf.reading() as session:
        waiting, = incidents(session, insaf.shelf, SYSTEM)
    insaf.bus.ask(RetryIncident(waiting.id, "corrected and moved"), by=SYSTEM)
    done(insaf, one, "a")
    assert list(tasks(insaf, one)) == ["more"] and verified(insaf)


def test_a_migration_is_taken_back_the_same_way(insaf):
    old = timed(insaf, "work", "late")
    one = begun(insaf, old)
    before = standing(insaf, one)
    with pytest.raises(NothingToRevert):
        insaf.bus.ask(RevertMigration(one, "a mistake"), by=SYSTEM)
    moved(insaf, one, timed(insaf, "study", "overdue"), work="study", late="overdue")
    insaf.bus.ask(RevertMigration(one, "a mistake"), by=SYSTEM)
    assert instance(insaf, one).definition_hash == old and standing(insaf, one) == before and list(tasks(insaf, one)) == ["work"]
    with pytest.raises(NothingToRevert):
        insaf.bus.ask(RevertMigration(one, "again"), by=SYSTEM)
    assert verified(insaf)


def test_a_migration_is_not_taken_back_where_the_case_went_where_the_former_version_has_nothing(insaf):
    one = begun(insaf, row(insaf, "a"))
    moved(insaf, one, row(insaf, "a", "new"))
    done(insaf, one, "a")
    with pytest.raises(CannotMigrate, match="new is not in it"):
        insaf.bus.ask(RevertMigration(one, "a mistake"), by=SYSTEM)


def test_the_command_looks_first_moves_what_it_can_and_takes_it_back(insaf, run):
    former = [begun(insaf, row(insaf, "a", "b", "c")) for _ in range(4)]
    done(insaf, former[3], "a")
    row(insaf, "a", "study", "c")
    told = run("--family", "small", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "3 on version 1, at a: move by themselves." in told.output
    assert "1 on version 1, at b: need a choice.\n  Choose with --choose b=..." in told.output
    assert all(instance(insaf, one).version in (1, 2) for one in former)
    assert run("--family", "small").exit_code == 1  # no reason given
    done_ = json.loads(run("--family", "small", "--reason", "study is new", "--json").output)["done"]
    assert (done_["moved"], done_["failed"]) == (3, [])
    told = run("--family", "small", "--reason", "study is new", "--choose", "b=study", "--only", former[3])
    assert "1 moved" in told.output and list(tasks(insaf, former[3])) == ["study"]
    assert json.loads(run("--family", "small", "--dry-run", "--json").output)["there"] == 4
    told = run("--family", "small", "--revert", "--reason", "too early")
    assert "4 moved" in told.output and list(tasks(insaf, former[3])) == ["b"] and verified(insaf)
    assert "There is no running case of small nobody" in run("--family", "small", "--dry-run", "--only", "nobody").output
    assert "write old_element=new_element" in run("--family", "small", "--dry-run", "--choose", "b").output


def test_three_hundred_cases_of_an_agency_move_in_one_batch(insaf, run):
    first = [lodge(insaf) for _ in range(2)]
    with insaf.reading() as session:
        agency = session.scalar(select(ComplaintCase.agency_id))
    old = row(insaf, "a", "b")
    many = [begun(insaf, old, number=number) for number in range(298)]
    before = {one: standing(insaf, one) for one in many[::50]}
    row(insaf, "a", "b", "c")
    told = json.loads(run("--family", "small", "--reason", "a step more", "--json").output)
    assert told["done"]["moved"] == 298 and told["groups"][0]["count"] == 298
    national(insaf, RELABELLED)
    assert json.loads(run("--family", "national", "--reason", "words", "--json").output)["done"]["moved"] == len(first)
    assert agency and {one: standing(insaf, one) for one in before} == before and verified(insaf)
