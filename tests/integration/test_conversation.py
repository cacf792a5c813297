"""Complainant and agency write to each other on a case, beside its diagram."""

import pytest
from sqlalchemy import select

from engine.acts.attach_files import NewAttachment
from engine.acts.claim_task import ClaimTask
from engine.acts.converse import MOST_UNANSWERED, SettleMessages, WriteInConversation
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.domain.conversation_rights import digest_of
from engine.errors import ConversationClosed, Forbidden, InvalidAnswers, NotFound, TooManyMessages
from engine.queries import attachment_of, cases_to_answer, conversation_of, worklist_for
from engine.queries.audit import broken_chains
from engine.queries.events import events_of
from engine.queries.timeline import timeline_of
from engine.store.tables import Attachment, LetterRow, ProcessInstance
from tests.people import FATIMA, HANANE, INES, NADIA, RACHID, TARIK, YOUSSEF
from tests.steps import BY_LETTER, lodge, open_tasks, signed_in

ASKED = "Quelle est la date de votre reçu ? Le guichet n° 4 ne le retrouve pas."
ANSWERED = "مؤرخ في 12 مارس، وأرفق نسخة منه."
#: What the rows of the two databases cannot tell apart.
ON_ONE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def case(insaf):
    return lodge(insaf)


def write(insaf, case, by, text: str = ASKED, *files, key: str | None = None):
    return insaf.bus.ask(WriteInConversation(case.reference, text, tuple(files)), by=by, key=key)


def read(insaf, question, *about, **named):
    with insaf.reading() as session:
        return question(session, insaf.shelf, *about, **named)


def to_answer(insaf, persona) -> int:
    return read(insaf, worklist_for, signed_in(insaf, persona), insaf.clock.now()).counts["messages"]


def letters(insaf) -> list[LetterRow]:
    with insaf.reading() as session:
        return list(session.scalars(select(LetterRow).where(LetterRow.code == "agency_message")))


@pytest.mark.parametrize(("language", "how", "state"), [("fr", {}, "due"), ("ar", BY_LETTER, "to_print")])
def test_what_the_agency_writes_reaches_the_complainant_in_the_cases_language_and_no_subject_tells_it(
        insaf, language, how, state):
    case = lodge(insaf, language=language, **how)
    told = [write(insaf, case, signed_in(insaf, INES), key="once-only") for _ in range(2)]
    [letter] = letters(insaf)
    assert [receipt.count for receipt in told] == [1, 1] and (letter.language, letter.state) == (language, state)
    assert ASKED in letter.body and case.reference in letter.subject and "{{" not in letter.body
    assert not [word for word in ("guichet", "reçu", "Zineb", "Dossier sans") if word in letter.subject]


@ON_ONE
def test_a_family_that_writes_the_text_into_the_subject_shows_three_dots(insaf):
    files = dict(read_family("national").files)
    for name in [name for name in files if "agency_message" in name]:
        files[name] = files[name].replace(b"{{ reference }}", b"{{ complainant }}: {{ message_text }}", 1)
    insaf.bus.ask(DeployDefinition(Bundle("national", files)), by=Person.system())
    write(insaf, lodge(insaf), signed_in(insaf, INES))
    assert letters(insaf)[0].subject.endswith("n° …: …")


def test_each_side_reads_what_the_other_wrote_and_the_public_page_names_no_officer(insaf, case):
    zineb = Person.complainant(case.reference)
    write(insaf, case, signed_in(insaf, INES))
    write(insaf, case, zineb, ANSWERED, NewAttachment("وصل.pdf", PDF))
    for person, name in ((signed_in(insaf, NADIA), INES.name), (zineb, None)):
        found = read(insaf, conversation_of, case.reference, person)
        assert [(line.text, line.by_complainant, line.by_name) for line in found.lines] == [
            (ASKED, False, name), (ANSWERED, True, None)]
        assert [len(line.files) for line in found.lines] == [0, 1] and found.may_write and found.waiting == 1
        assert (found.lines[0].letter is not None) == person.is_staff


@ON_ONE
def test_nobody_else_reads_or_writes_on_a_case(insaf, case):
    other, fatima = lodge(insaf), signed_in(insaf, FATIMA)
    for person in (fatima, Person.complainant(other.reference), Person.anyone()):
        with pytest.raises(NotFound):
            write(insaf, case, person)
        with pytest.raises(NotFound):
            read(insaf, conversation_of, case.reference, person)
    for persona in (TARIK, RACHID, YOUSSEF, HANANE):
        with pytest.raises((Forbidden, NotFound)):
            write(insaf, case, signed_in(insaf, persona))
    assert letters(insaf) == []


