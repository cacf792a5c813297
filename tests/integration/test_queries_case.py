"""The file of a case: what was said, the dates, the history, the diagram; for the staff and for the complainant."""

import re
from datetime import date, timedelta

import pytest

from engine import queries
from engine.acts.attach_files import NewAttachment
from engine.acts.complete_task import CompleteTask
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.errors import NotFound
from engine.queries.words import LETTERS
from engine.settings import ROOT
from engine.worker import Worker
from tests.people import FATIMA, INES, KARIM, NADIA, OMAR, RACHID
from tests.steps import ANSWERS, INADMISSIBLE, do, lodge, open_tasks, said, signed_in

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def page(insaf, reference, persona=OMAR):
    with insaf.reading() as session:
        return queries.case_page(session, insaf.shelf, reference, signed_in(insaf, persona), insaf.clock.now())


def public(insaf, reference):
    with insaf.reading() as session:
        return queries.public_case(session, insaf.shelf, reference, insaf.clock.now())


def answered(insaf):
    receipt = lodge(insaf)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, receipt.reference, element, persona)
    return receipt.reference


def test_the_page_of_a_new_case_tells_what_was_said_and_by_when_it_must_be_answered(insaf):
    reference = lodge(insaf).reference
    case = page(insaf, f" {reference.lower()} ")
    assert (case.reference, case.kind, case.channel, case.status, case.family) == (
        reference, "complaint", "web", "in_review", "national")
    assert case.lodged_values["subject"] == "Dossier sans réponse" and case.lodged_form.names and not case.answers
    assert (case.lodged_on, case.due_on, case.days_left) == (date(2026, 5, 4), date(2026, 7, 3), 60)
    assert [row.code for row in case.deadlines] == ["reply", "triage"]
    reply = case.deadlines[0]
    assert (reply.days, reply.unit, reply.grade, reply.late, reply.met_on) == (60, "calendar", "statutory", False, None)
    assert "2-17-265" in reply.why.rule.basis["fr"] and reply.why.unrolled_on == reply.due_on and reply.why.rolled_over == ()
    assert case.current == ("triage",) and [task.element_id for task in case.tasks] == ["triage"]
    assert {"complaint_lodged", "register_complaint", "send_receipt"} <= set(case.passed)
    assert case.may_withdraw and case.incident is None and not case.imported and case.version == 1
    assert 'class' in case.definition.svg("fr", case.current, case.passed)


def test_a_last_day_that_is_no_working_day_names_every_day_it_rolls_over(insaf):
    insaf.clock.set(insaf.clock.now().replace(month=3, day=2))  # 60 days later: 1 May, a Friday
    reply = page(insaf, lodge(insaf).reference).deadlines[0]
    assert (reply.why.unrolled_on, reply.why.due_on) == (date(2026, 5, 1), date(2026, 5, 4))
    assert [day.holiday and day.holiday.names["en"] for day in reply.why.rolled_over] == ["Labour Day", None, None]


def test_people_of_another_agency_get_the_same_answer_as_for_a_case_that_does_not_exist(insaf):
    reference = lodge(insaf).reference
    assert page(insaf, reference, RACHID).reference == reference
    for wanted, persona in ((reference, FATIMA), ("NAT-2026-999999-A", OMAR), ("", OMAR), ("\x00", OMAR)):
        with pytest.raises(NotFound):
            page(insaf, wanted, persona)


def test_the_history_is_told_newest_first_in_three_languages_with_who_did_it(insaf):
    case = page(insaf, answered(insaf))
    codes = [item.code for item in case.timeline]
    assert codes[-1] == "case_lodged" and "step_taken" not in codes
    done = next(item for item in case.timeline if item.code == "task_completed" and item.element_id == "triage")
    assert (done.actor_name, done.role, done.title["fr"]) == (
        "Ines Berrada", "dispatcher", "Étape terminée : Trier et examiner la recevabilité")
    assert done.detail["decisions"]["admissible"] is True
    written = next(item for item in case.timeline if item.code == "letter_written" and item.detail["letter"] == "reply")
    assert written.title == {"ar": "تحرير رسالة: الجواب", "fr": "Lettre rédigée : réponse", "en": "Letter written: reply"}
    assert next(item for item in case.timeline if item.code == "registered").title["en"] == "Entered in the register"
    assert all(text and "{" not in text for item in case.timeline for text in item.title.values())


