"""A run sent back to an earlier task: what encloses both goes on as it was, and what cannot be done soundly is refused."""

import pytest

from engine.errors import ExecutionFailed
from tests.unit.execution.diagrams import (
    boundary, definitions, end, flows, node, process, script, simple, spec, start, timer, user,
)
from tests.unit.execution.story import Story


def back(story: Story, element: str, *not_armed: str) -> Story:
    run = story.restored()
    run.send_back(element, story.now, lambda name: name in not_armed)
    story.advance = run.advance()
    return story


def why(story: Story, element: str) -> str | None:
    return story.restored().hindrance_to_return(element)


def call(id: str, called: str) -> str:
    return node("callActivity", id, calledElement=called)


def case() -> object:
    """A frame with a rung on it, two stages that are called, the first with a timer around it and one inside."""
    frame = process(
        start("lodged"),
        node("subProcess", "handling", start("handled") + call("admission_stage", "admission") + call("reply_stage", "reply")
             + boundary("triage_late", "admission_stage", timer("P15D"), False) + user("hurry") + end("hurried")
             + end("handling_over")
             + flows("handled > admission_stage > reply_stage > handling_over", "triage_late > hurry > hurried")),
        boundary("rung", "handling", timer("P45D"), False), user("told"), end("rung_over"), end("closed"),
        flows("lodged > handling > closed", "rung > told > rung_over"))
    admission = process(start("a_in"), script("defaults", "again = False\nseen = again"), user("triage"), user("confirm"),
                        boundary("reminder", "triage", timer("P3D"), False), user("nudge"), end("nudged"), end("a_out"),
                        flows("a_in > defaults > triage > confirm > a_out", "reminder > nudge > nudged"), id="admission")
    reply = process(start("r_in"), user("draft"), user("validate"), end("r_out"),
                    flows("r_in > draft > validate > r_out"), id="reply")
    return spec(definitions(frame, admission, reply))


def test_back_within_one_stage_keeps_what_was_answered_and_every_timer_around_it():
    story = Story.begin(case()).complete("triage", admissible=True).complete("confirm").complete("draft", outcome="upheld")
    due = {timer.element_id: timer for timer in story.advance.armed}
    assert story.open == ["validate"] and why(story, "draft") is None
    back(story, "draft")
    assert story.open == ["draft"] and {timer.element_id: timer for timer in story.advance.armed} == due
    assert story.variables["outcome"] == "upheld"
    story.complete("draft", outcome="not_upheld").complete("validate")
    assert story.ended and story.variables["outcome"] == "not_upheld" and story.elements["draft"] == 2


def test_back_into_an_earlier_stage_begins_it_at_the_task_and_arms_no_timer_that_was_reached():
    story = Story.begin(case()).complete("triage", admissible=True).complete("confirm").complete("draft", outcome="upheld")
    rung = next(timer for timer in story.advance.armed if timer.element_id == "rung")
    back(story, "confirm", "triage_late")
    assert story.open == ["confirm"] and story.armed == ["rung"] and rung in story.advance.armed
    assert "outcome" not in story.variables and story.variables["admissible"]  # a reply that was never validated is no reply
    assert story.elements["defaults"] == 1 and story.elements["draft"] == 1
    back(story, "triage", "triage_late", "reminder")
    assert story.open == ["triage"] and story.armed == ["rung"]
    for element in ("triage", "confirm", "draft", "validate"):
        assert story.open == [element]
        story.complete(element, **({"admissible": True} if element == "triage" else {}))
    assert story.ended and story.elements["triage"] == 2 and story.elements["handling"] == 1


def test_a_timer_that_was_never_reached_is_armed_again_with_its_task():
    story = Story.begin(case()).complete("triage", admissible=True).complete("confirm")
    assert back(story, "triage").armed == ["reminder", "rung", "triage_late"]
    assert story.fire("reminder").open == ["nudge", "triage"]
    assert story.fire("rung").open == ["nudge", "told", "triage"]


def test_a_branch_that_has_come_to_its_end_forbids_nothing():
    story = Story.begin(case()).fire("reminder").complete("nudge").fire("triage_late").complete("hurry")
    story.complete("triage", admissible=True)
    assert why(story, "triage") is None and back(story, "triage", "reminder").open == ["triage"]
    story.complete("triage", admissible=False).complete("confirm").complete("draft")
    back(story, "triage", "triage_late", "reminder").complete("triage").complete("confirm").complete("draft").complete("validate")
    assert story.ended and story.variables["admissible"] is False


def test_a_branch_beside_the_frame_is_left_alone_and_one_within_it_forbids_the_return():
    story = Story.begin(case()).complete("triage", admissible=True)
    story.fire("triage_late").fire("rung")
    assert story.open == ["confirm", "hurry", "told"] and why(story, "triage") is None  # hurry stands outside of the stage
    assert back(story, "triage", "reminder").open == ["hurry", "told", "triage"]
    story.complete("triage").complete("confirm")
    assert story.open == ["draft", "hurry", "told"] and why(story, "triage") == "branches"
    with pytest.raises(ExecutionFailed, match="cannot go back there"):
        back(story, "triage")
    assert back(story.complete("draft"), "draft").open == ["draft", "hurry", "told"]


def test_no_return_into_one_branch_of_several_nor_to_copies_nor_where_it_stands():
    fork = simple(start(), user("first"), node("parallelGateway", "fork"), user("left"), user("right"),
                  node("parallelGateway", "meet"), user("last"), end(),
                  flows("begin > first > fork > left > meet > last > done", "fork > right > meet"))
    story = Story.begin(fork).complete("first").complete("left")
    assert (why(story, "first"), why(story, "left")) == ("branches", "branches")
    story.complete("right")
    assert (why(story, "left"), why(story, "last"), why(story, "nowhere")) == ("gateway", "there", "unknown")
    again = back(story, "first").complete("first").complete("right").complete("left")
    assert again.open == ["last"] and again.complete("last").ended
    copies = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
              "</bpmn:multiInstanceLoopCharacteristics>")
    several = simple(start(), user("first"), user("each", copies), user("last"), end(),
                     flows("begin > first > each > last > done"))
    story = Story.begin(several).complete("first")
    assert why(story, "first") is None and back(story, "first").open == ["first"]
    story.complete("first").complete("each", instance="0").complete("each", instance="1")
    assert story.open == ["last"] and why(story, "each") == "copies"
