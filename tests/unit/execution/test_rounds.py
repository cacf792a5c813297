"""A case that goes round and round stays as small and as quick as in its first round, and forgets nothing it needs."""

import threading
from collections import Counter

import pytest

from engine.errors import CaseTooLarge
from engine.execution import Run, snapshot
from engine.execution.rounds import Forgotten
from engine.execution.run_task import UNREACHED
from tests.unit.execution.diagrams import (
    boundary, definitions, end, flows, node, process, script, simple, spec, start, timer, user,
)
from tests.unit.execution.story import MONDAY, Story

CALLED = process(start("cb"), user("look"), user("answer"), end("ce"), flows("cb > look > answer > ce"), id="round")
AGAIN = node("exclusiveGateway", "again", default="f_again_done")


def by_call():
    return spec(definitions(CALLED, process(
        start(), node("exclusiveGateway", "head"), node("callActivity", "go", calledElement="round"), user("check"), AGAIN,
        end(), flows("begin > head > go > check > again > done", "again > head : more == True"))))


def by_gateway():
    return simple(start(), user("look"), user("answer"), user("check"), AGAIN, end(),
                  boundary("late", "answer", timer("P3D")), end("cut"),
                  flows("begin > look > answer > check > again > done", "late > cut", "again > look : more == True"))


def size(story):
    """(tasks of all processes, bytes) of the snapshot."""
    kept = snapshot.content(story.advance.snapshot)
    return sum(len(flow["t"]) for flow in [kept, *(flow for _, flow in kept["i"])]), len(story.advance.snapshot)


@pytest.mark.parametrize("drawn", [by_call, by_gateway])
def test_the_fiftieth_round_keeps_what_the_second_did_and_every_completion_is_counted(drawn):
    story, sizes = Story.begin(drawn(), x=[1, {"a": 2}]), []
    for number in range(50):
        story.complete("look", n=number).complete("answer").complete("check", more=number < 49)
        sizes.append(size(story))
    assert story.ended and story.variables == {"x": [1, {"a": 2}], "n": 49, "more": False}
    done = story.elements
    assert (done["look"], done["answer"], done["check"], done["again"], done["done"]) == (50, 50, 50, 50, 1)
    (tasks_second, bytes_second), (tasks, size_) = sizes[1], sizes[48]
    assert tasks == tasks_second and size_ <= bytes_second * 1.05


def test_of_a_run_that_has_ended_only_its_end_its_variables_and_its_counts_are_kept():
    story = Story.begin(by_call(), x=1)
    for more in (True, False):
        story.complete("look").complete("answer").complete("check", more=more)
    assert size(story)[0] == 2 and size(story)[1] < 400
    again = story.restored().advance()
    assert (again.ended, again.end_event, again.variables) == (True, "done", {"x": 1, "more": False})
    assert again.open_tasks == again.armed == () and not again.stuck
    assert story.elements == {"begin": 1, "head": 2, "go": 2, "cb": 2, "look": 2, "answer": 2, "ce": 2, "check": 2, "again": 2,
                              "done": 1}


def test_what_still_waits_from_an_earlier_round_is_kept():
    drawn = simple(start(), user("ask"), boundary("late", "ask", timer("P3D"), interrupting=False), user("remind"), end("told"),
                   AGAIN, end(), flows("begin > ask > again > done", "late > remind > told", "again > ask : more == True"))
    story = Story.begin(drawn)
    story.fire("late").complete("ask", more=True).complete("ask", more=True).complete("ask", more=True)
    assert story.open == ["ask", "remind"] and story.armed == ["late"]
    story.complete("remind").complete("ask", more=False)
    assert story.ended and story.elements == Counter(
        {"begin": 1, "ask": 4, "again": 4, "late": 1, "remind": 1, "told": 1, "done": 1})


def test_loops_in_loops_and_copies_in_loops_come_out_right():
    copies = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
              "</bpmn:multiInstanceLoopCharacteristics>")
    drawn = spec(definitions(CALLED, process(
        start(), script("count", "n = n + 1"), node("callActivity", "go", copies, calledElement="round"), user("inner"),
        node("exclusiveGateway", "more", default="f_more_check"), user("check"), AGAIN, end(),
        flows("begin > count > go > inner > more > check > again > done", "more > inner : deeper == True",
              "again > count : again == True"))))
    story = Story.begin(drawn, n=0)
    for number in range(4):
        for _ in range(3):
            story.complete("look").complete("answer")
        story.complete("inner", deeper=True).complete("inner", deeper=True).complete("inner", deeper=False)
        story.complete("check", again=number < 3)
    assert story.ended and story.variables["n"] == 4
    assert {name: story.elements[name] for name in ("look", "inner", "go", "ce")} == {
        "look": 12, "inner": 12, "go": 16, "ce": 12}


