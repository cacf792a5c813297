"""Legal timers fire once, in order, each at its due time, however long the worker was away."""

import threading
from datetime import timedelta

from sqlalchemy import select, update

from engine.acts.claim_due import ClaimDueTimers
from engine.acts.run_instance import FireTimers
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.queries.events import events_of
from engine.store.tables import Deadline, Escalation, Timer
from engine.worker import Worker
from tests.integration.versions import begun, done, small, tasks
from tests.people import INES
from tests.steps import at, case_of, do, lodge
from tests.unit.execution.diagrams import end, flows, node, start, timer, user

RUNGS = ["deadline_triage", "reminder_30_days", "reminder_15_days", "interim_15_days", "reminder_5_days",
         "deadline_reply", "national_15_days"]


def fired(insaf, reference):
    """(element, legal time, time of the worker) of every timer that fired, in the order of the history."""
    with insaf.reading() as session:
        events = events_of(session, case_of(insaf, reference).instance_id)
    return [(event.element_id, event.at, event.body["fired_at"]) for event in events if event.kind == "timer_fired"]


def test_a_worker_that_was_down_for_months_catches_up_in_order_each_once_at_its_due_time(insaf):
    receipt, worker = lodge(insaf), Worker(insaf)
    insaf.clock.set(at("2026-07-20T08:00:00+00:00"))
    assert worker.fire_due() == 1
    history = fired(insaf, receipt.reference)
    assert [element for element, *_ in history] == RUNGS
    assert [legal for _, legal, _ in history] == [
        at("2026-05-19T22:59:59+00:00"), at("2026-06-02T23:00:00+00:00"), at("2026-06-17T23:00:00+00:00"),
        at("2026-06-17T23:00:00+00:00"), at("2026-06-27T23:00:00+00:00"), at("2026-07-03T22:59:59+00:00"),
        at("2026-07-17T23:00:00+00:00")]
    assert {worked for *_, worked in history} == {"2026-07-20T08:00:00Z"}
    assert worker.fire_due() == 0 and fired(insaf, receipt.reference) == history
    assert insaf.bus.ask(ClaimDueTimers(), by=Person.system()).ids == (), "what has fired is claimed no more"
    with insaf.reading() as session:
        facts = [event.body["fact"] for event in events_of(session, case_of(insaf, receipt.reference).instance_id)
                 if event.kind == "fact_recorded"]
        reached = session.execute(select(Escalation.rung, Escalation.at)).all()
    assert facts.count("deadline_breached") == 1
    assert ("breach", at("2026-07-03T22:59:59+00:00")) in {tuple(row) for row in reached}


def test_the_wait_for_satisfaction_counts_from_the_due_time_of_what_armed_it(insaf):
    """A timer armed by a late timer counts from that one's due time, not from the day the worker came back."""
    receipt = lodge(insaf)
    insaf.clock.set(at("2026-05-06T10:00:00+00:00"))
    insaf.bus.ask(WithdrawComplaint(receipt.reference), by=Person.complainant(receipt.reference))
    insaf.clock.set(at("2027-01-01T10:00:00+00:00"))
    assert Worker(insaf).fire_due() == 0
    assert case_of(insaf, receipt.reference).closed_at == at("2026-05-06T10:00:00+00:00")


def test_an_officer_who_comes_before_the_worker_still_finds_the_due_timers_fired_first(insaf):
    receipt = lodge(insaf)
    insaf.clock.set(at("2026-05-25T09:00:00+00:00"))
    do(insaf, receipt.reference, "triage", INES)
    assert [element for element, *_ in fired(insaf, receipt.reference)] == ["deadline_triage"]


