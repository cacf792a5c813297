"""What diagrams do, each move made on a run restored from its snapshot."""

from collections import Counter

import pytest

from tests.unit.execution.diagrams import (
    boundary, declared, definitions, end, event, flows, node, process, script, simple, spec, start, timer, user,
)
from tests.unit.execution.story import Story

MESSAGE, SIGNAL = declared("message", "m"), declared("signal", "sig")
KEPT_AS_GOT = ("<bpmn:extensionElements><spiffworkflow:messageVariable>got</spiffworkflow:messageVariable>"
               "</bpmn:extensionElements>")


def with_events(declarations: str, *parts: str):
    return spec(definitions(declarations, process(*parts)))


def test_a_choice_follows_the_answers_and_the_default():
    drawn = simple(start(), user("ask"), node("exclusiveGateway", "which", default="f_which_no"), user("no"), user("yes"),
                   end(), flows("begin > ask > which", "which > no > done", "which > yes : x == 1", "yes > done"))
    assert Story.begin(drawn).complete("ask", x=1).open == ["yes"]
    assert Story.begin(drawn).complete("ask", x=2).open == ["no"]


def test_answers_replace_variables_whole_and_removed_ones_are_gone():
    drawn = simple(start(), user("ask"), end(), flows("begin > ask > done"))
    story = Story.begin(drawn, items=[1, 2, 3], gone=1).complete("ask", remove=["gone"], items=[9])
    assert story.ended and story.variables == {"items": [9]}


def test_parallel_branches_wait_for_each_other():
    drawn = simple(start(), node("parallelGateway", "split"), user("a"), user("b"), node("parallelGateway", "join"), user("c"),
                   end(), flows("begin > split > a > join", "split > b > join", "join > c > done"))
    story = Story.begin(drawn)
    assert story.open == ["a", "b"]
    assert story.complete("b", y=2).open == ["a"]
    story.complete("a", x=1)
    assert story.open == ["c"] and story.variables == {"x": 1, "y": 2}


def test_inclusive_branches_are_those_whose_condition_holds():
    drawn = simple(start(), user("ask"), node("inclusiveGateway", "split", default="f_split_d"), user("b"), user("c"), user("d"),
                   node("inclusiveGateway", "join"), end(),
                   flows("begin > ask > split", "split > b : x > 1", "split > c : x > 2", "split > d", "b > join", "c > join",
                         "d > join", "join > done"))
    assert Story.begin(drawn).complete("ask", x=3).open == ["b", "c"]
    assert Story.begin(drawn).complete("ask", x=0).complete("d").ended


def test_a_script_computes_and_a_later_step_reads_it():
    drawn = simple(start(), script("count", "n = n + 1\nbig = n > 2"), user("ask"), end(), flows("begin > count > ask > done"))
    assert Story.begin(drawn, n=2).variables == {"n": 3, "big": True}


def test_a_sub_process_hands_its_variables_back():
    drawn = simple(start(), node("subProcess", "sub", start("s") + user("u") + end("e") + flows("s > u > e")), user("a"),
                   end(), flows("begin > sub > a > done"))
    story = Story.begin(drawn, x=1).complete("u", y=2)
    assert story.open == ["a"] and story.variables == {"x": 1, "y": 2}
    assert story.complete("a").elements == Counter(["begin", "s", "u", "e", "sub", "a", "done"])


def test_called_processes_come_from_other_files():
    inner = definitions(process(start("b2"), user("u2"), script("s2", "y = x + 1"), end("d2"), flows("b2 > u2 > s2 > d2"),
                                id="called"))
    middle = definitions(process(start("b1"), node("callActivity", "call1", calledElement="called"), user("m"), end("d1"),
                                 flows("b1 > call1 > m > d1"), id="middle"))
    outer = definitions(process(start(), node("callActivity", "call", calledElement="middle"), end(),
                                flows("begin > call > done")))
    story = Story.begin(spec(outer, middle, inner)).complete("u2", x=4).complete("m", z=1)
    assert story.ended and story.variables == {"x": 4, "y": 5, "z": 1}


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_a_task_is_repeated_for_each_item_of_a_list(sequential):
    copies = (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"><bpmn:loopDataInputRef>items'
              '</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>out</bpmn:loopDataOutputRef><bpmn:inputDataItem id="item"/>'
              '<bpmn:outputDataItem id="res"/></bpmn:multiInstanceLoopCharacteristics>')
    drawn = simple(start(), user("u", copies), end(), flows("begin > u > done"))
    story = Story.begin(drawn, items=[5, 6, 7])
    assert len(story.open) == (1 if sequential == "true" else 3)
    for number in (1, 2, 3):
        story.complete("u", res=number)
    assert story.ended and story.variables == {"items": [5, 6, 7], "out": [1, 2, 3]}
    assert story.elements["u"] == 4


