"""Each mistake a diagram can hold is found and named; a sound diagram is left alone."""

import pytest
from engine.definitions import Bundle, check, inject_choice_conditions
from tests.unit.definitions.sketches import chain, codes, diagram, flow, node, straight, timer

TASK = node("userTask", "triage")
ENDS = node("startEvent", "begun") + node("endEvent", "ended")
MESSAGE = '<bpmn:message id="m1" name="withdrawal"/>'


def choice(*flows: str, default: str = "", kind: str = "exclusiveGateway") -> bytes:
    """begun > triage > asked, which leads to one and other, and both to ended."""
    attributes = {"default": default} if default else {}
    return diagram(
        ENDS,
        TASK,
        node(kind, "asked", **attributes),
        node("userTask", "one"),
        node("userTask", "other"),
        chain("begun", "triage", "asked"),
        *flows,
        chain("one", "ended"),
        chain("other", "ended"),
    )


def hanging(event: str, after: str = chain("late", "told")) -> bytes:
    """A task with an event on its border."""
    return diagram(ENDS, TASK, event, node("endEvent", "told"), chain("begun", "triage", "ended"), after)


def scripted(text: str) -> bytes:
    script = node("scriptTask", "set_it", f"<bpmn:script>{text}</bpmn:script>" if text else "")
    return straight(script, ids=("set_it",))


SOUND = [
    straight(TASK, ids=("triage",)),
    choice(flow("asked", "one", "admissible == True"), flow("asked", "other"), default="asked_to_other"),
    hanging(node("boundaryEvent", "late", timer("P15D"), attachedToRef="triage")),
    hanging(node("boundaryEvent", "late", timer("'PT2H'"), attachedToRef="triage", cancelActivity="false")),
    hanging(node("boundaryEvent", "late", timer("deadline('reply')", "timeDate"), attachedToRef="triage")),
    scripted("outcome = 'settled'"),
    diagram(
        ENDS,
        TASK,
        node("exclusiveGateway", "again", default="out"),
        chain("begun", "triage", "again"),
        flow("again", "triage", "more == True"),
        flow("again", "ended", id="out"),
    ),
]

