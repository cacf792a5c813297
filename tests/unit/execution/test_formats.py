"""Snapshots outlive the program that wrote them: older formats are read for ever, newer ones are refused in words."""

from collections import Counter
from pathlib import Path

import orjson
import pytest
import zstandard

from engine.errors import ExecutionFailed
from engine.execution import Run, formats, snapshot
from tests.unit.execution.diagrams import boundary, end, flows, node, simple, start, timer, user
from tests.unit.execution.story import MONDAY

SAMPLES = Path(__file__).parent / "samples"
STORED = {int(path.stem.removeprefix("format_")): path.read_bytes() for path in SAMPLES.glob("format_*.snapshot")}


def drawn():
    """The process the samples were written from; each stands in its second round, with a reminder fired."""
    inner = start("b") + user("look") + end("e") + flows("b > look > e")
    return simple(start(), user("ask"), boundary("late", "ask", timer("P3D"), interrupting=False), user("remind"), end("told"),
                  node("subProcess", "inner", inner), node("exclusiveGateway", "again", default="f_again_done"), end(),
                  flows("begin > ask > inner > again > done", "late > remind > told", "again > ask : more == True"))


def written(number: int, body: dict) -> bytes:
    return bytes([number]) + zstandard.ZstdCompressor().compress(orjson.dumps(body))


def test_a_sample_of_every_format_is_kept():
    assert sorted(STORED) == list(range(1, formats.FORMAT + 1))


@pytest.mark.parametrize("number", sorted(STORED))
def test_a_case_kept_in_any_format_goes_on_and_is_kept_in_the_present_one(number):
    run = Run.restore(drawn(), STORED[number])
    assert sorted(task.element_id for task in run.open_tasks()) == ["look", "remind"]
    assert run.variables() == {"n": 1, "words": ["a"], "more": True, "found": 2.5}
    assert Counter(run.completed_elements()) == {
        "ask": 2, "b": 2, "begin": 1, "look": 1, "e": 1, "inner": 1, "again": 1, "late": 1}
    for element in ("remind", "look"):
        task = next(task for task in run.open_tasks() if task.element_id == element)
        run.complete(task.task_id, {"more": False}, MONDAY)
    advance = run.advance()
    assert advance.ended and advance.snapshot[0] == formats.FORMAT


def test_copies_of_a_task_kept_in_format_2_still_know_which_of_them_are_done():
    """Format 2 named them by UUID, format 3 by number. One of three was done; the next says that it is enough."""
    copies = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
              "<bpmn:completionCondition>enough == True</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>")
    drawn = simple(start(), user("ask", copies), user("z"), end(), flows("begin > ask > z > done"))
    run = Run.restore(drawn, (SAMPLES / "copies_of_2.snapshot").read_bytes())
    run.complete(run.open_tasks()[0].task_id, {"enough": True}, MONDAY)
    assert [task.element_id for task in Run.restore(drawn, run.packed()).open_tasks()] == ["z"]


def test_a_timer_kept_in_format_3_is_armed_still_and_its_date_stands_in_its_row_alone():
    drawn = simple(start(), user("ask"), boundary("late", "ask", timer("P3D"), interrupting=False),
                   boundary("later", "ask", timer("P30D")), user("remind"), user("z"), end("told"), end(),
                   flows("begin > ask > done", "late > remind > told", "later > z > done"))
    run = Run.restore(drawn, (SAMPLES / "armed_of_3.snapshot").read_bytes())
    assert [(timer.element_id, timer.due_at) for timer in run.armed()] == [("later", None)]
    text = orjson.dumps(snapshot.content(run.packed()))
    assert b"armed:later" in text and b"due" not in text and b"2026" not in text
    assert run.fire(run.armed()[0].task_id, "later", MONDAY) and {task.element_id for task in run.open_tasks()} == {"remind", "z"}


def test_an_older_format_is_brought_up_to_date_step_by_step(monkeypatch):
    monkeypatch.setitem(formats.STEPS, 0, lambda body: {**body["was"], "c": {}})
    body = orjson.loads(zstandard.ZstdDecompressor().decompress(STORED[1][1:]))
    made_up = written(0, {"was": {name: value for name, value in body.items() if name != "c"}})
    assert len(Run.restore(drawn(), made_up).open_tasks()) == 2


def test_a_format_of_a_newer_program_is_refused_in_words():
    with pytest.raises(ExecutionFailed, match=rf"snapshot has format 99 and this program knows formats 1 to {formats.FORMAT}"):
        Run.restore(drawn(), written(99, {}))


@pytest.mark.parametrize("damaged", [b"", b"\x02", b"\x02nonsense", STORED[1][:-9]])
def test_damaged_bytes_are_refused_in_words(damaged):
    with pytest.raises(ExecutionFailed, match="the snapshot (is empty|cannot be read)"):
        Run.restore(drawn(), damaged)
