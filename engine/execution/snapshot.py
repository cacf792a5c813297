"""A run as bytes: its state alone, never its specification.

One format byte, then zstd over JSON. Tasks are an ordered list, parents first, because each holds only what differs
from its parent's variables; a document store that re-orders keys would lose variables without a word.

    {"p": process, "t": [task...], "d": data, "c": correlations, "l": last task, "s": success, "f": finished,
     "b": seconds from which times count, "i": [[task's number, flow]...], "n": {element: times} left out,
     "e": event sub-processes that were triggered}
    task: [number, specification, state, parent's place or -1, microseconds since "b",
           {"k": key, "x": internal, "u": set, "d": removed, ...}]

Left out are rounds that are over (`rounds.py`), so that a case does not grow with them, and what was not reached yet
where it is drawn in anew (`run_task.py`). Formats of the past are brought up to date when they are read (`formats.py`).
"""

import threading
from collections import Counter

import orjson
import zstandard
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.errors import CaseTooLarge, ExecutionFailed
from engine.execution.formats import FORMAT, upgraded
from engine.execution.rounds import Forgotten, forgettable
from engine.execution.run_task import RunTask
from engine.execution.values import copied, same
from engine.execution.workflow import RunWorkflow, SubRun

LARGEST = 64_000_000
#: Most tasks in one process or sub-process, and most characters of a snapshot before compression. The library's own
#: recursions end near a depth of 1,000; no case of a public agency comes near either.
MOST_TASKS = 800
MOST_TEXT = 2_000_000
FINISHED = TaskState.FINISHED_MASK
CALLED = TaskState.READY | TaskState.WAITING  # by people, timers and messages: their keys are kept
SEEN = "seen_events"
MICRO = 1_000_000
_own = threading.local()


def pack(workflow: RunWorkflow) -> bytes:
    """The snapshot of a run. Raises CaseTooLarge for one that could not be carried on with."""
    forgotten, base = forgettable(workflow), base_of(workflow)
    body = {"p": workflow.spec.name, "b": base, **_flow_out(workflow, forgotten, base),
            "n": dict(workflow.forgotten + forgotten.times)}
    body["i"] = [[task_id, _flow_out(flow, forgotten, base)] for task_id, flow in workflow.subprocesses.items()
                 if task_id not in forgotten.flows]
    triggered = [name for name in workflow.spec.start.trigger_specs
                 if workflow.spec.start in workflow.spec.task_specs[name].inputs]
    if triggered:
        body["e"] = triggered
    return compressed(body)


def compressed(body: dict) -> bytes:
    """The bytes of a snapshot's content. Raises CaseTooLarge."""
    text = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
    if len(text) > MOST_TEXT:
        raise CaseTooLarge(element=body["p"], size=f"{len(text)} characters of state", most=MOST_TEXT)
    return bytes([FORMAT]) + _packer().compressor.compress(text)


def _packer():
    """Compressor and decompressor of this thread; making one costs more than using it."""
    if not hasattr(_own, "compressor"):
        _own.compressor, _own.decompressor = zstandard.ZstdCompressor(level=3), zstandard.ZstdDecompressor()
    return _own


def base_of(workflow) -> int:
    """The second before anything happened in a run: what is kept of times is the difference."""
    return int(workflow.task_tree.last_state_change)


def content(snapshot: bytes) -> dict:
    """What a snapshot holds, in the present format. Raises ExecutionFailed for a newer format or damaged bytes."""
    try:
        text = _packer().decompressor.decompress(snapshot[1:], max_output_size=LARGEST)
        return upgraded(orjson.loads(text), snapshot[0])
    except IndexError:
        raise ExecutionFailed(element="-", reason="the snapshot is empty") from None
    except (zstandard.ZstdError, orjson.JSONDecodeError) as problem:
        raise ExecutionFailed(element="-", reason=f"the snapshot cannot be read ({problem})") from None


def unpack(snapshot: bytes, spec, host) -> RunWorkflow:
    """The run of a snapshot. Raises ExecutionFailed as `content` does."""
    body = content(snapshot)
    process = spec.process(body["p"])
    for name in body.get("e", ()):  # drawn in when it was triggered
        process.start.connect(process.task_specs[name])
        process.task_specs[name].connect(process.end)
    workflow, base = RunWorkflow(process, spec.specs, host), body["b"]
    workflow.forgotten = Counter(body["n"])
    _flow_in(workflow, body, base)
    for number, inner in body["i"]:
        task = _holder(workflow, number)
        flow = SubRun(spec.specs[task.task_spec.spec], number, workflow)
        workflow.subprocesses[number] = flow
        _flow_in(flow, inner, base)
        flow.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    workflow.numbered_from(1 + max(number for flow in workflow.flows() for number in flow.tasks))
    return workflow


