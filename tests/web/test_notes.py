"""Internal notes are written and read on one page, and leave it by no way."""

import logging

import pytest
from sqlalchemy import select

from engine.acts.converse import WriteInConversation
from engine.domain.access import Person
from engine.domain.conversation_rights import digest_of
from engine.errors import Forbidden, InvalidAnswers, NotFound
from engine.notes import WriteNote, notes_of
from engine.queries.events import events_of
from engine.store.packed_text import unpacked
from engine.store.tables import Base, ProcessInstance
from engine.worker import Worker
from tests.people import FATIMA, HANANE, INES, KARIM, NADIA, OMAR, RACHID, TARIK, YOUSSEF
from tests.steps import do, open_tasks, signed_in
from tests.steps import lodge as lodge_by_act
from tests.web.desk_visit import sign_in, text_of
from tests.web.visit import Visit, lodge

CANARY = "zanzibar-quintessence"
STEPS = {"triage": INES, "assign_officer": KARIM, "investigate": OMAR, "draft_reply": OMAR, "validate_reply": NADIA}
ON_ONE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def note(insaf, reference: str, persona=INES, text: str = CANARY):
    return insaf.bus.ask(WriteNote(reference, text), by=signed_in(insaf, persona))


def read(insaf, reference: str, person) -> list[tuple[str, str]]:
    with insaf.reading(person=person) as session:
        return [(one.by_name, one.text) for one in notes_of(session, insaf.shelf, reference, person).notes]


def rows_that_tell(insaf, word: str) -> set[str]:
    """The tables with a row that holds the word, packed histories unpacked."""
    found = set()
    with insaf.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                told = dict(row._mapping)
                if table.name == "case_event":
                    told["body"] = unpacked(told["body"])
                if word in " ".join(value.decode("latin-1") if isinstance(value, bytes) else str(value)
                                    for value in told.values()):
                    found.add(table.name)
    return found


@ON_ONE
def test_a_note_is_in_no_letter_message_page_export_log_or_history_whatever_the_case_goes_through(app, insaf, caplog):
    caplog.set_level(logging.DEBUG)
    zineb = Visit(app.test_client())
    reference, _ = lodge(zineb)
    before = rows_that_tell(insaf, "Amina Benjelloun")
    with insaf.reading() as session:
        snapshot = session.scalar(select(ProcessInstance.snapshot))
    note(insaf, reference)
    with insaf.reading() as session:
        assert session.scalar(select(ProcessInstance.snapshot)) == snapshot
    insaf.bus.ask(WriteInConversation(reference, "Merci de patienter."), by=signed_in(insaf, INES))
    for element, persona in STEPS.items():
        assert CANARY not in sign_in(app, persona).get(f"/tasks/{open_tasks(insaf, reference)[element]}").text
        do(insaf, reference, element, persona)
        note(insaf, reference, persona)
    Worker(insaf).tick()
    nadia = sign_in(app, NADIA)
    pages = [zineb.get(f"/c/{reference}"), zineb.get(f"/c/{reference}/messages")]
    pages += [zineb.get(link) for link in pages[0].links if "/letters/" in link]
    pages += [nadia.get(f"/cases/{reference}?part={part}") for part in ("summary", "progress", "timeline", "documents")]
    pages += [nadia.get(path) for path in (f"/conversation/{reference}", "/register", "/search?q=Amina", "/supervision")]
    assert len(pages) >= 12 and [page.answer.request.path for page in pages if page.status != 200] == []
    told = [page.text for page in pages] + [nadia.client.get("/register.csv").text, caplog.text]
    assert not [text for text in told if CANARY in text]
    assert rows_that_tell(insaf, CANARY) == {"internal_note"}
    assert "contact" in before, "the search through the rows finds what is there"


def test_the_agencys_people_read_a_note_and_nobody_else_whatever_they_see_of_the_case(insaf):
    reference = lodge_by_act(insaf).reference
    note(insaf, reference), note(insaf, reference, OMAR, "ثانية")
    assert read(insaf, reference, signed_in(insaf, NADIA)) == [(INES.name, CANARY), (OMAR.name, "ثانية")]
    for person in (*(signed_in(insaf, one) for one in (FATIMA, TARIK, RACHID, YOUSSEF, HANANE)),
                   Person.complainant(reference), Person.anyone()):
        with pytest.raises(NotFound):
            read(insaf, reference, person)
        with pytest.raises((NotFound, Forbidden)):
            insaf.bus.ask(WriteNote(reference, "x"), by=person)


@ON_ONE
def test_the_history_says_who_noted_something_with_a_digest(insaf):
    case = lodge_by_act(insaf)
    receipt = note(insaf, case.reference)
    with insaf.reading() as session:
        told = events_of(session, case.instance_id)[-1]
    assert (told.kind, told.body) == ("note_written", {"note_id": receipt.id, "digest": digest_of(receipt.id, CANARY)})


@ON_ONE
@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_an_empty_note_and_one_too_long_are_refused(insaf, text):
    with pytest.raises(InvalidAnswers):
        note(insaf, lodge_by_act(insaf).reference, text=text)


@ON_ONE
def test_a_note_is_written_on_its_page_without_a_script(app, insaf):
    reference = lodge_by_act(insaf).reference
    ines = sign_in(app, INES)
    address = f"/notes/{reference}"
    page = ines.get(address)
    assert "ne quitte jamais votre organisme" in text_of(page) and not page.all("script")
    assert ines.post(address, {"text": " "}).status == 422
    page = ines.post(address, {"text": CANARY, "form_key": page.value("form_key")})
    assert CANARY in page.text and INES.name in page.text
    assert sign_in(app, FATIMA).get(address).status == 404 == sign_in(app, RACHID).get(address).status
    assert Visit(app.test_client()).get(address).answer.request.path == "/sign-in"
