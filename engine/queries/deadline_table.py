"""A family's table of deadlines as an editor shows it: rows of texts, what a changed table would be told, and what changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engine.definitions import Definition, Finding
from engine.definitions.deadlines_table import (
    COLUMNS, EVIDENCE, FILE, GRADES, MODES, TEXTS, UNITS, deadline_cells, roles_in,
)
from engine.definitions.deadlines_writer import deadlines_dmn
from engine.definitions.upload import place_upload
from engine.domain.access import Person
from engine.domain.clock_rights import NOT_STAFF
from engine.queries.families import family_page
from engine.queries.findings import findings_of
from engine.store.definition_shelf import DefinitionShelf
from engine.vocabulary import Status

CODE = "deadline"
NUMBERS, SWITCHES = ("days", "suspend_days", "extend_days"), ("roll", "locked")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "starts": ("lodged", "opened"), "unit": UNITS, "grade": GRADES, "evidence": ("", *EVIDENCE), "suspend": MODES}
_MOST_ROWS, _LONGEST = 60, 2000

Row = dict[str, str]


@dataclass(frozen=True)
class DeadlineTable:
    """`rows` hold a text for `deadline` and each column; a switch is "true" or "". `elements` are (id, name) of what may stop a
    clock; `names` are those of the family."""

    family: str
    names: Mapping[str, str] = field(hash=False)
    content_hash: str
    rows: tuple[Row, ...]
    definition: Definition = field(hash=False)

    def stopping(self, language: str) -> list[tuple[str, str]]:
        """What may stop a clock: (id, name) of the steps that people or the program do; then the standings."""
        tasks = [element for element in self.definition.elements.values() if element.kind in ("userTask", "serviceTask")]
        return [(task.id, task.label(language)) for task in tasks] + [(status.value, status.value) for status in Status]

    def roles(self, language: str) -> list[tuple[str, str]]:
        """Who may change a clock: (code, name), the diagram itself first."""
        staff = [role for role in self.definition.roles if role not in NOT_STAFF]
        return [(role, self.definition.role_name(role, language)) for role in ("system", *staff)]


@dataclass(frozen=True)
class Change:
    """What differs in one deadline: `kind` is added, removed or changed; `cells` are (column, before, after)."""

    code: str
    kind: str
    cells: tuple[tuple[str, str, str], ...] = ()


def deadline_table(session: Session, shelf: DefinitionShelf, family: str, person: Person) -> DeadlineTable:
    """The table in force. Raises NotFound, also for people who own no processes."""
    page = family_page(session, shelf, family, person)
    data = page.definition.bundle.files.get(FILE)
    rows = tuple(_texts(cells) for cells in deadline_cells(data)) if data else ()
    return DeadlineTable(family, page.names, page.definition.content_hash, rows, page.definition)


def check_deadline_table(session: Session, shelf: DefinitionShelf, family: str, rows: Sequence[Mapping[str, str]],
                         person: Person) -> tuple[list[Finding], list[Change]]:
    """What publishing these rows would be told, and what they change; nothing is written."""
    table = deadline_table(session, shelf, family, person)
    bundle, misplaced = place_upload(table.definition.bundle, [written_table(rows)])
    return misplaced or findings_of(bundle), _changes(table.rows, rows)


def written_table(rows: Sequence[Mapping[str, str]]) -> tuple[str, bytes]:
    """The rows as a file to publish: its name and its bytes."""
    return "deadlines.dmn", deadlines_dmn([_cells(row) for row in rows[:_MOST_ROWS]])


def empty_row() -> Row:
    """A new deadline as it stands until somebody fills it."""
    return {CODE: "", **dict.fromkeys(COLUMNS, ""), "starts": "opened", "unit": "calendar", "roll": "true",
            "grade": "internal", "evidence": "policy", "suspend": "none"}


def _texts(cells: Mapping) -> Row:
    row = {name: str(cells.get(name, "")) for name in (CODE, *COLUMNS)}
    for name in SWITCHES:
        row[name] = "true" if cells.get(name, name == "roll") else ""
    return row | {name: row[name] or choices[0] for name, choices in CHOICES.items()}


def _cells(row: Mapping[str, str]) -> dict:
    """A number that is none stays what was typed, for the check to name it."""
    cells: dict = {name: row.get(name, "").strip()[:_LONGEST] for name in (CODE, *COLUMNS)}
    for name in NUMBERS:
        text = cells[name]
        cells[name] = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text or None
    for name in SWITCHES:
        cells[name] = cells[name] == "true"
    return cells


def _changes(before: Sequence[Row], after: Sequence[Mapping[str, str]]) -> list[Change]:
    old, new = {row[CODE]: row for row in before}, {row[CODE]: row for row in after}
    found = [Change(code, "removed") for code in old if code not in new]
    for code, row in new.items():
        if code not in old:
            found.append(Change(code, "added"))
            continue
        cells = tuple((name, old[code][name], " ".join(row.get(name, "").split())) for name in COLUMNS
                      if _same(name, old[code][name]) != _same(name, row.get(name, "")))
        if cells:
            found.append(Change(code, "changed", cells))
    return found


def _same(name: str, text: str) -> object:
    """What two equal cells have in common: roles in any order, text with any blanks."""
    return frozenset(roles_in(text)) if name.endswith("_by") else " ".join(text.split())


__all__ = ["CHOICES", "CODE", "COLUMNS", "NUMBERS", "SWITCHES", "TEXTS", "Change", "DeadlineTable", "check_deadline_table",
           "deadline_table", "empty_row", "written_table"]
