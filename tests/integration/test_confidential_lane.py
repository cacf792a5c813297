"""A report of corruption goes its own way: who hears of it, who may do what, how it comes back."""

import pytest
from sqlalchemy import select

from engine.acts.claim_task import ClaimTask
from engine.errors import Forbidden, FourEyes, InvalidAnswers, NotFound
from engine.queries import case_page
from engine.store.tables import Account, EscalationNotice, LetterRow, PersonComplainedAbout
from engine.worker import Worker
from tests.people import AMINA, INES, KARIM, NADIA, NATIONAL, OMAR, SAID, Persona
from tests.steps import ANSWERS, at, case_of, do, lodge, open_tasks, signed_in

SECOND = Persona("zakaria@example.org", "Zakaria Lamrani", NATIONAL, ("inspectorate",))
ALERT = {"is_alert": True, "assessment": "Une somme précise a été demandée au guichet."}


@pytest.fixture
def reference(insaf):
    found = lodge(insaf, subject="Pot-de-vin demandé").reference
    do(insaf, found, "triage", INES, **ANSWERS["triage"], route="confidential")
    return found


def sees(insaf, persona, reference: str) -> bool:
    person = signed_in(insaf, persona)
    with insaf.reading(person=person) as session:
        try:
            return bool(case_page(session, insaf.shelf, reference, person, insaf.clock.now()))
        except NotFound:
            return False


def account(insaf, persona) -> str:
    return signed_in(insaf, persona).id


def test_from_triage_on_only_the_inspectorate_sees_it_and_what_is_no_report_comes_back(insaf, reference):
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
