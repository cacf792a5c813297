"""What somebody is at this moment working on holds up nobody: a worker takes the next, and what is held comes another time.

On PostgreSQL alone; on SQLite there is one writer at a time. Whoever waited here would wait until the database gives up.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text, update

from engine.acts.claim_due import ClaimDueLetters, ClaimDueTimers, RecordSending
from engine.acts.deliver_messages import ClaimWaitingMessages, DeliverWaitingMessage
from engine.acts.reconcile import GiveUpOnTimers
from engine.acts.send_message import SendMessage
from engine.message_round import deliver_due
from engine.store.tables import LetterRow, MessageRow, ProcessInstance, Timer
from tests.integration.talking import SYSTEM, WAITING, begin, complete, deploy, opinion
from tests.steps import at, lodge

pytestmark = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)


@contextmanager
def held(insaf, key, *conditions):
    """The first row of the table of this column, in the hands of somebody else; its key."""
    with insaf.database.writing() as session:
        yield session.execute(select(key).where(*conditions).order_by(key).limit(1).with_for_update()).scalar_one()


def two_cases(insaf):
    lodge(insaf), lodge(insaf)
    insaf.clock.set(at("2026-05-20T08:00:00+00:00"))


def two_messages(insaf):
    deploy(insaf, "waiting", WAITING)
    for key in ("K-1", "K-2"):
        insaf.bus.ask(SendMessage("opinion_asked", key), by=SYSTEM)


@pytest.mark.parametrize(("make", "claim", "key", "due"), [
    (two_cases, ClaimDueTimers(), Timer.instance_id, Timer.element_id == "deadline_triage"),
    (two_cases, ClaimDueLetters(limit=2), LetterRow.id, LetterRow.state == "due"),
    (two_messages, ClaimWaitingMessages(), MessageRow.id, MessageRow.state == "waiting"),
], ids=["timers", "letters", "messages"])
def test_of_two_a_worker_claims_the_one_that_nobody_holds_and_the_other_when_it_is_free(insaf, make, claim, key, due):
    make(insaf)
    with insaf.reading() as session:
        both = set(session.scalars(select(key).where(due)))
    with held(insaf, key, due) as taken:
        assert set(insaf.bus.ask(claim, by=SYSTEM).ids) == both - {taken} and len(both) == 2
    assert insaf.bus.ask(claim, by=SYSTEM).ids == (taken,)


def test_a_step_that_begins_to_wait_leaves_a_message_to_whoever_is_just_trying_it(insaf):
    one = begin(insaf, deploy(insaf, "waiting", WAITING))
    insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM)
    with held(insaf, MessageRow.id):
        complete(insaf, one, "ready")
    assert deliver_due(insaf.bus) == 1


@pytest.mark.parametrize("document", [WAITING, opinion(once="false")], ids=["to a run", "to the start of one"])
def test_a_message_that_another_worker_is_just_delivering_is_not_delivered_once_more(insaf, document):
    content_hash = deploy(insaf, "waiting", document)
    if document == WAITING:
        complete(insaf, begin(insaf, content_hash), "ready")
    sent, before = insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM).id, runs(insaf)
    with ThreadPoolExecutor(1) as other:
        with insaf.database.writing() as session:
            session.get(MessageRow, sent, with_for_update=True).state = "delivered"
            told = other.submit(insaf.bus.ask, DeliverWaitingMessage(sent), by=SYSTEM)
            somebody_waits(insaf)
        assert told.result().count == 0
    assert runs(insaf) == before


def test_a_failure_told_while_another_worker_tells_that_the_letter_left_does_not_send_it_again(insaf):
    lodge(insaf)
    [letter_id] = insaf.bus.ask(ClaimDueLetters(), by=SYSTEM).ids
    with ThreadPoolExecutor(1) as other:
        with insaf.database.writing() as session:
            letter = session.get(LetterRow, letter_id, with_for_update=True)
            letter.state, letter.next_attempt_at = "sent", None
            told = other.submit(insaf.bus.ask, RecordSending(letter_id, "451 too slow", attempt=1), by=SYSTEM)
            somebody_waits(insaf)
        told.result()
    with insaf.reading() as session:
        assert session.scalars(select(LetterRow.state)).all() == ["sent"]


def runs(insaf) -> list:
    with insaf.reading() as session:
        return session.execute(select(ProcessInstance.waiting_for)).all()


def somebody_waits(insaf) -> None:
    patience, waits = time.monotonic() + 10, 0
    while not waits and time.monotonic() < patience:
        time.sleep(0.02)
        with insaf.reading() as session:
            waits = session.scalar(text("select count(*) from pg_locks where not granted"))
    assert waits, "this would show nothing"


def test_a_case_that_somebody_works_on_is_not_given_up_at_that_moment(insaf):
    two_cases(insaf)
    with insaf.database.writing() as session:
        session.execute(update(Timer).where(Timer.element_id == "deadline_triage").values(attempts=8))
    with held(insaf, ProcessInstance.id) as working:
        given_up = insaf.bus.ask(GiveUpOnTimers(), by=SYSTEM).ids
    assert len(given_up) == 1 and insaf.bus.ask(GiveUpOnTimers(), by=SYSTEM).ids == (working,)
