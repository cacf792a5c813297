"""A case moved to another version stands where it stood: same tasks, same dates, same variables, and it can go on."""

import pytest

from engine.errors import ExecutionFailed
from engine.execution import CHOICE, MOVES, STAYS, Mover, Run
from tests.unit.execution.diagrams import (
    boundary, declared, definitions, end, event, flows, node, process, script, simple, spec, start, timer, user,
)
from tests.unit.execution.story import Story

COPIES = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
          "</bpmn:multiInstanceLoopCharacteristics>")


def row(*names: str, **inside: str):
    """begin, user tasks of these names, done, in a row; `inside` gives what is written within one of them."""
    return simple(start(), *(user(name, inside.get(name, "")) for name in names), end(),
                  flows(" > ".join(["begin", *names, "done"])))


def moved(story: Story, new, **choices) -> Story:
    """The story on the new version, after checking that nothing of what people see is different."""
    result = Mover(story.spec, new, choices).move(story.advance.snapshot)
    tasks = {task.task_id for task in story.advance.open_tasks}
    after = Story(new, story.functions)
    now_armed = Run.restore(new, result.snapshot).armed()
    assert not any(timer.due_at for timer in now_armed), "nothing is armed anew"
    after.rows = {(key[0], name): story.rows[key] for key, name in result.timers.items() if name}
    assert {(timer.task_id, timer.element_id) for timer in now_armed} == set(after.rows)
    after.now, after.advance = story.now, Run.restore(new, result.snapshot).advance()
    assert {task.task_id for task in after.advance.open_tasks} == tasks and after.variables == story.variables
    return after


def verdict(story: Story, new, **choices):
    return Mover(story.spec, new, choices).verdict(story.advance.snapshot)


def told(remarks) -> set:
    return {(remark.code, remark.element) for remark in remarks}


def test_another_label_changes_only_the_label():
    story = Story.begin(row("a", "b", "c"), x=[1]).complete("a", y={"k": 1})
    new = simple(start(), user("a"), node("userTask", "b", name="Look again"), user("c"), end(),
                 flows("begin > a > b > c > done"))
    after = moved(story, new)
    assert after.advance.open_tasks[0].name == "Look again"
    assert after.complete("b").complete("c").ended and after.elements["a"] == 1


def test_a_step_added_after_is_done_and_one_added_before_is_told_to_be_past():
    story = Story.begin(row("a", "b")).complete("a")
    assert moved(story, row("a", "b", "new")).complete("b").complete("new").ended
    assert moved(story, row("new", "a", "b")).complete("b").ended
    assert told(verdict(story, row("new", "a", "b")).remarks) == {("passed_new", "new")}


def test_a_passed_step_that_was_changed_or_removed_is_told_and_still_counted():
    story = Story.begin(row("a", "b", "c")).complete("a").complete("b")
    assert moved(story, row("b", "c")).complete("c").elements == {"begin": 1, "a": 1, "b": 1, "c": 1, "done": 1}
    assert told(verdict(story, row("b", "c")).remarks) == {("passed_gone", "a")}
    renamed = simple(start(), node("userTask", "a", name="Other"), user("b"), user("c"), end(), flows("begin > a > b > c > done"))
    assert told(verdict(story, renamed).remarks) == {("passed_changed", "a")}


def test_a_removed_open_task_needs_a_choice_and_then_goes_on_from_there():
    story = Story.begin(row("a", "b", "c")).complete("a", x=1)
    new = row("a", "study", "c")
    assert (verdict(story, new).kind, verdict(story, new).choose) == (CHOICE, ("b",))
    with pytest.raises(ExecutionFailed, match="does not move by itself"):
        Mover(story.spec, new).move(story.advance.snapshot)
    after = moved(story, new, b="study")
    assert after.open == ["study"] and after.complete("study").complete("c").ended
    assert verdict(story, new, b="nowhere").kind == CHOICE


def timed(*names: str, host: str = "work", interrupting: bool = True):
    """The task `work` (or another) with these timers of 5, 6 ... days on its border."""
    events = [boundary(name, host, timer(f"P{5 + n}D"), interrupting) + user(f"after_{name}") + end(f"end_{name}")
              + flows(f"{name} > after_{name} > end_{name}") for n, name in enumerate(names)]
    return simple(start(), user(host), *events, end(), flows(f"begin > {host} > done"))


