"""One way to break an obligation, and what several of them are made of."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.content.obligations.drawing import Drawing


@dataclass(frozen=True)
class Breakage:
    obligation: str
    how: str
    run: Callable[[Drawing], object]
    names: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.obligation}-{self.how}"


def all_of(*steps: Callable[[Drawing], object]) -> Callable[[Drawing], object]:
    return lambda drawing: [step(drawing) for step in steps]


def unread(language: str, letter: str, words: str):
    return lambda d: d.text(f"bpmn/letters/{letter}.{language}.txt", words, "…")
