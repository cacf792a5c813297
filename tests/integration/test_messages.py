"""Messages from case to case: found by their key, kept until somebody waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.acts.forget_keys import ForgetDeliveredMessages
from engine.acts.send_message import SendMessage
from engine.errors import Forbidden
from engine.message_round import deliver_due
from engine.queries.audit import broken_chains
from engine.queries.messages import addresses_of, waits
from engine.queries.run_waits import run_waits
from engine.store.tables import ComplaintCase, HumanTask, MessageRow, MessageWait, ProcessInstance
from engine.worker import Worker
from tests.people import INES
from tests.fixtures.wired import START
from tests.integration.talking import (
    ANSWERED, ASKED, ASKING, SYSTEM, WAITING, begin, catches, complete, deploy, extension, kept, open_at, opinion, state_of,
    throws,
)
from tests.steps import lodge, signed_in
from tests.unit.execution.diagrams import declared, definitions, end, event, flows, node, process, script, start, user


def test_two_cases_with_one_key_talk_to_each_other_and_to_nobody_else(insaf):
    asking, waiting = deploy(insaf, "asking", ASKING), deploy(insaf, "waiting", WAITING)
    one = begin(insaf, asking, "K-1", subject=7)
    other, same = begin(insaf, waiting, "K-2"), begin(insaf, waiting, "K-1")
    for instance_id in (other, same):
        complete(insaf, instance_id, "ready")
    complete(insaf, one, "prepare")
    assert deliver_due(insaf.bus) == 1
    assert list(open_at(insaf, same)) == ["think"] and list(open_at(insaf, other)) == []
    complete(insaf, same, "think", upheld=True)
    assert deliver_due(insaf.bus) == 1 and list(open_at(insaf, one)) == ["use_it"]
    complete(insaf, one, "use_it")
    assert [state_of(insaf, each) for each in (one, same, other)] == ["ended", "ended", "running"]
    assert kept(insaf) == [] and deliver_due(insaf.bus) == 0


def test_a_message_that_comes_before_its_receiver_is_kept_until_it_waits(insaf):
    asking, waiting = deploy(insaf, "asking", ASKING), deploy(insaf, "waiting", WAITING)
    one, later = begin(insaf, asking, subject=7), begin(insaf, waiting)
    complete(insaf, one, "prepare")
    assert deliver_due(insaf.bus) == 0 and kept(insaf) == [("opinion_asked", "K-1", "waiting")]
    complete(insaf, later, "ready")
    assert deliver_due(insaf.bus) == 1 and list(open_at(insaf, later)) == ["think"]


def test_of_several_that_wait_under_one_key_the_run_that_began_first_takes_it_and_each_takes_one(insaf):
    waiting = deploy(insaf, "waiting", WAITING)
    runs = []
    for minute in range(3):
        insaf.clock.set(START + timedelta(minutes=minute))
        runs.append(begin(insaf, waiting))
    for instance_id in reversed(runs):
        complete(insaf, instance_id, "ready")
    for number in range(3):
        insaf.bus.ask(SendMessage("opinion_asked", "K-1", {"number": number}), by=SYSTEM)
        assert deliver_due(insaf.bus) == 1
        assert [bool(open_at(insaf, run)) for run in runs] == [place <= number for place in range(3)]


def test_copies_of_a_task_wait_each_under_a_key_of_its_own(insaf):
    copies = ('<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>'
              '<bpmn:inputDataItem id="unit"/></bpmn:multiInstanceLoopCharacteristics>')
    wait = node("receiveTask", "answer", extension(business_key="unit") + copies, messageRef="opinion_given")
    run = begin(insaf, deploy(insaf, "units", definitions(ANSWERED, process(
        start(), wait, user("after"), end(), flows("begin > answer > after > done")))), units=["U-1", "U-2", "U-3"])
    for place, unit in enumerate(("U-2", "K-1", "U-3", "U-1")):
        insaf.bus.ask(SendMessage("opinion_given", unit), by=SYSTEM)
        assert deliver_due(insaf.bus) == (unit != "K-1"), place
    assert list(open_at(insaf, run)) == ["after"] and kept(insaf) == [("opinion_given", "K-1", "waiting")]
    with insaf.reading() as session:
        assert session.scalars(select(MessageWait)).all() == []


def test_a_drawn_correlation_is_the_key_on_both_sides(insaf):
    drawn = ('<bpmn:collaboration id="c"><bpmn:participant id="p" processRef="main"/><bpmn:correlationKey id="k" name="file">'
             "<bpmn:correlationPropertyRef>number</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>"
             '<bpmn:correlationProperty id="number" name="number">' + "".join(
                 f'<bpmn:correlationPropertyRetrievalExpression messageRef="{name}"><bpmn:messagePath>file</bpmn:messagePath>'
                 "</bpmn:correlationPropertyRetrievalExpression>" for name in ("opinion_asked", "opinion_given"))
             + "</bpmn:correlationProperty>")
    document = definitions(drawn, ASKED, ANSWERED, process(
        start(), throws("ask", "opinion_asked", '{"file": file}'), catches("answer", "opinion_given"), user("after"), end(),
        flows("begin > ask > answer > after > done")))
    run = begin(insaf, deploy(insaf, "drawn", document), None, file=12)
    assert kept(insaf) == [("opinion_asked", "12", "waiting")]
    for key, payload in (("13", {"file": 13}), ("12", {"other": 12}), ("12", {"file": 12})):
        insaf.bus.ask(SendMessage("opinion_given", key, payload), by=SYSTEM)
        deliver_due(insaf.bus)
    assert list(open_at(insaf, run)) == ["after"]
    assert sorted(kept(insaf)) == [("opinion_asked", "12", "waiting"), ("opinion_given", "12", "failed"),
                                   ("opinion_given", "13", "waiting")]


def test_a_message_starts_a_process_once_for_each_key(insaf):
    asking = deploy(insaf, "asking", ASKING)
    deploy(insaf, "opinion", opinion())
    for key in ("K-1", "K-2", "K-1"):
        complete(insaf, begin(insaf, asking, key, subject=7), "prepare")
        deliver_due(insaf.bus)
    with insaf.reading() as session:
        keys = session.scalars(select(ProcessInstance.business_key).join(
            HumanTask, HumanTask.instance_id == ProcessInstance.id).where(HumanTask.element_id == "think")).all()
    assert sorted(keys) == ["K-1", "K-2"] and kept(insaf) == [("opinion_asked", "K-1", "waiting")]


def test_a_process_may_begin_anew_with_every_message_when_its_start_says_so(insaf):
    deploy(insaf, "opinion", opinion(once="false"))
    for _ in range(2):
        insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM)
    assert deliver_due(insaf.bus) == 2 and kept(insaf) == []


def test_a_loop_that_receives_takes_every_message_in_the_order_they_were_sent(insaf):
    document = definitions(declared("message", "addition"), process(
        start(), catches("added", "addition"), script("note", 'seen = seen + [got_added["n"]]'),
        node("exclusiveGateway", "enough", default="f_enough_added"), user("after"), end(),
        flows("begin > added > note > enough", "enough > added", "enough > after : count(seen) == 3", "after > done"))
        .replace("count(seen) == 3", "seen == [0, 1, 2]"))
    run = begin(insaf, deploy(insaf, "loop", document), seen=[])
    for number in range(3):
        insaf.bus.ask(SendMessage("addition", "K-1", {"n": number}), by=SYSTEM)
    assert deliver_due(insaf.bus) == 3 and list(open_at(insaf, run)) == ["after"]


def test_a_complaint_is_found_by_its_reference(insaf):
    receipt = lodge(insaf)
    insaf.bus.ask(SendMessage("withdrawal", receipt.reference), by=SYSTEM)
    assert deliver_due(insaf.bus) == 1
    with insaf.reading() as session:
        assert session.get(ComplaintCase, receipt.instance_id).status == "withdrawn"
        assert [wait for wait in waits(session) if wait.run == receipt.reference] == []


def test_a_run_takes_its_own_message_only_under_the_same_key(insaf):
    """One branch waits under the run's key, the other writes to somebody else and then to the run itself."""
    document = definitions(ASKED, process(
        start(), node("parallelGateway", "split"), catches("asked", "opinion_asked"), user("heard"), user("go"),
        throws("away", "opinion_asked", business_key="other"), throws("home", "opinion_asked"), user("after"), end("e1"),
        end("e2"),
        flows("begin > split > asked > heard > e1", "split > go > away > after > home > e2")))
    run = begin(insaf, deploy(insaf, "self", document), other="K-2")
    complete(insaf, run, "go")
    assert list(open_at(insaf, run)) == ["after"] and kept(insaf) == [("opinion_asked", "K-2", "waiting")]
    complete(insaf, run, "after")
    assert list(open_at(insaf, run)) == ["heard"] and len(kept(insaf)) == 1


