"""What is typed into a task and kept; what changed when a reply comes back. All without a script."""

from io import BytesIO

import pytest
from sqlalchemy import select

from engine.acts.claim_task import ClaimTask, ReleaseTask
from engine.acts.keep_draft import SaveTaskDraft
from engine.acts.reassign_task import ReassignTask
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.errors import Conflict, TaskAlreadyClaimed, TaskNotOpen
from engine.queries import draft_of
from engine.queries.events import events_of
from engine.store.tables import TaskDraft
from tests.people import INES, KARIM, NADIA, OMAR, SALMA
from tests.steps import at, do, lodge, open_tasks, signed_in
from tests.web.desk_visit import sign_in, text_of

FIRST = "Votre dossier est rouvert ; la décision vous parvient demain, par courrier."
SECOND = "Votre dossier est rouvert ; la décision du 3 mai vous parvient demain, par courriel."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ON_ONE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


@pytest.fixture
def drafting(insaf) -> tuple[str, str]:
    """(reference, task) of a reply that Omar drafts."""
    reference = lodge(insaf).reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR)):
        do(insaf, reference, element, persona)
    task = open_tasks(insaf, reference)["draft_reply"]
    insaf.bus.ask(ClaimTask(task), by=signed_in(insaf, OMAR))
    return reference, task


def save(insaf, task: str, persona=OMAR, **answers):
    return insaf.bus.ask(SaveTaskDraft(task, answers or {"reply_text": FIRST}), by=signed_in(insaf, persona))


def kept(insaf) -> list[TaskDraft]:
    with insaf.reading() as session:
        return list(session.scalars(select(TaskDraft)))


@ON_ONE
def test_a_half_filled_form_is_saved_by_a_button_restored_and_deleted(app, drafting):
    path, omar = f"/tasks/{drafting[1]}", sign_in(app, OMAR)
    page = omar.post(f"{path}/draft", {"reply_text": "Trop court", "form_key": omar.get(path).value("form_key")})
    assert "Votre brouillon est enregistré" in page.text and "Trop court" in page.text and not page.all("script")
    assert "Trop court" in sign_in(app, OMAR).get(path).text
    assert "Trop court" not in sign_in(app, NADIA).get(path).text
    page = omar.post(f"{path}/draft/discard")
    assert "Trop court" not in page.text and "Votre brouillon est supprimé" in page.text


@ON_ONE
def test_files_given_with_a_draft_come_back_with_it(app, insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES), do(insaf, reference, "assign_officer", KARIM)
    task = open_tasks(insaf, reference)["investigate"]
    insaf.bus.ask(ClaimTask(task), by=signed_in(insaf, OMAR))
    omar = sign_in(app, OMAR)
    field = next((one.get("name") for one in omar.get(f"/tasks/{task}").all("input") if one.get("type") == "file"), None)
    assert field, "the form of the investigation takes files"
    omar.post(f"/tasks/{task}/draft", {"findings": "Vu.", field: (BytesIO(PDF), "constat.pdf")},
              content_type="multipart/form-data")
    page = sign_in(app, OMAR).get(f"/tasks/{task}")
    assert "constat.pdf" in page.text and page.value("given_file")


def test_a_draft_goes_when_its_task_is_done_and_is_no_event_of_the_case(insaf, drafting):
    reference, task = drafting
    receipt = save(insaf, task), save(insaf, task)
    with insaf.reading() as session:
        assert "draft" not in str([event.kind for event in events_of(session, receipt[0].instance_id)][-1])
    assert len(kept(insaf)) == 1
    do(insaf, reference, "draft_reply", OMAR)
    assert kept(insaf) == []


def test_a_draft_goes_when_the_case_goes_on_without_the_task_and_when_somebody_else_gets_it(insaf, drafting):
    reference, task = drafting
    salma, omar = signed_in(insaf, SALMA), signed_in(insaf, OMAR)
    save(insaf, task)
    insaf.bus.ask(ReassignTask(task, salma.id, "Congé d’Omar."), by=signed_in(insaf, NADIA))
    assert kept(insaf) == []
    save(insaf, task, SALMA)
    insaf.bus.ask(ReleaseTask(task), by=salma)
    assert len(kept(insaf)) == 1, "who gives a task back may take it again"
    insaf.bus.ask(ClaimTask(task), by=omar)
    assert kept(insaf) == []
    save(insaf, task)
    insaf.bus.ask(WithdrawComplaint(reference), by=Person.complainant(reference))
    assert kept(insaf) == []


@ON_ONE
def test_only_whoever_has_taken_the_task_keeps_a_draft_and_reads_it(insaf, drafting):
    reference, task = drafting
    save(insaf, task)
    with pytest.raises(TaskAlreadyClaimed):
        save(insaf, task, SALMA)
    with insaf.reading() as session:
        assert draft_of(session, insaf.shelf, task, signed_in(insaf, NADIA)) is None
        assert draft_of(session, insaf.shelf, task, signed_in(insaf, OMAR)).values == {"reply_text": FIRST}
    insaf.bus.ask(ReleaseTask(task), by=signed_in(insaf, OMAR))
    with pytest.raises(Conflict):
        save(insaf, task)
    do(insaf, reference, "draft_reply", OMAR)
    with pytest.raises(TaskNotOpen):
        save(insaf, task)


@ON_ONE
def test_a_returned_reply_goes_on_from_its_text_and_both_see_what_changed(app, insaf, drafting):
    reference, _ = drafting
    do(insaf, reference, "draft_reply", OMAR, outcome="upheld", reply_text=FIRST)
    insaf.clock.set(at("2026-05-05T09:00:00+00:00"))
    page = sign_in(app, NADIA).get(f"/tasks/{open_tasks(insaf, reference)['validate_reply']}")
    assert "Ce qui est à examiner" in text_of(page) and not page.all("ins"), "the text to judge comes first"
    do(insaf, reference, "validate_reply", NADIA, validated=False, remarks="Dites de quelle décision il s’agit.")
    task = open_tasks(insaf, reference)["draft_reply"]
    insaf.bus.ask(ClaimTask(task), by=signed_in(insaf, OMAR))
    page = sign_in(app, OMAR).get(f"/tasks/{task}")
    assert "Dites de quelle décision" in text_of(page) and "Ce travail vous revient" in text_of(page)
    assert [one.text.strip() for one in page.all("textarea") if one.get("name") == "reply_text"] == [FIRST]
    assert not page.all("ins"), "there is one draft so far"
    save(insaf, task, outcome="upheld", reply_text=SECOND)
    page = sign_in(app, OMAR).get(f"/tasks/{task}")
    assert "Ce que change votre brouillon" in text_of(page)
    do(insaf, reference, "draft_reply", OMAR, outcome="upheld", reply_text=SECOND)
    page = sign_in(app, NADIA).get(f"/tasks/{open_tasks(insaf, reference)['validate_reply']}")
    removed, added = (["".join(one.itertext()) for one in page.all(tag)] for tag in ("del", "ins"))
    assert any("courrier" in words and "[supprimé" in words for words in removed)
    assert any("du 3 mai" in words and "[ajouté" in words for words in added)
