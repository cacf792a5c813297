"""Many senders and many who deliver, at the same moment: each message is taken once, and nobody blocks anybody."""

import threading
import time
from datetime import timedelta

from engine.acts.send_message import SendMessage
from engine.message_round import deliver, deliver_due
from engine.worker import Worker
from tests.fixtures.wired import START
from tests.integration.talking import SYSTEM, WAITING, begin, catches, complete, deploy, kept, open_at, opinion, throws
from tests.unit.execution.diagrams import declared, definitions, end, flows, node, process, start, user


def together(count: int, do) -> list:
    """`do(number)` in that many threads at once; what each returned or raised."""
    ready, outcomes = threading.Barrier(count), [None] * count

    def run(number):
        ready.wait()
        try:
            outcomes[number] = do(number)
        except Exception as problem:
            outcomes[number] = problem
    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_many_who_deliver_one_message_at_once_deliver_it_once(insaf):
    run = begin(insaf, deploy(insaf, "waiting", WAITING))
    complete(insaf, run, "ready")
    sent = insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM).id
    outcomes = together(6, lambda _: deliver(insaf.bus, sent))
    assert sum(outcome.count for outcome in outcomes) == 1 and list(open_at(insaf, run)) == ["think"]


def test_many_who_start_a_process_with_one_key_at_once_start_it_once(insaf):
    deploy(insaf, "opinion", opinion())
    sent = [insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM).id for _ in range(4)]
    outcomes = together(4, lambda number: deliver(insaf.bus, sent[number]))
    assert sum(outcome.count for outcome in outcomes) == 1
    assert [state for *_, state in kept(insaf)] == ["waiting"] * 3


def test_cases_that_write_to_each_other_at_the_same_time_never_block_each_other(insaf):
    """Each pair crosses: both send, both deliver, from four threads at once."""
    both = deploy(insaf, "both", definitions(declared("message", "left"), declared("message", "right"), process(
        start(), user("go"), node("exclusiveGateway", "which", default="f_which_r"),
        throws("l", "left"), throws("r", "right", business_key="other"), catches("cl", "right"),
        catches("cr", "left", business_key="other"), node("exclusiveGateway", "join"), user("after"), end(),
        flows("begin > go > which", "which > l : side == 1", "which > r", "l > cl > join", "r > cr > join",
              "join > after > done"))))
    pairs = [(begin(insaf, both, f"A-{n}", side=1, other="-"), begin(insaf, both, f"B-{n}", side=2, other=f"A-{n}"))
             for n in range(4)]

    def play(number):
        for left, right in pairs if number % 2 else [pair[::-1] for pair in pairs]:
            if number < 2:
                complete(insaf, left, "go")
            deliver_due(insaf.bus)
        return 0
    assert together(4, play) == [0] * 4
    deliver_due(insaf.bus)
    insaf.clock.set(START + timedelta(minutes=2))
    deliver_due(insaf.bus)
    assert all(list(open_at(insaf, run)) == ["after"] for pair in pairs for run in pair) and kept(insaf) == []


def test_a_worker_that_runs_beside_the_pages_delivers_within_seconds(insaf):
    run = begin(insaf, deploy(insaf, "waiting", WAITING))
    complete(insaf, run, "ready")
    worker = Worker(insaf)
    worker.start()
    try:
        insaf.bus.ask(SendMessage("opinion_asked", "K-1"), by=SYSTEM)
        until = time.monotonic() + 30
        while not open_at(insaf, run) and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        worker.stop()
    assert list(open_at(insaf, run)) == ["think"]
