"""Messages that nobody takes, that cannot be taken, or that make their receiver fail: none is lost, none goes in circles."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.acts.deliver_messages import ClaimWaitingMessages, DeliverWaitingMessage
from engine.acts.send_message import RetryMessage, SendMessage
from engine.acts.settle_incident import RetryIncident
from engine.errors import ExecutionFailed, Forbidden, Invalid, MessageRefused, MessageUnknown, NotFound
from engine.message_round import deliver, deliver_due
from engine.queries.messages import undelivered
from engine.queries.timeline import timeline_of
from engine.store.tables import Incident, MessageRow, ProcessInstance
from tests.fixtures.wired import START
from tests.integration.talking import (
    ASKED, ASKING, FAILS, SYSTEM, WAITING, begin, complete, deploy, kept, open_at, opinion, state_of,
)
from tests.people import INES
from tests.steps import signed_in
from tests.unit.execution.diagrams import boundary, declared, definitions, end, event, flows, node, process, script, start, user


def test_a_message_that_nobody_takes_in_thirty_days_expires_and_can_be_let_wait_again(insaf):
    deploy(insaf, "waiting", WAITING)
    sent = insaf.bus.ask(SendMessage("opinion_asked", "K-9"), by=SYSTEM).id
    insaf.clock.set(START + timedelta(days=29))
    assert deliver_due(insaf.bus) == 0 and kept(insaf) == [("opinion_asked", "K-9", "waiting")]
    insaf.clock.set(START + timedelta(days=31))
    deliver_due(insaf.bus)
    assert kept(insaf) == [("opinion_asked", "K-9", "expired")]
    insaf.bus.ask(RetryMessage(sent), by=SYSTEM)
    assert kept(insaf) == [("opinion_asked", "K-9", "waiting")]
    with pytest.raises(NotFound):
        insaf.bus.ask(RetryMessage(sent), by=SYSTEM)


def test_a_search_without_success_waits_longer_each_time_and_never_more_than_a_day(insaf):
    deploy(insaf, "waiting", WAITING)
    insaf.bus.ask(SendMessage("opinion_asked", "K-9"), by=SYSTEM)
    pauses, now = [], START
    for _ in range(13):
        deliver_due(insaf.bus)
        with insaf.reading() as session:
            following = session.scalars(select(MessageRow.next_attempt_at)).one()
        pauses.append((following - now) // timedelta(minutes=1))
        insaf.clock.set(now := following)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]


def test_a_message_that_starts_two_processes_waits_for_a_person(insaf):
    for family in ("opinion", "opinion_too"):
        deploy(insaf, family, opinion())
    insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM)
    assert deliver_due(insaf.bus) == 0
    with insaf.reading() as session:
        failed, = undelivered(session)
    assert failed.state == "failed" and "opinion, opinion_too" in failed.error


def test_a_receiver_that_fails_stops_with_an_incident_and_the_message_waits_for_its_retry(insaf):
    run = begin(insaf, deploy(insaf, "fails", FAILS))
    sent = insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM).id
    for _ in range(3):
        deliver_due(insaf.bus)
        insaf.clock.set(insaf.clock.now() + timedelta(hours=2))
    assert state_of(insaf, run) == "incident" and kept(insaf) == [("opinion_asked", "K-1", "waiting")]
    with insaf.reading() as session:
        incident, = session.scalars(select(Incident)).all()
        assert "limit" in session.get(MessageRow, sent).last_error
    insaf.bus.ask(RetryIncident(incident.id, "look again"), by=SYSTEM)
    deliver_due(insaf.bus)
    with insaf.reading() as session:
        assert len(session.scalars(select(Incident)).all()) == 2, "each retry of a person is one more try, no more"


def test_a_process_that_cannot_even_start_leaves_one_incident_and_a_failed_message(insaf):
    begins = node("startEvent", "asked", event("message", "opinion_asked"))
    deploy(insaf, "fails", definitions(ASKED, process(begins, script("count", "n = limit + 1"), end(),
                                                      flows("asked > count > done"))))
    sent = insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM).id
    with pytest.raises(ExecutionFailed):
        deliver(insaf.bus, sent)
    assert deliver_due(insaf.bus) == 0 and kept(insaf) == [("opinion_asked", "K-1", "failed")]
    with insaf.reading() as session:
        assert len(session.scalars(select(Incident)).all()) == 1
        assert session.scalars(select(ProcessInstance)).all() == []


def test_a_reminder_that_is_no_interruption_is_caught_once_and_the_second_is_kept_not_lost(insaf):
    run = begin(insaf, deploy(insaf, "noted", definitions(declared("message", "addition"), process(
        start(), user("work"), boundary("added", "work", event("message", "addition"), interrupting=False), user("read_it"),
        end(), end("end2"), flows("begin > work > done", "added > read_it > end2")))))
    for _ in range(2):
        insaf.bus.ask(SendMessage("addition", "K-1"), by=SYSTEM)
        deliver_due(insaf.bus)
    assert sorted(open_at(insaf, run)) == ["read_it", "work"]
    assert kept(insaf) == [("addition", "K-1", "waiting")]
    complete(insaf, run, "read_it")
    complete(insaf, run, "work")
    insaf.clock.set(START + timedelta(days=32))
    deliver_due(insaf.bus)
    assert kept(insaf) == [("addition", "K-1", "expired")]


def test_a_message_without_a_key_goes_nowhere_and_the_history_says_so(insaf):
    run = begin(insaf, deploy(insaf, "asking", ASKING), None, subject=7)
    complete(insaf, run, "prepare")
    assert kept(insaf) == []


@pytest.mark.parametrize(("name", "key", "payload", "days", "refusal", "said"), [
    ("opinion_askd", "K-1", {}, 30, MessageUnknown, "opinion_asked"),
    ("opinion_asked", "  ", {}, 30, Invalid, "business key"),
    ("opinion_asked", "K" * 121, {}, 30, Invalid, "120"),
    ("opinion_asked", "K-1", {"a": {"b": 1}}, 30, MessageRefused, "named values"),
    ("opinion_asked", "K-1", {"a": "x" * 201}, 30, MessageRefused, "200 signs"),
    ("opinion_asked", "K-1", {"a": list(range(2000))}, 30, MessageRefused, "4000 bytes"),
    ("opinion_asked", "K-1", {}, 0, Invalid, "365"),
])
@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_what_cannot_be_sent_is_refused_with_a_sentence(insaf, name, key, payload, days, refusal, said):
    deploy(insaf, "waiting", WAITING)
    with pytest.raises(refusal, match=said):
        insaf.bus.ask(SendMessage(name, key, payload, days), by=SYSTEM)
    assert kept(insaf) == []


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_people_without_that_role_neither_send_nor_deliver(insaf):
    for act in (SendMessage("withdrawal", "K-1"), DeliverWaitingMessage("1"), RetryMessage("1")):
        with pytest.raises(Forbidden):
            insaf.bus.ask(act, by=signed_in(insaf, INES))


def test_the_same_word_sends_once(insaf):
    deploy(insaf, "waiting", WAITING)
    first, second = (insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM, key="monday") for _ in range(2))
    assert second.repeated and second.id == first.id and len(kept(insaf)) == 1


def test_what_nobody_inside_catches_is_noted_and_the_case_goes_on(insaf):
    raised = {"signal": "sig", "escalation": "esc", "error": "err"}
    declarations = declared("signal", "sig") + "".join(
        f'<bpmn:{kind} id="{id}" name="{id}" {kind}Code="{id.upper()}"/>' for kind, id in list(raised.items())[1:])
    inside = start("s1") + end("e1", event("error", "err")) + flows("s1 > e1")
    run = begin(insaf, deploy(insaf, "loud", definitions(declarations, process(
        start(), node("intermediateThrowEvent", "t1", event("signal", "sig")),
        node("intermediateThrowEvent", "t2", event("escalation", "esc")), node("subProcess", "sub", inside), user("after"), end(),
        flows("begin > t1 > t2 > sub > after > done")))))
    with insaf.reading() as session:
        noted = [item.detail for item in timeline_of(session, insaf.shelf, run) if item.code == "event_not_caught"]
    assert [(detail["event"], detail["name"]) for detail in reversed(noted)] == [
        ("signal", "sig"), ("escalation", "ESC"), ("error", "ERR")]
    assert list(open_at(insaf, run)) == ["after"]


def test_what_a_worker_had_claimed_when_it_died_is_delivered_by_another_a_minute_later(insaf):
    run = begin(insaf, deploy(insaf, "waiting", WAITING))
    complete(insaf, run, "ready")
    insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM)
    assert insaf.bus.ask(ClaimWaitingMessages(), by=SYSTEM).count == 1
    assert deliver_due(insaf.bus) == 0
    insaf.clock.set(START + timedelta(minutes=1))
    assert deliver_due(insaf.bus) == 1 and list(open_at(insaf, run)) == ["think"]


def test_a_process_that_is_deployed_late_begins_with_the_messages_that_waited_for_it(insaf):
    asking = deploy(insaf, "asking", ASKING)
    complete(insaf, begin(insaf, asking, subject=7), "prepare")
    assert deliver_due(insaf.bus) == 0
    deploy(insaf, "opinion", opinion())
    assert deliver_due(insaf.bus) == 1 and kept(insaf) == []
