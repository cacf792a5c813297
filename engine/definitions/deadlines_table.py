"""deadlines.dmn: which deadline, how many days of which kind, on which legal basis."""

import ast

from engine.definitions.bpmn_names import LANGUAGES
from engine.definitions.decision_table import DecisionTable, read_tables
from engine.domain.deadline import DeadlineRule
from engine.errors import DefinitionUnreadable

FILE = "bpmn/deadlines.dmn"
UNITS = ("calendar", "working")
GRADES = ("statutory", "internal")


def deadline_rules(data: bytes, file: str = FILE) -> dict[str, DeadlineRule]:
    """The rules by code. Raises `DefinitionUnreadable`, naming the row and what is wrong with it."""
    table = next((table for table in read_tables(data, file) if table.id == "deadlines"), None)
    if table is None:
        raise DefinitionUnreadable(
            file,
            "no_deadlines_table",
            "it has no decision `deadlines` with a table in it",
            "Give the decision the id `deadlines`.",
        )
    rules: dict[str, DeadlineRule] = {}
    for number, (inputs, outputs) in enumerate(table.rows, 1):
        rule = _rule(table, number, inputs, outputs)
        if rule.code in rules:
            raise _refused(table, number, f"the deadline {rule.code} stands twice", "Remove one of the two rows.")
        rules[rule.code] = rule
    return rules


def _rule(table: DecisionTable, number: int, inputs, outputs) -> DeadlineRule:
    cells = dict(zip(table.outputs, (_literal(table, number, text) for text in outputs), strict=False))
    code = _literal(table, number, inputs[0]) if inputs else None
    if not isinstance(code, str) or not code.isidentifier():
        raise _refused(
            table, number, f"its deadline code is {code!r}", 'Write one word in double quotes, like "reply".'
        )
    days, unit = cells.get("days"), cells.get("unit", "calendar")
    if isinstance(days, bool) or not isinstance(days, int) or not 0 < days <= 3660:
        raise _refused(table, number, f"days is {days!r}", "Write a whole number of days between 1 and 3660.")
    if unit not in UNITS:
        raise _refused(table, number, f"unit is {unit!r}", 'Write "calendar" or "working".')
    for name in ("starts", "grade"):
        if not isinstance(cells.get(name), str) or not cells[name]:
            raise _refused(table, number, f"{name} is empty", f"Fill the cell {name}.")
    if not isinstance(cells.get("roll", True), bool):
        raise _refused(table, number, f"roll is {cells['roll']!r}", "Write true or false.")
    return DeadlineRule(
        code,
        cells["starts"],
        days,
        unit,
        cells.get("roll", True),
        cells["grade"],
        _texts(cells, "basis"),
        _texts(cells, "name"),
    )


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