def test_the_file_holds_every_form_that_was_filled_and_every_letter(insaf):
    case = page(insaf, answered(insaf))
    assert [(block.element_id, block.by_name) for block in case.answers] == [
        ("triage", "Ines Berrada"), ("assign_officer", "Karim Idrissi"), ("investigate", "Omar Tazi"),
        ("draft_reply", "Omar Tazi"), ("validate_reply", "Nadia Fassi")]
    assert case.answers[3].values["reply_text"].startswith("Votre dossier")
    assert {(letter.code, letter.to) for letter in case.letters} == {
        ("receipt", "complainant"), ("reply", "complainant")}
    assert case.letters[0].email == "zineb@example.org" and case.letters[0].names["fr"]
    met = {row.code: (row.met_on, row.days_left, row.late) for row in case.deadlines}
    assert met["reply"] == (date(2026, 5, 4), None, False)


def test_the_complainant_sees_public_steps_without_names_and_the_reply(insaf):
    reference = answered(insaf)
    Worker(insaf).send_due()
    case = public(insaf, reference)
    assert case.reply.text == ANSWERS["draft_reply"]["reply_text"] and case.reply.on == date(2026, 5, 4)
    assert (case.status, case.outcome, case.over, case.days_left) == ("answered", "upheld", True, None)
    told = [(item.actor, item.title["fr"]) for item in reversed(case.timeline)]
    assert told == [
        ("you", "Vous avez déposé votre message : réclamation. Il est au registre."),
        ("body", "L’organisme a commencé à vérifier s’il est compétent et peut traiter votre message."),
        ("body", "Votre message a été accepté et son examen a commencé."),
        ("body", "L’organisme vous a communiqué sa réponse."),
        ("body", "L’organisme vous a écrit par courriel : accusé de réception."),
        ("body", "L’organisme vous a écrit par courriel : réponse."),
        ("body", "L’organisme vous demande : Donner son avis sur la réponse.")], "no step, no name, no jargon; newest first"
    assert {item.letter_id for item in case.timeline} - {None} == {letter.id for letter in case.letters}
    assert [task.element_id for task in case.tasks] == ["give_satisfaction"] and case.waiting_for == "complainant"
    assert case.next_what == "satisfaction" and case.next_on == date(2026, 5, 19)
    assert {letter.code for letter in case.letters} == {"receipt", "reply"}
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=5))
    insaf.bus.ask(CompleteTask(case.tasks[0].task_id, {"satisfied": True}), by=Person.complainant(reference))
    closed = public(insaf, reference)
    assert (closed.status, closed.waiting_for, closed.tasks, closed.closed_on) == ("closed", None, (), date(2026, 5, 4))
    assert closed.reply and "Vous avez répondu : Donner son avis sur la réponse." in [
        item.title["fr"] for item in closed.timeline] and "closed" in [item.code for item in closed.timeline]


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_after_a_no_the_complainant_reads_until_when_to_renew(insaf):
    reference = answered(insaf)
    task = public(insaf, reference).tasks[0]
    insaf.bus.ask(CompleteTask(task.task_id, {"satisfied": False}), by=Person.complainant(reference))
    case = public(insaf, reference)
    assert (case.tasks, case.may_renew, case.waiting_for) == ((), True, "complainant"), "nobody at the body has a task"
    assert case.renew_until == case.next_on == date(2026, 5, 19)


def test_every_letter_has_a_name_for_people():
    sent = {name for path in (ROOT / "bpmn").glob("*/*.bpmn")
            for name in re.findall(r"""id="letter" type="str" value="'(\w+)'\"""", path.read_text())}
    written = {path.name.split(".")[0] for path in (ROOT / "bpmn").glob("*/letters/*.txt")}
    assert sent and written and not (sent | written) - set(LETTERS)


def test_a_draft_is_not_shown_before_it_is_communicated(insaf):
    reference = lodge(insaf).reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR)):
        do(insaf, reference, element, persona)
    case = public(insaf, reference)
    assert case.reply is None and case.waiting_for == "agency" and not case.over


