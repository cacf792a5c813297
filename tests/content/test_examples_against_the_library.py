"""The examples driven by SpiffWorkflow alone, without our snapshots, language, scans and tables: the same outcome."""

from collections import Counter

import pytest
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

from tests.content.examples import FOLDER, paths

#: Our timers and services replace the library's, and its inner keys of a correlation are ours to compute.
OURS = ("timer", "deadline", "reminder", "tasks.bpmn", "drawn_correlation")


def plain(path: dict) -> bool:
    text = "".join((FOLDER / file).read_text(encoding="utf-8") for file in path["files"])
    return "timerEventDefinition" not in text and not any(word in path["files"][0] for word in OURS)


PLAIN = [path for path in paths() if plain(path)]


def test_most_examples_can_be_compared():
    assert len(PLAIN) >= 35


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path["id"])
def test_the_library_alone_comes_to_the_same_end(path):
    workflow = _started(path)
    steps = list(path["steps"])
    while steps:
        place = next(place for place, step in enumerate(steps) if path.get("order_free") is None or _open(workflow, step))
        step = steps.pop(place)
        if "send" in step:
            kind = SignalEventDefinition if "several_events" in path["files"][0] else MessageEventDefinition
            workflow.send_event(BpmnEvent(kind(step["send"]), step.get("payload") or {}))
        else:
            task = _open(workflow, step)
            task.data.update(step.get("data") or {})
            task.run()
        workflow.do_engine_steps()
    assert workflow.completed == (path.get("expected_status", "completed") == "completed")
    if "expected_final_data" in path:
        found = {name: value for name, value in workflow.data.items() if name != "data_objects"}
        assert found == path["expected_final_data"]
    if "expected_completed_elements" in path:
        done = Counter(task.task_spec.bpmn_id for flow in (workflow, *workflow.subprocesses.values())
                       for task in flow.tasks.values() if task.state == TaskState.COMPLETED and task.task_spec.bpmn_id)
        assert done == Counter(path["expected_completed_elements"])


def _started(path: dict) -> BpmnWorkflow:
    parser = SpiffBpmnParser()
    for table in path.get("dmn_files", ()):
        parser.add_dmn_file(str(FOLDER / table))
    parser.add_bpmn_file(str(FOLDER / path["files"][0]))
    process = path.get("process_id") or path["files"][0].removesuffix(".bpmn")
    workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))
    workflow.task_tree.data.update(path.get("initial_data") or {})
    workflow.do_engine_steps()
    return workflow


def _open(workflow: BpmnWorkflow, step: dict):
    return next((task for task in workflow.get_tasks(state=TaskState.READY, manual=True)
                 if task.task_spec.bpmn_id == step.get("complete")), None)
