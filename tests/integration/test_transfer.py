"""A case goes to another agency: offered, taken over, refused, lapsed, arbitrated; the legal clock goes on."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.acts.keep_calendar import NamedDay, RecordHoliday
from engine.domain.access import Person
from engine.errors import InvalidAnswers, NotFound
from engine.queries import case_dates, case_page, find_cases, public_case, register, worklist_for
from engine.queries.deadline_words import deadline_lines
from engine.queries.given_away import former_case
from engine.queries.register import RegisterFilters, register_rows
from engine.worker import Worker
from engine.store.tables import Agency, ComplaintCase, Deadline, LetterRow, ProcessInstance
from tests.integration.handing import offer, transfers
from tests.people import COMMUNE, FATIMA, HAMID, INES, LEILA, MEHDI, NATIONAL, RACHID, TARIK
from tests.steps import at, case_of, do, lodge, open_tasks, signed_in

REFUSED = {"accepted": False, "refusal_reason": "Cette route est à la province, pas à la commune."}


@pytest.fixture
def reference(insaf):
    return lodge(insaf, contact_channel="letter", address="12 rue des Oliviers, Rabat", email=None).reference


def agency_of(insaf, reference: str) -> set[str]:
    """The codes of the agencies that the case and its run belong to."""
    case = ComplaintCase.instance_id == ProcessInstance.id
    with insaf.reading() as session:
        either = Agency.id.in_([ComplaintCase.agency_id, ProcessInstance.agency_id])
        return set(session.scalars(select(Agency.code).select_from(ComplaintCase).join(ProcessInstance, case)
                                   .join(Agency, either).where(ComplaintCase.reference == reference)))


def reply_clock(insaf, reference: str) -> tuple:
    with insaf.reading() as session:
        row = session.get(Deadline, (case_of(insaf, reference).instance_id, "reply"))
        return row.started_at, row.days, row.due_on, row.due_at, row.met_at, row.breached_at


def seen_by(insaf, persona, reference: str) -> set[str]:
    """Which doors show the case to the persona."""
    person, found = signed_in(insaf, persona), set()
    with insaf.reading(person=person) as session:
        now, shelf = insaf.clock.now(), insaf.shelf
        try:
            case_page(session, shelf, reference, person, now)
            found.add("case")
        except NotFound:
            pass
        rows = register(session, shelf, RegisterFilters(), person, now).rows
        found |= {"register"} if reference in {row.reference for row in rows} else set()
        found |= {"search"} if find_cases(session, shelf, reference, person, now) else set()
        tasks = worklist_for(session, shelf, person, now).rows
        found |= {row.element_id for row in tasks if row.reference == reference}
    return found


def test_offered_on_day_59_and_answered_on_day_63_is_late_and_the_clock_was_never_touched(insaf, reference):
    before, run = reply_clock(insaf, reference), case_of(insaf, reference).instance_id
    insaf.clock.set(at("2026-07-02T09:00:00+00:00"))
    offer(insaf, reference, COMMUNE)
    assert agency_of(insaf, reference) == {NATIONAL} and case_of(insaf, reference).status == "in_review"
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    assert agency_of(insaf, reference) == {COMMUNE} and reply_clock(insaf, reference) == before
    case = case_of(insaf, reference)
    assert (case.instance_id, case.reference, case.unit_id) == (run, reference, None)
    insaf.clock.set(at("2026-07-06T09:00:00+00:00"))
    for element, who in (("triage", FATIMA), ("assign_officer", MEHDI), ("investigate", HAMID), ("draft_reply", HAMID),
                         ("validate_reply", LEILA)):
        do(insaf, reference, element, who)
    *_, due_at, met_at, breached_at = reply_clock(insaf, reference)
    assert met_at == at("2026-07-06T09:00:00+00:00") > due_at == breached_at


def test_until_it_is_taken_over_only_the_dispatcher_there_sees_it_and_only_the_case_offered(insaf, reference):
    other = lodge(insaf).reference
    offer(insaf, reference, COMMUNE)
    assert seen_by(insaf, FATIMA, reference) == {"case", "accept_transfer"}
    assert seen_by(insaf, HAMID, reference) == seen_by(insaf, LEILA, reference) == seen_by(insaf, FATIMA, other) == set()
    assert seen_by(insaf, INES, reference) == {"case", "register", "search"}
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    assert seen_by(insaf, FATIMA, reference) == {"case", "register", "search", "triage"}
    assert seen_by(insaf, INES, reference) == {"register", "search"}  # its line stays


def test_the_register_keeps_the_line_of_a_case_that_left_counts_it_once_and_reads_nothing_that_came_after(insaf, reference):
    other, ines, fatima = lodge(insaf).reference, signed_in(insaf, INES), signed_in(insaf, FATIMA)
    offer(insaf, reference, COMMUNE)
    insaf.clock.set(at("2026-05-06T09:00:00+00:00"))
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    insaf.clock.set(at("2026-05-07T09:00:00+00:00"))
    do(insaf, reference, "triage", FATIMA)

    def kept(person, **filters):
        with insaf.reading(person=person) as session:
            asked = session, insaf.shelf, RegisterFilters(**filters), person, insaf.clock.now()
            page = register(*asked)
            assert [row.reference for row in register_rows(*asked)] == [row.reference for row in page.rows][::-1]
            return page

    here, there = kept(ines), kept(fatima)
    assert [row.reference for row in here.rows] == [other, reference] and (here.total, here.given_away) == (1, 1)
    line = here.rows[1]
    assert (line.status, str(line.moved_on), line.moved_to["fr"]) == ("transferred", "2026-05-06", "Commune de Oued Zitoun")
    assert (line.subject, line.due_on, line.outcome) == ("Dossier sans réponse", None, None)
    assert [(row.reference, row.moved_to) for row in there.rows] == [(reference, None)] and there.total == 1
    assert kept(signed_in(insaf, TARIK)).total == 2  # once in the country
    assert [row.reference for row in kept(ines, text=reference).rows] == [reference]
    assert not kept(ines, status="answered").rows and not kept(ines, kind="observation").rows

    with insaf.reading(person=ines) as session:
        page = former_case(session, insaf.shelf, reference, ines)
        codes = {(item.code, item.element_id) for item in page.timeline}
        assert ("task_completed", "triage") in codes and ("task_opened", "accept_transfer") in codes
        assert max(item.at for item in page.timeline) == at("2026-05-06T09:00:00+00:00")  # claimed, not yet moved
        for who, which in ((ines, other), (fatima, reference), (signed_in(insaf, HAMID), other)):
            with pytest.raises(NotFound):
                former_case(session, insaf.shelf, which, who)


def test_a_case_that_came_back_has_one_line_again(insaf, reference):
    offer(insaf, reference, COMMUNE)
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    offer(insaf, reference, NATIONAL, FATIMA)
    do(insaf, reference, "accept_transfer", INES, accepted=True)
    for persona, expected in ((INES, [None]), (FATIMA, ["Agence nationale des services"])):
        person = signed_in(insaf, persona)
        with insaf.reading(person=person) as session:
            rows = register(session, insaf.shelf, RegisterFilters(), person, insaf.clock.now()).rows
        assert [row.moved_to and row.moved_to["fr"] for row in rows] == expected


def test_the_complainant_is_told_the_body_and_the_unchanged_date(insaf, reference):
    offer(insaf, reference, COMMUNE)
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    with insaf.reading() as session:
        letters = {row.code: row for row in session.scalars(select(LetterRow))}
        commune = session.scalar(select(Agency.id).where(Agency.code == COMMUNE))
    told = letters["transferred"]
    assert told.agency_id == letters["receipt"].agency_id == commune  # what waits to be posted is posted there
    assert "Commune de Oued Zitoun" in told.body and "Agence nationale des services" in told.body
    assert "3 juillet 2026" in told.body and reference in told.body


def test_the_complainants_history_gives_each_body_what_it_did(insaf, reference):
    offer(insaf, reference, COMMUNE)
    insaf.clock.set(at("2026-05-06T09:00:00+00:00"))
    do(insaf, reference, "accept_transfer", FATIMA, accepted=True)
    with insaf.reading(person=Person.complainant(reference)) as session:
        told = public_case(session, insaf.shelf, reference, insaf.clock.now()).timeline
    whose = {(item.code, str(item.at.date())): item.agency_names and item.agency_names["fr"] for item in told}
    assert whose["transferred", "2026-05-06"] == whose["in_review", "2026-05-04"] == "Agence nationale des services"
    assert whose["in_review", "2026-05-06"] is None, "today's body"


def test_a_refusal_and_three_days_of_silence_both_end_with_the_national_desk(insaf, reference):
    offer(insaf, reference, COMMUNE)
    do(insaf, reference, "accept_transfer", FATIMA, **REFUSED)
    assert seen_by(insaf, FATIMA, reference) == set() and "arbitrate_transfer" in seen_by(insaf, TARIK, reference)
    do(insaf, reference, "arbitrate_transfer", TARIK, stays=True, arbitration_reason="Elle relève de vous.")
    assert agency_of(insaf, reference) == {NATIONAL} and "triage" in open_tasks(insaf, reference)
    offer(insaf, reference, COMMUNE)
    insaf.clock.set(at("2026-05-08T09:00:00+00:00"))
    task = open_tasks(insaf, reference)["accept_transfer"]
    Worker(insaf).fire_due()
    assert task not in open_tasks(insaf, reference).values()
    do(insaf, reference, "arbitrate_transfer", TARIK, stays=False, arbitrated_to=COMMUNE,
       arbitration_reason="La voirie est communale.")
    assert agency_of(insaf, reference) == {COMMUNE} and "triage" in seen_by(insaf, FATIMA, reference)
    assert [row.state for row in transfers(insaf, reference)] == ["refused", "lapsed", "arbitrated"]


def test_after_three_moves_nobody_is_asked_any_more_but_the_national_desk(insaf, reference):
    here, there = (NATIONAL, INES), (COMMUNE, FATIMA)
    for (_, by), (to, taker) in ((here, there), (there, here), (here, there)):
        offer(insaf, reference, to, by)
        do(insaf, reference, "accept_transfer", taker, accepted=True)
    offer(insaf, reference, NATIONAL, FATIMA)
    assert set(open_tasks(insaf, reference)) == {"arbitrate_transfer"}
    do(insaf, reference, "arbitrate_transfer", TARIK, stays=False, arbitrated_to=NATIONAL,
       arbitration_reason="Dernière décision.")
    assert sum(row.moved_at is not None for row in transfers(insaf, reference)) == 4


@pytest.mark.parametrize("to, sentence", [(NATIONAL, "déjà"), ("NOWHERE", "liste"), ("EMPTY", "personne qui reçoive")])
def test_a_body_that_cannot_take_it_is_refused_in_a_sentence(insaf, reference, to, sentence):
    with insaf.database.writing() as session:
        session.add(Agency(code="EMPTY", family="national", name_fr="Office vide", name_ar="مكتب فارغ", name_en="Empty office",
                           created_at=insaf.clock.now()))
    with pytest.raises(InvalidAnswers) as refused:
        offer(insaf, reference, to)
    assert sentence in refused.value.errors["transfer_to"]
    assert "triage" in open_tasks(insaf, reference) and not transfers(insaf, reference)


def test_a_date_counted_with_the_days_of_the_former_body_stays_and_says_whose_days_they_were(insaf, reference):
    """The reply is due on 3 July, and that is a day off at the commune."""
    insaf.bus.ask(RecordHoliday((NamedDay(date(2026, 7, 3), "موسم", "Moussem", "Moussem"),), "Arrêté 7/2026", "Moussem",
                                agency_code=COMMUNE), by=signed_in(insaf, RACHID))
    mine, fatima = lodge(insaf).reference, signed_in(insaf, FATIMA)
    insaf.clock.set(at("2026-05-05T09:00:00+00:00"))
    offer(insaf, mine, COMMUNE)
    do(insaf, mine, "accept_transfer", FATIMA, accepted=True)

    def reply() -> tuple[str, str]:
        with insaf.reading() as session:
            dates = case_dates(session, insaf.shelf, mine, fatima, insaf.clock.now()).deadlines
            row = next(row for row in dates if row.code == "reply")
            assert row.why.due_on == row.due_on, "the reasons lead to another day than the date"
            return str(row.due_on), " ".join(deadline_lines(row.why, "fr"))

    due_on, why = reply()
    assert due_on == "2026-07-03" and "Agence nationale des services" in why and "lundi 6 juillet 2026" in why
