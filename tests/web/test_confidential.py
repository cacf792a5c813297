"""Who sees a confidential case, and a case about somebody: personas by pages, before and after."""

import pytest
from sqlalchemy import insert, select, update

from engine.store.tables import Account, Attachment, ComplaintCase, LetterRow, PersonComplainedAbout
from tests.people import AMINA, FATIMA, INES, KARIM, NADIA, OMAR, RACHID, SAID, TARIK, YOUSSEF
from tests.steps import at, case_of, lodge, open_tasks
from tests.web.desk_visit import sign_in, text_of

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
SUBJECT, NAME = "Pot-de-vin demandé", "Zineb El Fassi"
AGENCY = (INES, OMAR, KARIM, NADIA, YOUSSEF, SAID)
OVERLOOKING = (TARIK, RACHID)
#: Pages that are about the one case: they answer, or there is no such page.
OF_THE_CASE = ("/cases/{reference}", "/dates/{reference}", "/tasks/{task}", "/letters/{letter}",
               "/attachments/{file}")
LISTS = ("/register", "/register.csv", "/register/print", "/register?q=zineb", "/register?q={reference}", "/search?q={reference}",
         "/search?q=zineb", "/desk", "/supervision", "/letters", "/escalations")


@pytest.fixture
def case(insaf):
    """A late complaint by letter, so that every list has a reason to name it."""
    reference = lodge(insaf, subject=SUBJECT, contact_channel="letter", address="12 rue des Oliviers", email=None).reference
    insaf.clock.set(at("2026-08-04T09:00:00+00:00"))
    with insaf.database.writing() as session:
        run = case_of(insaf, reference).instance_id
        session.execute(insert(Attachment).values(
            id="0" * 32, instance_id=run, filename="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
            at=insaf.clock.now()))
        letter = session.scalars(select(LetterRow.id).where(LetterRow.instance_id == run)).first()
    return {"reference": reference, "task": open_tasks(insaf, reference)["triage"], "letter": letter, "file": "0" * 32}


def seen(app, persona, case) -> dict[str, set[str]]:
    """What a persona learns on every page: is it there, does it name the case, does it tell who or what."""
    visit, found = sign_in(app, persona), {}
    for path in OF_THE_CASE + LISTS:
        answer = visit.client.get(path.format(**case))
        text = answer.data.decode("utf-8", "replace") if answer.status_code == 200 else ""
        found[path] = {word for word, is_there in (
            ("page", answer.status_code in (200, 410)), ("reference", case["reference"] in text.split("main", 1)[-1]),
            ("text", SUBJECT in text or NAME in text)) if is_there}
    return found


def named_in(found: dict[str, set[str]], word: str) -> set[str]:
    return {path for path, words in found.items() if word in words and not ("{reference}" in path and word == "reference")}


def restrict(insaf, case) -> None:
    with insaf.database.writing() as session:
        session.execute(update(ComplaintCase).where(ComplaintCase.reference == case["reference"])
                        .values(restricted_to="inspectorate"))


def test_before_it_is_confidential_the_agency_sees_the_case_everywhere(app, case):
    found = seen(app, NADIA, case)
    assert {"/register", "/register.csv", "/search?q=zineb", "/supervision", "/letters", "/cases/{reference}"} <= (
        named_in(found, "text"))


def test_a_confidential_case_is_no_case_to_anybody_else_of_the_agency(app, insaf, case):
    restrict(insaf, case)
    for persona in AGENCY:
        found = seen(app, persona, case)
        assert not named_in(found, "text"), persona
        assert not named_in(found, "reference"), persona
        assert not {path for path in OF_THE_CASE if "page" in found[path]}, persona


def test_the_inspectorate_reads_it_and_no_list_shows_who_wrote(app, insaf, case):
    restrict(insaf, case)
    found = seen(app, AMINA, case)
    assert {"/cases/{reference}", "/tasks/{task}", "/letters/{letter}"} <= named_in(found, "text")
    assert {"/register", "/register.csv"} <= named_in(found, "reference")
    assert not {path for path in named_in(found, "text") if path in LISTS and "q=" not in path and path != "/letters"}
    assert seen(app, FATIMA, case)["/register"] == {"page"}


def test_those_who_look_after_all_agencies_know_that_it_is_late_and_nothing_else(app, insaf, case):
    restrict(insaf, case)
    for persona in OVERLOOKING:
        found = seen(app, persona, case)
        assert not named_in(found, "text"), persona
        assert {"/register", "/register.csv", "/supervision"} <= named_in(found, "reference")
        assert not {path for path in OF_THE_CASE if "page" in found[path]}, persona
        page = sign_in(app, persona).get("/register")
        assert not page.faults() and "Confidentiel" in text_of(page)


def test_whoever_a_case_complains_about_finds_no_trace_of_it(app, insaf, case):
    with insaf.database.writing() as session:
        run = case_of(insaf, case["reference"]).instance_id
        for persona in (INES, TARIK):
            account = session.scalar(select(Account.id).where(Account.email == persona.email))
            session.execute(insert(PersonComplainedAbout).values(
                instance_id=run, account_id=account, named_at=insaf.clock.now(), named_by=None))
    for persona in (INES, TARIK):
        found = seen(app, persona, case)
        assert not named_in(found, "text") and not named_in(found, "reference"), persona
        assert not {path for path in OF_THE_CASE if "page" in found[path]}, persona
    assert "/cases/{reference}" in named_in(seen(app, NADIA, case), "text")


def test_what_is_lodged_as_corruption_was_never_on_a_page_of_the_agency(app, insaf):
    reference = lodge(insaf, subject=SUBJECT, service_type="integrity").reference
    with insaf.reading() as session:
        letter = session.scalars(select(LetterRow.id)).first()
    kept = {"reference": reference, "task": open_tasks(insaf, reference)["assess_alert"], "letter": letter, "file": "0" * 32}
    for persona in (INES, NADIA, OMAR):
        found = seen(app, persona, kept)
        assert not named_in(found, "text") and not named_in(found, "reference"), persona
        assert not {path for path in OF_THE_CASE if "page" in found[path]}, persona
    assert "/cases/{reference}" in named_in(seen(app, AMINA, kept), "text")
