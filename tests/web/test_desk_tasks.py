"""A task in the browser: taken, done, given back; two officers on one task; what goes wrong keeps what was typed."""

import io

from engine.acts.keep_account import CreateAccount
from engine.domain.access import Person
from tests.people import HAMID, INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, SALMA, Persona
from tests.steps import at, case_of, do, lodge
from tests.web.desk_visit import page_of, posted, sign_in, task_path, text_of

TRIAGE = {"service_type": "delay", "urgency": "normal", "admissible": "true"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FINDINGS = {"findings": "Le dossier avait été classé par erreur."}


def at_investigation(insaf) -> str:
    """A case that waits for an officer to look into it."""
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM)
    return reference


def test_a_dispatcher_takes_a_task_fills_its_form_and_completes_it(app, insaf):
    reference = lodge(insaf).reference
    visit, path = sign_in(app, INES), task_path(insaf, reference, "triage")
    worklist = visit.get("/desk")
    assert path in worklist.links and reference in text_of(worklist)
    assert "admissible" not in {one.get("name") for one in visit.get(path).all("input")}
    visit.post(f"{path}/claim")
    assert path in visit.get("/desk?view=mine").links and path not in visit.get("/desk").links
    chosen = [one.get("value") for one in visit.get(path).all("option") if one.get("selected") is not None]
    assert chosen == ["delay"], "the complainant's choice stands there to be corrected"
    done = visit.post(f"{path}/complete", TRIAGE)
    assert done.answer.request.path == "/desk" and "Fait" in text_of(done)
    assert case_of(insaf, reference).status == "in_progress"
    assert reference in text_of(visit.get("/desk?view=done"))


def test_wrong_answers_come_back_with_what_was_typed_and_what_is_wrong(app, insaf):
    reference = lodge(insaf).reference
    visit, path = sign_in(app, INES, "ar"), task_path(insaf, reference, "triage")
    visit.get(path)
    visit.post(f"{path}/claim")
    page = page_of(posted(visit, f"{path}/complete", {"service_type": "delay", "note": "كلام كتبته هنا"}))
    assert page.status == 422
    assert "كلام كتبته هنا" in page.text and "هناك مشكل" in page.text
    assert 'aria-invalid="true"' in page.text or "error" in page.text
    assert case_of(insaf, reference).status == "in_review"


def test_of_two_officers_on_one_task_one_wins_and_the_other_is_told_who(app, insaf):
    reference = at_investigation(insaf)
    omar, salma, path = sign_in(app, OMAR), sign_in(app, SALMA), task_path(insaf, reference, "investigate")
    omar.get(path), salma.get(path)
    assert posted(omar, f"{path}/claim").status_code == 303
    late = page_of(posted(salma, f"{path}/claim"))
    assert late.status == 409
    assert OMAR.name in text_of(late) and f"/cases/{reference}" in late.links


def test_what_was_typed_survives_when_somebody_else_was_faster(app, insaf):
    reference = at_investigation(insaf)
    omar, path = sign_in(app, OMAR), task_path(insaf, reference, "investigate")
    omar.get(path)
    do(insaf, reference, "investigate", SALMA)
    late = page_of(posted(omar, f"{path}/complete", FINDINGS))
    assert late.status == 409
    assert SALMA.name in text_of(late) and FINDINGS["findings"] in text_of(late)


def test_a_task_given_back_is_free_for_the_colleagues(app, insaf):
    reference = at_investigation(insaf)
    omar, salma, path = sign_in(app, OMAR), sign_in(app, SALMA), task_path(insaf, reference, "investigate")
    omar.get(path)
    omar.post(f"{path}/claim")
    assert path not in salma.get("/desk").links
    omar.get(path)
    omar.post(f"{path}/release")
    assert path in salma.get("/desk").links