def test_a_message_waits_until_somebody_of_the_agency_answers_it_or_says_that_nothing_is_to_be_answered(insaf, case):
    ines, zineb = signed_in(insaf, INES), Person.complainant(case.reference)
    write(insaf, case, zineb, ANSWERED), write(insaf, case, zineb, "Et encore ceci.")
    [row] = read(insaf, worklist_for, ines, insaf.clock.now()).rows
    assert row.unanswered == 2
    [waiting] = read(insaf, cases_to_answer, ines, insaf.clock.now())
    assert (waiting.reference, waiting.count, waiting.complainant_name) == (case.reference, 2, "Zineb El Fassi")
    assert to_answer(insaf, FATIMA) == 0 == to_answer(insaf, TARIK)
    write(insaf, case, ines)
    assert to_answer(insaf, INES) == 0
    write(insaf, case, zineb, "Merci !")
    assert to_answer(insaf, INES) == 1
    assert [insaf.bus.ask(SettleMessages(case.reference), by=ines).count for _ in range(2)] == [1, 0]
    assert read(insaf, cases_to_answer, ines, insaf.clock.now()) == []
    with pytest.raises(Forbidden):
        insaf.bus.ask(SettleMessages(case.reference), by=zineb)


def test_the_history_holds_who_wrote_when_and_a_digest_and_no_word(insaf, case):
    write(insaf, case, signed_in(insaf, INES))
    receipt = write(insaf, case, Person.complainant(case.reference), ANSWERED)
    insaf.bus.ask(SettleMessages(case.reference), by=signed_in(insaf, INES))
    with insaf.reading(steady=True) as session:
        told = events_of(session, case.instance_id)[-3:]
        assert [event.kind for event in told] == ["agency_wrote", "complainant_wrote", "messages_settled"]
        assert told[1].body["digest"] == digest_of(receipt.id, ANSWERED) and "مارس" not in str(told)
        assert broken_chains(session).broken == []
        public = [item.code for item in timeline_of(session, insaf.shelf, case.instance_id, public=True)]
        assert "agency_wrote" in public and "messages_settled" not in public
        assert b"guichet" not in session.get(ProcessInstance, case.instance_id).snapshot


def test_files_come_with_a_message_in_both_directions_and_stay_on_their_case(insaf, case):
    other = lodge(insaf)
    write(insaf, case, signed_in(insaf, INES), ASKED, NewAttachment("modèle.pdf", PDF))
    with insaf.reading() as session:
        file = session.scalars(select(Attachment)).one()
        assert attachment_of(session, insaf.shelf, file.id, Person.complainant(case.reference)).filename == "modèle.pdf"
        for person in (Person.complainant(other.reference), signed_in(insaf, FATIMA)):
            with pytest.raises(NotFound):
                attachment_of(session, insaf.shelf, file.id, person)


@ON_ONE
def test_writing_moves_nothing_and_disturbs_nobody_who_works_on_the_case(insaf, case):
    ines, task = signed_in(insaf, INES), open_tasks(insaf, case.reference)["triage"]
    write(insaf, case, Person.complainant(case.reference))
    insaf.bus.ask(ClaimTask(task), by=ines)
    assert open_tasks(insaf, case.reference) == {"triage": task}


@ON_ONE
@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_an_empty_message_and_one_too_long_are_refused(insaf, case, text):
    with pytest.raises(InvalidAnswers):
        write(insaf, case, Person.complainant(case.reference), text)


@ON_ONE
def test_a_complainant_who_writes_without_end_is_asked_to_wait_for_the_answer(insaf, case):
    zineb = Person.complainant(case.reference)
    for number in range(MOST_UNANSWERED):
        write(insaf, case, zineb, f"Message {number}")
    with pytest.raises(TooManyMessages):
        write(insaf, case, zineb)
    write(insaf, case, signed_in(insaf, INES))
    write(insaf, case, zineb)


def test_a_case_that_has_ended_is_read_and_written_on_no_more(insaf, case):
    zineb, ines = Person.complainant(case.reference), signed_in(insaf, INES)
    write(insaf, case, zineb, ANSWERED)
    insaf.bus.ask(WithdrawComplaint(case.reference), by=zineb)
    for person in (zineb, ines):
        with pytest.raises(ConversationClosed):
            write(insaf, case, person)
        assert not read(insaf, conversation_of, case.reference, person).may_write
    assert insaf.bus.ask(SettleMessages(case.reference), by=ines).count == 1


@ON_ONE
def test_a_family_without_the_letter_keeps_the_message_and_says_that_none_was_written(insaf):
    files = {name: data for name, data in read_family("national").files.items() if "agency_message" not in name}
    insaf.bus.ask(DeployDefinition(Bundle("national", files)), by=Person.system())
    case = lodge(insaf)
    assert write(insaf, case, signed_in(insaf, INES)).count == 0 and letters(insaf) == []
    assert len(read(insaf, conversation_of, case.reference, Person.complainant(case.reference)).lines) == 1
