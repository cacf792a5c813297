"""The Run itself: what an Advance says, how it fails, what a snapshot holds."""

import logging

import orjson
import pytest
import zstandard

from engine.definitions.bundle import Bundle
from engine.errors import ExecutionFailed, Invalid, NotFound, ProcessStandsStill, RunawayProcess
from engine.execution import Run, Specs
from engine.execution.formats import FORMAT
from tests.unit.execution.diagrams import (
    bundle, definitions, end, flows, node, process, script, simple, start, user,
)
from tests.unit.execution.story import MONDAY, Story


def letter(id: str, **parameters: str) -> str:
    given = "".join(f'<spiffworkflow:parameter id="{name}" type="str" value="{value}"/>' for name, value in parameters.items())
    return node("serviceTask", id, '<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="send_letter">'
                f"<spiffworkflow:parameters>{given}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
                "</bpmn:extensionElements>")


def test_a_service_task_only_asks():
    story = Story.begin(simple(start(), letter("receipt", letter="'receipt'", to="who"), user("a"), end(),
                               flows("begin > receipt > a > done")), who="complainant")
    request, = story.advance.requests
    assert (request.operator, request.element_id) == ("send_letter", "receipt")
    assert request.parameters == {"letter": "receipt", "to": "complainant"}
    assert story.variables == {"who": "complainant"}
    assert story.complete("a").advance.requests == ()


def test_an_advance_tells_what_was_completed_and_entered_in_order():
    drawn = simple(start(), user("a"), node("subProcess", "sub", start("s") + script("x", "y = 1") + user("b") + end("e")
                                            + flows("s > x > b > e")), end(), flows("begin > a > sub > done"))
    story = Story.begin(drawn)
    assert story.advance.completed_elements == ("begin",)
    assert story.advance.entered_elements == ("begin", "a")
    story.complete("a")
    assert story.advance.completed_elements == ("a", "s", "x")
    assert story.advance.entered_elements == ("sub", "s", "x", "b")
    story.complete("b")
    assert story.advance.completed_elements == ("b", "e", "sub", "done")
    assert sorted(story.restored().completed_elements()) == sorted(["begin", "a", "s", "x", "b", "e", "sub", "done"])


def test_one_run_may_take_many_steps_before_it_is_kept():
    run = Run.start(simple(start(), user("a"), user("b"), end(), flows("begin > a > b > done")), {}, MONDAY)
    for _ in range(2):
        run.complete(run.open_tasks()[0].task_id, {}, MONDAY)
    assert run.advance().ended and run.advance().completed_elements == ("begin", "a", "b", "done")


def test_a_process_without_a_wait_is_stopped():
    drawn = simple(start(), node("exclusiveGateway", "g", default="f_g_s"), script("s", "x = 1"), end(),
                   flows("begin > g", "g > s > g", "g > done : x == 2"))
    with pytest.raises(RunawayProcess):
        Run.start(drawn, {"x": 0}, MONDAY)


def test_a_failure_names_its_element_and_makes_the_run_unusable():
    drawn = simple(start(), user("a"), script("compute", "y = x + lenght"), user("b"), end(),
                   flows("begin > a > compute > b > done"))
    run = Run.start(drawn, {"length": 1}, MONDAY)
    with pytest.raises(ExecutionFailed, match="compute: .*no variable lenght. Did you mean length"):
        run.complete(run.open_tasks()[0].task_id, {"x": 1}, MONDAY)
    for unusable in (run.advance, lambda: run.signal("anything", {}, MONDAY), run.packed):
        with pytest.raises(ExecutionFailed, match="failed before"):
            unusable()


def test_a_case_whose_branches_wait_for_each_other_fails_instead_of_standing_still():
    parts = (start(), user("a"), node("exclusiveGateway", "either", default="f_either_c"), user("b"), user("c"),
             node("parallelGateway", "both"), end(),
             flows("begin > a > either > c > both > done", "either > b : False", "b > both"))
    story = Story.begin(simple(*parts)).complete("a").complete("c")
    assert story.advance.stuck and not story.ended, "a bare diagram is told"
    run = Story.begin(simple(*parts, profile="agency")).complete("a").restored()
    run.complete(run.open_tasks()[0].task_id, {}, MONDAY)
    with pytest.raises(ProcessStandsStill, match="After c the process"):
        run.advance()


def test_no_true_branch_is_a_failure_not_a_silent_end():
    drawn = simple(start(), node("exclusiveGateway", "g"), user("a"), user("b"), end(),
                   flows("begin > g", "g > a : x == 1", "g > b : x == 2", "a > done", "b > done"))
    with pytest.raises(ExecutionFailed, match="at g"):
        Run.start(drawn, {"x": 3}, MONDAY)


