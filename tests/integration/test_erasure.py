"""What people wrote goes when the law says so; chain, figures, dates and timeline stay."""

import logging
from datetime import timedelta

import pytest
import zstandard
from sqlalchemy import LargeBinary, inspect, select, text

from engine.acts.attach_files import NewAttachment
from engine.acts.change_clock import RecordInterimReply
from engine.acts.claim_task import ClaimTask
from engine.acts.complete_task import CompleteTask
from engine.acts.converse import WriteInConversation
from engine.acts.erase_texts import EraseTexts, SweepFiles
from engine.acts.keep_account import CreateAccount
from engine.acts.reassign_task import ReassignTask
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.errors import CaseStillRuns, ErasedBefore, Forbidden, Invalid
from engine.notes import WriteNote
from engine.queries import case_page, find_cases, public_case, register
from engine.queries.audit import broken_chains
from engine.queries.past_keeping import past_keeping
from engine.queries.register import RegisterFilters
from engine.queries.timeline import timeline_of
from engine.store.erasure import personal_columns
from engine.store.tables import Attachment, Base, ComplaintCase, LetterRow, Submission
from engine.vocabulary import DATA_PROTECTION, ErasureBasis
from engine.worker import Worker
from tests.people import INES, KARIM, NADIA, NATIONAL, OMAR, PASSWORD, SALMA, Persona
from tests.steps import ANSWERS, case_of, do, lodge, open_tasks, signed_in

#: In every text that somebody typed; nothing else in a database holds it.
MARK = "zellige"
PDF = b"%PDF-1.4\n% " + MARK.encode() + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OFFICER = Persona("dpo@example.org", "Driss Protection", NATIONAL, (DATA_PROTECTION,))


def marked(words: str) -> str:
    return f"{words} ({MARK})"


@pytest.fixture
def case(insaf):
    """A case in which everybody has written all they can."""
    receipt = lodge(insaf, subject=marked("Dossier sans réponse"), what_happened=marked("Mon dossier attend depuis six mois."),
                    full_name=marked("Zineb"), email=f"{MARK}@example.org", expected=marked("Une réponse"))
    reference, ines, omar, nadia = receipt.reference, *(signed_in(insaf, who) for who in (INES, OMAR, NADIA))
    complainant = Person.complainant(reference)
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM, orders=marked("Voir le guichet"))
    insaf.bus.ask(WriteInConversation(reference, marked("Quand ?"), (NewAttachment(f"{MARK}.pdf", PDF),)), by=complainant)
    insaf.bus.ask(WriteInConversation(reference, marked("Bientôt"), ()), by=ines)
    insaf.bus.ask(WriteNote(reference, marked("À revoir")), by=ines)
    task = open_tasks(insaf, reference)["investigate"]
    insaf.bus.ask(ClaimTask(task), by=omar)
    insaf.bus.ask(ReassignTask(task, signed_in(insaf, SALMA).id, marked("Congé")), by=nadia)
    day = insaf.clock.now().date() + timedelta(days=50)
    insaf.bus.ask(RecordInterimReply(reference, "reply", day, marked("Une pièce manque.")), by=nadia)
    do(insaf, reference, "investigate", SALMA, findings=marked("Le dossier avait été classé par erreur."))
    do(insaf, reference, "draft_reply", SALMA, outcome="upheld", reply_text=marked("Votre dossier est rouvert dès demain."))
    do(insaf, reference, "validate_reply", NADIA, validated=False, remarks=marked("Dites quand."))
    do(insaf, reference, "draft_reply", SALMA, outcome="upheld", reply_text=marked("Votre dossier est rouvert ce lundi."))
    do(insaf, reference, "validate_reply", NADIA)
    insaf.bus.ask(CompleteTask(open_tasks(insaf, reference)["give_satisfaction"], ANSWERS["give_satisfaction"]), by=complainant)
    Worker(insaf).run_once()  # the letters leave
    return receipt