def test_the_complainants_clock_counts_days_to_the_legal_date_and_beyond_it(insaf):
    reference = lodge(insaf).reference
    case = public(insaf, reference)
    assert (case.due_on, case.due_why.days, case.due_why.due_on, case.days_total, case.days_used, case.days_left) == (
        date(2026, 7, 3), 60, date(2026, 7, 3), 60, 0, 60)
    assert (case.next_what, case.next_on, case.triage_due_on) == ("triage", date(2026, 5, 19), date(2026, 5, 19))
    insaf.clock.set(insaf.clock.now() + timedelta(days=62))
    Worker(insaf).fire_due()
    late = public(insaf, reference)
    assert (late.days_used, late.days_left, late.next_what, late.next_on) == (62, -2, "reply", date(2026, 7, 3))
    assert "deadline_breached" in [item.code for item in late.timeline]


def test_an_inadmissible_case_says_why(insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES, **INADMISSIBLE)
    assert public(insaf, reference).inadmissible_grounds is None
    do(insaf, reference, "confirm_inadmissibility", KARIM, confirmed=True)
    case = public(insaf, reference)
    assert case.status == "inadmissible" and case.over and case.reply is None
    assert case.inadmissible_grounds == {"fr": INADMISSIBLE["grounds"]}
    assert case.inadmissible_ground["fr"] == "Affaire devant la justice ou déjà jugée"


def test_a_withdrawn_case_says_when_and_waits_for_nobody(insaf):
    reference = lodge(insaf).reference
    assert public(insaf, reference).may_withdraw
    insaf.bus.ask(WithdrawComplaint(reference, "Réglé"), by=Person.complainant(reference))
    case = public(insaf, reference)
    assert (case.status, case.withdrawn_on, case.waiting_for, case.may_withdraw) == (
        "withdrawn", date(2026, 5, 4), None, False)
    assert "case_withdrawn" in [item.code for item in case.timeline]
    assert public(insaf, "NAT-2026-000099-X") is None


def test_files_and_letters_are_read_by_their_complainant_and_their_agency_alone(insaf):
    act = LodgeComplaint("NAT", "complaint", "web", "fr", said(), (NewAttachment("photo.png", PNG),))
    reference, other = insaf.bus.ask(act, by=Person.anyone()).reference, lodge(insaf).reference
    case = public(insaf, reference)
    [file], [letter] = case.attachments, case.letters
    assert (file.filename, file.media_type, file.size) == ("photo.png", "image/png", len(PNG))
    with insaf.reading() as session:
        for person in (Person.complainant(reference), signed_in(insaf, OMAR)):
            found = queries.attachment_of(session, insaf.shelf, file.id, person)
            assert insaf.files.get(found.key) == PNG
            text = queries.letter_page(session, insaf.shelf, letter.id, person)
            assert reference in text.body and text.created_on == date(2026, 5, 4) and text.agency_names["fr"]
        for person in (Person.complainant(other), signed_in(insaf, FATIMA), Person.anyone()):
            with pytest.raises(NotFound):
                queries.attachment_of(session, insaf.shelf, file.id, person)
            with pytest.raises(NotFound):
                queries.letter_page(session, insaf.shelf, letter.id, person)


def test_a_follow_up_code_opens_its_own_case_however_it_is_typed(insaf):
    receipt, other = lodge(insaf), lodge(insaf)
    secret = insaf.settings.secret
    with insaf.reading() as session:
        def opens(reference, code):
            return queries.follow(session, secret, reference, code)
        typed = f" {receipt.follow_up_code.lower().replace('-', ' ')} "
        assert opens(f" {receipt.reference.lower()}", typed) == receipt.reference
        assert opens(receipt.reference, other.follow_up_code) is None
        assert opens("NAT-2026-000099-X", receipt.follow_up_code) is None
        assert opens("", "") is None and opens("\x00", "é\x00") is None


def test_every_open_task_of_a_case_is_current_in_its_diagram(insaf):
    reference = answered(insaf)
    case = page(insaf, reference)
    assert set(case.current) == set(open_tasks(insaf, reference)) == {"give_satisfaction"}
    assert not set(case.current) & set(case.passed) and "validate_reply" in case.passed
