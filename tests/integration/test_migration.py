"""Running cases go on with another version of their process: same tasks, same people, same dates, both versions told."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.acts.claim_task import ClaimTask
from engine.acts.migrate_case import MigrateCase, RevertMigration
from engine.acts.run_instance import FireTimers
from engine.acts.send_message import SendMessage
from engine.acts.settle_incident import RetryIncident
from engine.domain.access import Person
from engine.errors import (
    CannotMigrate, CaseAlreadyEnded, ExecutionFailed, Forbidden, Invalid, InvalidAnswers, NothingToRevert, TimersDue,
)
from engine.message_round import deliver_due
from engine.queries import incidents
from engine.store.tables import CaseMigration, MessageWait, Timer
from tests.integration.versions import (
    RELABELLED, SYSTEM, begun, done, instance, moved, national, preview, row, small, standing, tasks, timed, verified,
)
from tests.people import HANANE, INES, NADIA
from tests.steps import case_of, do, lodge, open_tasks, signed_in
from tests.unit.execution.diagrams import end, flows, node, start, user


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


def test_four_who_move_one_case_at_once_move_it_once(insaf):
    one = begun(insaf, row(insaf, "a", "b"))
    new, receipts = row(insaf, "a", "b", "c"), []
    threads = [threading.Thread(target=lambda: receipts.append(moved(insaf, one, new).repeated)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipts) == [False, True, True, True] and verified(insaf)
    with insaf.reading() as session:
        assert len(session.scalars(select(CaseMigration.id)).all()) == 1


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


def test_a_wait_for_a_message_moves_with_its_address(insaf):
    def waits(name: str, element: str) -> str:
        key = ('<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="business_key" value="unit"/>'
               '</spiffworkflow:properties></bpmn:extensionElements>')
        caught = '<bpmn:messageEventDefinition messageRef="m"/>'
        return small(insaf, start(), node("intermediateCatchEvent", element, key + caught), user("a"), end(),
                     flows(f"begin > {element} > a > done"), before=f'<bpmn:message id="m" name="{name}"/>')
    one = begun(insaf, waits("opinion", "wait"), unit="U-7")
    new = waits("advice", "wait_longer")
    insaf.bus.ask(SendMessage("advice", "U-7", {}), by=SYSTEM)
    assert deliver_due(insaf.bus) == 0
    moved(insaf, one, new, wait="wait_longer")
    with insaf.reading() as session:
        assert session.execute(select(MessageWait.message, MessageWait.element_id, MessageWait.business_key)).all() == [
            ("advice", "wait_longer", "U-7")]
    assert deliver_due(insaf.bus) == 1 and list(tasks(insaf, one)) == ["a"] and verified(insaf)
