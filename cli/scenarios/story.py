"""Scenario files: what a process owner says must happen, read from bpmn/<family>/scenarios/."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

BPMN = Path("bpmn")
STEP_KEYS = {"task", "by", "answers", "wait_days", "wait_until", "message", "expect_open", "expect_letters", "expect_rungs",
             "expect_case", "expect_due", "reason", "at", "unit"}
EXPECT_KEYS = {"ended_as", "status", "outcome", "letters", "rungs", "facts", "open_tasks", "due_on", "fired", "kind"}


@dataclass(frozen=True)
class Story:
    """One scenario. `steps` and `expect` are the tables of the file as they stand there. `agencies` are the codes of others
    beside STAGE, where a step `at` one of them is done by its people (`at = "NATIONAL"`: by somebody of no agency); `units` are
    units of STAGE, where a step of a `unit` is done by somebody in it. Answers write "UNIT roads" and "PERSON officer" for
    their ids. `earlier` says when the same person had lodged the same thing before, a case that answers call EARLIER."""

    family: str
    name: str
    title: str
    kind: str
    language: str
    lodged_at: datetime
    lodge: dict
    steps: tuple[dict, ...]
    expect: dict
    fired: dict[str, date] = field(default_factory=dict)
    agencies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    earlier: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.family}-{self.name}"


def read_story(path: Path) -> Story:
    """The story in a file. A word that no runner knows is an error, or a wish would silently go unchecked."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = tuple(table.pop("step", ()))
    expect, lodge = table.pop("expect"), table.pop("lodge")
    unknown = {key for step in steps for key in step} - STEP_KEYS | expect.keys() - EXPECT_KEYS
    unknown |= table.keys() - {"title", "kind", "language", "lodged_at", "agencies", "units", "earlier"}
    if unknown:
        raise ValueError(f"{path.name} uses words that mean nothing here: {', '.join(sorted(unknown))}")
    return Story(family=path.parent.parent.name, name=path.stem, steps=steps, expect=expect, lodge=lodge,
                 fired=expect.pop("fired", {}), **table)


def all_stories(bpmn_root: Path = BPMN, family: str = "*") -> list[Story]:
    """The stories of a family, or of all, in the order of their names."""
    return [read_story(path) for path in sorted(Path(bpmn_root).glob(f"{family}/scenarios/*.toml"))]