MISTAKES = {
    "id_reserved": straight(node("userTask", "End"), ids=("End",)),
    "id_twice": straight(TASK + node("userTask", "triage"), ids=("triage",)),
    "unreachable": diagram(
        ENDS, TASK, node("userTask", "lost"), chain("begun", "triage", "ended"), chain("lost", "ended")
    ),
    "flow_from_nothing": diagram(ENDS, TASK, chain("begun", "triage", "ended"), flow("nobody", "triage")),
    "flow_to_nothing": diagram(ENDS, TASK, chain("begun", "triage", "ended"), flow("triage", "nowhere")),
    "no_start": diagram(TASK, node("endEvent", "ended"), chain("triage", "ended")),
    "many_starts": diagram(
        ENDS, node("startEvent", "also"), TASK, chain("begun", "triage", "ended"), chain("also", "triage")
    ),
    "no_end": diagram(node("startEvent", "begun"), TASK, chain("begun", "triage")),
    "dead_end": diagram(
        ENDS,
        TASK,
        node("userTask", "stuck"),
        node("parallelGateway", "both"),
        chain("begun", "both", "triage", "ended"),
        chain("both", "stuck"),
    ),
    "implicit_fork": diagram(
        ENDS, TASK, node("endEvent", "too"), chain("begun", "triage", "ended"), chain("triage", "too")
    ),
    "no_default": choice(flow("asked", "one", "a == 1"), flow("asked", "other", "a == 2")),
    "default_unknown": choice(
        flow("asked", "one", "a == 1"), flow("asked", "other", "a == 2"), default="begun_to_triage"
    ),
    "condition_missing": choice(flow("asked", "one"), flow("asked", "other"), default="asked_to_other"),
    "condition_identical": diagram(
        ENDS,
        TASK,
        node("exclusiveGateway", "asked", default="rest"),
        node("userTask", "one"),
        node("userTask", "two"),
        chain("begun", "triage", "asked"),
        flow("asked", "one", "a == 1"),
        flow("asked", "two", "a==1"),
        flow("asked", "ended", id="rest"),
        chain("one", "ended"),
        chain("two", "ended"),
    ),
    "condition_constant": choice(flow("asked", "one", "True"), flow("asked", "other"), default="asked_to_other"),
    "condition_ignored": diagram(ENDS, TASK, chain("begun", "triage"), flow("triage", "ended", "a == 1")),
    "split_join": diagram(
        ENDS,
        node("parallelGateway", "both"),
        node("userTask", "one"),
        node("userTask", "two"),
        node("exclusiveGateway", "met"),
        chain("begun", "both", "one", "met", "ended"),
        chain("both", "two", "met"),
    ),
    "loop_without_wait": diagram(
        ENDS,
        node("scriptTask", "count", "<bpmn:script>a = 1</bpmn:script>"),
        node("exclusiveGateway", "again", default="out"),
        chain("begun", "count", "again"),
        flow("again", "count", "a == 1"),
        flow("again", "ended", id="out"),
    ),
    "loop_without_exit": diagram(ENDS, TASK, node("userTask", "again"), chain("begun", "triage", "again", "triage")),
    "repeat_unlimited": straight(node("userTask", "triage", "<bpmn:standardLoopCharacteristics/>"), ids=("triage",)),
    "repeat_without_count": straight(
        node("userTask", "triage", "<bpmn:multiInstanceLoopCharacteristics/>"), ids=("triage",)
    ),
    "boundary_detached": hanging(node("boundaryEvent", "late", timer("P1D"), attachedToRef="nothing")),
    "boundary_without_outgoing": hanging(node("boundaryEvent", "late", timer("P1D"), attachedToRef="triage"), ""),
    "timer_empty": hanging(node("boundaryEvent", "late", "<bpmn:timerEventDefinition/>", attachedToRef="triage")),
    "timer_cycle": hanging(node("boundaryEvent", "late", timer("'R3/P1D'", "timeCycle"), attachedToRef="triage")),
    "timer_not_text": hanging(node("boundaryEvent", "late", timer("P1.5M"), attachedToRef="triage")),
    "message_missing": hanging(
        node("boundaryEvent", "late", "<bpmn:messageEventDefinition/>", attachedToRef="triage", name="")
    ),
    "message_unknown": hanging(
        node("boundaryEvent", "late", '<bpmn:messageEventDefinition messageRef="x"/>', attachedToRef="triage")
    ),
    "event_kind_refused": diagram(
        ENDS,
        TASK,
        node("intermediateThrowEvent", "away", "<bpmn:linkEventDefinition name='x'/>"),
        chain("begun", "triage", "away", "ended"),
    ),
    "event_sub_process": diagram(
        ENDS,
        TASK,
        chain("begun", "triage", "ended"),
        node(
            "subProcess",
            "aside",
            node("startEvent", "when") + node("endEvent", "then") + chain("when", "then"),
            triggeredByEvent="true",
        ),
    ),
    "element_unsupported": choice(flow("asked", "one"), flow("asked", "other"), kind="complexGateway"),
    "script_empty": scripted(""),
    "expression_refused": scripted("import os"),
    "function_unknown": scripted("a = holiday(1)"),
    "call_unknown": straight(node("callActivity", "elsewhere", calledElement="nowhere"), ids=("elsewhere",)),
    "call_missing": straight(node("callActivity", "elsewhere"), ids=("elsewhere",)),
    "call_recursion": straight(node("callActivity", "again", calledElement="complaint"), ids=("again",)),
    "decision_missing": straight(node("businessRuleTask", "ask_table"), ids=("ask_table",)),
    "operator_missing": straight(node("serviceTask", "serve"), ids=("serve",)),
    "data_unresolved": straight(
        node(
            "userTask",
            "triage",
            "<bpmn:dataInputAssociation id='d'><bpmn:sourceRef>nothing</bpmn:sourceRef>"
            "</bpmn:dataInputAssociation>",
        ),
        ids=("triage",),
    ),
    "not_executable": diagram(ENDS, TASK, chain("begun", "triage", "ended"), executable="false"),
    "event_gateway_timers": diagram(
        ENDS,
        TASK,
        node("eventBasedGateway", "first"),
        node("intermediateCatchEvent", "one", timer("P1D")),
        node("intermediateCatchEvent", "two", timer("P2D")),
        chain("begun", "triage", "first", "one", "ended"),
        chain("first", "two", "ended"),
    ),
    "too_many_elements": straight(
        "".join(node("userTask", f"t{n}") for n in range(401)), ids=tuple(f"t{n}" for n in range(401))
    ),
}


@pytest.mark.parametrize("xml", SOUND)
def test_a_sound_diagram_has_no_errors(xml):
    assert codes(xml) == set()


@pytest.mark.parametrize("code", MISTAKES)
def test_each_mistake_is_found(code):
    assert code in codes(MISTAKES[code])