def test_both_branches_are_waited_for_in_every_round_where_they_lie_in_a_sub_process():
    both = (start("b") + node("parallelGateway", "split") + user("left") + user("right") + node("parallelGateway", "join")
            + end("e") + flows("b > split > left > join > e", "split > right > join"))
    story = Story.begin(simple(start(), node("subProcess", "both", both), user("check"), AGAIN, end(),
                               flows("begin > both > check > again > done", "again > both : more == True")))
    for number in range(5):
        for first, second in (("left", "right"), ("right", "left")) if number % 2 else (("right", "left"), ("left", "right")):
            story.complete(first)
            assert story.open == [second]
            story.complete(second).complete("check", more=(number, first) != (4, "left"))
    assert story.ended


def forks_for_ever():
    """Each round leaves a task behind that waits, so nothing of it can be forgotten."""
    return simple(start(), user("ask"), boundary("late", "ask", timer("P3D"), interrupting=False), user("remind"), end("told"),
                  AGAIN, end(), flows("begin > ask > again > done", "late > remind > told", "again > ask : more == True"))


def grown(rounds: int) -> Run:
    run = Run.start(forks_for_ever(), {}, MONDAY)
    for _ in range(rounds):
        armed = run.armed()[0]
        run.fire(armed.task_id, armed.element_id, MONDAY)
        run.complete(next(task.task_id for task in run.open_tasks() if task.element_id == "ask"), {"more": True}, MONDAY)
    return run


def test_nothing_is_kept_that_was_not_reached_unless_a_gateway_looks_at_it():
    ways = flows("begin > split > l > join > done", "split > r > join")
    gateways = node("parallelGateway", "split"), node("parallelGateway", "join")
    for drawn, keeps in ((by_gateway(), False), (simple(start(), *gateways, user("l"), user("r"), end(), ways), True)):
        rows = snapshot.content(Run.start(drawn, {}, MONDAY).packed())["t"]
        assert any(row[2] & UNREACHED for row in rows) == keeps


def test_a_case_too_large_to_go_on_with_is_refused_with_a_sentence():
    with pytest.raises(CaseTooLarge, match="stopped at main: it would hold 8.. tasks, at most 800 can be kept. Draw what"):
        grown(120).packed()


def test_a_snapshot_of_too_many_characters_is_refused_with_a_sentence():
    run = Run.start(by_gateway(), {f"text{n}": ["x" * 1900] * 100 for n in range(11)}, MONDAY)
    with pytest.raises(CaseTooLarge, match="2......? characters of state, at most 2000000"):
        run.packed()


def test_no_task_gets_lost_beyond_the_depth_where_the_library_stops_looking(monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_TASKS", 10**6)
    monkeypatch.setattr(snapshot, "forgettable", lambda workflow: Forgotten())
    drawn = simple(start(), user("look"), user("answer"), AGAIN, end(),
                   flows("begin > look > answer > again > done", "again > look : more == True"))
    run = Run.start(drawn, {}, MONDAY)
    for number in range(400):
        if number == 390:
            run = Run.restore(drawn, run.packed())
        for element in ("look", "answer"):
            task, = run.open_tasks()
            assert task.element_id == element
            run.complete(task.task_id, {"more": number < 399}, MONDAY)
    assert max(task.depth for task in run._workflow.tasks.values()) > 1000
    assert run.advance(packed=False).ended and Counter(run.completed_elements())["look"] == 400


def test_eight_threads_share_one_specification():
    drawn, failures = by_call(), []

    def live():
        try:
            for _ in range(10):
                story = Story.begin(drawn, who=threading.get_ident())
                for more in (True, True, False):
                    story.complete("look").complete("answer").complete("check", more=more)
                assert story.ended and story.variables == {"who": threading.get_ident(), "more": False}
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=live) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
