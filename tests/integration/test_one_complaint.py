"""One complaint goes all the way, and every wrong turn is refused with a sentence."""

import pytest
from sqlalchemy import select

from engine.acts.claim_task import ClaimTask, ReleaseTask
from engine.acts.complete_task import CompleteTask
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.errors import (
    CaseAlreadyEnded, Forbidden, FourEyes, InvalidAnswers, NotFound, TaskAlreadyClaimed, TaskNotOpen,
)
from engine.queries.audit import broken_chains
from engine.store.tables import Contact, Deadline, HumanTask, LetterRow, ProcessInstance
from engine.worker import Worker
from tests.people import BRAHIM, FATIMA, INES, KARIM, NADIA, OMAR, SALMA
from tests.steps import ANSWERS, at, case_of, do, lodge, open_tasks, signed_in

STAFF = (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
         ("validate_reply", NADIA))


def letters(insaf, reference):
    with insaf.reading() as session:
        case = case_of(insaf, reference)
        return session.execute(select(LetterRow.code, LetterRow.addressee, LetterRow.state)
                               .where(LetterRow.instance_id == case.instance_id).order_by(LetterRow.created_at)).all()


def test_a_complaint_is_answered_and_closed_when_the_complainant_is_satisfied(insaf):
    receipt = lodge(insaf)
    for element, persona in STAFF:
        do(insaf, receipt.reference, element, persona)
    assert case_of(insaf, receipt.reference).status == "answered"
    task = open_tasks(insaf, receipt.reference)["give_satisfaction"]
    insaf.bus.ask(CompleteTask(task, {"satisfied": True}), by=Person.complainant(receipt.reference))
    case = case_of(insaf, receipt.reference)
    assert (case.status, case.outcome) == ("closed", "upheld")
    assert [(code, to) for code, to, _ in letters(insaf, receipt.reference)] == [
        ("receipt", "complainant"), ("reply", "complainant"), ("closing", "complainant")]
    with insaf.reading() as session:
        assert session.get(Deadline, (case.instance_id, "reply")).met_at == insaf.clock.now()
        assert session.get(ProcessInstance, case.instance_id).state == "ended"
        report = broken_chains(session)
    assert report.instances == 1 and report.events > 20 and not report.broken


def test_the_same_form_sent_twice_is_one_complaint(insaf):
    first, second = lodge(insaf, key="form-1"), lodge(insaf, key="form-1")
    assert (second.reference, second.follow_up_code, second.due_on) == (
        first.reference, first.follow_up_code, first.due_on)
    assert second.repeated and not first.repeated
    with insaf.reading() as session:
        assert len(session.scalars(select(Contact)).all()) == 1


def test_of_two_officers_on_one_task_one_wins_and_the_other_is_told_who(insaf):
    receipt = lodge(insaf)
    do(insaf, receipt.reference, "triage", INES)
    do(insaf, receipt.reference, "assign_officer", KARIM)
    task = open_tasks(insaf, receipt.reference)["investigate"]
    omar, salma = signed_in(insaf, OMAR), signed_in(insaf, SALMA)
    insaf.bus.ask(ClaimTask(task), by=omar)
    with pytest.raises(TaskAlreadyClaimed, match="Omar Tazi"):
        insaf.bus.ask(CompleteTask(task, ANSWERS["investigate"]), by=salma)
    insaf.bus.ask(ReleaseTask(task), by=omar)
    insaf.bus.ask(CompleteTask(task, ANSWERS["investigate"]), by=salma)
    with pytest.raises(TaskNotOpen, match="سلمى العلوي"):
        insaf.bus.ask(CompleteTask(task, ANSWERS["investigate"]), by=omar)


def test_wrong_answers_change_nothing_and_name_the_question(insaf):
    receipt = lodge(insaf)
    task = open_tasks(insaf, receipt.reference)["triage"]
    with pytest.raises(InvalidAnswers) as refused:
        insaf.bus.ask(CompleteTask(task, {"urgency": "whenever"}), by=signed_in(insaf, INES))
    assert {"urgency", "admissible", "service_type"} <= set(refused.value.errors)
    assert open_tasks(insaf, receipt.reference) == {"triage": task}


