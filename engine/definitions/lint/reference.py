"""The page that explains every code, written from `explained/*.toml`: what is wrong, why it matters, wrong and right.

`python -m engine.definitions.lint.reference docs/reference` writes it anew; tests try every example and compare the pages.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from engine.definitions.lint.severities import SEVERITIES

GROUPS = (
    "files", "ids", "processes", "starts", "flows", "gateways", "splits", "soundness", "loops", "events", "messages", "ignored",
    "expressions", "people", "forms", "words",
    "clocks", "law", "obligations",
)
KINDS = {".bpmn": "xml", ".dmn": "xml", ".json": "json", ".toml": "toml", ".txt": "text"}
FOLDER = "findings"
HEAD = """# Findings

Everything that `run.py process check PATH` can find, with what would happen to a case and how it is drawn right. Each finding
has the fields `code` (stable), `severity` (`error` is refused at deployment, `warning` is not), `file`, `element_id` and
`element_name` (empty where it is about a file), `wrong` and `fix`; `--json` prints a list of such objects and nothing else.
The exit code is 1 where there is an error, else 0.

The profile `agency` judges a family's folder, and as far as it can a loose diagram; `--profile engine` leaves lanes, forms,
letters and law out and refuses only what cannot run, or can never run as it is drawn. `–` means: not looked for. This page is
written by `make findings` from the examples that the tests try: change those, not the page.
"""


@dataclass(frozen=True)
class Explained:
    """One code. `of` says where the examples stand: see `tests/unit/definitions/example_frames.py`."""

    code: str
    group: str
    wrong: str
    happens: str
    of: str
    bad: str
    good: str
    file: str
    more: dict


def explained() -> Iterator[Explained]:
    """Every code that is explained, group by group."""
    for group in GROUPS:
        for code, entry in _read(group).items():
            if isinstance(entry, dict):
                told = {key: entry.get(key, "") for key in ("wrong", "happens", "of", "bad", "good", "file")}
                yield Explained(code, group, more=entry, **told)


def pages() -> dict[str, str]:
    """The text of every page by its name: the index and a page for each group."""
    listed = list(explained())
    index = [f"{HEAD}\n| code | agency | engine | what is wrong |\n|---|---|---|---|"]
    made = {}
    for group in GROUPS:
        title, members = _read(group)["title"], [entry for entry in listed if entry.group == group]
        rows = "\n".join(
            f"| [`{entry.code}`]({FOLDER}/{group}.md#{entry.code}) | {_grade(entry.code, 0)} | {_grade(entry.code, 1)} | "
            f"{entry.wrong} |" for entry in members
        )
        index.append(f"| **{title}** | | | |\n{rows}")
        made[f"{FOLDER}/{group}.md"] = f"# {title}\n\n[All findings](../findings.md)\n\n" + "\n".join(map(_entry, members))
    return {"findings.md": "\n".join(index) + "\n", **made}


def _read(group: str) -> dict:
    folder = resources.files("engine.definitions.lint") / "explained"
    return tomllib.loads((folder / f"{group}.toml").read_text(encoding="utf-8"))


def _grade(code: str, place: int) -> str:
    return SEVERITIES[code][place] or "–"


def _entry(entry: Explained) -> str:
    told = [
        f"## {entry.code}\n",
        f"{entry.wrong} *{_grade(entry.code, 0)} under `agency`, {_grade(entry.code, 1)} under `engine`.*\n",
        f"{entry.happens}\n",
    ]
    language = KINDS.get(Path(entry.file).suffix, "xml")
    where = f" in `{entry.file}`" if entry.file else ""
    if entry.of == "missing":
        told.append(f"Wrong: without `{entry.file}`. Right: with it.\n")
    elif entry.of == "words":
        told.append(f"Wrong: {entry.bad} Right: {entry.good}\n")
    else:
        for word, text in (("Wrong", entry.bad), ("Right", entry.good)):
            if text:
                told.append(f"{word}{where}:\n\n```{language}\n{text.strip()}\n```\n")
            elif word == "Wrong":
                told.append(f"Wrong{where}: nothing at this place.\n")
    return "\n".join(told)


def main(folder: str) -> None:
    """Write the pages below a folder."""
    for name, text in pages().items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
