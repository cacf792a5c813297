"""Variables that conditions from elsewhere read and nothing here sets: they are asked."""

import ast
import re

from engine.definitions.bpmn_names import BPMN, SPIFF, local, tag
from engine.definitions.decision_table import DecisionTable
from engine.definitions.repairs.askers import ask_before
from engine.definitions.repairs.draft import Draft, called, nodes_of, text_of
from engine.definitions.repairs.forms_beside import form_of, has_form
from engine.definitions.repairs.wiring import outgoing
from engine.definitions.repairs.wording import TAKEN
from engine.errors import ExpressionRefused
from engine.language import compile_expression, compile_script

CONDITION = tag(BPMN, "conditionExpression")
MANY = tag(BPMN, "multiInstanceLoopCharacteristics")
COUNTS = ("loopCardinality", "loopDataInputRef")
LIST = {"type": "array", "items": {"type": "string"}}


def ask_unset(draft: Draft) -> None:
    """Only in diagrams from elsewhere, where services of the other engine used to set them."""
    if draft.native:
        return
    known = set(names_set(draft))
    for scope in draft.scopes():
        for node in nodes_of(scope):
            places = [flow.find(CONDITION) for flow in outgoing(scope, node.get("id"))
                      if local(node) in ("exclusiveGateway", "inclusiveGateway")]
            many = node.find(MANY)
            places += [many.find(tag(BPMN, name)) for name in COUNTS] if many is not None else []
            for place in [place for place in places if place is not None]:
                _fields_as_variables(known, place)
                for name, tree in _unset(known, place):
                    known.add(name)
                    question = LIST | {"title": _title(name)} if place.tag == tag(BPMN, COUNTS[1]) else _question(name, tree)
                    where = ask_before(draft, scope, node, name, question)
                    draft.note(node, f"{called(node)} decides by {name}, which nothing here sets",
                               f"it is asked {where}", "in the other tool a service or a program set it")


def reads(text: str) -> frozenset[str] | None:
    """The variables an expression reads; None where it is none of our language."""
    try:
        return compile_expression(text).reads
    except ExpressionRefused:
        return None


def _unset(known: set, place):
    text = "".join(place.itertext()).strip()
    return [(name, ast.parse(text, mode="eval")) for name in sorted((reads(text) or frozenset()) - known)]


def _fields_as_variables(known: set, place) -> None:
    """`loan.amount` of a record that nobody makes here becomes the variable loan_amount."""
    text = "".join(place.itertext()).strip()
    unset = {name for name, _ in _unset(known, place)}
    made = re.sub(r"(?<![\w.'\"])([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)+)(?![\w('\"])",
                  lambda found: found[0].replace(".", "_") if found[1] in unset else found[0], text)
    if made != text:
        place.text = made


def names_set(draft: Draft) -> frozenset[str]:
    """The variables that forms, scripts, decision tables and messages of the folder set."""
    names = set(TAKEN)
    for other in draft.folder.drafts:
        for node in other.root.iter(tag(BPMN, "userTask"), tag(BPMN, "manualTask")):
            if has_form(other, node):
                names |= set(form_of(other, node)[0]["properties"])
        for node in other.root.iter(tag(BPMN, "scriptTask")):
            try:
                names |= compile_script(text_of(node, "script")).writes
            except ExpressionRefused:
                continue
        names |= {(node.text or "").strip() for node in other.root.iter(tag(SPIFF, "messageVariable"))}
    return frozenset(names | draft.folder.outputs)


def _question(name: str, tree) -> dict:
    """What kind of answer a condition expects, read from what the variable is compared with."""
    title = _title(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Name) and side.id == name for side in sides):
                constants = [side.value for side in sides if isinstance(side, ast.Constant)]
                if any(isinstance(value, bool) for value in constants):
                    return _yes_no(title)
                if any(isinstance(value, str) for value in constants):
                    return {"title": title, "type": "string"}
                return {"title": title, "type": "number"}
        if isinstance(node, ast.BinOp) and any(isinstance(side, ast.Name) and side.id == name
                                               for side in (node.left, node.right)):
            return {"title": title, "type": "number"}
        if isinstance(node, ast.Call) and any(isinstance(part, ast.Name) and part.id == name for part in node.args):
            return {"title": title, **LIST}
    return _yes_no(title)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _yes_no(title: str) -> dict:
    return {"title": title, "type": "boolean",
            "oneOf": [{"const": True, "title": "Yes"}, {"const": False, "title": "No"}]}


def outputs_of(tables: list[DecisionTable]) -> frozenset[str]:
    """The variables that decision tables set."""
    return frozenset(name for table in tables for name in table.outputs if name)