@pytest.fixture
def officer(insaf):
    insaf.bus.ask(CreateAccount(email=OFFICER.email, name=OFFICER.name, roles=OFFICER.roles, agency_code=OFFICER.agency,
                                language="fr", password=PASSWORD), by=Person.system())
    return signed_in(insaf, OFFICER)


def places_of_the_mark(insaf) -> set[str]:
    """`table.column` wherever the mark stands, in whatever way it is packed; and "files"."""
    found = set()
    with insaf.reading() as session:
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(text(f'select * from "{table}"')).mappings():
                found |= {f"{table}.{name}" for name, value in row.items() if MARK in readable(value)}
    folder = insaf.settings.data / "attachments"
    if any(MARK.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file()):
        found.add("files")
    return found


def readable(value) -> str:
    if not isinstance(value, (bytes, memoryview)):
        return str(value)
    data = bytes(value)
    plain = data.decode("utf-8", "replace")
    try:
        return plain + zstandard.ZstdDecompressor().decompress(data, max_output_size=10**7).decode("utf-8", "replace")
    except zstandard.ZstdError:
        return plain


def figures(insaf, person):
    with insaf.reading() as session:
        case = session.scalars(select(ComplaintCase)).one()
        page = register(session, insaf.shelf, RegisterFilters(), person, insaf.clock.now())
        return ({column.name: getattr(case, column.name) for column in ComplaintCase.__table__.columns},
                [(row.reference, row.status, row.outcome, row.due_on) for row in page.rows])


def test_no_text_is_left_anywhere_and_everything_else_is(insaf, case, officer, caplog):
    caplog.set_level(logging.DEBUG)
    before = places_of_the_mark(insaf)
    assert {"contact.name", "contact.name_folded", "contact.email", "contact.subject", "submission.answers", "letter.body",
            "letter.recipient", "conversation_message.text", "internal_note.text", "supervision_note.reason",
            "deadline_entry.reason", "attachment.filename", "files"} <= before, "the mark is not where people write"
    with insaf.reading() as session:
        titles = [item.title for item in timeline_of(session, insaf.shelf, case_of(insaf, case.reference).instance_id)]
    counted, events = figures(insaf, officer), broken(insaf).events

    insaf.bus.ask(EraseTexts(case.reference, ErasureBasis.REQUEST, "DPO-2026-7"), by=officer)
    assert insaf.bus.ask(SweepFiles(), by=Person.system()).count == 1

    assert places_of_the_mark(insaf) == set()
    assert figures(insaf, officer) == counted
    report = broken(insaf)
    assert not report.broken and report.events > events
    with insaf.reading() as session:
        after = [item.title for item in timeline_of(session, insaf.shelf, case_of(insaf, case.reference).instance_id)]
        assert [title for title in after if title in titles] == titles and len(after) == len(titles) + 1
        kept = session.scalars(select(Submission.answers).where(Submission.element_id == "triage")).one()
        assert '"admissible":true' in kept
        assert not find_cases(session, insaf.shelf, MARK, officer, insaf.clock.now())
    assert MARK not in caplog.text


def test_a_file_that_another_case_names_or_that_is_not_sent_yet_outlives_an_erasure(insaf, case, officer):
    other = lodge(insaf)
    insaf.bus.ask(WriteInConversation(other.reference, "La même pièce", (NewAttachment("piece.pdf", PDF),)),
                  by=Person.complainant(other.reference))
    in_a_form = insaf.files.put(PDF.replace(MARK.encode(), b"not sent yet"))
    insaf.bus.ask(EraseTexts(case.reference, ErasureBasis.REQUEST, "DPO-2026-7"), by=officer)
    insaf.clock.set(insaf.clock.now() + timedelta(days=400))
    assert insaf.bus.ask(SweepFiles(), by=Person.system()).count == 0
    with insaf.reading() as session:
        [kept] = session.scalars(select(Attachment).where(Attachment.instance_id == other.instance_id))
        [gone] = session.scalars(select(Attachment).where(Attachment.instance_id == case.instance_id))
    assert insaf.files.get(kept.sha256) == PDF and insaf.files.get(in_a_form) and gone.sha256 == ""


