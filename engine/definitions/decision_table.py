"""Decision tables (DMN) as rows of cells."""

from dataclasses import dataclass

from engine.definitions.bpmn_names import DMN_MARK, local, space
from engine.definitions.hardened_xml import parse_xml
from engine.errors import DefinitionUnreadable


@dataclass(frozen=True)
class DecisionTable:
    """One table: `inputs` are (label, expression), `outputs` names, `rows` (input cells, output cells) as written."""

    id: str
    name: str
    file: str
    hit_policy: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def read_tables(data: bytes, file: str) -> list[DecisionTable]:
    """Every decision table of a DMN file. Raises `DefinitionUnreadable` for what is no DMN."""
    root = parse_xml(data, file)
    if DMN_MARK not in space(root):
        raise DefinitionUnreadable(
            file, "not_dmn", "it is XML but no DMN document", "Export the table as DMN from its editor."
        )
    tables = []
    for decision in (node for node in root if local(node) == "decision"):
        for table in (node for node in decision if local(node) == "decisionTable"):
            tables.append(_table(decision, table, file))
    return tables


def _table(decision, table, file: str) -> DecisionTable:
    inputs = tuple(
        (node.get("label", ""), _text(next((c for c in node if local(c) == "inputExpression"), None)))
        for node in table
        if local(node) == "input"
    )
    outputs = tuple(node.get("name") or node.get("label", "") for node in table if local(node) == "output")
    rows = tuple(
        (
            tuple(_text(cell) for cell in rule if local(cell) == "inputEntry"),
            tuple(_text(cell) for cell in rule if local(cell) == "outputEntry"),
        )
        for rule in table
        if local(rule) == "rule"
    )
    return DecisionTable(
        decision.get("id", ""), decision.get("name", ""), file, table.get("hitPolicy", "UNIQUE"), inputs, outputs, rows
    )


def _text(node) -> str:
    """The text of a cell, input or expression."""
    if node is None:
        return ""
    return "".join(part.text or "" for part in node.iter() if local(part) == "text").strip()
