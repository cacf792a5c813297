"""The examples in which cases talk to each other: several runs, one worker, and a message from the shell."""

import pytest
from sqlalchemy import select

from engine.acts.deploy_definition import DeployDefinition
from engine.acts.send_message import SendMessage
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.message_round import deliver_due
from engine.queries.messages import undelivered
from engine.store.tables import ProcessInstance
from tests.content.examples import example
from tests.fixtures.wired import START
from tests.integration.talking import SYSTEM, begin, complete, kept, open_at, state_of


@pytest.fixture(params=["one process", "a new process each step"])
def world(request, insaf):
    """What acts: the same wired program, or one that was wired a moment ago and remembers nothing."""
    if request.param == "one process":
        yield lambda: insaf
        return
    wired = []

    def fresh():
        wired.append(bootstrap(insaf.settings, clock=VirtualClock(START)))
        return wired[-1]
    yield fresh
    for each in wired:
        each.close()


def deployed(world, name: str) -> str:
    return world().bus.ask(DeployDefinition(example(name)), by=SYSTEM).id


def sent(world, name: str, key: str, **payload) -> None:
    insaf = world()
    insaf.bus.ask(SendMessage(name, key, payload), by=SYSTEM)
    deliver_due(insaf.bus)


def test_one_case_asks_for_an_opinion_and_another_begins_with_the_question(world):
    deployed(world, "give_opinion")
    asking = begin(world(), deployed(world, "ask_for_opinion"), "NAT-2026-000001-X")
    complete(world(), asking, "investigate", amount=40)
    assert deliver_due(world().bus) == 1 and list(open_at(world(), asking)) == []
    with world().reading() as session:
        assert undelivered(session) == []
    giving, = [run for run in _runs(world) if run != asking]
    complete(world(), giving, "study", favourable=True)
    assert deliver_due(world().bus) == 1 and list(open_at(world(), asking)) == ["draft_reply"]
    complete(world(), asking, "draft_reply")
    assert (state_of(world(), asking), state_of(world(), giving), kept(world())) == ("ended", "ended", [])


def test_each_service_answers_under_its_own_key(world):
    run = begin(world(), deployed(world, "one_answer_from_each"), "NAT-2026-000002-X", services=["S-1", "S-2"])
    sent(world, "service_answered", "S-2")
    sent(world, "service_answered", "S-2")
    assert list(open_at(world(), run)) == []
    sent(world, "service_answered", "S-1")
    assert list(open_at(world(), run)) == ["compare"]
    assert kept(world()) == [("service_answered", "S-2", "waiting")]


def test_a_loop_takes_every_addition_where_an_event_at_the_edge_takes_the_first(world):
    loop = begin(world(), deployed(world, "every_addition"), "K-1")
    edge = begin(world(), deployed(world, "boundary_message_noted"), "K-2")
    for key, name in (("K-1", "file_addition"), ("K-2", "addition")):
        sent(world, name, key, number=1)
        sent(world, name, key, number=2)
    assert sorted(open_at(world(), edge)) == ["investigate", "read_addition"]
    for _ in range(2):
        complete(world(), loop, "read_addition")
        deliver_due(world().bus)
    assert list(open_at(world(), loop)) == ["investigate"]
    assert kept(world()) == [("addition", "K-2", "waiting")]


def _runs(world) -> list[str]:
    with world().reading() as session:
        return list(session.scalars(select(ProcessInstance.id)))