def test_a_finding_names_the_element_and_the_remedy():
    finding = check(Bundle("sketch", {"bpmn/a.bpmn": MISTAKES["no_default"]}, "single"))[0]

    assert (finding.element_id, finding.element_name) == ("asked", "asked")
    assert finding.fix == "Mark one of its flows as the default."
    assert finding.as_json()["file"] == "bpmn/a.bpmn"


def test_an_exclusive_split_into_a_parallel_join_would_wait_for_ever():
    xml = diagram(
        ENDS,
        TASK,
        node("exclusiveGateway", "asked", default="d"),
        node("userTask", "one"),
        node("userTask", "two"),
        node("parallelGateway", "met"),
        chain("begun", "triage", "asked"),
        flow("asked", "one", "a == 1"),
        flow("asked", "two", id="d"),
        chain("one", "met", "ended"),
        chain("two", "met"),
    )

    assert "split_join" in codes(xml)


def looped(inside: str, *middle: str) -> bytes:
    """triage > the middle > asked, and back to triage where there is more to do."""
    return diagram(ENDS, TASK, node("exclusiveGateway", "asked", default="asked_to_ended"), inside, chain("begun", "triage"),
                   *middle, flow("asked", "ended"), flow("asked", "triage", "a == 1"))


BRANCHES = "".join(node(kind, name) for kind, name in (
    ("parallelGateway", "apart"), ("userTask", "one"), ("userTask", "two"), ("parallelGateway", "met")))


def test_branches_that_join_inside_a_loop_are_refused_and_in_a_sub_process_are_not():
    drawn = chain("apart", "one", "met") + chain("apart", "two", "met")
    assert "join_in_loop" in codes(looped(BRANCHES, drawn, chain("triage", "apart"), chain("met", "asked")))
    ends = node("startEvent", "first") + node("endEvent", "last")
    inner = ends + BRANCHES + drawn + chain("first", "apart") + chain("met", "last")
    assert codes(looped(node("subProcess", "both", inner), chain("triage", "both", "asked"))) == set()


def test_a_loop_is_warned_of_only_where_a_round_can_leave_something_waiting():
    late = node("boundaryEvent", "late", timer("'P3D'"), attachedToRef="triage", cancelActivity="false")
    for kind, warned in (("userTask", True), ("manualTask", True), ("task", True), ("intermediateThrowEvent", False)):
        drawn = looped(late + node(kind, "remind") + node("endEvent", "told"), chain("triage", "asked"),
                       chain("late", "remind", "told"))
        assert ("loop_keeps_history" in codes(drawn, severity="warning")) is warned
    assert "loop_keeps_history" not in codes(looped("", chain("triage", "asked")), severity="warning")


def test_a_sub_process_without_an_id_is_told_and_not_stumbled_over():
    nameless = '<bpmn:subProcess><bpmn:startEvent id="inner" /></bpmn:subProcess>'
    assert "id_missing" in codes(diagram(ENDS, TASK, nameless, chain("begun", "triage", "ended")), "engine")


def test_the_engine_profile_warns_of_what_runs_and_refuses_what_cannot():
    for code in ("no_default", "many_starts", "dead_end", "loop_without_wait", "unreachable", "message_missing",
                 "condition_identical", "condition_ignored", "boundary_without_outgoing"):
        assert code in codes(MISTAKES[code], "engine", "warning")
    for code in ("implicit_fork", "call_unknown", "expression_refused", "repeat_unlimited", "no_end", "timer_cycle",
                 "boundary_detached", "loop_without_exit"):
        assert code in codes(MISTAKES[code], "engine")


@pytest.mark.parametrize(
    "attack",
    [
        "a = ().__class__",
        "a = open('/etc/passwd')",
        "import os",
        "a = 9**9**9",
        "while True:\n  pass",
        "a = {x for x in range(9)}",
        "a = (lambda: 1)()",
        "a = f'{1:1000000}'",
        "exec('1')",
        "a = '%s' % 1 .__class__",
    ],
)
def test_code_outside_the_language_is_an_error_or_an_unknown_function(attack):
    found = codes(scripted(attack.replace("<", "&lt;"))) & {"expression_refused", "function_unknown"}

    assert found


def test_names_of_flows_become_conditions_on_choice_where_a_gateway_branches():
    xml = diagram(
        ENDS,
        TASK,
        node("exclusiveGateway", "asked", default="other"),
        node("exclusiveGateway", "met"),
        chain("begun", "triage", "asked"),
        flow("asked", "met", name="It's \"so\"".replace('"', "&quot;")),
        flow("asked", "met", id="other"),
        flow("met", "ended", name="on"),
    )

    written = inject_choice_conditions(xml).decode()

    assert written.count("conditionExpression>") == 2
    assert codes(written.encode()) == set()
