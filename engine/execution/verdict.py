"""What there is to say about moving one run to another version, gathered while it is tried."""

from collections.abc import Mapping

from engine.execution.shapes import CANCEL, CHOICE, MOVES, STAYS, Remark, Standing, Verdict


class Findings:
    """`reasons` keep it on its version, `wanted` are elements somebody has to choose for, `remarks` are worth knowing."""

    def __init__(self, standing: Standing, choices: Mapping[str, str]):
        self._standing, self._choices = standing, choices
        self._reasons: dict[Remark, None] = {}
        self._wanted: dict[str, None] = {}
        self._remarks: dict[Remark, None] = {}
        self._became: dict[str, str] = {}

    def stays(self, code: str, element: str, other: str = "") -> None:
        self._reasons[Remark(code, element, other)] = None

    def choose(self, element: str) -> None:
        self._wanted[element] = None

    def remark(self, code: str, element: str, other: str = "") -> None:
        self._remarks[Remark(code, element, other)] = None

    def became(self, timer: str, name: str) -> None:
        """A timer of the old version goes on under this name."""
        self._became[timer] = name

    def ends(self, element: str) -> bool:
        """Was it chosen that this timer or event is to end?"""
        return self._choices.get(element) == CANCEL

    def timers(self, armed) -> dict[tuple[str, str], str | None]:
        """For every armed timer the element that it is now, None for one that ends."""
        return {(timer.task_id, timer.element_id): self._became.get(timer.element_id) for timer in armed}

    def verdict(self) -> Verdict:
        kind = STAYS if self._reasons else CHOICE if self._wanted else MOVES
        return Verdict(kind, self._standing, tuple(self._wanted), tuple(self._reasons), tuple(sorted(self._remarks)))
