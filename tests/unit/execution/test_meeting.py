"""Where branches of a family meet, every answer given in one of them is there afterwards, whatever came last."""

from itertools import permutations

import pytest

from engine.execution.values import brought_together
from tests.unit.execution.diagrams import boundary, end, flows, node, simple, start, timer, user
from tests.unit.execution.story import Story

ORDERS = ["".join(order) for order in permutations("abc")]


def branches(kind: str, profile: str = "agency"):
    condition = "" if kind == "parallelGateway" else " : n > 0"
    default = {} if kind == "parallelGateway" else {"default": "f_split_c"}
    return simple(start(), node(kind, "split", **default), *map(user, "abc"), node(kind, "join"), user("z"), end(),
                  flows("begin > split", f"split > a{condition}", f"split > b{condition}",
                        "split > c" + (condition if kind == "parallelGateway" else ""),
                        "a > join", "b > join", "c > join", "join > z > done"), profile=profile)


@pytest.mark.parametrize("order", ORDERS)
def test_what_one_branch_changed_is_not_written_over_by_another_that_left_it_alone(order):
    story = Story.begin(branches("parallelGateway"), n=1, upheld=False, units=[1, 2, 3], place={"x": [1, 2], "y": 1}, gone=1)
    for element in order:
        if element == "a":
            story.complete("a", remove=["gone"], upheld=True, units=[9], place={"x": [7], "y": 1})
        elif element == "b":
            story.complete("b", place={"x": [1, 2], "y": 2}, more=[4])
        else:
            story.complete("c")
    assert story.variables == {"n": 1, "upheld": True, "units": [9], "place": {"x": [7], "y": 2}, "more": [4]}
    assert story.complete("z").variables["upheld"] is True


def test_of_two_branches_that_both_decided_the_later_one_counts():
    for first, second in ("ab", "ba"):
        story = Story.begin(branches("parallelGateway"), n=1)
        story.complete(first, n=first).complete("c").complete(second, n=second)
        assert story.variables == {"n": second}


def test_inclusive_branches_meet_in_the_same_way():
    story = Story.begin(branches("inclusiveGateway"), n=1, upheld=False)
    assert story.open == ["a", "b"]
    assert story.complete("a", upheld=True).complete("b").variables == {"n": 1, "upheld": True}


def test_a_reminder_that_ends_last_does_not_take_the_decision_back():
    drawn = simple(start(), user("work"), boundary("late", "work", timer("P3D"), interrupting=False), user("remind"), end("told"),
                   end(), flows("begin > work > done", "late > remind > told"), profile="agency")
    story = Story.begin(drawn, upheld=False).fire("late").complete("work", upheld=True).complete("remind", by="phone")
    assert story.ended and story.variables == {"upheld": True, "by": "phone"}


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_a_copy_that_is_done_last_does_not_take_back_what_another_said(sequential):
    copies = (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"><bpmn:loopCardinality>3</bpmn:loopCardinality>'
              "</bpmn:multiInstanceLoopCharacteristics>")
    drawn = simple(start(), user("ask", copies), user("z"), end(), flows("begin > ask > z > done"), profile="agency")
    story = Story.begin(drawn, found=False, units=[1, 2, 3])
    story.complete("ask", instance="0", found=True, units=[2])
    story.complete("ask", instance="1").complete("ask", instance="2")
    assert story.variables == {"found": True, "units": [2]}


def test_a_bare_diagram_gets_what_the_library_gives():
    story = Story.begin(branches("parallelGateway", profile="engine"), n=1, upheld=False, units=[1, 2, 3])
    story.complete("a", upheld=True, units=[9]).complete("c").complete("b", n=2)
    assert story.variables == {"n": 2, "upheld": False, "units": [1, 2, 3]}


def test_copies_of_a_bare_diagram_merge_lists_as_the_library_does():
    copies = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
              "</bpmn:multiInstanceLoopCharacteristics>")
    story = Story.begin(simple(start(), user("ask", copies), user("z"), end(), flows("begin > ask > z > done")), units=[1, 2])
    story.complete("ask", instance="0", units=[9]).complete("ask", instance="1")
    assert story.variables == {"units": [1, 2]}


