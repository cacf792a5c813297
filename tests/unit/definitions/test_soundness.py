"""The token game agrees with what the engine does: sound diagrams are left alone, spoiled ones are found out."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.definitions import check
from engine.execution import read_spec
from tests.unit.definitions.woven import MOST_GATES, Woven, blocks, met_in_all_runs
from tests.unit.execution.diagrams import (
    boundary, bundle, definitions, end, flows, node, process, script, start, timer, user,
)

SAID = {"never_ends", "may_hang", "runs_twice", "split_join", "too_tangled"}
patient = settings(max_examples=25, deadline=None, derandomize=True,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def _said(woven: Woven) -> dict[str, str]:
    return {finding.code: finding.wrong for finding in check(bundle(woven.text())) if finding.code in SAID}


@patient
@given(blocks(2))
def test_what_is_woven_from_matching_splits_and_joins_is_sound(block):
    assert _said(Woven.of(block)) == {}


@patient
@given(blocks(2), st.data())
def test_a_spoiled_gateway_is_judged_as_the_engine_runs_it(block, data):
    woven = Woven.of(block)
    if not 0 < len(woven.splits) <= MOST_GATES:
        return
    spoiled = data.draw(st.sampled_from(sorted(woven.gates)))
    woven.gates[spoiled] = data.draw(st.sampled_from(["xor", "and", "or"]))

    said, met = _said(woven), met_in_all_runs(read_spec(bundle(woven.text())), woven)

    twice = "runs_twice" in said or "once for each branch" in said.get("split_join", "")
    hangs = bool({"never_ends", "may_hang"} & set(said)) or "for ever" in said.get("split_join", "")
    assert twice == met.twice, (woven.gates, woven.flows, said)
    if not met.twice:
        assert hangs == met.hung, (woven.gates, woven.flows, said)


def _judged(*parts: str) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.element_id, finding.wrong) for finding in check(bundle(definitions(process(*parts))))
            if finding.code in SAID]


def _gate(kind: str, name: str, **attributes: str) -> str:
    return node(f"{kind}Gateway", name, name=name.title(), **attributes)


def test_a_join_that_waits_in_vain_is_named_with_the_choice_that_sent_the_branch_elsewhere():
    parts = (start(), _gate("inclusive", "asked", default="f_asked_b"), user("a"), user("b"), _gate("parallel", "met"), end(),
             flows("begin > asked", "asked > a : x == 1", "asked > b", "a > met", "b > met > done"))

    assert _judged(*parts) == [
        ("may_hang", "met", "it waits for a branch from “A” (a) that “Asked” (asked) sent elsewhere that does not come, "
                            "so some cases can never end")]


def test_what_runs_beside_a_task_must_not_run_into_its_way_unjoined():
    parts = (start(), user("a"), boundary("late", "a", timer("P1D"), False), script("told", "x = 1"),
             _gate("exclusive", "on"), script("go_on", "y = 1"), end(),
             flows("begin > a > on > go_on > done", "late > told > on"))

    assert [(code, element) for code, element, _ in _judged(*parts)] == [("runs_twice", "on")]
    assert "since “A” (a)" in _judged(*parts)[0][2]


def test_loops_interruptions_and_reminders_are_sound():
    parts = (start(), user("a"), boundary("late", "a", timer("P1D"), False), script("told", "x = 1"), end("informed"),
             boundary("stop", "a", timer("P9D")), end("stopped"), _gate("exclusive", "again", default="f_again_done"), end(),
             flows("begin > a > again", "again > a : x == 1", "again > done", "late > told > informed", "stop > stopped"))

    assert _judged(*parts) == []


def test_a_deadlock_inside_a_sub_process_is_found_there():
    inner = (start("in"), node("eventBasedGateway", "first"), node("intermediateCatchEvent", "one", timer("P1D")),
             node("intermediateCatchEvent", "two", timer("P2D")), _gate("parallel", "met"), end("out"),
             flows("in > first > one > met > out", "first > two > met"))
    parts = (start(), node("subProcess", "inquiry", "".join(inner)), end(), flows("begin > inquiry > done"))

    assert [(code, element) for code, element, _ in _judged(*parts)] == [("never_ends", "met")]


def test_a_sudden_end_takes_the_other_branches_away():
    parts = (start(), _gate("parallel", "both"), user("a"), user("b"), end("over", "<bpmn:terminateEventDefinition/>"),
             node("eventBasedGateway", "first"), node("intermediateCatchEvent", "one", timer("P1D")), end(),
             flows("begin > both > a > over", "both > b > first > one > done"))

    assert _judged(*parts) == []


def test_more_ways_than_can_be_counted_are_a_warning_and_never_silence():
    names = [f"t{number}" for number in range(12)]
    parts = (start(), _gate("exclusive", "from_here"), _gate("parallel", "all"), *(user(name) for name in names),
             _gate("parallel", "met"), _gate("exclusive", "again", default="f_again_done"), end(),
             flows("begin > from_here > all", "met > again", "again > from_here : x == 1", "again > done",
                   *(f"all > {name} > met" for name in names)))

    assert [(code, element) for code, element, _ in _judged(*parts)] == [("too_tangled", "main")]
