"""The page of a case: what was said, the clock and its reasons, the history, the files, the diagram and its text twin."""

import pytest

from engine.acts.attach_files import NewAttachment
from engine.acts.lodge_complaint import LodgeComplaint
from engine.domain.access import Person
from tests.people import HAMID, INES, KARIM, NADIA, NATIONAL
from tests.steps import at, do, lodge, open_tasks, said
from tests.web.desk_visit import sign_in, text_of

PARTS = ("summary", "progress", "timeline", "documents")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def lodge_with_a_file(insaf, filename: str) -> str:
    act = LodgeComplaint(NATIONAL, "complaint", "web", "fr", said(), (NewAttachment(filename, PDF),))
    return insaf.bus.ask(act, by=Person.anyone()).reference


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_part_is_a_page_of_its_own_in_every_language(app, insaf, language):
    reference = lodge(insaf).reference
    visit = sign_in(app, NADIA, language)
    for part in PARTS:
        page = visit.get(f"/cases/{reference}?part={part}")
        assert page.status == 200 and not page.all("script"), part


def test_the_summary_shows_what_was_said_and_every_answer_since(app, insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    words = text_of(sign_in(app, NADIA).get(f"/cases/{reference}"))
    for part in ("Zineb El Fassi", "Mon dossier attend depuis six mois", INES.name, "zineb@example.org"):
        assert part in words


def test_the_date_says_why_it_is_that_day(app, insaf):
    insaf.clock.set(at("2026-09-01T10:00:00+01:00"))
    words = text_of(sign_in(app, NADIA, "en").get(f"/cases/{lodge(insaf).reference}"))
    assert "2 Nov 2026" in words and "31 October 2026" in words
    assert "60 calendar days, counted from Wednesday 2 September 2026" in words


def test_the_diagram_marks_the_current_step_and_a_list_says_the_same(app, insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    page = sign_in(app, KARIM).get(f"/cases/{reference}?part=progress")
    assert page.text.count('data-element="assign_officer"') == 1
    assert 'class="bpmn-element bpmn-userTask is-current" data-element="assign_officer"' in page.text
    now = [one for one in page.all("li") if one.get("aria-current") == "step"]
    assert any("Désigner l’agent traitant" in "".join(one.itertext()) for one in now)


def test_a_document_comes_down_under_its_own_name_and_can_run_nothing(app, insaf):
    reference = lodge_with_a_file(insaf, 'facture "août" الوصل.pdf')
    visit = sign_in(app, NADIA)
    path = next(link for link in visit.get(f"/cases/{reference}?part=documents").links if "/attachments/" in link)
    answer = visit.client.get(path)
    assert answer.data == PDF and answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''facture%20" in disposition
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in(app, HAMID).get(path).status == 404


def test_another_agency_finds_nothing_of_a_case_at_any_door(app, insaf):
    reference = lodge(insaf).reference
    hamid = sign_in(app, HAMID)
    for part in PARTS:
        assert hamid.get(f"/cases/{reference}?part={part}").status == 404
    assert hamid.get(f"/tasks/{open_tasks(insaf, reference)['triage']}").status == 404
    assert reference not in hamid.client.get("/register.csv").text + text_of(hamid.get("/register"))
    assert hamid.get("/cases/NAT-2026-999999-A").status == 404


def test_a_part_nobody_knows_is_the_summary(app, insaf):
    reference = lodge(insaf).reference
    assert "Zineb" in text_of(sign_in(app, NADIA).get(f"/cases/{reference}?part=../../etc"))