def test_armed_timers_keep_their_dates_whatever_the_new_version_says():
    story = Story.begin(timed("late"))
    new = simple(start(), user("work"), boundary("late", "work", timer("P90D")), user("after_late"), end("end_late"), end(),
                 flows("begin > work > done", "late > after_late > end_late"))
    assert told(verdict(story, new).remarks) == {("timer_keeps_date", "late")}
    assert moved(story, new).fire("late").open == ["after_late"]


def test_a_renamed_timer_goes_on_under_its_new_name_or_ends_by_choice():
    story = Story.begin(timed("late", interrupting=False))
    new = timed("overdue", interrupting=False)
    assert verdict(story, new).choose == ("late",)
    after = moved(story, new, late="overdue")
    assert after.armed == ["overdue"] and after.fire("overdue").open == ["after_overdue", "work"]
    ended = moved(story, new, late="cancel")
    assert ended.armed == [] and ended.complete("work").ended
    assert told(verdict(story, new, late="cancel").remarks) >= {("timer_ends", "late")}


def test_a_timer_added_to_an_open_task_does_not_come_into_effect_for_it():
    for old, new in ((timed(), timed("late")), (timed("late"), timed("late", "later"))):
        story = Story.begin(old)
        assert ("event_not_armed", "late" if not story.armed else "later") in told(verdict(story, new).remarks)
        after = moved(story, new)
        assert after.armed == story.armed and after.complete("work").ended


def test_all_timers_taken_away_from_an_open_task_end_by_choice():
    story = Story.begin(timed("late", "later"))
    new = row("work")
    assert set(verdict(story, new).choose) == {"late", "later"}
    assert moved(story, new, late="cancel", later="cancel").complete("work").ended


def test_a_renamed_task_takes_its_timers_along():
    story = Story.begin(timed("late"))
    after = moved(story, timed("late", host="study"), work="study")
    assert after.armed == ["late"] and after.complete("study").ended
    assert moved(story, timed("late", host="study"), work="study").fire("late").complete("after_late").ended


def test_what_a_reminder_opened_stays_open_when_the_reminder_is_gone():
    story = Story.begin(timed("late", interrupting=False)).fire("late")
    new = simple(start(), user("work"), user("after_late"), node("parallelGateway", "split"), end("end_late"), end(),
                 flows("begin > split > work > done", "split > after_late > end_late"))
    after = moved(story, new)
    assert after.open == ["after_late", "work"]
    assert after.complete("work").complete("after_late").ended


def inside(*names: str, holder: str = "sub"):
    inner = start("b") + "".join(map(user, names)) + end("e") + flows(" > ".join(["b", *names, "e"]))
    return simple(start(), user("a"), node("subProcess", holder, inner), user("z"), end(),
                  flows(f"begin > a > {holder} > z > done"))


def test_a_case_inside_a_sub_process_moves_with_it_and_stays_where_that_is_gone():
    story = Story.begin(inside("x", "y"), n=1).complete("a").complete("x", m=2)
    after = moved(story, inside("x", "y", "new"))
    assert after.complete("y").complete("new").complete("z").ended and after.variables == {"n": 1, "m": 2}
    assert moved(story, inside("x", "study"), y="study").complete("study").complete("z").ended
    gone = verdict(story, row("a", "z"))
    assert (gone.kind, told(gone.reasons)) == (STAYS, {("sub_process_gone", "sub")})


def test_open_copies_move_together_and_keep_what_was_entered():
    story = Story.begin(row("ask", "z", ask=COPIES)).complete("ask", instance="1", got=1)
    after = moved(story, row("ask", "new", "z", ask=COPIES))
    assert after.open == ["ask", "ask"]
    after.complete("ask", instance="0").complete("ask", instance="2").complete("new").complete("z")
    assert after.ended and after.variables["got"] == 1
    renamed = moved(story, row("request", "z", request=COPIES), ask="request")
    assert renamed.complete("request", instance="0").complete("request", instance="2").complete("z").ended


def test_one_task_that_became_many_stays():
    story = Story.begin(row("ask", "z"))
    assert verdict(story, row("ask", "z", ask=COPIES)).kind == CHOICE


def called(*names: str):
    inner = process(start("cb"), *map(user, names), end("ce"), flows(" > ".join(["cb", *names, "ce"])), id="round")
    return spec(definitions(inner, process(
        start(), node("callActivity", "go", calledElement="round"), user("check"),
        node("exclusiveGateway", "again", default="f_again_done"), end(),
        flows("begin > go > check > again > done", "again > go : more == True"))))