def test_two_pools_of_one_picture_are_two_runs(insaf):
    pools = ('<bpmn:collaboration id="talk"><bpmn:participant id="office" name="Office" processRef="main"/>'
             '<bpmn:participant id="expert" name="Expert" processRef="expertise"/>'
             '<bpmn:messageFlow id="question" sourceRef="ask" targetRef="asked"/></bpmn:collaboration>')
    office = process(start(), throws("ask", "opinion_asked"), catches("answer", "opinion_given"), user("use_it"), end(),
                     flows("begin > ask > answer > use_it > done"))
    expert = process(node("startEvent", "asked", event("message", "opinion_asked")), throws("give", "opinion_given"),
                     end("given"), flows("asked > give > given"), id="expertise")
    run = begin(insaf, deploy(insaf, "pools", definitions(pools, ASKED, ANSWERED, office, expert)))
    assert deliver_due(insaf.bus) == 2 and list(open_at(insaf, run)) == ["use_it"]
    with insaf.reading() as session:
        assert sorted(session.scalars(select(ProcessInstance.state))) == ["ended", "running"]


def test_a_delivered_message_is_forgotten_after_a_month_and_one_that_nobody_took_is_kept(insaf):
    one = begin(insaf, deploy(insaf, "waiting", WAITING))
    complete(insaf, one, "ready")
    insaf.bus.ask(SendMessage("opinion_asked", "K-1", {}), by=SYSTEM)
    insaf.bus.ask(SendMessage("opinion_asked", "nobody's", {}), by=SYSTEM)
    assert deliver_due(insaf.bus) == 1
    worker = Worker(insaf)
    for days, left in ((30, ["delivered", "waiting"]), (31, ["waiting"])):
        insaf.clock.set(START + timedelta(days=days))
        worker.reconcile()
        with insaf.reading() as session:
            assert sorted(session.scalars(select(MessageRow.state))) == left
    with insaf.reading() as session:
        assert not broken_chains(session).broken
    with pytest.raises(Forbidden):
        insaf.bus.ask(ForgetDeliveredMessages(), by=signed_in(insaf, INES))


