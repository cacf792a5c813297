"""The file of recorded paths. What cannot be understood is refused with a sentence; what is merely unknown is told."""

import json
from dataclasses import dataclass
from pathlib import Path

import click

KNOWN = frozenset({
    "id", "kind", "files", "dmn_files", "process_id", "initial_data", "steps", "timers_to_pass", "order_free",
    "expected_status", "expected_final_data", "expected_completed_elements", "features", "restricted_language_ok",
    "needs_choice_conditions_injected", "about", "note",
})
KNOWN_IN_STEP = frozenset({"complete", "send", "name", "data", "remove", "payload"})
STATUSES = ("completed", "rejected", "waiting", "running", "cancelled")


class Unusable(click.ClickException):
    """The file of cases cannot be played; the command ends with 2."""

    exit_code = 2


@dataclass(frozen=True)
class Case:
    """One recorded path. `steps` are as written; None in an expectation means that it is not compared."""

    id: str
    files: tuple[Path, ...]
    dmn_files: tuple[Path, ...]
    process_id: str | None
    initial_data: dict
    steps: tuple[dict, ...]
    timers_to_pass: int
    order_free: bool
    choices: bool
    status: str
    variables: dict | None
    elements: tuple[str, ...] | None

    @property
    def missing(self) -> list[Path]:
        """The files that are not there."""
        return [file for file in self.files + self.dmn_files if not file.is_file()]


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; paths in it are relative to its folder. Raises Unusable."""
    try:
        body = json.loads(path.read_bytes())
    except OSError as problem:
        raise Unusable(f"{path} cannot be read: {problem.strerror}.") from None
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"{path} is not JSON: {problem}.") from None
    listed = body.get("cases") if isinstance(body, dict) else body
    if not isinstance(listed, list):
        raise Unusable(f'{path} holds no list "cases".')
    if isinstance(body, dict):
        _object(body, str(path), frozenset({"about", "cases"}))
    cases = [_case(entry, number, path) for number, entry in enumerate(listed, 1)]
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise Unusable(f"{path} has more than one case with the id {', '.join(sorted(twice))}.")
    return cases


def _case(entry, number: int, path: Path) -> Case:
    where = f"{path}, case {entry.get('id', number) if isinstance(entry, dict) else number}"
    _object(entry, where, KNOWN)
    steps = _of(entry, "steps", list, where, [])
    for place, step in enumerate(steps, 1):
        _object(step, f"{where}, step {place}", KNOWN_IN_STEP)
        _check_step(step, f"{where}, step {place}")
    status = _of(entry, "expected_status", str, where, "completed")
    if status not in STATUSES:
        raise Unusable(f"{where}: expected_status is {status!r}, not one of {', '.join(STATUSES)}.")
    elements = _of(entry, "expected_completed_elements", list, where, None)
    timers = _of(entry, "timers_to_pass", int, where, 0)
    if isinstance(timers, bool) or not 0 <= timers <= 1000:
        raise Unusable(f"{where}: timers_to_pass must be a number from 0 to 1000.")
    return Case(
        id=str(_of(entry, "id", (str, int), where, number)),
        files=_paths(entry, "files", where, path), dmn_files=_paths(entry, "dmn_files", where, path),
        process_id=_of(entry, "process_id", str, where, None), initial_data=_of(entry, "initial_data", dict, where, {}),
        steps=tuple(steps), timers_to_pass=timers, order_free=_of(entry, "order_free", bool, where, False),
        choices=_of(entry, "needs_choice_conditions_injected", bool, where, False), status=status,
        variables=_of(entry, "expected_final_data", dict, where, None),
        elements=None if elements is None else tuple(map(str, elements)))


def _check_step(step: dict, where: str) -> None:
    if ("complete" in step) == ("send" in step):
        raise Unusable(f'{where}: it must either "complete" a task or "send" a message.')
    _of(step, "complete" if "complete" in step else "send", str, where, None)
    for key, kind in (("data", dict), ("payload", dict), ("remove", list), ("name", str)):
        _of(step, key, kind, where, None)


def _paths(entry: dict, key: str, where: str, path: Path) -> tuple[Path, ...]:
    names = _of(entry, key, list, where, [])
    if key == "files" and not names:
        raise Unusable(f"{where}: it names no files.")
    if not all(isinstance(name, str) for name in names):
        raise Unusable(f"{where}: {key} must be a list of paths.")
    return tuple(path.parent / name for name in names)


def _of(entry: dict, key: str, kind, where: str, default):
    value = entry.get(key)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise Unusable(f"{where}: {key} has the wrong type.")
    return value


def _object(entry, where: str, known: frozenset) -> None:
    if not isinstance(entry, dict):
        raise Unusable(f"{where}: it must be an object.")
    unknown = entry.keys() - known
    if unknown:
        click.echo(f"{where}: not known, and left out: {', '.join(sorted(unknown))}.", err=True)