def test_a_moved_row_moves_the_date_and_nothing_else_decides(insaf):
    receipt, worker = lodge(insaf), Worker(insaf)
    later = at("2026-09-01T22:59:59+00:00")
    with insaf.database.writing() as session:
        session.execute(update(Timer).where(Timer.element_id == "deadline_reply").values(due_at=later))
        session.execute(update(Deadline).where(Deadline.code == "reply").values(due_at=later, due_on=later.date()))
    insaf.clock.set(at("2026-08-01T08:00:00+00:00"))
    worker.fire_due()
    assert "deadline_reply" not in [element for element, *_ in fired(insaf, receipt.reference)]
    insaf.clock.set(at("2026-09-02T08:00:00+00:00"))
    worker.fire_due()
    assert fired(insaf, receipt.reference)[-1][:2] == ("deadline_reply", later)


def test_a_claim_is_a_lease_that_another_worker_respects_until_it_ends(insaf):
    lodge(insaf)
    insaf.clock.set(at("2026-05-20T08:00:00+00:00"))
    first = insaf.bus.ask(ClaimDueTimers(), by=Person.system())
    second = insaf.bus.ask(ClaimDueTimers(), by=Person.system())
    assert (len(first.ids), len(second.ids)) == (1, 0)
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=11))  # the first worker died
    assert len(insaf.bus.ask(ClaimDueTimers(), by=Person.system()).ids) == 1


def test_four_workers_at_once_fire_every_timer_exactly_once(insaf):
    references = [lodge(insaf).reference for _ in range(12)]
    insaf.clock.set(at("2026-07-20T08:00:00+00:00"))
    threads = [threading.Thread(target=Worker(insaf).fire_due) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reference in references:
        assert [element for element, *_ in fired(insaf, reference)] == RUNGS


def test_timers_armed_and_fired_in_one_step_are_written_once_with_both_times(insaf):
    """One of them was due before the run began; the others arm each other while the worker catches up."""
    started, long_ago = insaf.clock.now(), "2026-01-05T08:00:00+00:00"
    drawn = small(insaf, start(), node("intermediateCatchEvent", "past", timer(f"'{long_ago}'", "timeDate")),
                  node("intermediateCatchEvent", "first", timer("P3D")), node("intermediateCatchEvent", "second", timer("P1D")),
                  user("after"), end(), flows("begin > past > first > second > after > done"))
    one = begun(insaf, drawn)
    insaf.clock.set(started + timedelta(days=30))
    assert insaf.bus.ask(FireTimers(one), by=Person.system()).count == 0
    with insaf.reading() as session:
        rows = session.execute(select(Timer.element_id, Timer.state, Timer.due_at, Timer.fired_at)
                               .where(Timer.instance_id == one).order_by(Timer.due_at)).all()
    assert [tuple(row) for row in rows] == [
        (name, "fired", at(long_ago) + timedelta(days=days), started)
        for name, days in (("past", 0), ("first", 3), ("second", 4))]
    assert list(tasks(insaf, one)) == ["after"]


def test_a_timer_that_arms_the_next_is_caught_up_with_in_one_step(insaf):
    started = insaf.clock.now()
    one = begun(insaf, small(insaf, start(), node("intermediateCatchEvent", "first", timer("P3D")),
                             node("intermediateCatchEvent", "second", timer("P1D")), user("after"), end(),
                             flows("begin > first > second > after > done")))
    insaf.clock.set(started + timedelta(days=30))
    assert insaf.bus.ask(FireTimers(one), by=Person.system()).count == 2
    with insaf.reading() as session:
        rows = session.execute(select(Timer.element_id, Timer.due_at, Timer.fired_at, Timer.state)
                               .where(Timer.instance_id == one).order_by(Timer.due_at)).all()
    now = insaf.clock.now()
    assert [tuple(row) for row in rows] == [("first", started + timedelta(days=3), now, "fired"),
                                            ("second", started + timedelta(days=4), now, "fired")]


def test_a_timer_that_is_due_when_an_answer_arms_it_fires_with_the_answer(insaf):
    drawn = small(insaf, start(), user("first"), node("intermediateCatchEvent", "past", timer("'2026-01-05'", "timeDate")),
                  user("after"), end(), flows("begin > first > past > after > done"))
    one = begun(insaf, drawn)
    done(insaf, one, "first")
    assert list(tasks(insaf, one)) == ["after"]
