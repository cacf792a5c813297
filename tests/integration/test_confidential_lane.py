"""A report of corruption goes its own way: who hears of it, who may do what, how it comes back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.erase_texts import EraseTexts
from engine.acts.keep_account import CreateAccount
from engine.acts.renew_complaint import RenewComplaint
from engine.acts.report_seizure import ReportSeizure
from engine.domain.access import Person
from engine.errors import ErasedByAnother, Forbidden, FourEyes, InvalidAnswers, NotFound
from engine.queries import case_page
from engine.queries.words import outcome_word
from engine.store.tables import Account, EscalationNotice, HumanTask, LetterRow, PersonComplainedAbout
from engine.vocabulary import DATA_PROTECTION, ErasureBasis
from engine.worker import Worker
from tests.people import AMINA, INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, SAID, Persona
from tests.steps import ANSWERS, at, case_of, do, lodge, open_tasks, signed_in

SECOND = Persona("zakaria@example.org", "Zakaria Lamrani", NATIONAL, ("inspectorate",))
THIRD = Persona("loubna@example.org", "Loubna Kettani", NATIONAL, ("inspectorate",))
ALERT = {"is_alert": True, "assessment": "Une somme précise a été demandée au guichet."}


@pytest.fixture
def reference(insaf):
    return lodge(insaf, subject="Pot-de-vin demandé", service_type="integrity").reference


def sees(insaf, persona, reference: str) -> bool:
    person = signed_in(insaf, persona)
    with insaf.reading(person=person) as session:
        try:
            return bool(case_page(session, insaf.shelf, reference, person, insaf.clock.now()))
        except NotFound:
            return False


def account(insaf, persona) -> str:
    return signed_in(insaf, persona).id


@pytest.mark.parametrize("kind", ["complaint", "observation", "suggestion"])
def test_what_is_lodged_as_corruption_is_never_seen_by_dispatcher_supervisor_or_unit_head(insaf, kind):
    reference = lodge(insaf, kind=kind, subject="Pot-de-vin demandé", service_type="integrity").reference
    run = case_of(insaf, reference).instance_id
    with insaf.reading() as session:
        tasks = session.execute(select(HumanTask.element_id, HumanTask.role).where(HumanTask.instance_id == run)).all()
        told = session.execute(select(LetterRow.code, LetterRow.addressee).where(LetterRow.instance_id == run)).all()
    assert [tuple(row) for row in tasks] == [("assess_alert", "inspectorate")]
    assert [tuple(row) for row in told] == [("receipt", "complainant")]
    assert sees(insaf, AMINA, reference) and not any(sees(insaf, who, reference) for who in (INES, NADIA, OMAR, KARIM, SAID))


def test_what_was_lodged_as_corruption_and_is_none_is_open_to_all_by_the_word_of_an_inspector_alone(insaf, reference):
    with pytest.raises(InvalidAnswers):
        do(insaf, reference, "assess_alert", AMINA, assessment="C’est un retard, rien d’autre.")
    assert not sees(insaf, INES, reference)
    do(insaf, reference, "assess_alert", AMINA, is_alert=False, assessment="C’est un retard, rien d’autre.")
    assert set(open_tasks(insaf, reference)) == {"triage"} and sees(insaf, INES, reference)


def test_from_triage_on_only_the_inspectorate_sees_it_and_what_is_no_report_comes_back(insaf):
    reference = lodge(insaf, subject="Pot-de-vin demandé").reference
    assert sees(insaf, INES, reference)
    do(insaf, reference, "triage", INES, **ANSWERS["triage"], route="confidential")
    assert set(open_tasks(insaf, reference)) == {"assess_alert"}
    assert sees(insaf, AMINA, reference) and not any(sees(insaf, who, reference) for who in (INES, NADIA, OMAR, KARIM, SAID))
    with pytest.raises(NotFound):
        insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["assess_alert"]), by=signed_in(insaf, INES))
    do(insaf, reference, "assess_alert", AMINA, is_alert=False, assessment="C’est un retard, rien d’autre.")
    assert set(open_tasks(insaf, reference)) == {"triage"} and sees(insaf, INES, reference)


def test_rungs_go_on_and_tell_only_those_who_may_know(insaf, reference):
    do(insaf, reference, "assess_alert", AMINA, **ALERT)
    insaf.clock.set(at("2026-07-20T09:00:00+00:00"))
    worker = Worker(insaf)
    worker.fire_due()
    with insaf.reading() as session:
        told = set(session.scalars(select(EscalationNotice.recipient_id).where(
            EscalationNotice.instance_id == case_of(insaf, reference).instance_id)))
        letters = session.scalars(select(LetterRow).where(
            LetterRow.instance_id == case_of(insaf, reference).instance_id, LetterRow.addressee != "complainant"))
        assert {row.recipient for row in letters} <= {AMINA.email}
        people = {row.id: row.email for row in session.scalars(select(Account))}
    assert AMINA.email in {people[one] for one in told} <= {AMINA.email, "tarik@example.org"}


def test_a_person_named_can_see_and_do_nothing_of_it_not_even_in_the_inspectorate(insaf, reference):
    do(insaf, reference, "assess_alert", AMINA, **ALERT, people_concerned=[account(insaf, OMAR), account(insaf, AMINA)])
    with insaf.reading() as session:
        assert len(session.scalars(select(PersonComplainedAbout)).all()) == 2
    assert not sees(insaf, AMINA, reference)
    with pytest.raises((NotFound, Forbidden)):
        insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["investigate_alert"]), by=signed_in(insaf, AMINA))


def test_nobody_of_another_agency_can_be_named(insaf, reference):
    with pytest.raises(InvalidAnswers) as refused:
        do(insaf, reference, "assess_alert", AMINA, **ALERT, people_concerned=["0" * 32])
    assert set(refused.value.errors) == {"people_concerned"} and "assess_alert" in open_tasks(insaf, reference)


def test_who_drafts_the_answer_does_not_validate_it(insaf, reference):
    do(insaf, reference, "assess_alert", AMINA, **ALERT)
    do(insaf, reference, "investigate_alert", AMINA, alert_findings="Le registre du guichet le confirme.")
    do(insaf, reference, "draft_alert_reply", AMINA, **ANSWERS["draft_reply"])
    with pytest.raises(FourEyes):
        do(insaf, reference, "validate_alert_reply", AMINA, validated=True)


def answered(insaf, reference: str) -> None:
    do(insaf, reference, "assess_alert", AMINA, **ALERT)
    do(insaf, reference, "investigate_alert", AMINA, alert_findings="Le registre du guichet le confirme.")
    do(insaf, reference, "draft_alert_reply", AMINA, **ANSWERS["draft_reply"])
    do(insaf, reference, "validate_alert_reply", SECOND, validated=True)


@pytest.fixture
def inspectors(insaf):
    for persona in (SECOND, THIRD):
        insaf.bus.ask(CreateAccount(email=persona.email, name=persona.name, roles=persona.roles, agency_code=persona.agency,
                                    language="fr", password=PASSWORD), by=Person.system())


def test_what_was_open_before_goes_to_those_who_may_see_it_and_comes_back_with_the_case(insaf):
    reference = lodge(insaf, subject="Pot-de-vin demandé").reference
    insaf.bus.ask(ReportSeizure(reference, "court", "Copie de la requête"), by=signed_in(insaf, OMAR))
    court = open_tasks(insaf, reference)["note_court_seizure"]
    insaf.bus.ask(ClaimTask(court), by=signed_in(insaf, OMAR))
    do(insaf, reference, "triage", INES, **ANSWERS["triage"], route="confidential")

    insaf.bus.ask(ClaimTask(court), by=signed_in(insaf, AMINA))  # nobody has it any more
    do(insaf, reference, "assess_alert", AMINA, is_alert=False, assessment="C’est un retard, rien d’autre.")
    insaf.bus.ask(ClaimTask(court), by=signed_in(insaf, OMAR))


def test_the_second_look_is_for_an_inspector_who_had_no_part_in_the_first(insaf, reference, inspectors):
    answered(insaf, reference)
    insaf.bus.ask(RenewComplaint(reference, "Un témoin accepte de parler."), by=Person.complainant(reference))
    for first in (AMINA, SECOND):
        with pytest.raises(FourEyes):
            do(insaf, reference, "review_renewal", first, second_findings="Rien de nouveau dans le dossier.")
    do(insaf, reference, "review_renewal", THIRD, second_findings="Le témoin confirme la somme demandée.")
    do(insaf, reference, "draft_renewal_reply", THIRD, **ANSWERS["draft_reply"] | {"outcome": "not_upheld"})
    with pytest.raises(FourEyes):
        do(insaf, reference, "validate_renewal_reply", AMINA, validated=True)
    do(insaf, reference, "validate_renewal_reply", SECOND, validated=True)
    assert case_of(insaf, reference).status == "closed" and case_of(insaf, reference).outcome == "not_upheld"
    with insaf.reading() as session:
        body = dict(session.execute(select(LetterRow.code, LetterRow.body)).all())
    first, second = outcome_word("upheld", "fr"), outcome_word("not_upheld", "fr")
    assert first in body["reply"] and second in body["renewal_reply"] and second not in body["reply"]


def test_the_inspectorate_reports_the_mediator_and_answers_and_nobody_else_can(insaf, reference):
    with pytest.raises(NotFound):
        insaf.bus.ask(ReportSeizure(reference, "mediator", "Lettre n° 77"), by=signed_in(insaf, OMAR))
    insaf.bus.ask(ReportSeizure(reference, "mediator", "Lettre n° 77"), by=signed_in(insaf, AMINA))
    do(insaf, reference, "answer_mediator", AMINA, answer="Réponse n° 12 du 6 mai.")
    assert set(open_tasks(insaf, reference)) == {"assess_alert"}


def test_an_inspector_without_a_part_in_it_erases_it_and_the_data_protection_officer_does_not_know_of_it(
        insaf, reference, inspectors):
    officer = replace(signed_in(insaf, INES), roles=frozenset({DATA_PROTECTION}))
    answered(insaf, reference)
    insaf.bus.ask(CompleteTask(open_tasks(insaf, reference)["give_satisfaction"], {"satisfied": True}),
                  by=Person.complainant(reference))
    Worker(insaf).run_once()
    erase = EraseTexts(reference, ErasureBasis.REQUEST, "DPO-2026-7")
    for who, refusal in ((officer, NotFound), (signed_in(insaf, AMINA), ErasedByAnother)):
        with pytest.raises(refusal):
            insaf.bus.ask(erase, by=who)
    insaf.bus.ask(erase, by=signed_in(insaf, THIRD))
    with insaf.reading() as session:
        page = case_page(session, insaf.shelf, reference, signed_in(insaf, THIRD), insaf.clock.now())
    assert page.erased_on is not None and page.subject == "" and page.confidential
