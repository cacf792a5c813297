"""Back from where a case stands in several places, waits at another body, or is closed to the agency."""

import pytest
from sqlalchemy import select

from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateUnit
from engine.acts.send_back import SendBack
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.errors import CannotSendBack, NotFound
from engine.queries import case_page
from engine.store.tables import HumanTask
from tests.integration.handing import offer, transfers
from tests.people import AMINA, COMMUNE, FATIMA, INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, TARIK, Persona
from tests.steps import ANSWERS, case_of, do, lodge, open_tasks, signed_in, stop

ROADS = Persona("routes@example.org", "Rania Zouhri", NATIONAL, ("unit_officer",))
WHY = "La lettre type a été corrigée."


def asked(insaf, reference: str) -> dict[str, str]:
    """Ids of the open opinions by unit."""
    with insaf.reading() as session:
        return dict(map(tuple, session.execute(select(HumanTask.unit_id, HumanTask.id).where(
            HumanTask.instance_id == case_of(insaf, reference).instance_id, HumanTask.element_id == "give_opinion",
            HumanTask.state == "open"))))


def test_from_opinions_under_way_a_case_goes_back_to_the_investigation_and_asks_anew_or_not_at_all(insaf):
    first, second = (insaf.bus.ask(CreateUnit(NATIONAL, name, name, name), by=Person.system()).id for name in ("Routes", "Eaux"))
    insaf.bus.ask(CreateAccount(email=ROADS.email, name=ROADS.name, roles=ROADS.roles, agency_code=NATIONAL, unit_id=first,
                                language="fr", password=PASSWORD), by=Person.system())
    reference, nadia = lodge(insaf).reference, signed_in(insaf, NADIA)
    question = {**ANSWERS["investigate"], "units_asked": [first, second], "question_to_units": "Quelle règle s’applique ici ?"}
    for element, persona in (("triage", INES), ("assign_officer", KARIM)):
        do(insaf, reference, element, persona)
    do(insaf, reference, "investigate", OMAR, **question)
    old = asked(insaf, reference)
    insaf.bus.ask(ClaimTask(old[first]), by=signed_in(insaf, ROADS))
    insaf.bus.ask(CompleteTask(old[first], {"opinion": "La voirie relève de nous depuis 2024."}), by=signed_in(insaf, ROADS))
    incident = stop(insaf, reference)
    with pytest.raises(CannotSendBack, match="copies"):
        insaf.bus.ask(SendBack(incident, "give_opinion", WHY), by=nadia)
    insaf.bus.ask(SendBack(incident, "investigate", WHY), by=nadia)
    assert set(open_tasks(insaf, reference)) == {"investigate"}

    do(insaf, reference, "investigate", OMAR, **question)
    assert set(asked(insaf, reference)) == {first, second} and not set(asked(insaf, reference).values()) & set(old.values())
    insaf.bus.ask(SendBack(stop(insaf, reference), "triage", WHY), by=nadia)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        assert list(open_tasks(insaf, reference)) == [element]
        do(insaf, reference, element, persona)
    assert case_of(insaf, reference).status == "answered"


def test_what_another_body_was_offered_is_withdrawn_by_a_return_and_it_sees_the_case_no_more(insaf):
    reference, fatima = lodge(insaf).reference, signed_in(insaf, FATIMA)
    offer(insaf, reference, COMMUNE)
    insaf.bus.ask(SendBack(stop(insaf, reference), "triage", WHY), by=signed_in(insaf, NADIA))
    assert [row.state for row in transfers(insaf, reference)] == ["withdrawn"]
    with insaf.reading(person=fatima) as session, pytest.raises(NotFound):
        case_page(session, insaf.shelf, reference, fatima, insaf.clock.now())

    offer(insaf, reference, COMMUNE)
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    do(insaf, reference, "triage", FATIMA)
    incident, tarik = stop(insaf, reference), signed_in(insaf, TARIK)
    with pytest.raises(CannotSendBack, match="another body"):
        insaf.bus.ask(SendBack(incident, "accept_transfer", WHY), by=tarik)
    with pytest.raises(NotFound):
        insaf.bus.ask(SendBack(incident, "triage", WHY), by=signed_in(insaf, NADIA))
    insaf.bus.ask(SendBack(incident, "triage", WHY), by=tarik)
    do(insaf, reference, "triage", FATIMA)
    assert [row.state for row in transfers(insaf, reference)] == ["withdrawn", "accepted"]


def test_a_withdrawn_complaint_takes_its_offer_along(insaf):
    reference = lodge(insaf).reference
    offer(insaf, reference, COMMUNE)
    insaf.bus.ask(WithdrawComplaint(reference, "Réglé."), by=Person.complainant(reference))
    assert [row.state for row in transfers(insaf, reference)] == ["withdrawn"]


def test_a_confidential_case_stays_closed_wherever_it_is_sent_back_to(insaf):
    reference, tarik = lodge(insaf).reference, signed_in(insaf, TARIK)
    do(insaf, reference, "triage", INES, **ANSWERS["triage"], route="confidential")
    do(insaf, reference, "assess_alert", AMINA, is_alert=True, assessment="Une somme précise a été demandée.")
    incident = stop(insaf, reference)
    with pytest.raises(NotFound):
        insaf.bus.ask(SendBack(incident, "triage", WHY), by=signed_in(insaf, NADIA))
    insaf.bus.ask(SendBack(incident, "assess_alert", WHY), by=tarik)
    assert list(open_tasks(insaf, reference)) == ["assess_alert"]
    insaf.bus.ask(SendBack(stop(insaf, reference), "triage", WHY), by=tarik)
    with pytest.raises(NotFound):
        insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["triage"]), by=signed_in(insaf, INES))
    do(insaf, reference, "triage", AMINA, **ANSWERS["triage"], route="confidential")
    do(insaf, reference, "assess_alert", AMINA, is_alert=False, assessment="C’est un retard, rien d’autre.")
    insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["triage"]), by=signed_in(insaf, INES))
