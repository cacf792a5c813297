"""All drawings of a definition, one a process: what a page shows below one another."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.definitions.clock_words import ClockLine

if TYPE_CHECKING:  # a definition draws itself with this file
    from engine.definitions.definition import Definition


@dataclass(frozen=True)
class DrawnProcess:
    """`picture` is an inline <svg>, `clocks` what it shows of deadlines as text; `state` is where a case is: "current" while
    something in it is, "passed" once something in it was, else "ahead"."""

    process_id: str
    name: str
    picture: str
    clocks: tuple[ClockLine, ...]
    state: str


def drawn_processes(definition: "Definition", language: str, current, passed, faces, is_whole: bool) -> list[DrawnProcess]:
    """See `Definition.drawn`."""
    reached = definition.reached()
    others = [process for process in definition.processes.values() if is_whole and process not in reached]
    found = []
    for process in [*reached, *others]:
        inside = {key for one in definition.reached(process.id) for key in one.elements}
        state = "current" if inside & set(current) else "passed" if process.elements.keys() & set(passed) else "ahead"
        found.append(DrawnProcess(
            process.id, process.names.get(language) or process.default_name or process.id,
            definition.svg(language, current, passed, process.id, faces),
            tuple(definition.clocks(language, passed, process.id, faces)), state))
    return found
