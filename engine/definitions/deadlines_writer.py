"""A table of deadlines, as rows of plain values, written as a DMN file that other editors read too."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from engine.definitions.deadlines_table import COLUMNS

_TYPES = {"days": "number", "suspend_days": "number", "extend_days": "number", "roll": "boolean", "locked": "boolean"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
             xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
             xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"
             id="deadlines_definitions" name="Deadlines" namespace="https://insaf.example/dmn">
  <decision id="deadlines" name="Deadlines">
    <decisionTable id="deadlines_table" hitPolicy="UNIQUE">
      <input id="input_deadline" label="Deadline">
        <inputExpression id="input_deadline_expression" typeRef="string">
          <text>deadline</text>
        </inputExpression>
      </input>
"""
_FOOT = """    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="deadlines_diagram">
      <dmndi:DMNShape id="deadlines_shape" dmnElementRef="deadlines">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def deadlines_dmn(rows: Sequence[Mapping]) -> bytes:
    """The file. A row holds the code under `deadline` and the value of each column; what it lacks stays an empty cell."""
    outputs = "".join(f'      <output id="output_{name}" label="{name}" name="{name}" typeRef="{_TYPES.get(name, "string")}" />\n'
                      for name in COLUMNS)
    return (_HEAD + outputs + "".join(_rule(row) for row in rows) + _FOOT).encode()


def _rule(row: Mapping) -> str:
    key = f"rule_{row['deadline']}"
    cells = "".join(_cell("outputEntry", f"{key}_{name}", row.get(name)) for name in COLUMNS)
    return (f"      <rule id={quoteattr(key)}>\n{_cell('inputEntry', f'{key}_deadline', row['deadline'])}{cells}"
            "      </rule>\n")


def _cell(kind: str, key: str, value) -> str:
    return (f"        <{kind} id={quoteattr(key)}>\n          <text>{escape(_written(value))}</text>\n"
            f"        </{kind}>\n")


def _written(value) -> str:
    """A cell as FEEL and our reader take it: text in double quotes, on one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = " ".join(str(value).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
