"""deadlines.dmn: which deadline, how many days of which kind, who may pause or extend it, on which legal basis."""

import ast

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.decision_table import DecisionTable, read_tables
from engine.domain.deadline import DeadlineRule
from engine.domain.ledger import Extending, Pausing
from engine.errors import DefinitionUnreadable

FILE = "bpmn/deadlines.dmn"
UNITS = ("calendar", "working")
GRADES = ("statutory", "internal")
EVIDENCE = ("text", "official", "press", "policy")
MODES = ("none", "continue", "reset")
TEXTS = tuple(f"{stem}_{language}" for stem in ("basis", "name") for language in ("en", "fr", "ar"))
#: The columns of the table after `deadline`, in the order in which they are written; a table may lack all but four.
COLUMNS = ("starts", "until", "days", "unit", "roll", "grade", "evidence", "locked", "suspend", "suspend_by", "suspend_days",
           "extend_by", "extend_days", *TEXTS)
#: Of one deadline.
MOST_DAYS = 3660


def deadline_rules(data: bytes, file: str = FILE) -> dict[str, DeadlineRule]:
    """The rules by code. Raises `DefinitionUnreadable`, naming the row and what is wrong with it."""
    table = deadlines_of(data, file)
    rules: dict[str, DeadlineRule] = {}
    for number, cells in enumerate(_rows(table), 1):
        rule = _rule(table, number, cells)
        if rule.code in rules:
            raise _refused(table, number, f"the deadline {rule.code} stands twice", "Remove one of the two rows.")
        rules[rule.code] = rule
    return rules


def deadline_cells(data: bytes, file: str = FILE) -> list[dict]:
    """The rows as they stand, `deadline` and each column with its plain value, for an editor. Raises like `deadline_rules`."""
    return list(_rows(deadlines_of(data, file)))


def deadlines_of(data: bytes, file: str) -> DecisionTable:
    """The decision table with the id `deadlines`. Raises `DefinitionUnreadable`."""
    table = next((table for table in read_tables(data, file) if table.id == "deadlines"), None)
    if table is None:
        raise DefinitionUnreadable(
            file,
            "no_deadlines_table",
            "it has no decision `deadlines` with a table in it",
            "Give the decision the id `deadlines`.",
        )
    return table


def _rows(table: DecisionTable):
    for number, (inputs, outputs) in enumerate(table.rows, 1):
        code = _literal(table, number, inputs[0]) if inputs else None
        cells = zip(table.outputs, (_literal(table, number, text) for text in outputs), strict=False)
        yield {"deadline": code, **{name: value for name, value in cells if value is not None}}


def _rule(table: DecisionTable, number: int, cells: dict) -> DeadlineRule:
    code = cells["deadline"]
    if not isinstance(code, str) or not code.isidentifier():
        raise _refused(
            table, number, f"its deadline code is {code!r}", 'Write one word in double quotes, like "reply".'
        )
    for name in ("starts", "grade"):
        if not isinstance(cells.get(name), str) or not cells[name]:
            raise _refused(table, number, f"{name} is empty", f"Fill the cell {name}.")
    for name in ("roll", "locked"):
        if not isinstance(cells.get(name, True), bool):
            raise _refused(table, number, f"{name} is {cells[name]!r}", "Write true or false.")
    return DeadlineRule(
        code,
        cells["starts"],
        _days(table, number, cells, "days", 1),
        _word(table, number, cells, "unit", UNITS),
        cells.get("roll", True),
        cells["grade"],
        _texts(cells, "basis"),
        _texts(cells, "name"),
        until=_text(table, number, cells, "until"),
        evidence=_word(table, number, cells, "evidence", ("", *EVIDENCE)),
        locked=cells.get("locked", False),
        suspend=Pausing(
            _word(table, number, cells, "suspend", MODES),
            roles_in(_text(table, number, cells, "suspend_by")),
            _days(table, number, cells, "suspend_days"),
        ),
        extend=Extending(
            roles_in(_text(table, number, cells, "extend_by")), _days(table, number, cells, "extend_days")
        ),
    )


def roles_in(text: str) -> tuple[str, ...]:
    """The roles of a cell, written with commas between them."""
    return tuple(role.strip() for role in text.split(",") if role.strip())


def _days(table: DecisionTable, number: int, cells: dict, name: str, least: int = 0) -> int:
    days = cells.get(name, 0)
    if isinstance(days, bool) or not isinstance(days, int) or not least <= days <= MOST_DAYS:
        raise _refused(
            table, number, f"{name} is {days!r}", f"Write a whole number of days between {least} and {MOST_DAYS}."
        )
    return days


def _word(table: DecisionTable, number: int, cells: dict, name: str, known: tuple[str, ...]) -> str:
    word = cells.get(name, known[0])
    if word not in known:
        choices = " or ".join(f'"{choice}"' for choice in known if choice)
        raise _refused(table, number, f"{name} is {word!r}", f"Write {choices}.")
    return word


def _text(table: DecisionTable, number: int, cells: dict, name: str) -> str:
    text = cells.get(name, "")
    if not isinstance(text, str):
        raise _refused(table, number, f"{name} is {text!r}", "Write text in double quotes, or leave it empty.")
    return text.strip()


def _texts(cells: dict, stem: str) -> dict[str, str]:
    return {
        language: cells[f"{stem}_{language}"]
        for language in LANGUAGES
        if isinstance(cells.get(f"{stem}_{language}"), str) and cells[f"{stem}_{language}"]
    }


def _literal(table: DecisionTable, number: int, text: str):
    """The value of a cell: a number, true, false, or text in quotes. An empty cell is None."""
    if not text or text == "-":
        return None
    if text in ("true", "false"):
        return text == "true"
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise _refused(
            table,
            number,
            f"the cell {text[:60]!r} is no plain value",
            "Write a number, true, false, or text in double quotes.",
        ) from None


def _refused(table: DecisionTable, number: int, wrong: str, fix: str) -> DefinitionUnreadable:
    return DefinitionUnreadable(table.file, "deadline_row", f"row {number} of the table: {wrong}", fix)