def test_the_pages_of_an_erased_case_still_open(insaf, case, officer):
    insaf.bus.ask(EraseTexts(case.reference, ErasureBasis.REQUEST, "DPO-2026-7"), by=officer)
    with insaf.reading() as session:
        page = case_page(session, insaf.shelf, case.reference, officer, insaf.clock.now())
        assert page.erased_on is not None and page.complainant_name == "" and page.outcome == "upheld" and not page.attachments
        assert public_case(session, insaf.shelf, case.reference, insaf.clock.now()).erased_on == page.erased_on


def test_only_the_data_protection_officer_and_the_program_erase_and_only_once_a_case_is_over(insaf, officer):
    receipt = lodge(insaf)
    with pytest.raises(Forbidden):
        insaf.bus.ask(EraseTexts(receipt.reference, ErasureBasis.REQUEST, "1"), by=signed_in(insaf, NADIA))
    with pytest.raises(CaseStillRuns, match="still being handled"):
        insaf.bus.ask(EraseTexts(receipt.reference, ErasureBasis.REQUEST, "1"), by=officer)
    insaf.bus.ask(WithdrawComplaint(receipt.reference), by=Person.complainant(receipt.reference))
    Worker(insaf).run_once()
    with pytest.raises(Invalid, match="number of the request"):
        insaf.bus.ask(EraseTexts(receipt.reference, ErasureBasis.REQUEST), by=officer)
    insaf.bus.ask(EraseTexts(receipt.reference, ErasureBasis.REQUEST, "1"), by=officer)
    with pytest.raises(ErasedBefore):
        insaf.bus.ask(EraseTexts(receipt.reference, ErasureBasis.REQUEST, "1"), by=officer)


def test_a_case_is_erased_when_its_family_keeps_it_no_longer_and_not_a_day_before(insaf):
    receipt = lodge(insaf)
    insaf.bus.ask(WithdrawComplaint(receipt.reference), by=Person.complainant(receipt.reference))
    Worker(insaf).run_once()
    closed = insaf.clock.now()
    for days, wanted in ((3652, []), (3653, [receipt.reference])):
        with insaf.reading() as session:
            assert past_keeping(session, insaf.shelf, closed + timedelta(days=days, hours=1)) == wanted
    insaf.clock.set(closed + timedelta(days=3654))
    Worker(insaf).reconcile()
    with insaf.reading() as session:
        assert session.scalars(select(LetterRow.body).where(LetterRow.instance_id == receipt.instance_id)).all() == ["", ""]


#: Long columns of tables about a run that hold no word of anybody: codes, keys, digests, packed states.
IMPERSONAL = {
    "case_event": {"body", "hash"}, "case_migration": {"from_hash", "to_hash", "choices"},
    "case_transfer": {"reference", "definition_hash"}, "complaint_case": {"reference", "old_reference", "service_type"},
    "deadline": {"definition_hash"}, "escalation": {"element_id", "roles"}, "human_task": {"element_id"},
    "idempotency_key": {"receipt"}, "imported_row": {"source", "row_key", "digest"}, "incident": {"act", "code"},
    "letter": {"key"}, "message_wait": {"message", "element_id", "business_key"}, "submission": {"element_id"},
    "supervision_note": {"element_id"}, "timer": {"element_id"}, "attachment": {"media_type", "sha256"},
    "task_draft": {"answers", "files"},  # its rows go whole
}


def test_every_long_column_about_a_run_is_either_erased_or_known_to_hold_no_words():
    """A new table must say which of its columns people write in, or the erasure would miss it."""
    for table in Base.metadata.sorted_tables:
        if "instance_id" not in table.columns:
            continue
        long = {column.name for column in table.columns
                if isinstance(column.type, LargeBinary) or (hasattr(column.type, "length")
                                                            and (column.type.length or 10**6) > 40)}
        assert long - set(personal_columns().get(table.name, ())) == IMPERSONAL.get(table.name, set()), table.name


def broken(insaf):
    with insaf.reading() as session:
        return broken_chains(session)
