"""Officers at work: the worklist, taking a task, two on one task, and a whole life up to the complainant's answer."""

import pytest

from tests.browser.hands import fill, follow, path_of, press, shown, sign_in, speak
from tests.browser.lodging import WORDS, answer_all, open_case, send, start
from tests.browser.papers import file, pdf
from tests.people import INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, SALMA, Persona
from tests.steps import at, case_of, do, lodge, open_tasks

SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
TAKE, WORK = "form[action$='/claim'] button", "form.work button.button"
REPLY = "Votre permis est accordé ; il vous attend au guichet."
LIFE = (
    (INES, "triage", {"service_type": "delay", "urgency": "normal", "admissible": "true"}),
    (KARIM, "assign_officer", {"officer": OMAR.name}),
    (OMAR, "investigate", {"findings": "Le dossier avait été classé par erreur."}),
    (OMAR, "draft_reply", {"outcome": "upheld", "reply_text": REPLY}),
    (NADIA, "validate_reply", {"validated": "true"}),
)


def take_and_do(page, path: str, answers: dict) -> None:
    """From the worklist: open the task, take it, fill its form, complete it."""
    page.goto("/desk")
    follow(page, f"a[href='{path}']")
    press(page, TAKE)
    fill(page, answers)
    press(page, WORK)
    assert path_of(page) == "/desk" and page.locator(".message.done").count() == 1, shown(page)


def task_path(insaf, reference: str, element: str) -> str:
    return f"/tasks/{open_tasks(insaf, reference)[element]}"


def test_a_complaint_goes_all_the_way_from_the_complainant_to_the_reply_and_back(visitor, insaf):
    citizen = visitor("fr", javascript=False, width=360)
    start(citizen)
    answer_all(citizen, {**WORDS["fr"], "attachments": [file("demande.pdf", pdf())]})
    reference, code = send(citizen)
    desks = {}
    for persona, element, answers in LIFE:
        page = desks.get(persona) or desks.setdefault(persona, sign_in(visitor("fr", javascript=False), persona))
        take_and_do(page, task_path(insaf, reference, element), answers)
    elsewhere = visitor("fr", javascript=False, width=360)
    open_case(elsewhere, reference, code)
    assert REPLY in shown(elsewhere) and elsewhere.locator(".status-answered").count() == 1
    follow(elsewhere, ".actions a.button[href*='/answer/']")
    assert press(elsewhere).status == 422, "an answer is needed"
    fill(elsewhere, {"satisfied": "true"})
    press(elsewhere)
    assert path_of(elsewhere) == f"/c/{reference}" and elsewhere.locator(".status-closed").count() == 1
    case = case_of(insaf, reference)
    assert (case.status, case.outcome) == ("closed", "upheld")
    page = desks[NADIA]
    page.goto(f"/cases/{reference}?part=timeline")
    assert all(name in shown(page) for name in (INES.name, OMAR.name, NADIA.name))


@SQLITE
def test_the_worklist_shows_least_time_left_first_and_what_was_taken_moves_to_ones_own(visitor, insaf):
    old = lodge(insaf, subject="Le plus ancien").reference
    insaf.clock.set(at("2026-05-11T09:00:00+00:00"))
    lodge(insaf, subject="Le plus récent")
    page = sign_in(visitor("fr"), INES)
    assert page.locator("tbody .row-link").all_inner_texts() == ["Le plus ancien", "Le plus récent"]
    assert [words.split()[0] for words in page.locator("tbody .badge").all_inner_texts()] == ["8", "15"]
    follow(page, "tbody .row-link")
    press(page, TAKE)
    page.goto("/desk?view=mine")
    assert page.locator("tbody .row-link").all_inner_texts() == ["Le plus ancien"]
    follow(page, "tbody .row-link")
    press(page, ".release button")
    assert path_of(page) == "/desk" and old in shown(page)


@SQLITE
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_of_two_officers_one_wins_and_the_other_reads_who_it_was(visitor, insaf, language):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM)
    path = task_path(insaf, reference, "investigate")
    first, second = sign_in(visitor(language), OMAR), sign_in(visitor(language), SALMA)
    for page in (first, second):
        speak(page, language)
        page.goto(path)
    assert press(first, TAKE).status == 200
    told = press(second, TAKE)
    assert told.status == 409 and OMAR.name in second.inner_text(".summary")
    title = {"ar": "سبقكم", "fr": "plus rapide", "en": "Somebody was faster"}[language]
    assert title in second.inner_text(".summary h2"), second.inner_text(".summary h2")
    follow(second, ".summary a.button")
    assert path_of(second) == f"/cases/{reference}"


@SQLITE
def test_what_was_typed_stays_on_the_page_when_somebody_else_completed_the_task(visitor, insaf):
    reference = lodge(insaf).reference
    page = sign_in(visitor("fr"), INES)
    page.goto(task_path(insaf, reference, "triage"))
    press(page, TAKE)
    fill(page, {**LIFE[0][2], "note": "Trois rappels déjà."})
    do_meanwhile(insaf, reference)
    assert press(page, WORK).status == 409
    assert "Trois rappels déjà." in shown(page)


def do_meanwhile(insaf, reference: str) -> None:
    """The same person completes the task on another screen."""
    from engine.acts.complete_task import CompleteTask
    from tests.steps import ANSWERS, signed_in
    insaf.bus.ask(CompleteTask(open_tasks(insaf, reference)["triage"], ANSWERS["triage"]), by=signed_in(insaf, INES))


@SQLITE
def test_whoever_drafted_the_reply_is_kept_from_validating_it(visitor, insaf):
    from engine.acts.keep_account import CreateAccount
    from engine.domain.access import Person
    both = Persona("both@example.org", "Deux Casquettes", NATIONAL, ("officer", "supervisor"))
    insaf.bus.ask(CreateAccount(both.email, both.name, both.roles, both.agency, password=PASSWORD), by=Person.system())
    reference = lodge(insaf).reference
    for persona, element in ((INES, "triage"), (KARIM, "assign_officer"), (OMAR, "investigate"), (both, "draft_reply")):
        do(insaf, reference, element, persona)
    page = sign_in(visitor("fr"), both)
    path = task_path(insaf, reference, "validate_reply")
    assert not page.locator(f"a[href='{path}']").count()
    page.goto(path)
    assert not page.locator(TAKE).count() and "autre personne" in shown(page)


@SQLITE
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_case_page_shows_what_was_said_the_timeline_the_documents_and_where_it_stands(visitor, insaf, language):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    page = sign_in(visitor(language, javascript=False), NADIA)
    speak(page, language)
    page.goto(f"/cases/{reference}")
    assert "Dossier sans réponse" in shown(page) and "Zineb El Fassi" in shown(page)
    follow(page, ".subtabs a[href*='part=progress']")
    step = {"ar": "تعيين", "fr": "Désigner", "en": "Assign"}[language]
    marked = page.locator("svg[role=img] .is-current")
    assert marked.count() >= 1 and page.locator("svg[role=img] title").count() >= 1
    assert step in page.locator(".outline [aria-current=step]").last.inner_text(), "the list says the same"
    assert page.locator(".outline-item.passed").count() >= 3
    follow(page, ".subtabs a[href*='part=timeline']")
    assert INES.name in shown(page) and page.locator(".timeline li").count() >= 3
    follow(page, ".subtabs a[href*='part=documents']")
    follow(page, "a[href^='/letters/']")
    assert reference in page.inner_text("article")