def test_a_case_inside_a_call_activity_moves_with_the_called_process():
    story = Story.begin(called("look", "answer"))
    for _ in range(3):
        story.complete("look").complete("answer").complete("check", more=True)
    story.complete("look")
    after = moved(story, called("look", "answer", "sign"))
    after.complete("answer").complete("sign").complete("check", more=False)
    assert after.ended and (after.elements["look"], after.elements["sign"]) == (4, 1)


def branches(*names: str, after: str = "z"):
    return simple(start(), node("parallelGateway", "split"), *map(user, names), node("parallelGateway", "join"), user(after),
                  end(), *(flows(f"split > {name} > join") for name in names), flows("begin > split", f"join > {after} > done"))


def test_parallel_branches_move_before_and_after_one_has_arrived():
    for story in (Story.begin(branches("l", "r")), Story.begin(branches("l", "r")).complete("l", got="l")):
        after = moved(story, branches("l", "r", after="new"))
        for element in list(after.open):
            assert not after.ended
            after.complete(element)
        assert after.open == ["new"] and after.complete("new").ended


def test_a_join_that_would_wait_for_ever_keeps_the_case_on_its_version():
    story = Story.begin(branches("l", "r"))
    added = verdict(story, branches("l", "r", "third"))
    assert (added.kind, told(added.reasons)) == (STAYS, {("branch_passed", "join")})
    another_way = simple(start(), node("parallelGateway", "split"), user("l"), user("r"), user("more"),
                         node("parallelGateway", "join"), user("z"), end(),
                         flows("begin > split > l > more > join > z > done", "split > r > join"))
    assert verdict(story, another_way).kind == MOVES
    arrived = verdict(story.complete("l"), another_way)
    assert (arrived.kind, told(arrived.reasons)) == (STAYS, {("join_changed", "join")})


def test_a_split_taken_away_from_under_two_branches_keeps_the_case_on_its_version():
    story = Story.begin(branches("l", "r"))
    assert ("split_gone", "split") in told(verdict(story, row("l", "r")).reasons)


def waiting_gateway(*names: str):
    return simple(start(), node("eventBasedGateway", "which"),
                  *(node("intermediateCatchEvent", name, timer(f"P{n + 1}D")) for n, name in enumerate(names)), end(),
                  flows("begin > which"), *(flows(f"which > {name} > done") for name in names))


def test_a_gateway_that_waits_for_other_events_keeps_the_case_and_the_same_events_let_it_go():
    story = Story.begin(waiting_gateway("slow", "quick"))
    assert told(verdict(story, waiting_gateway("slow", "quick", "third")).reasons) == {("events_changed", "which")}
    assert moved(story, waiting_gateway("quick", "slow")).fire("slow").ended
    assert moved(story, waiting_gateway("quick", "slower"), slow="slower").fire("slower").ended


def test_a_message_waited_for_is_still_waited_for():
    def drawn(*after):
        return spec(definitions(declared("message", "m"), process(
            start(), node("intermediateCatchEvent", "c", event("message", "m")), *map(user, after), end(),
            flows(" > ".join(["begin", "c", *after, "done"])))))
    after = moved(Story.begin(drawn()), drawn("new"))
    assert after.advance.waiting_messages == ("m",) and after.send("m") and after.complete("new").ended


def test_a_process_or_kind_of_element_that_is_gone_is_told():
    story = Story.begin(row("a", "b")).complete("a")
    other = spec(definitions(process(start(), user("b"), end(), flows("begin > b > done"), id="other")), main="other")
    assert told(verdict(story, other).reasons) == {("process_gone", "main")}
    automatic = simple(start(), user("a"), script("b", "x = 1"), end(), flows("begin > a > b > done"))
    assert verdict(story, automatic).choose == ("b",)


def test_cases_that_went_the_same_way_are_judged_once(monkeypatch):
    mover, judged = Mover(row("a", "b"), row("a", "b", "c")), []
    original = Mover._judged
    monkeypatch.setattr(Mover, "_judged", lambda self, kept: judged.append(1) or original(self, kept))
    for n in range(5):
        assert mover.verdict(Story.begin(row("a", "b"), n=n).complete("a").advance.snapshot).kind == MOVES
    assert len(judged) == 1


def test_moving_there_and_back_gives_the_same_standing():
    story = Story.begin(timed("late"))
    there = moved(story, timed("overdue", host="study"), work="study", late="overdue")
    back = moved(there, story.spec, study="work", overdue="late")
    assert back.open == ["work"] and back.fire("late").complete("after_late").ended
