"""The diagrams in docs/examples, one for each construct, and the paths that show what each does."""

import json
from pathlib import Path

from engine.definitions import Bundle, read_files

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "examples"
PATHS = FOLDER / "paths.json"
NAMES = sorted(path.stem for path in FOLDER.glob("*.bpmn"))


def paths() -> list[dict]:
    return json.loads(PATHS.read_text(encoding="utf-8"))["cases"]


def example(name: str) -> Bundle:
    """One diagram with the tables beside it, as a family of its own."""
    return read_files([FOLDER / f"{name}.bpmn"], sorted(FOLDER.glob("*.dmn")), profile="engine", family=name)