def test_a_heap_of_delivered_messages_goes_in_portions_the_oldest_first(insaf):
    waiting = deploy(insaf, "waiting", WAITING)
    for hour in range(3):
        insaf.clock.set(START + timedelta(hours=hour))
        complete(insaf, begin(insaf, waiting, f"K-{hour}"), "ready")
        insaf.bus.ask(SendMessage("opinion_asked", f"K-{hour}", {}), by=SYSTEM)
        assert deliver_due(insaf.bus) == 1
    insaf.clock.set(START + timedelta(days=40))
    assert insaf.bus.ask(ForgetDeliveredMessages(limit=2), by=SYSTEM).count == 2
    with insaf.reading() as session:
        assert session.scalars(select(MessageRow.business_key)).all() == ["K-2"]


def test_a_run_that_waits_for_more_messages_than_find_room_beside_it_is_found_for_every_one_of_them(insaf):
    names = [f"opinion_of_the_commission_{number}" for number in range(30)]
    drawn = definitions(*(declared("message", name) for name in names), process(
        start(), user("ready"), node("parallelGateway", "split"), *(catches(f"c_{name}", name) for name in names),
        node("parallelGateway", "join"), end(),
        flows("begin > ready > split", *(f"split > c_{name} > join" for name in names), "join > done")))
    one = begin(insaf, deploy(insaf, "commissions", drawn))
    early = insaf.bus.ask(SendMessage(names[29], "K-1", {}), by=SYSTEM).id
    assert deliver_due(insaf.bus) == 0
    complete(insaf, one, "ready")
    with insaf.reading() as session:
        assert addresses_of(session, one) == {(name, "K-1") for name in names}
        waits = run_waits(session, insaf.shelf, one, SYSTEM, insaf.clock.now())
        assert sorted((place.name, place.key) for place in waits.messages) == sorted((name, None) for name in names)
    assert deliver_due(insaf.bus) == 1, "what came before it waited is tried as soon as it does"
    with insaf.reading() as session:
        assert session.get(MessageRow, early).state == "delivered"
    for name in (*names[14:29], *names[:13]):
        insaf.bus.ask(SendMessage(name, "K-1", {}), by=SYSTEM)
        assert deliver_due(insaf.bus) == 1, name
    with insaf.reading() as session:
        assert session.scalars(select(MessageWait.message)).all() == []
        assert session.get(ProcessInstance, one).waiting_for == names[13]
    insaf.bus.ask(SendMessage(names[13], "K-1", {}), by=SYSTEM)
    assert deliver_due(insaf.bus) == 1 and state_of(insaf, one) == "ended"