def test_completing_twice_with_one_form_is_done_once(app, insaf):
    reference = lodge(insaf).reference
    visit, path = sign_in(app, INES), task_path(insaf, reference, "triage")
    visit.get(path)
    key = visit.post(f"{path}/claim").value("form_key")
    first = posted(visit, f"{path}/complete", {**TRIAGE, "form_key": key})
    again = posted(visit, f"{path}/complete", {**TRIAGE, "form_key": key})
    assert (first.status_code, again.status_code) == (303, 303)


def test_whoever_wrote_the_reply_is_told_that_another_must_validate_it(app, insaf):
    both = Persona("both@example.org", "Both Hands", NATIONAL, ("officer", "supervisor"))
    insaf.bus.ask(CreateAccount(both.email, both.name, both.roles, both.agency, password=PASSWORD), by=Person.system())
    reference = at_investigation(insaf)
    do(insaf, reference, "investigate", OMAR)
    do(insaf, reference, "draft_reply", both)
    visit, path = sign_in(app, both), task_path(insaf, reference, "validate_reply")
    assert "autre personne" in text_of(visit.get(path))
    assert posted(visit, f"{path}/claim").status_code == 403
    assert path not in visit.get("/desk").links


def test_an_officer_of_another_agency_finds_no_such_task(app, insaf):
    reference = at_investigation(insaf)
    hamid, path = sign_in(app, HAMID), task_path(insaf, reference, "investigate")
    assert hamid.get(path).status == 404
    for act in ("claim", "release", "complete"):
        assert posted(hamid, f"{path}/{act}", FINDINGS).status_code == 404
    assert reference not in text_of(hamid.get("/desk")) + text_of(hamid.get(f"/search?q={reference}"))


def test_a_role_one_does_not_hold_may_read_the_task_and_not_take_it(app, insaf):
    reference = lodge(insaf).reference
    omar, path = sign_in(app, OMAR), task_path(insaf, reference, "triage")
    assert "rôle" in text_of(omar.get(path))
    assert posted(omar, f"{path}/claim").status_code == 403


def test_the_worklist_shows_least_time_left_first(app, insaf):
    old = lodge(insaf).reference
    insaf.clock.set(at("2026-05-11T09:00:00+00:00"))
    new = lodge(insaf).reference
    words = text_of(sign_in(app, INES).get("/desk"))
    assert words.index(old) < words.index(new)


def test_the_search_finds_by_reference_and_by_name_without_accents(app, insaf):
    reference = lodge(insaf, full_name="Zineb El Fassi").reference
    visit = sign_in(app, NADIA)
    for typed in (reference, reference.lower(), "zineb", "EL FASSI"):
        assert f"/cases/{reference}" in visit.get(f"/search?q={typed}").links, typed
    assert f"/cases/{reference}" not in visit.get("/search?q=amina").links


def test_files_given_with_a_task_survive_a_wrong_answer_and_come_into_the_case(app, insaf):
    reference = at_investigation(insaf)
    visit, path = sign_in(app, OMAR), task_path(insaf, reference, "investigate")
    visit.get(path)
    visit.post(f"{path}/claim")
    visit.get(path)
    sent = {"attachments": [(io.BytesIO(PDF), "constat.pdf"), (io.BytesIO(b"MZ"), "virus.exe")]}
    page = page_of(posted(visit, f"{path}/complete", sent, content_type="multipart/form-data"))
    assert page.status == 422 and "constat.pdf" in text_of(page) and "virus.exe" in text_of(page)
    note = page.value("given_file")
    away = page_of(posted(visit, f"{path}/complete", {"given_file": note, "remove": note, **FINDINGS}))
    assert away.status == 200 and "constat.pdf" not in away.text and FINDINGS["findings"] in away.text
    visit.post(f"{path}/complete", {"given_file": [note, note[:-2] + "xx", "forged"], **FINDINGS})
    page = sign_in(app, NADIA).get(f"/cases/{reference}?part=documents")
    assert "constat.pdf" in text_of(page) and "virus" not in text_of(page)
    link = next(link for link in page.links if "/attachments/" in link)
    assert visit.client.get(link).data == PDF
