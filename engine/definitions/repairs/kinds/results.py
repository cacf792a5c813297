"""Decisions whose result another tool puts into one variable; here every output of a table is a variable of its own."""

from engine.definitions.bpmn_names import BPMN, CAMUNDA, tag
from engine.definitions.decision_table import DecisionTable
from engine.definitions.repairs.draft import Draft, called
from engine.definitions.repairs.kinds.by_hand import ZEEBE
from engine.definitions.repairs.wiring import put_behind

RESULT, SHAPE = tag(CAMUNDA, "resultVariable"), tag(CAMUNDA, "mapDecisionResult")
#: What Camunda 7 puts into the variable: one value, a list of values, or a record of all outputs.
VALUE, RECORD = ("singleEntry", "collectEntries"), ("singleResult",)


def keep_results(draft: Draft) -> None:
    """Before tables are named in our way, a step behind each decision puts its outputs where they are looked for."""
    for node in draft.nodes("businessRuleTask"):
        theirs = node.find(f".//{tag(ZEEBE, 'calledDecision')}")
        wanted = theirs.get("decisionId", "") if theirs is not None else node.get(tag(CAMUNDA, "decisionRef"), "")
        result = theirs.get("resultVariable", "") if theirs is not None else node.get(RESULT, "")
        outputs = draft.folder.results.get(wanted.strip(), ())
        shape = node.get(SHAPE, "") if theirs is None else VALUE[0] if len(outputs) == 1 else RECORD[0]
        text = _script(result, outputs, shape)
        if not text:
            continue
        for name in (RESULT, SHAPE):
            node.attrib.pop(name, None)
        if theirs is not None:
            del theirs.attrib["resultVariable"]
        same = text == f"{result} = {result}"
        if not same:
            step = put_behind(draft, node.getparent(), node, "scriptTask", f"keep_{result}", f"Keep {result}")
            written = step.makeelement(tag(BPMN, "script"))
            written.text = text
            step.append(written)
        draft.note(node, f"{called(node)} puts its result into {result}",
                   "the output of the table is called so" if same else f"a script behind it says {text}",
                   "the outputs of a table are variables of their own names")


def always_answers(table: DecisionTable) -> bool:
    """Has it a row for everything else? Where no row applies, nothing is put anywhere."""
    return any(all(cell.strip() in ("", "-") for cell in cells) for cells, _ in table.rows)


def _script(result: str, outputs: tuple[str, ...], shape: str) -> str:
    if not result.isidentifier() or not outputs or not all(output.isidentifier() for output in outputs):
        return ""
    if shape in VALUE and len(outputs) == 1:
        return f"{result} = {outputs[0]}"
    record = ", ".join(f"'{output}': {output}" for output in outputs)
    return f"{result} = {{{record}}}" if shape in RECORD else ""