def test_nobody_validates_a_reply_they_drafted(insaf):
    receipt = lodge(insaf)
    for element, persona in STAFF[:4]:
        do(insaf, receipt.reference, element, persona)
    omar = signed_in(insaf, OMAR)
    both = Person(omar.id, omar.name, omar.email, omar.roles | {"supervisor"}, omar.agency_id)
    with pytest.raises(FourEyes, match="Omar Tazi"):
        insaf.bus.ask(CompleteTask(open_tasks(insaf, receipt.reference)["validate_reply"], {"validated": True}), by=both)


def test_staff_of_another_agency_do_not_even_learn_that_the_task_exists(insaf):
    task = open_tasks(insaf, lodge(insaf).reference)["triage"]
    with pytest.raises(NotFound):
        insaf.bus.ask(ClaimTask(task), by=signed_in(insaf, FATIMA))
    with pytest.raises(NotFound):
        insaf.bus.ask(ClaimTask(task), by=Person.anyone())
    with pytest.raises(Forbidden):
        insaf.bus.ask(ClaimTask(task), by=signed_in(insaf, OMAR))


def test_a_complaint_can_be_withdrawn_while_it_is_handled_and_only_by_its_complainant(insaf):
    receipt, other = lodge(insaf), lodge(insaf)
    do(insaf, receipt.reference, "triage", INES)
    with pytest.raises(NotFound):
        insaf.bus.ask(WithdrawComplaint(receipt.reference), by=Person.complainant(other.reference))
    insaf.bus.ask(WithdrawComplaint(receipt.reference, "Tout est réglé."), by=Person.complainant(receipt.reference))
    case = case_of(insaf, receipt.reference)
    assert (case.status, case.outcome, case.answered_at) == ("withdrawn", "withdrawn", None)
    assert open_tasks(insaf, receipt.reference) == {}
    with pytest.raises(CaseAlreadyEnded):
        insaf.bus.ask(WithdrawComplaint(receipt.reference), by=Person.complainant(receipt.reference))
    insaf.clock.set(at("2026-12-31T12:00:00+00:00"))
    assert Worker(insaf, channel=None).fire_due() == 1  # the other one's; nothing fires for a withdrawn complaint


def test_a_commune_has_one_more_step_and_another_form(insaf):
    receipt = lodge(insaf, "OZT", **_communal(insaf))
    with insaf.reading() as session:
        _, definition = insaf.shelf.in_force(session, "commune")
    assert "field_visit" in definition.elements and "field_visit" not in _national(insaf).elements
    assert receipt.reference.startswith("OZT-2026-000001-")
    assert BRAHIM.roles[0] in definition.roles


def test_a_task_shows_the_earlier_of_its_own_date_and_the_legal_one(insaf):
    receipt = lodge(insaf)
    with insaf.reading() as session:
        triage = session.get(HumanTask, open_tasks(insaf, receipt.reference)["triage"])
    assert triage.due_at == at("2026-05-19T22:59:59+00:00")  # 15 days after 4 May
    assert receipt.due_on.isoformat() == "2026-07-03"  # 60 days, a Friday


def _national(insaf):
    with insaf.reading() as session:
        return insaf.shelf.in_force(session, "national")[1]


def _communal(insaf) -> dict:
    """What the commune's own form asks besides."""
    with insaf.reading() as session:
        form = insaf.shelf.in_force(session, "commune")[1].form("lodge")
    chosen = {}
    for name in form.schema.get("required", []):
        options = form.schema["properties"][name].get("oneOf")
        if options:
            chosen[name] = options[0]["const"]
        elif name not in ("full_name", "subject", "what_happened", "contact_channel", "consent"):
            chosen[name] = "Quartier de la gare, près de l'école"
    return chosen
