"""A stopped case goes on, goes back or ends by a person's decision; no date moves with it, and no rung is told twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine import queries
from engine.acts.cancel_run import CancelRun
from engine.acts.claim_task import ClaimTask
from engine.acts.send_back import SendBack
from engine.acts.settle_incident import RetryIncident
from engine.definitions.letter import Letter
from engine.domain.access import Person
from engine.errors import (
    CannotSendBack, CaseAlreadyEnded, ExecutionFailed, InvalidAnswers, LetterIncomplete, NotFound, ReplyOwed,
)
from engine.queries.audit import broken_chains
from engine.store.tables import Deadline, Escalation, HumanTask, Incident, LetterRow, ProcessInstance, Timer, new_id
from engine.worker import Worker
from tests.integration.versions import SYSTEM, begun, done, row
from tests.people import FATIMA, INES, KARIM, NADIA, OMAR
from tests.steps import case_of, do, lodge, open_tasks, signed_in, stop

STEPS = {"triage": INES, "assign_officer": KARIM, "investigate": OMAR, "draft_reply": OMAR, "validate_reply": NADIA}
WHY = "La lettre type de réponse a été corrigée."


def later(insaf, days: int) -> None:
    insaf.clock.set(insaf.clock.now() + timedelta(days=days))
    Worker(insaf).fire_due()


def stopped(insaf, monkeypatch, at: str = "validate_reply") -> tuple[str, str]:
    """A case triaged late, past its first rung, whose reply cannot be written: its reference and the incident."""
    reference = lodge(insaf).reference
    later(insaf, 16)
    for element, persona in STEPS.items():
        if element == at:
            break
        do(insaf, reference, element, persona)
    later(insaf, 16)

    def lacks_a_word(*_):
        raise LetterIncomplete(letter="reply", language="fr", missing="reply_text")

    with monkeypatch.context() as broken, pytest.raises(ExecutionFailed):
        broken.setattr(Letter, "rendered", lacks_a_word)
        do(insaf, reference, at, STEPS.get(at, OMAR))
    with insaf.reading() as session:
        return reference, session.scalars(select(Incident.id).where(Incident.state == "open")).one()


def dates(insaf, reference: str) -> dict:
    """Every clock, and every timer that waits, but those that a task brings along."""
    instance_id = case_of(insaf, reference).instance_id
    with insaf.reading() as session:
        clocks = session.execute(select(Deadline.code, Deadline.due_at, Deadline.met_at, Deadline.breached_at)
                                 .where(Deadline.instance_id == instance_id)).all()
        timers = session.execute(select(Timer.element_id, Timer.due_at).where(
            Timer.instance_id == instance_id, Timer.state == "pending")).all()
        return {"clocks": sorted(map(tuple, clocks), key=str), "timers": sorted(map(tuple, timers))}


def told_twice(insaf, reference: str) -> list:
    """What was reached, and what was written, more often than once."""
    instance_id = case_of(insaf, reference).instance_id
    with insaf.reading() as session:
        rungs = session.scalars(select(Escalation.element_id).where(Escalation.instance_id == instance_id)).all()
        fired = session.execute(select(Timer.element_id, func.count()).where(
            Timer.instance_id == instance_id, Timer.state == "fired").group_by(Timer.element_id)).all()
        letters = session.execute(select(LetterRow.code, func.count()).where(LetterRow.instance_id == instance_id)
                                  .group_by(LetterRow.code)).all()
        assert not broken_chains(session).broken
    return [rung for rung in rungs if rungs.count(rung) > 1] + [name for name, times in [*fired, *letters] if times > 1]


def test_sent_back_to_triage_a_case_keeps_its_dates_and_no_rung_is_told_again(insaf, monkeypatch):
    reference, incident = stopped(insaf, monkeypatch)
    before, nadia = dates(insaf, reference), signed_in(insaf, NADIA)
    with insaf.reading() as session:
        page = queries.incident_page(session, insaf.shelf, insaf.bus.specs, incident, person=nadia, now=insaf.clock.now())
    assert {place.element_id: place.hindrance for place in page.places} == dict.fromkeys(
        ("draft_reply", "investigate", "assign_officer", "triage")) and page.owes_reply
    insaf.bus.ask(SendBack(incident, "triage", WHY), by=nadia)
    assert dates(insaf, reference) == before and list(open_tasks(insaf, reference)) == ["triage"]
    assert case_of(insaf, reference).status == "in_review"
    with pytest.raises(NotFound):
        insaf.bus.ask(SendBack(incident, "triage", WHY), by=nadia)
    for element, persona in STEPS.items():
        do(insaf, reference, element, persona)
    assert case_of(insaf, reference).status == "answered" and told_twice(insaf, reference) == []
    with insaf.reading() as session:
        instance_id = case_of(insaf, reference).instance_id
        items = queries.timeline_of(session, insaf.shelf, instance_id)
        assert [(item.reason, item.actor_name) for item in items if item.code == "case_sent_back"] == [(WHY, "Nadia Fassi")]
        assert not [item for item in queries.timeline_of(session, insaf.shelf, instance_id, public=True) if item.reason]


def test_rungs_to_come_ring_once_after_a_return_and_after_a_retry(insaf, monkeypatch):
    reference, incident = stopped(insaf, monkeypatch)
    before, nadia = dates(insaf, reference), signed_in(insaf, NADIA)
    insaf.bus.ask(RetryIncident(incident, WHY), by=nadia)
    assert dates(insaf, reference) == before and list(open_tasks(insaf, reference)) == ["validate_reply"]
    insaf.bus.ask(SendBack(stop(insaf, reference), "investigate", WHY), by=nadia)
    assert dates(insaf, reference) == before and list(open_tasks(insaf, reference)) == ["investigate"]
    for _ in range(5):
        later(insaf, 10)
    with insaf.reading() as session:
        rungs = session.scalars(select(Escalation.element_id).where(
            Escalation.instance_id == case_of(insaf, reference).instance_id)).all()
    assert {"remind_holder", "remind_officer", "remind_unit_head", "send_breach_notice", "tell_national_desk"} <= set(rungs)
    for element in ("investigate", "draft_reply", "validate_reply"):
        do(insaf, reference, element, STEPS[element])
    assert told_twice(insaf, reference) == []


def test_what_cannot_be_done_soundly_is_refused_with_the_reason(insaf, monkeypatch):
    reference, incident = stopped(insaf, monkeypatch)
    nadia = signed_in(insaf, NADIA)
    for element, reason in (("validate_reply", "nobody has done that task"), ("nowhere", "nobody has done that task"),
                            ("lodge", "nobody has done that task")):
        with pytest.raises(CannotSendBack, match=reason):
            insaf.bus.ask(SendBack(incident, element, WHY), by=nadia)
    for act in (SendBack(incident, "triage", " "), CancelRun(incident, ""), RetryIncident(incident, "x" * 501)):
        with pytest.raises(InvalidAnswers):
            insaf.bus.ask(act, by=nadia)
        with pytest.raises(NotFound):
            insaf.bus.ask(act, by=signed_in(insaf, FATIMA))
    with pytest.raises(ReplyOwed, match=reference):
        insaf.bus.ask(CancelRun(incident, WHY), by=nadia)
    with insaf.reading() as session:
        assert session.get(Incident, incident).state == "open" and not broken_chains(session).broken


def test_an_answered_case_and_a_run_that_is_no_case_end_with_everything_they_waited_for(insaf, monkeypatch):
    reference = lodge(insaf).reference
    for element, persona in STEPS.items():
        do(insaf, reference, element, persona)
    instance_id, nadia = case_of(insaf, reference).instance_id, signed_in(insaf, NADIA)
    run = begun(insaf, row(insaf, "a", "b"))
    done(insaf, run, "a")
    stops = new_id(), new_id()
    with insaf.database.writing() as session:
        for number, one in enumerate((instance_id, run)):
            session.get(ProcessInstance, one).state = "incident"
            session.add(Incident(id=stops[number], instance_id=one, act="FireTimers", code="unforeseen", message="",
                                 at=insaf.clock.now(), state="open"))
    with pytest.raises(CannotSendBack, match="communicated since"):
        insaf.bus.ask(SendBack(stops[0], "draft_reply", WHY), by=nadia)
    insaf.bus.ask(CancelRun(stops[0], WHY), by=nadia)
    insaf.bus.ask(CancelRun(stops[1], WHY), by=SYSTEM)
    later(insaf, 30)
    with insaf.reading() as session:
        for one in (instance_id, run):
            assert session.get(ProcessInstance, one).state == "cancelled"
            assert not session.scalars(select(HumanTask.id).where(HumanTask.instance_id == one, HumanTask.state == "open")).all()
            assert not session.scalars(select(Timer.element_id).where(Timer.instance_id == one, Timer.state == "pending")).all()
            shown = [item for item in queries.timeline_of(session, insaf.shelf, one) if item.code == "incident_cancelled"]
            assert [item.reason for item in shown] == [WHY]
        assert not broken_chains(session).broken
    assert case_of(insaf, reference).closed_at is not None
    with pytest.raises(CaseAlreadyEnded):
        insaf.bus.ask(ClaimTask(_last_task(insaf, instance_id)), by=Person.complainant(reference))


def _last_task(insaf, instance_id: str) -> str:
    with insaf.reading() as session:
        return session.scalars(select(HumanTask.id).where(HumanTask.instance_id == instance_id)).first()
