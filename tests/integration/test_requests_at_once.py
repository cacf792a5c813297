"""The same request twice, two first requests at once, a key long ago: one effect, and a sentence for the other."""

import hashlib
import threading
import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from engine.acts.complete_task import CompleteTask
from engine.acts.forget_keys import ForgetOldKeys
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateAgency
from engine.acts.lodge_complaint import LodgeComplaint
from engine.domain.access import Person
from engine.errors import Forbidden, InsafError, InvalidAnswers, SameKeyOtherRequest
from engine.queries.events import events_of
from engine.store.look_up import hold_instance
from engine.store.packed_text import WORDS, packed, unpacked
from engine.store.tables import Account, Agency, ComplaintCase, IdempotencyKey, Incident, ReferenceCounter, Submission, Timer
from tests.people import HOUDA, INES, NATIONAL
from tests.steps import ANSWERS, at, case_of, do, lodge, open_tasks, said, signed_in

PACKED_BY_FORMAT_1 = "0128b52ffd202c6101007b226163746f72223a22"\
                     "3031613230363539613133323731363439363635386432393462663963663666227d"
DICTIONARY = "997d93b1219a2fb9015fa6b173b78c1138d8fbbe75ebca319ac45f8965b5f712"


def at_once(insaf, act, by: Person, times: int, key: str | None = None) -> list:
    """What each of several threads was told: a receipt or a refusal."""
    told, start = [], threading.Barrier(times)

    def ask():
        start.wait()
        try:
            told.append(insaf.bus.ask(act, by=by, key=key))
        except InsafError as refusal:
            told.append(refusal)

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def count(insaf, table) -> int:
    with insaf.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(("act", "table"), [
    (CreateAccount("first@example.org", "First", ("officer",), "NAT", password="a long password for tests 7"), Account),
    (CreateAgency("NEW", "national", "Nouvelle", "جديدة", "New"), Agency),
], ids=["account", "agency"])
def test_of_two_first_creations_at_once_one_is_made_and_the_other_is_told(insaf, act, table):
    before = count(insaf, table)
    told = at_once(insaf, act, Person.system(), 2)
    assert count(insaf, table) == before + 1 and count(insaf, Incident) == 0
    assert sorted(isinstance(answer, InvalidAnswers) for answer in told) == [False, True]


def test_one_form_sent_by_four_at_once_lodges_one_case_and_all_get_its_receipt(insaf):
    act = LodgeComplaint("NAT", "complaint", "web", "fr", said())
    told = at_once(insaf, act, Person.anyone(), 4, key="one form")
    assert len({receipt.reference for receipt in told}) == 1 and len({receipt.follow_up_code for receipt in told}) == 1
    assert sorted(receipt.repeated for receipt in told) == [False, True, True, True]
    assert count(insaf, ComplaintCase) == 1 and count(insaf, Incident) == 0


def test_one_completion_sent_by_four_at_once_is_one_submission_and_all_get_its_receipt(insaf):
    reference = lodge(insaf).reference
    act, ines = CompleteTask(open_tasks(insaf, reference)["triage"], ANSWERS["triage"]), signed_in(insaf, INES)
    told = at_once(insaf, act, ines, 4, key="one completion")
    assert {receipt.reference for receipt in told} == {reference}
    assert sorted(receipt.repeated for receipt in told) == [False, True, True, True]
    assert count(insaf, Submission) == 2 and count(insaf, Incident) == 0


def test_a_key_of_another_request_is_refused_and_nothing_of_it_is_kept(insaf):
    lodge(insaf, key="mine")
    with pytest.raises(SameKeyOtherRequest):
        insaf.bus.ask(CompleteTask("nothing", {}), by=Person.anyone(), key="mine")
    assert count(insaf, IdempotencyKey) == 1


def test_keys_are_forgotten_after_a_month_and_not_before(insaf):
    lodge(insaf, key="old")
    insaf.clock.set(insaf.clock.now() + timedelta(days=30))
    assert insaf.bus.ask(ForgetOldKeys(), by=Person.system()).count == 0
    insaf.clock.set(insaf.clock.now() + timedelta(days=1))
    assert insaf.bus.ask(ForgetOldKeys(), by=Person.system()).count == 1
    with pytest.raises(Forbidden):
        insaf.bus.ask(ForgetOldKeys(), by=signed_in(insaf, INES))