def test_bringing_together_takes_what_either_side_changed_and_keeps_ours_where_both_did():
    before = {"a": 1, "b": [1], "c": {"x": 1, "y": 1}, "d": 1, "e": 1}
    ours, theirs = {**before, "a": 2, "c": {"x": 2, "y": 1}}, {**before, "a": 3, "b": [], "c": {"x": 1, "y": 2}, "f": True}
    del theirs["d"]
    assert brought_together(before, ours, theirs) == {"a": 2, "b": [], "c": {"x": 2, "y": 2}, "e": 1, "f": True}


#: A fork in a fork, over and over: three asks, then `again`.
def rounds(kind: str):
    all_of = " : True" if kind == "inclusiveGateway" else ""
    return simple(
        start(), node("exclusiveGateway", "top"), node(kind, "split"), user("one"), node(kind, "inner"), user("two"),
        user("three"), node(kind, "meet"), node(kind, "join"), user("again"),
        node("exclusiveGateway", "gate", default="f_gate_top"), end(),
        flows("begin > top > split", f"split > one{all_of}", f"split > inner{all_of}", f"inner > two{all_of}",
              f"inner > three{all_of}", "one > join > again > gate > top", "two > meet > join", "three > meet",
              "gate > done : enough"), profile="agency")


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
@pytest.mark.parametrize("second", list(permutations(("one", "two", "three"))), ids="-".join)
def test_a_join_in_a_loop_waits_for_every_branch_of_its_own_round_in_whatever_order_they_come(kind, second):
    story = Story.begin(rounds(kind), enough=False)
    for order in (*permutations(("one", "two", "three")), second, second):
        for place, name in enumerate(order):
            assert story.open == sorted(order[place:])
            story.complete(name)
        assert story.open == ["again"]
        story.complete("again")
    assert story.complete("one").complete("two").complete("three").complete("again", enough=True).ended
    assert {story.elements[name] for name in ("join", "meet", "split", "inner", "one", "two", "three")} == {9}


def test_an_inclusive_join_does_not_wait_for_a_branch_that_waits_for_it():
    """`beside` could come to the join once more in the next round: by the way that has been come by as well."""
    drawn = simple(
        start(), node("exclusiveGateway", "top"), node("parallelGateway", "split"), user("beside"),
        node("inclusiveGateway", "some"), user("one"), user("two"), node("inclusiveGateway", "met"),
        node("parallelGateway", "join"), user("again"), node("exclusiveGateway", "gate", default="f_gate_top"), end(),
        flows("begin > top > split > beside > join > again > gate > top", "split > some", "some > one : True",
              "some > two : both", "one > met > join", "two > met", "gate > done : enough"), profile="agency")
    story = Story.begin(drawn, both=False, enough=False)
    story.complete("one")
    assert story.open == ["beside"] and story.elements["met"] == 1
    assert story.complete("beside").complete("again", both=True).open == ["beside", "one", "two"]
    assert story.complete("beside").complete("one").open == ["two"], "what was sent out in this round is waited for"
    assert story.complete("two").complete("again", enough=True, both=False).ended


def test_what_was_said_to_a_reminder_of_an_earlier_round_is_there_at_the_end():
    drawn = simple(start(), user("first"), boundary("soon", "first", timer("P1D"), False), user("tell"), end("heard"),
                   node("exclusiveGateway", "top"), user("work"), boundary("late", "work", timer("P3D"), False),
                   user("remind"), end("told"), node("exclusiveGateway", "gate", default="f_gate_top"), end(),
                   flows("begin > first > top > work > gate > top", "gate > done : enough", "soon > tell > heard",
                         "late > remind > told"), profile="agency")
    story = Story.begin(drawn, enough=False).fire("soon").complete("tell", told="letter").complete("first")
    story.fire("late").complete("remind", by="phone").complete("work", n=1).complete("work", n=2, enough=True)
    assert story.ended and story.variables == {"enough": True, "n": 2, "by": "phone", "told": "letter"}
