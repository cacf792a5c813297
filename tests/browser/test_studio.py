"""A process owner looks at a process, is told what is wrong with an upload, and publishes a right one."""

from pathlib import Path

import pytest

from tests.browser.hands import follow, path_of, press, shown, sign_in
from tests.people import HANANE, INES
from tests.steps import lodge, open_tasks

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
NATIONAL = Path(__file__).resolve().parents[2] / "bpmn/national"
FRAME, ADMISSION = NATIONAL / "complaint.bpmn", NATIONAL / "admission.bpmn"
OLD, NEW = "Trier et examiner la recevabilité", "Examiner la recevabilité sous quinze jours"


@pytest.fixture
def owner(visitor):
    """The process owner before the form for a new version of the national process."""
    page = sign_in(visitor("fr"), HANANE)
    follow(page, "nav a[href='/studio']")
    follow(page, "a[href='/studio/national']")
    return page


def offer(page, diagrams: dict[Path, str], note: str = "", button: str = "publish"):
    """Upload the text of each diagram with a note; returns the answer."""
    page.goto("/studio/national/upload")
    page.set_input_files("#files", [{"name": path.name, "mimeType": "text/xml", "buffer": diagram.encode()}
                                    for path, diagram in diagrams.items()])
    page.fill("#note", note)
    return press(page, f"button[value={button}]")


def test_the_process_is_shown_as_a_picture_and_as_text(owner):
    assert owner.locator("svg[role=img]").count() == len(list(NATIONAL.glob("*.bpmn"))), "the frame and each stage"
    assert owner.get_by_text(OLD).count() >= 2, "in the picture and in the list"
    for part in ("dates", "content", "versions"):
        follow(owner, f".subtabs a[href$='part={part}']")
        assert owner.locator("h2").count() >= 1
    owner.goto("/studio/national?part=content")
    follow(owner, "a[href$='/forms/triage']")
    assert owner.locator("main form [name=urgency]").count() == 2


def test_every_problem_of_a_wrong_diagram_is_named_by_element_and_by_what_to_do(owner, insaf):
    admission = ADMISSION.read_text().replace("admissible == False<", "admissable == False<")
    frame = FRAME.read_text().replace('name="officer">', 'name="officier">').replace("deadline('reply')", "deadline('answer')")
    assert "admissable" in admission and "officier" in frame and "deadline('answer')" in frame
    answer = offer(owner, {ADMISSION: admission, FRAME: frame}, "Une faute.")
    assert answer.status == 422
    rows = owner.locator(".findings tbody tr")
    assert rows.count() >= 2, shown(owner)
    for number in range(rows.count()):
        cells = rows.nth(number).locator("td, th").all_inner_texts()
        assert all(cell.strip() for cell in cells), cells
    told = owner.inner_text(".findings")
    assert "deadline_reply" in told and "officier" in told and "admissable" in told
    owner.goto("/studio/national?part=versions")
    assert owner.locator("tbody tr").count() == 1, "nothing was changed"


def test_a_file_that_is_no_diagram_is_refused_and_so_is_a_version_without_a_note(owner):
    assert offer(owner, {FRAME: "not xml at all"}, "Essai.").status == 422
    assert owner.locator(".findings tbody tr").count() >= 1
    assert offer(owner, {FRAME: FRAME.read_text()}).status == 422
    assert "note" in owner.inner_text(".summary").lower()


def test_new_cases_follow_the_new_version_and_running_cases_stay_on_theirs(owner, insaf, visitor):
    running = lodge(insaf).reference
    changed = {ADMISSION: ADMISSION.read_text().replace(OLD, NEW)}
    assert offer(owner, changed, button="check").status == 200
    offer(owner, changed, "Dire le délai dans le nom de l’étape.")
    assert path_of(owner) == "/studio/national" and owner.locator(".message.done").count() == 1
    assert owner.get_by_text(NEW).count() >= 2
    owner.goto("/studio/national?part=versions")
    assert [cell.strip() for cell in owner.locator("tbody td.num").all_inner_texts()] == ["0", "1"]
    new = lodge(insaf).reference
    desk = sign_in(visitor("fr"), INES)
    titles = {}
    for reference in (running, new):
        desk.goto(f"/tasks/{open_tasks(insaf, reference)['triage']}")
        titles[reference] = desk.inner_text("h1")
    assert titles == {running: OLD, new: NEW}


def test_an_officer_has_no_such_page(visitor):
    page = sign_in(visitor("fr"), INES)
    assert page.goto("/studio/national/upload").status == 404
