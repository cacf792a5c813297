"""`process coverage`: which elements of a family no scenario passes."""

import json
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from cli.scenarios.coverage import coverage, lineage
from cli.scenarios.stage import Stage, ToldOtherwise
from cli.scenarios.story import Story, all_stories, read_story
from cli.wiring import migrated, settings_of
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.definitions import Definition, families, read_family
from engine.errors import InsafError


@click.command("coverage")
@click.argument("family", type=click.Path(path_type=Path), required=False)
@click.option("--all", "every", is_flag=True, help="Every family beside one another.")
@click.option("--scenarios", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Play the scenarios of this folder instead of the family's own.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of lines.")
def coverage_of(family, every, scenarios, as_json):
    """Play the scenarios of FAMILY (a folder such as bpmn/national) and name every element that none of them passes. A diagram
    that a family leaves as its base has it is also told of by the base's scenarios. Ends with 1 where an element is left, or
    nothing leads to it, or a scenario goes otherwise than it says."""
    if (family is None) == (not every):
        raise click.UsageError("Name one family, such as bpmn/national, or give --all.")
    settings = settings_of(None)
    names = families(settings.bpmn_root) if every else [family.name]
    definitions = {name: Definition.of(read_family(name, settings.bpmn_root, settings.forms_root))
                   for name in families(settings.bpmn_root)}
    if not every and family.name not in definitions:
        raise click.UsageError(f"{family} is no family. There are: {', '.join(definitions)}.")
    passed, wrong = {}, []
    with tempfile.TemporaryDirectory(prefix="insaf-stories-") as folder:
        empty = Path(folder) / "empty.sqlite3"
        migrated(settings_of(f"sqlite:///{empty}"))
        for member in dict.fromkeys(base for name in names for base in lineage(name, definitions)):
            own = scenarios if not every and member == names[0] else None
            stories = _stories(own, member) if own else all_stories(settings.bpmn_root, member)
            passed[member] = [_played(story, empty, wrong) for story in stories]
    found = [coverage(name, definitions, passed) for name in names]
    if as_json:
        click.echo(json.dumps([
            {"family": one.family, "scenarios": one.stories, "own": one.own, "inherited": one.inherited,
             **{name: [{"file": element.file, "process": element.process_id, "id": element.id} for element in elements]
                for name, elements in (("left", one.left), ("idle", one.idle))}}
            for one in found], ensure_ascii=False, indent=1))
    else:
        for line in [line for one in found for line in one.lines]:
            click.echo(line)
    for line in wrong:
        click.echo(line, err=as_json)
    sys.exit(1 if wrong or any(one.left or one.idle for one in found) else 0)


def _stories(folder: Path, family: str) -> list[Story]:
    return [replace(read_story(path), family=family) for path in sorted(folder.glob("*.toml"))]


def _played(story: Story, empty: Path, wrong: list[str]) -> set[str]:
    """What a story passes on a copy of an empty database. What it says otherwise than it goes is added to `wrong`."""
    with tempfile.TemporaryDirectory(prefix="insaf-story-") as folder:
        shutil.copy(empty, f"{folder}/story.sqlite3")
        settings = settings_of(f"sqlite:///{folder}/story.sqlite3", INSAF_DATA=folder)
        insaf = bootstrap(settings, clock=VirtualClock(story.lodged_at))
        stage = Stage(insaf, story.family)
        try:
            stage.lodge(story)
            for step in story.steps:
                stage.act(step)
            found = stage.outcome()
            wrong += [f"{story}: {key} is {found[key]} and not {told}" for key, told in story.expect.items()
                      if found[key] != told]
            return stage.passed()
        except (InsafError, ToldOtherwise) as problem:
            wrong.append(f"{story}: {problem}")
            return stage.passed() if hasattr(stage, "instance_id") else set()
        finally:
            insaf.close()
