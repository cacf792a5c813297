"""The recorded paths beside the project, replayed on a run restored before every step. Without them there are none."""

import json
from collections import Counter
from pathlib import Path

import pytest

from cli.playing.case_file import Case, read_cases
from cli.playing.player import bundle_of
from engine.errors import DefinitionRefused
from engine.execution import read_spec, validate
from tests.unit.execution.story import Story

SAMPLE = Path(__file__).parents[3].parent / "shared" / "conformance" / "sample.json"
CASES = read_cases(SAMPLE) if SAMPLE.is_file() else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_recorded_path_ends_as_recorded(case: Case):
    bundle = bundle_of(case)
    if case.status == "rejected":
        assert validate(bundle)
        with pytest.raises(DefinitionRefused):
            read_spec(bundle)
        return
    assert validate(bundle) == []
    story = Story.begin(read_spec(bundle), **case.initial_data)
    steps, timers = list(case.steps), case.timers_to_pass
    while not story.ended:
        if not _take_a_step(story, steps, case.order_free):
            assert timers, f"stuck at {story.open}, left {steps}"
            timers -= 1
            story.fire(min(story.advance.armed, key=lambda armed: armed.due_at).element_id)
    assert (steps, story.variables, story.elements) == ([], case.variables, Counter(case.elements))


def _take_a_step(story: Story, steps: list, order_free: bool) -> bool:
    for place, step in enumerate(steps if order_free else steps[:1]):
        if "send" in step and story.send(step["send"], **step["payload"]):
            del steps[place]
            return True
        if step.get("complete") in story.open:
            story.complete(step["complete"], step.get("remove", ()), **step["data"])
            del steps[place]
            return True
    return False


def test_every_case_of_the_sample_is_here():
    if SAMPLE.is_file():
        assert len(CASES) == len(json.loads(SAMPLE.read_text())["cases"])


if not CASES:  # pytest would report an empty list of cases as a skipped test
    del test_a_recorded_path_ends_as_recorded
