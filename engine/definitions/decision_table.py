"""Decision tables (DMN) as rows of cells."""

from dataclasses import dataclass

from engine.definitions.bpmn_names import DMN_MARK, local, space
from engine.definitions.hardened_xml import parse_xml
from engine.errors import DefinitionUnreadable


#: Hit policies that are carried out: the first row that fits, all of them, and what COLLECT may make of all.
FIRST_ROW, ALL_ROWS = ("UNIQUE", "FIRST", "ANY"), ("COLLECT", "RULE ORDER")
TOTALS = ("SUM", "MIN", "MAX", "COUNT")


@dataclass(frozen=True)
class DecisionTable:
    """One table: `inputs` are (label, expression), `outputs` names, `rows` (input cells, output cells) as written."""

    id: str
    name: str
    file: str
    hit_policy: str
    aggregation: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def default_name(self) -> str:
        return self.name

    @property
    def unfit_policy(self) -> str:
        """The hit policy or aggregation where it is not carried out, else nothing."""
        policy, total = " ".join(self.hit_policy.upper().split()), self.aggregation.upper()
        if policy not in FIRST_ROW + ALL_ROWS:
            return f"the hit policy {policy}"
        return f"the aggregation {total}" if total and (policy != "COLLECT" or total not in TOTALS) else ""


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
        decision.get("id", ""), decision.get("name", ""), file, table.get("hitPolicy", "UNIQUE"),
        table.get("aggregation", ""), inputs, outputs, rows
    )


def _text(node) -> str:
    """The text of a cell, input or expression."""
    if node is None:
        return ""
    return "".join(part.text or "" for part in node.iter() if local(part) == "text").strip()