def test_answers_that_no_snapshot_could_hold_are_refused_before_anything_happens():
    run = Run.start(simple(start(), user("a"), end(), flows("begin > a > done")), {}, MONDAY)
    task, = run.open_tasks()
    for answers in ({"x": float("nan")}, {"x": object()}, {"x": 10**30}):
        with pytest.raises(Invalid):
            run.complete(task.task_id, answers, MONDAY)
    run.complete(task.task_id, {"x": 1}, MONDAY)
    assert run.advance().ended


def test_a_task_is_completed_once():
    run = Run.start(simple(start(), user("a"), user("b"), end(), flows("begin > a > b > done")), {}, MONDAY)
    task, = run.open_tasks()
    run.complete(task.task_id, {}, MONDAY)
    with pytest.raises(ExecutionFailed, match="not open"):
        run.complete(task.task_id, {}, MONDAY)


def test_a_cancelled_run_has_nothing_open():
    story = Story.begin(simple(start(), user("a"), end(), flows("begin > a > done")))
    run = story.restored()
    run.cancel(MONDAY)
    assert run.advance().open_tasks == () and run.advance().ended


def test_lanes_names_and_kinds_of_tasks_are_told():
    lanes = '<bpmn:laneSet><bpmn:lane id="l" name="officer"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    drawn = simple(lanes, start(), node("manualTask", "a", name="Walk there"), end(), flows("begin > a > done"))
    task, = Story.begin(drawn).advance.open_tasks
    assert (task.name, task.lane, task.kind) == ("Walk there", "officer", "manualTask")


def test_the_snapshot_has_a_format_byte_and_no_specification():
    story = Story.begin(simple(start(), user("a"), user("b"), end(), flows("begin > a > b > done")), x="é" * 10)
    kept = story.advance.snapshot
    assert kept[0] == FORMAT
    body = orjson.loads(zstandard.ZstdDecompressor().decompress(kept[1:]))
    assert "spec" not in body and body["p"] == "main"
    assert len(kept) < 600


@pytest.mark.parametrize("damaged", [b"", b"\x02abc", b"\x01abc", b"\x01"])
def test_a_damaged_snapshot_is_a_clear_failure(damaged):
    drawn = simple(start(), user("a"), end(), flows("begin > a > done"))
    with pytest.raises(ExecutionFailed, match="snapshot"):
        Run.restore(drawn, damaged)


def test_one_and_true_stay_what_they_are_through_a_snapshot():
    drawn = simple(start(), user("a"), user("b"), user("c"), end(), flows("begin > a > b > c > done"))
    story = Story.begin(drawn, x=1, y=[1], z={"k": 1}).complete("a", x=True, y=[True], z={"k": 1.0}).complete("b")
    assert story.variables["x"] is True and story.variables["y"][0] is True and type(story.variables["z"]["k"]) is float


def test_data_that_looks_like_the_librarys_own_is_only_data():
    drawn = simple(start(), user("a"), user("b"), end(), flows("begin > a > b > done"))
    story = Story.begin(drawn).complete("a", evil={"typename": "Task", "value": "x"}).complete("b")
    assert story.variables == {"evil": {"typename": "Task", "value": "x"}}


def test_a_case_may_go_round_hundreds_of_times():
    drawn = simple(start(), user("a"), node("exclusiveGateway", "g", default="f_g_done"), end(),
                   flows("begin > a > g", "g > done", "g > a : again"))
    run = Run.start(drawn, {}, MONDAY)
    for _ in range(400):
        run.complete(run.open_tasks()[0].task_id, {"again": True}, MONDAY)
    story = Story(drawn)
    story.advance = run.advance()
    assert story.open == ["a"] and story.complete("a", again=False).ended
    assert story.elements["a"] == 401


def test_specifications_are_read_once_and_the_oldest_leaves_first():
    files = {name: bundle(definitions(process(start(), user(name), end(), flows(f"begin > {name} > done"))))
             for name in ("a", "b", "c")}
    asked = []

    def loader(name: str) -> Bundle:
        asked.append(name)
        return files[name]
    specs = Specs(loader, size=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        specs.of(name)
    assert asked == ["a", "b", "c", "b"]


def test_an_unknown_process_is_not_found():
    drawn = simple(start(), user("a"), end(), flows("begin > a > done"))
    with pytest.raises(NotFound):
        Run.start(drawn, {}, MONDAY, process_id="other")


def test_the_librarys_log_records_stay_silent(caplog):
    caplog.set_level(logging.DEBUG)
    Story.begin(simple(start(), user("a"), end(), flows("begin > a > done")), secret="my name").complete("a")
    assert "my name" not in caplog.text and not [record for record in caplog.records if record.name.startswith("spiff")]
