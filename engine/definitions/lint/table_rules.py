"""Decision tables: can every row be compared and say something?

A table is as untrusted as a diagram and fails as late: a cell is looked at when a case comes by that its row fits. So a
loose one may hold a cell that no case ever reaches, and is warned of it.
"""

from collections.abc import Iterator

from engine.definitions import deadlines_table
from engine.definitions.decision_table import DecisionTable, read_tables
from engine.definitions.element import Process
from engine.definitions.lint.expression_rules import KNOWN_FUNCTIONS, Use
from engine.definitions.lint.subject import Subject
from engine.errors import DefinitionUnreadable, ExpressionRefused
from engine.language import compile_expression
from engine.language.cells import VALUE, compile_cell, output_of

POLICIES = "UNIQUE, FIRST, ANY, COLLECT (with SUM, MIN, MAX or COUNT) or RULE ORDER"


def check_tables(subject: Subject) -> None:
    """The tables of a family; of loose files those that a diagram asks."""
    asked = {element.called for element in subject.elements() if element.kind == "businessRuleTask"}
    for table in _tables(subject):
        if table.file != deadlines_table.FILE and (subject.strict or table.id in asked):
            check_table(subject, table)


def check_table(subject: Subject, table: DecisionTable) -> None:
    """Its policy, its columns, its rows, each of its cells."""
    if table.unfit_policy:
        subject.say("table_policy", table, f"{table.unfit_policy} is not carried out", f"Use {POLICIES}.")
    _columns(subject, table)
    for number, (tests, outputs) in enumerate(table.rows, 1):
        if (len(tests), len(outputs)) != (len(table.inputs), len(table.outputs)):
            subject.say("table_row", table,
                        f"row {number} has {len(tests)} + {len(outputs)} cells for {len(table.inputs)} + {len(table.outputs)} "
                        "columns, so its cells stand below the wrong ones", "Give it one cell a column; - for any value.")
    for what, text, _ in _written(table):
        _check(subject, table, what, text)


def uses_of_tables(subject: Subject, process: Process) -> Iterator[Use]:
    """What the tables that a process asks read of its variables, as uses of the task that asks."""
    tables = {table.id: table for table in _tables(subject)}
    for element in process.elements.values():
        if element.kind == "businessRuleTask" and element.called in tables:
            for what, text, given in _written(tables[element.called]):
                yield Use(element, f"{what} of its table {element.called}", text, given=given)


def _tables(subject: Subject) -> list[DecisionTable]:
    """Read once: every process asks for them."""
    if "tables" not in subject.walked:
        subject.walked["tables"] = [*_read(subject)]
    return subject.walked["tables"]


def _read(subject: Subject) -> Iterator[DecisionTable]:
    for name in (name for name in subject.bundle.named(".dmn") if name not in subject.unread):
        try:
            yield from read_tables(subject.bundle.files[name], name)
        except DefinitionUnreadable:
            continue  # said where tables are read


def _columns(subject: Subject, table: DecisionTable) -> None:
    for number, (label, expression) in enumerate(table.inputs, 1):
        if not label and not expression:
            subject.say("table_column", table, f"its column {number} does not say what is compared",
                        "Write a variable or an expression above the column.")
    for number, name in enumerate(table.outputs, 1):
        if not name or table.outputs.index(name) < number - 1:
            subject.say("table_column", table,
                        f"its output {number} " + (f"is called {name}, as another one is" if name else "has no name"),
                        "Give each output the name of the variable that it sets.")


def _written(table: DecisionTable) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(what, expression, names that its place gives) of every column and cell that says something. A cell that is refused
    comes as it is written."""
    for number, (_, expression) in enumerate(table.inputs, 1):
        if expression:
            yield f"the column {number}", expression, frozenset()
    for number, (tests, outputs) in enumerate(table.rows, 1):
        for test in tests:
            yield from _cell(number, test)
        for output in filter(None, outputs):
            yield f"what row {number} gives", output_of(output), frozenset()


def _cell(number: int, test: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    try:
        written = compile_cell(test)
    except ExpressionRefused as problem:
        yield f"a cell of row {number}", str(problem.fields.get("text", test)), frozenset()
        return
    if written is not None:
        yield f"a cell of row {number}", written.text, frozenset({VALUE})


def _check(subject: Subject, table: DecisionTable, what: str, text: str) -> None:
    try:
        calls = compile_expression(text).calls
    except ExpressionRefused as problem:
        subject.say("table_cell", table, f"{what} is refused: {problem.fields.get('reason')}",
                    f"It says: {problem.fields.get('text')}. {problem.fields.get('hint')}")
        return
    for name in sorted(calls - KNOWN_FUNCTIONS):
        subject.say("table_cell", table, f"{what} calls {name}(), which does not exist",
                    f"Use one of {', '.join(sorted(KNOWN_FUNCTIONS))}.")
