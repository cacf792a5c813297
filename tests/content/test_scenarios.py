"""Every scenario beside a diagram, played through the real acts on a real database with a clock that is set by hand; and the
last one to be played says which elements of the family no scenario passes."""

import json

import pytest
from click.testing import CliRunner

from cli import main
from cli.scenarios.coverage import coverage, lineage
from cli.scenarios.stage import Stage
from cli.scenarios.story import all_stories
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.definitions import Definition, families, read_family
from engine.settings import Settings
from tests.content.obligations.drawing import Drawing
from tests.fixtures.databases import copy_of, forget, migrated, settle
from tests.fixtures.once import once

STORIES = all_stories()
#: All of them on one database, every third on the other too: what differs there is no matter of a diagram.
PLAYED = [(story, "sqlite") for story in STORIES] + [(story, "postgresql") for story in STORIES[::3]]
FAMILIES = {family: Definition.of(read_family(family)) for family in families()}


@pytest.fixture
def insaf(story, kind_of_database, session_folder, tmp_path):
    """A copy of the stage of the story's family."""
    template = once(session_folder, f"stage-{story.family}-{kind_of_database}",
                    lambda: _set_up(session_folder, kind_of_database, story.family))
    url = copy_of(session_folder, template, tmp_path)
    wired = _wired(url, tmp_path)
    yield wired
    wired.close()
    forget(session_folder, url)


def _set_up(folder, kind: str, family: str) -> str:
    place = folder / f"stage-{family}-{kind}"
    place.mkdir()
    url = copy_of(folder, migrated(folder, kind), place)
    wired = _wired(url, place)
    Stage(wired, family)
    wired.close()
    settle(url)
    return url


def _wired(url: str, place):
    settings = Settings(database_url=url, data=place, secret="a secret for scenarios, long enough")
    return bootstrap(settings, clock=VirtualClock(STORIES[0].lodged_at))


@pytest.fixture
def record(kind_of_database, tmp_path_factory, request):
    """A folder for all workers of the suite, one for each kind of database."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "passed" / kind_of_database
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize(("story", "kind_of_database"), PLAYED, indirect=["kind_of_database"], ids=str)
def test_the_story_ends_as_its_author_says_and_all_of_a_family_leave_no_element_out(insaf, record, story):
    stage = Stage(insaf, story.family)
    stage.lodge(story)
    for step in story.steps:
        stage.act(step)
    found = stage.outcome()
    assert {key: found[key] for key in story.expect} == story.expect
    assert stage.fired().items() >= story.fired.items()
    (record / f"{story}.json").write_text(json.dumps(sorted(stage.passed())))
    _nothing_left_out(record, story.family)


def _nothing_left_out(record, family: str) -> None:
    """Whoever plays the last story of a family and of those it extends answers for all."""
    wanted = [story for story in STORIES if story.family in lineage(family, FAMILIES)]
    if all((record / f"{story}.json").is_file() for story in wanted):
        passed = {}
        for story in wanted:
            passed.setdefault(story.family, []).append(set(json.loads((record / f"{story}.json").read_text())))
        told = coverage(family, FAMILIES, passed)
        assert not told.left, "\n".join(told.lines)


def test_every_end_of_every_diagram_has_its_story():
    told = {(story.family, story.expect["ended_as"]) for story in STORIES}
    for family, definition in FAMILIES.items():
        main = definition.process()
        ends = {element.id for element in main.scope(None) if element.kind == "endEvent" and "status" in element.properties}
        bases = lineage(family, FAMILIES)
        assert ends <= {end for name, end in told if name in bases}, family


def test_an_element_that_no_story_passes_is_named_and_a_variant_answers_for_what_it_changed():
    national, commune = FAMILIES["national"], FAMILIES["commune"]
    everything = {element for process in national.reached() for element in process.elements}
    full = coverage("national", FAMILIES, {"national": [everything]})
    assert full.left == () and full.own == len(everything)
    less = coverage("national", FAMILIES, {"national": [everything - {"record_breach"}]})
    assert [element.id for element in less.left] == ["record_breach"] and "record_breach" in less.lines[1]
    assert less.idle == ()
    variant = coverage("commune", FAMILIES, {"national": [everything], "commune": [{"triage"}]})
    own = {element.file for element in variant.left}
    assert own and all(commune.bundle.files[name] != national.bundle.files.get(name) for name in own)


def test_an_event_for_an_error_that_nothing_throws_is_told_apart():
    drawing = Drawing(read_family("national"))
    drawing.redirect(drawing.before("not_admitted"), "not_admitted", "admitted")
    drawing.redirect("is_court_confirmed", "court_confirmed", "court_seized_again")
    idle = {"found_inadmissible", "not_admitted", "court_confirmed"}
    definition = Definition.of(drawing.bundle)
    passed = {element for process in definition.reached() for element in process.elements}
    passed -= {*idle, "record_breach"}
    told = coverage("national", {"national": definition}, {"national": [passed]})
    assert [element.id for element in told.left] == ["record_breach"]
    assert {element.id for element in told.idle} == idle
    assert sum("nothing leads to it" in line for line in told.lines) == len(idle)


def test_the_command_plays_the_stories_of_a_folder_and_ends_with_1_where_one_fails_or_something_is_left(tmp_path):
    (tmp_path / "scenarios").mkdir()
    story = next(one for one in STORIES if str(one) == "national-inadmissible_confirmed")
    source = f"bpmn/national/scenarios/{story.name}.toml"
    (tmp_path / "scenarios" / "one.toml").write_bytes(open(source, "rb").read())
    told = CliRunner().invoke(main, ["process", "coverage", "bpmn/national", "--scenarios", str(tmp_path / "scenarios")])
    assert told.exit_code == 1 and "1 scenarios pass" in told.output, told.output
    assert "draft_reply" in told.output and " triage (" not in told.output