@pytest.mark.parametrize("profile, rounds", [("agency", 2), ("engine", 1)])
def test_copies_in_turn_each_have_their_item_and_leave_none_behind_for_the_next(profile, rounds):
    copies = ('<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopDataInputRef>items</bpmn:loopDataInputRef>'
              '<bpmn:inputDataItem id="item"/></bpmn:multiInstanceLoopCharacteristics>')
    drawn = simple(start(), user("u", copies), user("z"), node("exclusiveGateway", "again", default="f_again_done"), end(),
                   flows("begin > u > z > again > done", "again > u : more == True"), profile=profile)
    story, seen = Story.begin(drawn, items=[5, 6, 7]), []
    for number in range(rounds):
        for _ in range(3):
            seen.append(story.variables["item"])
            story.complete("u")
        story.complete("z", more=number + 1 < rounds)
    assert story.ended and seen == [5, 6, 7] * rounds


def test_parallel_copies_are_told_apart():
    copies = ('<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>'
              "</bpmn:multiInstanceLoopCharacteristics>")
    story = Story.begin(simple(start(), user("u", copies), end(), flows("begin > u > done")))
    assert [task.instance for task in story.advance.open_tasks] == ["0", "1", "2"]
    assert story.complete("u", instance="1").open == ["u", "u"]


def test_a_loop_stops_at_its_condition_or_its_maximum():
    loop = ('<bpmn:standardLoopCharacteristics loopMaximum="3"><bpmn:loopCondition>again</bpmn:loopCondition>'
            "</bpmn:standardLoopCharacteristics>")
    drawn = simple(start(), user("u", loop), end(), flows("begin > u > done"))
    assert Story.begin(drawn).complete("u", again=False).ended
    story = Story.begin(drawn)
    for _ in range(3):
        assert not story.ended
        story.complete("u", again=True)
    assert story.ended


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_leaves_the_work_or_takes_it_away(interrupting):
    inside = node("intermediateThrowEvent", "raise", event("escalation", "es"))
    drawn = with_events(
        declared("escalation", "es", escalationCode="X"), start(),
        node("subProcess", "sub", start("s") + user("u") + inside + user("w") + end("e") + flows("s > u > raise > w > e")),
        boundary("b", "sub", event("escalation", "es"), interrupting), user("h"), end(), end("e2"),
        flows("begin > sub > done", "b > h > e2"))
    story = Story.begin(drawn).complete("u", z=1)
    assert story.open == (["h"] if interrupting else ["h", "w"])


def test_an_error_is_caught_at_the_edge_of_its_sub_process():
    drawn = with_events(
        declared("error", "er", errorCode="E"), start(),
        node("subProcess", "sub", start("s") + user("u") + end("e", event("error", "er")) + flows("s > u > e")),
        boundary("b", "sub", event("error", "er")), user("h"), end(), end("e2"), flows("begin > sub > done", "b > h > e2"))
    assert Story.begin(drawn).complete("u").open == ["h"]


def test_a_cancelled_transaction_takes_its_own_way_out():
    drawn = simple(
        start(), node("transaction", "sub", start("s") + user("u") + end("e", "<bpmn:cancelEventDefinition/>")
                      + flows("s > u > e")),
        boundary("b", "sub", "<bpmn:cancelEventDefinition/>"), user("h"), end(), end("e2"),
        flows("begin > sub > done", "b > h > e2"))
    assert Story.begin(drawn).complete("u").open == ["h"]


def test_a_terminate_event_ends_everything_around_it():
    drawn = simple(start(), node("parallelGateway", "split"), user("a"), user("b"), end(),
                   end("all", "<bpmn:terminateEventDefinition/>"), flows("begin > split > a > all", "split > b > done"))
    story = Story.begin(drawn).complete("a", x=1)
    assert story.ended and story.open == [] and story.advance.end_event == "all" and story.variables == {"x": 1}


def test_a_conditional_event_waits_until_its_data_object_fits():
    writes = "<bpmn:dataOutputAssociation><bpmn:targetRef>ref</bpmn:targetRef></bpmn:dataOutputAssociation>"
    condition = "<bpmn:conditionalEventDefinition><bpmn:condition>level == 2</bpmn:condition></bpmn:conditionalEventDefinition>"
    drawn = simple(
        '<bpmn:dataObject id="level"/><bpmn:dataObjectReference id="ref" dataObjectRef="level"/>', start(),
        node("parallelGateway", "split"), user("a", writes), user("b", writes), user("c"),
        node("intermediateCatchEvent", "when", condition), node("parallelGateway", "join"), end(),
        flows("begin > split > a > b > join", "split > when > c > join", "join > done"))
    story = Story.begin(drawn).complete("a", level=1)
    assert story.open == ["b"] and "level" not in story.variables
    assert story.complete("b", level=2).open == ["c"]