def _holder(workflow, task_id):
    for flow in workflow.flows():
        if task_id in flow.tasks:
            return flow.tasks[task_id]
    raise ExecutionFailed(element="-", reason="the snapshot has a sub-process without its task")


def _flow_out(flow, forgotten: Forgotten, base: int) -> dict:
    kept = forgotten.kept(flow)
    if len(kept) > MOST_TASKS:
        raise CaseTooLarge(element=flow.spec.name, size=f"{len(kept)} tasks", most=MOST_TASKS)
    places = {task.id: place for place, (task, _) in enumerate(kept)}
    return {
        "t": [task_out(task, parent, places, base) for task, parent in kept],
        "d": flow.data, "c": flow.correlations, "s": flow.success, "f": flow.completed,
        "l": places.get(flow.last_task.id) if flow.last_task is not None else None,
    }


def _flow_in(flow, body, base: int) -> None:
    made: list[RunTask] = []
    specs = flow.spec.task_specs
    for row in body["t"]:
        made.append(_task_in(row, flow, specs, made, base))
    flow.task_tree = made[0]
    flow.data, flow.correlations = body["d"], body["c"]
    flow.success, flow.completed = body["s"], body["f"]
    flow.last_task = None if body["l"] is None else made[body["l"]]


def task_out(task, parent, places, base: int) -> list:
    """One task as a row, with what differs from its parent's variables."""
    more: dict = {}
    if task._state & CALLED:
        more["k"] = task.key
    if task.internal_data:
        more["x"] = _internal_out(task)
    if task.triggered:
        more["g"] = 1
    data = task.data
    if parent is None:
        if data:
            more["u"] = data
    elif not data:
        if parent.data:
            more["z"] = 1
    elif data is not parent.data:
        before = parent.data
        changed = {key: value for key, value in data.items() if key not in before or not same(before[key], value)}
        gone = [key for key in before if key not in data]
        if changed:
            more["u"] = changed
        if gone:
            more["d"] = gone
    row = [task.id, task.task_spec.name, task._state, -1 if parent is None else places[parent.id],
           round((task.last_state_change - base) * MICRO)]
    return [*row, more] if more else row


def _task_in(row, flow, specs, made, base: int) -> RunTask:
    more = row[5] if len(row) > 5 else {}
    task = RunTask(flow, specs[row[1]], None, row[2], row[0], more.get("k"))
    task.last_state_change = base + row[4] / MICRO
    parent = made[row[3]] if row[3] >= 0 else None
    if parent is not None:
        task._parent = parent.id
        parent._children.append(task.id)
    task.triggered = "g" in more
    if "x" in more:
        task.internal_data = _internal_in(more["x"], task)
    task.data = _data_in(more, task, parent)
    if row[2] == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
        flow.top_workflow.event_manager.add_task(task)
    return task


def _data_in(more, task, parent) -> dict:
    if parent is None:
        return more.get("u", {})
    if "z" in more:
        return {}
    if "u" not in more and "d" not in more and task._state & FINISHED and parent._state & FINISHED:
        return parent.data  # nobody writes into a finished task
    data = {key: copied(value) for key, value in parent.data.items()}
    data.update(more.get("u", ()))
    for key in more.get("d", ()):
        data.pop(key, None)
    return data


def _internal_out(task) -> dict:
    """Internal data; events already seen by a gateway are kept by the place of their definition."""
    if SEEN not in task.internal_data:
        return task.internal_data
    definitions = task.task_spec.event_definition.event_definitions
    events = [[definitions.index(event.event_definition), event.payload, event.correlations]
              for event in task.internal_data[SEEN]]
    return {**task.internal_data, SEEN: events}


def _internal_in(kept, task) -> dict:
    if SEEN in kept:
        definitions = task.task_spec.event_definition.event_definitions
        kept[SEEN] = [BpmnEvent(definitions[place], payload, keys) for place, payload, keys in kept[SEEN]]
    return kept
