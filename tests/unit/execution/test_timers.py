"""Timers are armed by the diagram and fired by the house, at the instant the house says."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import ExecutionFailed
from engine.execution import Run
from engine.language.instants import NotAnInstant, after, instant
from tests.unit.execution.diagrams import boundary, end, event, flows, node, simple, start, timer, user
from tests.unit.execution.story import MONDAY, Story


def waiting_for(value: str, kind: str = "timeDuration", interrupting: bool = True):
    return simple(start(), user("work"), boundary("late", "work", timer(value, kind), interrupting), user("escalated"), end(),
                  end("end2"), flows("begin > work > done", "late > escalated > end2"))


@pytest.mark.parametrize(("written", "kind", "due"), [
    ("P5D", "timeDuration", MONDAY + timedelta(days=5)),
    ('"PT0.5S"', "timeDuration", MONDAY + timedelta(seconds=0.5)),
    ("span", "timeDuration", MONDAY + timedelta(hours=2)),
    ("2026-05-01T00:00Z", "timeDate", datetime(2026, 5, 1, tzinfo=UTC)),
    ("'2026-05-01T02:00+02:00'", "timeDate", datetime(2026, 5, 1, tzinfo=UTC)),
    ("2026-05-01", "timeDate", datetime(2026, 5, 2, tzinfo=UTC)),
    ("deadline('reply')", "timeDate", MONDAY + timedelta(days=60)),
])
def test_a_timer_is_armed_with_an_aware_instant(written, kind, due):
    def functions(now):
        return {"deadline": lambda code: now + timedelta(days=60)}
    armed, = Story.begin(waiting_for(written, kind), functions, span="PT2H").advance.armed
    assert (armed.element_id, armed.due_at, armed.interrupting) == ("late", due, True)


def test_nothing_fires_by_itself_even_long_after():
    story = Story.begin(waiting_for("P5D"))
    story.now = MONDAY + timedelta(days=500)
    assert story.complete("work").ended


def test_firing_takes_the_work_away_or_leaves_it():
    assert Story.begin(waiting_for("P5D")).fire("late").open == ["escalated"]
    story = Story.begin(waiting_for("P5D", interrupting=False)).fire("late")
    assert story.open == ["escalated", "work"] and story.armed == []


def test_a_timer_that_is_gone_does_not_fire_again():
    story = Story.begin(waiting_for("P5D"))
    armed, = story.advance.armed
    story.fire("late")
    assert not story.restored().fire(armed.task_id, "late", MONDAY)
    assert not story.restored().fire("0" * 32, "late", MONDAY)
    assert not story.restored().fire("nonsense", "late", MONDAY)


def test_a_timer_that_went_with_its_work_does_not_fire_within_the_same_step_either():
    run = Run.start(waiting_for("P5D"), {}, MONDAY)
    armed, = run.armed()
    run.complete(run.open_tasks()[0].task_id, {}, MONDAY)
    assert not run.fire(armed.task_id, "late", MONDAY)
    assert run.advance().completed_elements == ("begin", "work", "done")


def test_what_is_armed_next_counts_from_the_due_instant_not_from_when_somebody_looked():
    drawn = simple(start(), node("intermediateCatchEvent", "first", timer("P1D")),
                   node("intermediateCatchEvent", "second", timer("P1D")), end(), flows("begin > first > second > done"))
    story = Story.begin(drawn).fire("first")
    armed, = story.advance.armed
    assert armed.due_at == MONDAY + timedelta(days=2)


def test_a_moved_timer_fires_when_the_house_says():
    story = Story.begin(waiting_for("P5D"))
    armed, = story.advance.armed
    run = story.restored()
    assert run.fire(armed.task_id, "late", MONDAY + timedelta(days=90))
    assert [task.element_id for task in run.open_tasks()] == ["escalated"]


def test_two_timers_of_one_gateway_have_their_own_dates():
    drawn = simple(start(), node("eventBasedGateway", "which"), node("intermediateCatchEvent", "slow", timer("P9D")),
                   node("intermediateCatchEvent", "quick", timer("P1D")), user("a"), user("b"), end(),
                   flows("begin > which", "which > slow > a > done", "which > quick > b > done"))
    story = Story.begin(drawn)
    assert {timer.element_id: timer.due_at.day for timer in story.advance.armed} == {"slow": 11, "quick": 3}
    assert story.fire("quick").open == ["b"]


def test_completing_the_work_disarms_its_timers():
    assert Story.begin(waiting_for("P5D", interrupting=False)).complete("work").advance.armed == ()


def test_a_timer_in_a_loop_is_armed_anew_each_round():
    drawn = simple(start(), user("work"), boundary("late", "work", timer("P5D")), user("again"),
                   node("exclusiveGateway", "enough", default="f_enough_done"), end(),
                   flows("begin > work > enough", "enough > done", "enough > work : more", "late > again > work"))
    story = Story.begin(drawn).fire("late").complete("again")
    armed, = story.advance.armed
    assert armed.due_at == MONDAY + timedelta(days=10)


@pytest.mark.parametrize("written", ["'soon'", "'P1X'", "7", "None", "'P99999999Y'", "missing"])
def test_a_timer_without_a_usable_value_stops_at_its_element(written):
    with pytest.raises(ExecutionFailed, match="late"):
        Run.start(waiting_for(written), {}, MONDAY)


def test_months_end_at_the_end_of_the_month():
    assert after("P1M", datetime(2026, 1, 31, tzinfo=UTC)) == datetime(2026, 2, 28, tzinfo=UTC)
    assert after("P1Y2M3DT4H5M6S", datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2027, 3, 4, 4, 5, 6, tzinfo=UTC)
    assert after("P2W", MONDAY) == MONDAY + timedelta(weeks=2)
    assert instant(timedelta(days=1), MONDAY) == MONDAY + timedelta(days=1)


@pytest.mark.parametrize("written", ["P", "PT", "", "P1.5M", "1D", "P-1D", "PXD"])
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(NotAnInstant):
        after(written, MONDAY)


def test_a_timer_and_a_message_of_one_multiple_event_each_work():
    from tests.unit.execution.diagrams import declared, definitions, process, spec
    drawn = spec(definitions(declared("message", "m"), process(
        start(), node("intermediateCatchEvent", "either", event("message", "m") + timer("P1D")), user("a"), end(),
        flows("begin > either > a > done"))))
    assert Story.begin(drawn).fire("either").open == ["a"]
    story = Story.begin(drawn)
    assert story.send("m") and story.open == ["a"] and story.armed == []