def test_a_message_is_taken_only_by_who_waits_for_it():
    drawn = with_events(MESSAGE, start(), node("intermediateCatchEvent", "c", event("message", "m", KEPT_AS_GOT)), user("a"),
                        end(), flows("begin > c > a > done"))
    story = Story.begin(drawn)
    assert story.advance.waiting_messages == ("m",)
    assert not story.send("other") and story.open == []
    assert story.send("m", x=1) and story.variables == {"got": {"x": 1}}
    assert not story.send("m")


def test_a_message_at_the_edge_interrupts_what_it_is_drawn_on():
    drawn = with_events(MESSAGE, start(),
                        node("subProcess", "handling", start("s") + user("u") + end("e") + flows("s > u > e")),
                        boundary("withdrawn", "handling", event("message", "m")), end(), end("gone"),
                        flows("begin > handling > done", "withdrawn > gone"))
    story = Story.begin(drawn)
    assert story.send("m") and story.ended and story.advance.end_event == "gone"


def test_a_correlated_message_needs_the_key_it_began_with():
    key = ('<bpmn:collaboration id="col"><bpmn:participant id="p" processRef="main"/><bpmn:correlationKey id="ck" name="key">'
           "<bpmn:correlationPropertyRef>prop</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>"
           '<bpmn:correlationProperty id="prop" name="prop">' + "".join(
               f'<bpmn:correlationPropertyRetrievalExpression messageRef="{name}"><bpmn:messagePath>ref</bpmn:messagePath>'
               "</bpmn:correlationPropertyRetrievalExpression>" for name in ("m", "n")) + "</bpmn:correlationProperty>")
    payload = ('<bpmn:extensionElements><spiffworkflow:messagePayload>{"ref": x}</spiffworkflow:messagePayload>'
               "</bpmn:extensionElements>")
    drawn = with_events(key + MESSAGE + declared("message", "n"), start(), user("a"),
                        node("intermediateThrowEvent", "t", event("message", "m", payload)),
                        node("intermediateCatchEvent", "c", event("message", "n", KEPT_AS_GOT)), end(),
                        flows("begin > a > t > c > done"))
    story = Story.begin(drawn).complete("a", x=5)
    assert not story.send("n", ref=4)
    assert not story.send("n", other=5)
    assert story.send("n", ref=5, y=1) and story.variables == {"x": 5, "got": {"ref": 5, "y": 1}}


def test_signals_reach_every_waiting_branch_and_come_from_outside_too():
    drawn = with_events(SIGNAL, start(), node("parallelGateway", "split"), user("a"), user("b"),
                        node("intermediateCatchEvent", "c", event("signal", "sig")),
                        node("intermediateCatchEvent", "d", event("signal", "sig")), node("parallelGateway", "join"), end(),
                        flows("begin > split > c > a > join", "split > d > b > join", "join > done"))
    story = Story.begin(drawn)
    assert story.advance.waiting_signals == ("sig",)
    assert story.send("sig") and story.open == ["a", "b"]


def test_the_first_event_after_an_event_gateway_wins():
    drawn = with_events(MESSAGE, start(), node("eventBasedGateway", "which"),
                        node("intermediateCatchEvent", "c", event("message", "m")),
                        node("intermediateCatchEvent", "late", timer("P3D")), user("a"), user("b"), end(),
                        flows("begin > which", "which > c > a > done", "which > late > b > done"))
    story = Story.begin(drawn)
    assert story.send("m") and story.open == ["a"] and story.armed == []
    assert Story.begin(drawn).fire("late").open == ["b"]


def test_all_events_of_a_parallel_multiple_event_are_needed_and_remembered():
    drawn = with_events(MESSAGE + SIGNAL, start(),
                        node("intermediateCatchEvent", "c", event("message", "m") + event("signal", "sig"),
                             parallelMultiple="true"),
                        user("a"), end(), flows("begin > c > a > done"))
    story = Story.begin(drawn)
    assert story.send("sig") and story.open == []
    assert story.send("m") and story.open == ["a"]


def test_a_triggered_event_sub_process_stays_with_its_own_case():
    drawn = with_events(SIGNAL, start(), user("set"), node("intermediateThrowEvent", "t", event("signal", "sig")), user("after"),
                        end(), node("subProcess", "sub", start("s", event("signal", "sig")) + user("u") + end("e")
                                    + flows("s > u > e"), triggeredByEvent="true"),
                        flows("begin > set > t > after > done"))
    first = Story.begin(drawn).complete("set", a=1)
    assert first.open == ["after", "u"]
    assert Story.begin(drawn).open == ["set"]
    assert first.complete("after").complete("u", b=2).ended
