"""What nobody meant: the step is rolled back, an incident waits for a person, nothing is lost and nothing is half done."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.settle_incident import RetryIncident
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions.letter import Letter
from engine.domain.access import Person
from engine.errors import CaseTooLarge, ExecutionFailed, IncidentOpen, InvalidAnswers, LetterIncomplete, NotFound
from engine.queries.audit import broken_chains
from engine.store.contact_row import ContactRow
from engine.store.tables import Incident, ProcessInstance, Submission
from engine.worker import Worker
from tests.integration.versions import begun, done, instance, row, tasks
from tests.people import FATIMA, INES, KARIM, NADIA, OMAR
from tests.steps import ANSWERS, SAID, case_of, do, lodge, open_tasks, signed_in


@pytest.fixture
def failing(insaf, monkeypatch):
    """A case whose next step fails inside the process, as a wrong expression would."""
    receipt = lodge(insaf)

    def breaks(*_, **__):
        raise ExecutionFailed(element="is_admissible", reason="there is no variable 'admissable'")

    monkeypatch.setattr("engine.execution.Run.complete", breaks)
    return receipt.reference


def incident(insaf):
    with insaf.reading() as session:
        return session.scalars(select(Incident)).one()


def test_a_failing_step_leaves_the_case_as_it_was_and_an_incident(insaf, failing, monkeypatch):
    task, ines = open_tasks(insaf, failing)["triage"], signed_in(insaf, INES)
    insaf.bus.ask(ClaimTask(task), by=ines)
    with pytest.raises(ExecutionFailed, match="admissable"):
        insaf.bus.ask(CompleteTask(task, ANSWERS["triage"]), by=ines)
    instance_id = case_of(insaf, failing).instance_id
    with insaf.reading() as session:
        assert session.get(ProcessInstance, instance_id).state == "incident"
        assert session.scalars(select(Submission.element_id)).all() == ["lodge"]
    assert incident(insaf).code == "execution_failed"
    with pytest.raises(IncidentOpen):
        insaf.bus.ask(CompleteTask(task, ANSWERS["triage"]), by=ines)


def test_a_supervisor_lets_the_case_go_on_with_a_reason(insaf, failing, monkeypatch):
    with pytest.raises(ExecutionFailed):
        do(insaf, failing, "triage", INES)
    monkeypatch.undo()
    nadia, waiting = signed_in(insaf, NADIA), incident(insaf)
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(RetryIncident(waiting.id, " "), by=nadia)
    with pytest.raises(NotFound):
        insaf.bus.ask(RetryIncident(waiting.id, "mine"), by=signed_in(insaf, FATIMA))
    insaf.bus.ask(RetryIncident(waiting.id, "La variable est corrigée."), by=nadia)
    do(insaf, failing, "triage", INES)
    assert case_of(insaf, failing).status == "in_progress"
    with insaf.reading() as session:
        assert not broken_chains(session).broken


def test_a_refusal_made_on_purpose_is_no_incident(insaf):
    receipt = lodge(insaf)
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(CompleteTask(open_tasks(insaf, receipt.reference)["triage"], {}), by=signed_in(insaf, INES))
    with insaf.reading() as session:
        assert session.scalars(select(Incident)).all() == []


def test_retrying_the_second_of_two_incidents_does_not_open_an_ended_case_again(insaf, failing, monkeypatch):
    """Two people may fail on one case at the same moment; the first retry lets it go on, and it may end before the next."""
    with pytest.raises(ExecutionFailed):
        do(insaf, failing, "triage", INES)
    monkeypatch.undo()
    first, instance_id = incident(insaf), case_of(insaf, failing).instance_id
    with insaf.database.writing() as session:
        session.add(Incident(id="second", instance_id=instance_id, act="CompleteTask", code="unforeseen", message="",
                             at=insaf.clock.now(), state="open"))
    nadia = signed_in(insaf, NADIA)
    insaf.bus.ask(RetryIncident(first.id, "corrigé"), by=nadia)
    insaf.bus.ask(WithdrawComplaint(failing), by=Person.complainant(failing))
    insaf.bus.ask(RetryIncident("second", "corrigé aussi"), by=nadia)
    with insaf.reading() as session:
        assert session.get(ProcessInstance, instance_id).state == "ended"
        assert session.get(Incident, "second").state == "retried" and not broken_chains(session).broken


def test_an_incident_repeats_nothing_of_what_people_wrote(insaf, monkeypatch):
    """A database that refuses a row shows the row: it must not get into incidents, and its values not into logs."""
    monkeypatch.setattr("engine.acts.lodge_complaint.ContactRow", lambda **told: ContactRow(**{**told, "channel": None}))
    with pytest.raises(IntegrityError) as refused:
        lodge(insaf)
    assert "channel" in incident(insaf).message and incident(insaf).code == "unforeseen"
    assert SAID["email"] not in incident(insaf).message and SAID["subject"] not in incident(insaf).message
    assert "[parameters" not in str(refused.value)


def test_a_letter_that_cannot_be_written_stops_the_case_instead_of_being_tried_for_ever(insaf, monkeypatch):
    """The complainant is silent after the reply: a timer closes the case, and its letter is the one that fails."""
    reference = lodge(insaf).reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)

    def lacks_a_word(*_):
        raise LetterIncomplete(letter="closing", language="fr", missing="closed_on")

    monkeypatch.setattr(Letter, "rendered", lacks_a_word)
    insaf.clock.set(insaf.clock.now() + timedelta(days=20))
    assert Worker(insaf).fire_due() == 1
    assert (incident(insaf).act, incident(insaf).code) == ("FireTimers", "execution_failed")
    insaf.clock.set(insaf.clock.now() + timedelta(hours=1))
    assert Worker(insaf).fire_due() == 0 and case_of(insaf, reference).closed_at is None


def test_a_case_too_large_to_keep_stops_as_an_incident_where_it_stood(insaf, monkeypatch):
    one = begun(insaf, row(insaf, "a", "b"))
    kept = instance(insaf, one).snapshot
    monkeypatch.setattr("engine.execution.snapshot.MOST_TASKS", 3)
    with pytest.raises(CaseTooLarge, match="stopped at main: it would hold . tasks, at most 3 can be kept. Draw what repeats"):
        done(insaf, one, "a")
    assert (incident(insaf).code, instance(insaf, one).state) == ("case_too_large", "incident")
    assert instance(insaf, one).snapshot == kept and list(tasks(insaf, one)) == ["a"]
