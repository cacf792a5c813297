"""A called process of a family that ends with an error never completes: the nearest event on the way out that catches it goes on.
Of a bare diagram the library's way is kept, which is what its author tested."""

import pytest

from engine.errors import ExecutionFailed
from tests.unit.execution.diagrams import (
    boundary, declared, definitions, end, event, flows, node, process, script, spec, start, timer, user,
)
from tests.unit.execution.story import Story

WRONG, OTHER = declared("error", "wrong", errorCode="WRONG"), declared("error", "other", errorCode="OTHER")
#: asks, then ends well or with the error; beside it a clock runs
STAGE = process(
    start(), user("ask"), boundary("clock", "ask", timer("'P9D'"), False), end("late"),
    node("exclusiveGateway", "gate", default="f_gate_fine"), end("fine"), end("bad", event("error", "wrong")),
    flows("begin > ask > gate > fine", "clock > late", "gate > bad : not well"), id="stage")
MANY = ("<bpmn:multiInstanceLoopCharacteristics{}><bpmn:loopCardinality>3</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>")


def call(id: str, calls: str = "stage", inner: str = "") -> str:
    return node("callActivity", id, inner, calledElement=calls)


def border(host: str, error: str = "wrong", id: str = "border") -> str:
    """An event at the border of `host` that leads to the task `mend`."""
    return boundary(id, host, event("error", error) if error else event("error")) + user(f"mend_{id}") + end(f"end_{id}") \
        + flows(f"{id} > mend_{id} > end_{id}")


def begun(*processes: str, profile: str = "agency", **variables) -> Story:
    return Story.begin(spec(definitions(WRONG, OTHER, *processes, STAGE), profile=profile), **variables)


def main(*parts: str) -> str:
    return process(start(), *parts, end())


ON_THE_CALL = main(call("stage_one"), border("stage_one"), user("after"), flows("begin > stage_one > after > done"))
AROUND = main(node("subProcess", "around", start("in") + call("stage_one") + user("after") + end("out")
                   + flows("in > stage_one > after > out")),
              border("around"), user("then"), flows("begin > around > then > done"))
MIDDLE = process(start(), call("stage_one"), user("after"), end(), flows("begin > stage_one > after > done"), id="middle")
TWO_DEEP = main(call("middle_one", "middle"), border("middle_one"), user("then"), flows("begin > middle_one > then > done"))
COPIES = main(call("stage_one", inner=MANY.format("")), border("stage_one"), user("after"),
              flows("begin > stage_one > after > done"))
IN_TURN = main(call("stage_one", inner=MANY.format(' isSequential="true"')), border("stage_one"), user("after"),
               flows("begin > stage_one > after > done"))


@pytest.mark.parametrize("drawn", [(ON_THE_CALL,), (AROUND,), (TWO_DEEP, MIDDLE), (COPIES,), (IN_TURN,)],
                         ids=["on the call", "around it", "two deep", "copies", "in turn"])
def test_the_step_after_the_call_is_never_entered_and_nothing_inside_goes_on(drawn):
    story = begun(*drawn)
    story.complete("ask", well=False)
    assert (story.open, story.armed) == (["mend_border"], [])
    assert not {"after", "then", "stage_one", "around", "middle_one"} & {*story.advance.completed_elements}
    assert not {"after", "then"} & {*story.advance.entered_elements}
    story.complete("mend_border")
    assert story.ended and story.advance.end_event == "end_border"
    assert (story.elements["bad"], story.elements["after"], story.elements["stage_one"]) == (1, 0, 0)


@pytest.mark.parametrize("drawn", [(ON_THE_CALL,), (TWO_DEEP, MIDDLE)], ids=["on the call", "two deep"])
def test_a_called_process_that_ends_well_goes_on_to_the_step_after_the_call(drawn):
    story = begun(*drawn).complete("ask", well=True)
    assert story.open == ["after"]
    assert not story.complete("after").armed


def test_an_error_after_other_copies_have_ended_well_ends_the_rest():
    story = begun(COPIES).complete("ask", well=True)
    assert story.open == ["ask", "ask"]
    assert story.complete("ask", well=False).open == ["mend_border"]
    assert (story.elements["fine"], story.elements["bad"], story.armed) == (1, 1, [])


def test_of_two_calls_side_by_side_only_the_border_of_the_one_that_failed_catches():
    both = main(node("parallelGateway", "split"), call("one"), border("one", id="b_one"), call("two"), border("two", id="b_two"),
                node("parallelGateway", "join"), flows("begin > split > one > join > done", "split > two > join"))
    story = begun(both)
    story.complete("ask", well=False)
    assert len(story.open) == 2 and "ask" in story.open and len({*story.open} & {"mend_b_one", "mend_b_two"}) == 1


def test_the_nearest_border_catches_and_one_that_names_the_error_goes_before_one_that_takes_any():
    near = process(start(), call("stage_one"), border("stage_one", "", "any"), border("stage_one", "wrong", "named"),
                   user("after"), end(), flows("begin > stage_one > after > done"), id="middle")
    assert begun(TWO_DEEP, near).complete("ask", well=False).open == ["mend_named"]
    other = process(start(), call("stage_one"), border("stage_one", "other", "named"), user("after"), end(),
                    flows("begin > stage_one > after > done"), id="middle")
    assert begun(TWO_DEEP, other).complete("ask", well=False).open == ["mend_border"]


def test_what_was_ready_beside_an_error_is_not_run_any_more():
    beside = process(
        start(), node("parallelGateway", "split"), end("bad", event("error", "wrong")), script("later", "n = 1"), end("fine"),
        flows("begin > split > bad", "split > later > fine"), id="stage")
    drawn = spec(definitions(WRONG, ON_THE_CALL, beside), profile="agency")
    story = Story.begin(drawn)
    assert story.open == ["mend_border"] and not {"later", "fine"} & {*story.elements}


def test_an_error_that_nothing_catches_stops_a_familys_case_and_in_a_bare_diagram_ends_the_process():
    alone = main(call("stage_one"), user("after"), flows("begin > stage_one > after > done"))
    with pytest.raises(ExecutionFailed) as refused:
        begun(alone).complete("ask", well=False)
    assert refused.value.fields["element"] == "bad"
    story = begun(alone, profile="engine").complete("ask", well=False)
    assert story.open == ["after"] and [said.name for said in story.advance.thrown] == ["WRONG"]