def test_a_step_reads_back_through_the_tables_as_it_was_written(insaf):
    """The hot write and the hot look-up keep their lists of columns by hand."""
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    case = case_of(insaf, reference)
    with insaf.database.transaction() as transaction:
        held = hold_instance(transaction, case.instance_id, signed_in(insaf, INES).id)
    with insaf.reading() as session:
        told = [event.kind for event in events_of(session, case.instance_id)]
        triage = session.scalars(select(Submission).where(Submission.element_id == "triage")).one()
        timers = session.scalars(select(Timer).where(Timer.instance_id == case.instance_id)).all()
    assert {name: getattr(held.case, name) for name in ComplaintCase.__table__.columns.keys()} == {
        name: getattr(case, name) for name in ComplaintCase.__table__.columns.keys()}
    assert triage.by_account == signed_in(insaf, INES).id and triage.id not in held.open_tasks
    assert held.done_by_asker == {"triage"} and set(open_tasks(insaf, reference).values()) == held.open_tasks
    assert {(timer.task_id, timer.element_id, timer.due_at, timer.state) for timer in timers} == set(held.timers)
    assert told[0] == "case_lodged" and "task_claimed" in told


def test_the_dictionary_of_packed_history_never_changes():
    """What it packed could not be read again."""
    assert hashlib.sha256(WORDS.encode()).hexdigest() == DICTIONARY
    assert unpacked(bytes.fromhex(PACKED_BY_FORMAT_1)) == '{"actor":"01a20659a132716496658d294bf9cf6f"}'


@pytest.mark.parametrize("text", [
    "تم الإيداع " * 50, '{"at":"2026-13-45T99:00:00.000000Z"}', '{"at":"2026-11-23T03:01:07.000000Z"}',
    '{"at":"2026-11-23T03:01:07Z"}', '{"id":"01a20659-a27b-7251-992a-e1700c69601a","by":"01A20659A132716496658D294BF9CF6F"}',
    '":"\x01sixteen bytes ..."', '":"\x03"'])
def test_history_is_read_as_it_was_packed(text):
    assert unpacked(packed(text)) == text


@given(st.lists(st.one_of(st.uuids().map(str), st.uuids().map(lambda key: key.hex), st.text(),
                          st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.isoformat() + "Z"))))
def test_ids_and_instants_come_back_wherever_they_stand(values):
    text = "".join(f'"k":"{value}",' for value in values)
    assert unpacked(packed(text)) == text


def test_an_id_takes_the_bytes_it_has():
    """Of digits that nothing foretells no dictionary saves more than half."""
    ids = [uuid.UUID(int=number * 0x123456789abcdef0fedcba9876543).hex for number in range(1, 9)]
    assert len(packed("".join(f'"task_id":"{key}",' for key in ids))) < 8 * 16 + 60


def test_a_deposit_of_another_year_gives_the_number_of_this_one_back(insaf):
    """On New Year's Eve the agency is a year ahead of UTC for an hour; no register may have a gap for it."""
    houda = signed_in(insaf, HOUDA)
    first = lodge(insaf).reference
    late = LodgeComplaint(NATIONAL, "complaint", "mail", "fr", said(), lodged_at=at("2025-12-31T23:30:00+00:00"),
                          late_reason="Trouvée dans le courrier de la veille.")
    told = [first, insaf.bus.ask(late, by=houda).reference, lodge(insaf).reference]
    assert [reference[:-2] for reference in told] == ["NAT-2026-000001", "NAT-2026-000002", "NAT-2026-000003"]
    with insaf.reading() as session:
        counted = dict(session.execute(select(ReferenceCounter.year, ReferenceCounter.last)).all())
    assert counted.pop(2025) == 0 and counted.pop(2026) == 3 and not any(counted.values())  # others: the years of real clocks
