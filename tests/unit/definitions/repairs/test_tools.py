"""What other tools write is put right: accepted afterwards, nothing more to suggest, and it runs to an end."""

import json
import random
from datetime import UTC, datetime

import pytest
from lxml import etree

from engine.definitions import Bundle, Definition
from engine.definitions.diagram_reader import read_diagram
from engine.definitions.repairs.importing import repaired
from engine.execution import Run, read_spec
from engine.queries.findings import findings_of
from tests.unit.definitions.repairs.foreign import ALL, BPMN_IO, CAMUNDA_7, SIGNAVIO, bundle, codes, errors

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TOOLS = pytest.mark.parametrize("tool", ALL)


def process_of(result):
    return next(iter(read_diagram(result.files["a.bpmn"], "a.bpmn").processes.values()))


@TOOLS
def test_a_repaired_diagram_is_accepted_and_needs_no_more_repairs(tool):
    result = repaired(ALL[tool])
    assert result.repairs and errors(result) == []
    assert repaired(result.files).repairs == ()
    assert ALL[tool]["a.bpmn"] != result.files["a.bpmn"]


@TOOLS
@pytest.mark.parametrize("chance", range(3))
def test_a_repaired_diagram_runs_to_an_end_whatever_is_answered(tool, chance):
    repaired_files = bundle(repaired(ALL[tool]))
    spec, definition, rng = read_spec(repaired_files), Definition.of(repaired_files), random.Random(chance)
    advance = Run.start(spec, {}, NOW).advance()
    for _ in range(200):
        if advance.ended:
            break
        run = Run.restore(spec, advance.snapshot)
        _one_act(run, advance, definition, rng)
        advance = run.advance()
    assert advance.ended


def _one_act(run, advance, definition, rng) -> None:
    task = next(iter(run.open_tasks()), None)
    armed = next(iter(run.armed()), None)
    if task is not None:
        run.complete(task.task_id, _answers(definition.form(task.element_id), rng), NOW)
    elif armed is not None and (rng.random() < 0.5 or not advance.waiting_messages):
        run.fire(armed.task_id, armed.element_id, NOW)
    else:
        assert run.deliver(advance.waiting_messages[0], {}, NOW)


def _answers(form, rng) -> dict:
    questions = form.schema["properties"] if form else {}
    return {name: rng.choice([choice["const"] for choice in question.get("oneOf", [])]
                             or ([True, False] if question.get("type") == "boolean" else [1, 2, 5]))
            for name, question in questions.items()}


@TOOLS
def test_a_repaired_diagram_can_still_be_drawn_and_told(tool):
    result = repaired(ALL[tool])
    definition = Definition.of(bundle(result))
    assert definition.svg("en").startswith("<svg") and definition.outline("en")
    root = etree.fromstring(result.files["a.bpmn"])
    known = {node.get("id") for node in root.iter() if node.get("id")}
    assert {node.get("bpmnElement") for node in root.iter() if node.get("bpmnElement")} <= known


@TOOLS
def test_every_kind_of_repair_can_be_left_out(tool):
    for code in codes(ALL[tool]):
        result = repaired(ALL[tool], kinds=codes(ALL[tool]) - {code})
        assert code not in {repair.code for repair in result.repairs}
        assert all(isinstance(found, str) for found in errors(result))


def test_conditions_forms_and_groups_of_camunda_7_become_ours():
    result = repaired({"a.bpmn": CAMUNDA_7})
    process = process_of(result)
    assert process.flows["gate_pay"].condition == "approved and amount <= 1000"
    assert process.elements["pay"].kind == "manualTask"
    assert (process.elements["approve"].lane, process.elements["refuse"].lane) == ("management", None)
    form = json.loads(result.files["approve-schema.json"])
    assert form["properties"]["amount"] == {"title": "Amount", "type": "integer", "minimum": 1}
    assert b"camunda:formKey" not in result.files["a.bpmn"]


def test_feel_workers_forms_and_cycles_of_camunda_8_become_ours():
    result = repaired(ALL["camunda_8"])
    process = process_of(result)
    assert process.flows["gate_ask_worker"].condition == "points > 3 and not (urgent == True)"
    assert process.elements["gate"].default_flow == "gate_done"
    assert process.elements["count"].script == "points = points + 1"
    assert process.elements["late"].events[0].text == "PT1H"
    assert set(json.loads(result.files["check-schema.json"])["properties"]) == {"points", "urgent"}


def test_lists_shared_events_and_results_of_camunda_7_become_ours_and_the_rest_is_taken_out_by_name():
    result = repaired(ALL["camunda_more"])
    process, written = process_of(result), result.files["a.bpmn"]
    assert (process.elements["each"].repeats, process.elements["wait"].events[0].text) == ("many", "P3D")
    assert b'isSequential="true"><loopDataInputRef>people</loopDataInputRef><inputDataItem id="person"' in written
    assert process.elements["keep_outcome"].script == "outcome = res"
    assert b"camunda:dueDate" not in written and b"taskListener" not in written and b"startQuantity" not in written
    left = next(repair for repair in result.repairs if repair.code == "left_over")
    assert left.element_id == "ask" and all(word in left.found for word in ("dueDate", "taskListener", "startQuantity (2)"))
    strict = Bundle("imported", bundle(result).files, "single")
    assert [str(finding) for finding in findings_of(strict)] == []


def test_no_result_is_kept_of_a_table_that_may_give_none():
    sometimes = ALL["camunda_more"]["size.dmn"].replace(b"<text>-<", b"<text>&lt; 3<")
    codes_found = codes({**ALL["camunda_more"], "size.dmn": sometimes})
    assert "result" not in codes_found and "left_over" in codes_found


def test_names_of_ways_become_a_question_of_the_task_before():
    result = repaired({"a.bpmn": BPMN_IO})
    process = process_of(result)
    assert process.executable and process.elements["look"].kind == "userTask"
    assert process.flows["gate_go_on"].condition == "complete == True"
    assert (process.elements["gate"].default_flow, process.flows["gate_ask_back"].condition) == ("gate_ask_back", None)
    assert json.loads(result.files["look-schema.json"])["properties"]["complete"]["type"] == "boolean"


def test_the_pool_with_the_people_runs_and_the_other_is_only_drawn():
    processes = read_diagram(repaired({"a.bpmn": SIGNAVIO}).files["a.bpmn"], "a.bpmn").processes
    assert (processes["p"].executable, processes["q"].executable) == (True, False)
    chosen = read_diagram(repaired({"a.bpmn": SIGNAVIO}, main="q").files["a.bpmn"], "a.bpmn").processes
    assert (chosen["p"].executable, chosen["q"].executable) == (False, True)


def test_a_timer_says_what_its_label_says_and_events_get_the_message_they_are_named_after():
    process = process_of(repaired({"a.bpmn": SIGNAVIO}))
    assert process.elements["late"].events[0].text == "P7D"
    assert process.elements["came"].events[0].name == "Papers came"


def test_an_id_is_changed_wherever_it_is_spoken_of():
    result = repaired(ALL["bizagi"])
    process = process_of(result)
    assert all(element.isascii() for element in process.elements)
    assert "etape_un" in process.elements and not [f for f in process.flows.values() if "É" in f.source + f.target]


def test_repairs_are_told_with_place_reason_and_change():
    repair = next(repair for repair in repaired({"a.bpmn": BPMN_IO}).repairs if repair.code == "way")
    assert set(repair.as_json()) == {"code", "file", "element_id", "element_name", "found", "change", "why"}
    assert "Complete?" in str(repair) and "because" in str(repair) and repair.element_id == "gate"
