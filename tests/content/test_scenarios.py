"""Every scenario beside a diagram, played through the real acts on a real database with a clock that is set by hand."""

import pytest

from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.settings import Settings
from tests.content.stage import Stage
from tests.content.story import all_stories

STORIES = all_stories()


@pytest.fixture
def insaf(database_url, tmp_path):
    settings = Settings(database_url=database_url, data=tmp_path, secret="a secret for scenarios, long enough")
    wired = bootstrap(settings, clock=VirtualClock(STORIES[0].lodged_at))
    yield wired
    wired.close()


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_the_story_ends_as_its_author_says(insaf, story):
    stage = Stage(insaf, story.family)
    stage.lodge(story)
    for step in story.steps:
        stage.act(step)
    found = stage.outcome()
    assert {key: found[key] for key in story.expect} == story.expect
    assert stage.fired().items() >= story.fired.items()


def test_every_end_of_every_diagram_has_its_story():
    told = {(story.family, story.expect["ended_as"]) for story in STORIES}
    assert told >= {("national", end) for end in ("closed", "closed_inadmissible", "closed_withdrawn")}
    assert told >= {("commune", end) for end in ("closed", "closed_withdrawn")}
