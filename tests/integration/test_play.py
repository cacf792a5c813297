"""`process play`: recorded paths through the acts, on both databases, in one process and in many."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.process_play import play
from tests.unit.execution.diagrams import boundary, declared, definitions, end, event, flows, node, process, start, timer, user

SAMPLE = Path(__file__).parents[2].parent / "shared" / "conformance" / "sample.json"

WORK = definitions(declared("message", "stop"), process(
    start(), user("work"), boundary("late", "work", timer("P5D")), user("escalated"), end(), end("end2"),
    node("intermediateCatchEvent", "wait", event("message", "stop")),
    flows("begin > work > wait > done", "late > escalated > end2")))
CHOICE = definitions(process(
    start(), user("ask"), node("exclusiveGateway", "which"), user("a"), user("b"), end(),
    flows("begin > ask > which", "which > a > done", "which > b > done"))
    .replace('id="f_which_a"', 'id="f_which_a" name="left"').replace('id="f_which_b"', 'id="f_which_b" name="right"'))
TWICE = definitions(process(start(), node("parallelGateway", "split"), user("a"), user("b"), node("parallelGateway", "join"),
                            end(), flows("begin > split > a > join", "split > b > join", "join > done")))


def answered(element: str, **data) -> dict:
    return {"complete": element, "data": data}


PATHS = [
    {"id": "answer", "files": ["work.bpmn"], "process_id": "main", "initial_data": {"n": 1},
     "steps": [answered("work", x=1), {"send": "stop", "payload": {}}], "timers_to_pass": 0, "order_free": False,
     "expected_status": "completed", "expected_final_data": {"n": 1, "x": 1},
     "expected_completed_elements": ["begin", "work", "wait", "done"]},
    {"id": "late", "files": ["work.bpmn"], "process_id": "main", "steps": [answered("escalated")], "timers_to_pass": 1,
     "expected_completed_elements": ["begin", "late", "escalated", "end2"]},
    {"id": "any order", "files": ["twice.bpmn"], "steps": [answered("b", y=2), answered("a", x=1)], "order_free": True,
     "expected_final_data": {"x": 1, "y": 2}},
    {"id": "named flows", "files": ["choice.bpmn"], "needs_choice_conditions_injected": True,
     "steps": [answered("ask", choice="right"), {"complete": "b", "remove": ["choice"]}], "expected_final_data": {}},
    {"id": "half way", "files": ["work.bpmn"], "steps": [], "expected_status": "waiting"},
    {"id": "no gateway condition", "files": ["choice.bpmn"], "expected_status": "rejected"},
]


@pytest.fixture
def cases(tmp_path):
    for name, text in (("work", WORK), ("choice", CHOICE), ("twice", TWICE)):
        (tmp_path / f"{name}.bpmn").write_text(text)

    def written(*paths) -> str:
        (tmp_path / "cases.json").write_text(json.dumps({"about": "a test", "cases": list(paths)}))
        return str(tmp_path / "cases.json")
    return written


def played(*arguments: str):
    return CliRunner().invoke(play, arguments)


def test_paths_that_end_as_recorded_pass_on_a_given_database(cases, database_url):
    result = played(cases(*PATHS), "--database", database_url)
    assert result.output.splitlines() == [*(f"{path['id']} passed" for path in PATHS), "6 passed, 0 failed"]
    assert result.exit_code == 0


def test_each_step_may_happen_in_a_process_of_its_own(cases):
    result = played(cases(*PATHS), "--mode", "fresh")
    assert result.output.endswith("6 passed, 0 failed\n"), result.output


def test_what_differed_is_said_and_the_command_ends_with_1(cases):
    wrong = [PATHS[0] | {"expected_final_data": {"n": 2}}, PATHS[1] | {"expected_status": "rejected"},
             PATHS[2] | {"steps": [answered("c")]}, PATHS[5] | {"expected_status": "completed"},
             PATHS[0] | {"id": "elements", "expected_completed_elements": ["begin", "late"]}]
    result = played(cases(*wrong))
    said = result.output.splitlines()
    assert "variables are {'n': 1, 'x': 1}, expected {'n': 2}" in said[0]
    assert "should have been refused" in said[1]
    assert "1 steps were never possible (c); open: a, b" in said[2]
    assert "refused" in said[3]
    assert "completed too often: ['done', 'wait', 'work'], too rarely: ['late']" in said[4]
    assert said[5] == "0 passed, 5 failed" and result.exit_code == 1


def test_an_execution_that_fails_is_a_difference_not_a_crash(cases):
    path = {"id": "fails", "files": ["choice.bpmn"], "needs_choice_conditions_injected": True, "steps": [answered("ask")]}
    result = played(cases(path))
    assert "which" in result.output and "no variable choice" in result.output and result.exit_code == 1


def test_json_is_one_document(cases):
    result = CliRunner().invoke(play, [cases(PATHS[0]), "--json"])
    report = json.loads(result.stdout)
    assert (report["passed"], report["failed"], report["cases"][0]) == (1, 0, {"id": "answer", "passed": True, "differences": []})


@pytest.mark.parametrize(("path", "said"), [
    ({"id": 1}, "names no files"),
    ({"id": 1, "files": "work.bpmn"}, "files has the wrong type"),
    ({"id": 1, "files": ["work.bpmn"], "steps": [{"complete": "a", "send": "b"}]}, "either"),
    ({"id": 1, "files": ["work.bpmn"], "steps": [{"finish": "a"}]}, "either"),
    ({"id": 1, "files": ["work.bpmn"], "timers_to_pass": -1}, "timers_to_pass"),
    ({"id": 1, "files": ["work.bpmn"], "expected_status": "great"}, "expected_status"),
    ({"id": 1, "files": [3]}, "list of paths"),
    ("case", "must be an object"),
])
def test_a_file_that_cannot_be_used_is_a_sentence_and_ends_with_2(cases, path, said):
    result = played(cases(path))
    assert said in result.output and result.exit_code == 2 and "Traceback" not in result.output


@pytest.mark.parametrize(("text", "said"), [
    ("{", "not JSON"), ("[" * 100_000, "not JSON"), ("3", 'no list "cases"'), ("\xff", "not JSON")])
def test_a_broken_file_is_a_sentence_and_ends_with_2(tmp_path, text, said):
    (tmp_path / "cases.json").write_bytes(text.encode("latin-1"))
    result = played(str(tmp_path / "cases.json"))
    assert said in result.output and result.exit_code == 2


def test_what_is_unknown_is_told_and_left_out(cases):
    path = PATHS[0] | {"surprise": 1, "steps": [step | {"weight": 2} for step in PATHS[0]["steps"]]}
    result = CliRunner().invoke(play, [cases(path)])
    assert "case answer: not known, and left out: surprise" in result.stderr
    assert "step 2: not known, and left out: weight" in result.stderr
    assert result.stdout.endswith("1 passed, 0 failed\n") and result.exit_code == 0


def test_a_path_whose_diagram_is_missing_fails_alone(cases):
    result = played(cases({"id": "gone", "files": ["gone.bpmn"], "expected_status": "rejected"}, PATHS[0]))
    assert "gone FAILED: there is no file" in result.output and "gone.bpmn" in result.output
    assert result.output.endswith("1 passed, 1 failed\n") and result.exit_code == 1


def test_diagrams_of_one_name_and_one_process_do_not_mix_in_one_database(cases, tmp_path, database_url):
    for folder, element in (("one", "a"), ("two", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.bpmn").write_text(
            definitions(process(start(), user(element), end(), flows(f"begin > {element} > done"))))
    paths = [{"id": f"{folder}/{element} <&>", "files": [f"{folder}/same.bpmn"], "process_id": "main",
              "steps": [answered(element)], "expected_completed_elements": ["begin", element, "done"]}
             for folder, element in (("one", "a"), ("two", "b"))]
    for _ in range(2):
        result = played(cases(*paths), "--database", database_url)
        assert result.output.endswith("2 passed, 0 failed\n"), result.output


def test_timers_due_at_one_instant_fire_in_the_order_in_which_they_were_reached(cases, tmp_path):
    copies = ('<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>list</bpmn:loopDataInputRef>'
              '<bpmn:inputDataItem id="item" /></bpmn:multiInstanceLoopCharacteristics>')
    inside = start("s2") + node("intermediateCatchEvent", "wait", timer("P1D")) + end("e2") + flows("s2 > wait > e2")
    (tmp_path / "copies.bpmn").write_text(definitions(process(
        start(), node("subProcess", "each", copies + inside), end(), flows("begin > each > done"))))
    paths = [{"id": number, "files": ["copies.bpmn"], "initial_data": {"list": [4, 1, 3, 5, 2]}, "timers_to_pass": 1,
              "expected_final_data": {"list": [4, 1, 3, 5, 2], "item": 2}} for number in range(4)]
    result = played(cases(*paths))
    assert result.output.endswith("4 passed, 0 failed\n"), result.output


def test_a_missing_file_is_a_sentence_and_ends_with_2(tmp_path):
    result = played(str(tmp_path / "nothing.json"))
    assert "cannot be read" in result.output and result.exit_code == 2


def test_the_recorded_sample_passes_through_the_acts(database_url):
    if SAMPLE.is_file():
        result = played(str(SAMPLE), "--database", database_url)
        assert result.output.endswith("25 passed, 0 failed\n"), result.output


def test_what_a_path_never_calls_does_not_keep_it_from_running(cases, tmp_path):
    broken = process(start("s2"), node("callActivity", "c2", calledElement="nowhere"), end("e2"), flows("s2 > c2 > e2"),
                     id="other")
    (tmp_path / "two.bpmn").write_text(definitions(process(start(), user("a"), end(), flows("begin > a > done")), broken))
    path = {"id": "two", "files": ["two.bpmn"], "process_id": "main", "steps": [answered("a")]}
    assert played(cases(path, path | {"id": "three", "process_id": "other", "expected_status": "rejected"})).exit_code == 0
