"""Repetition that does not say how often."""

from lxml import etree

from engine.definitions.bpmn_names import ACTIVITIES, BPMN, CAMUNDA, local, tag
from engine.definitions.repairs.askers import ask_before
from engine.definitions.repairs.draft import Draft, called, name_of, nodes_of, text_of
from engine.definitions.repairs.foreign_expressions import translated
from engine.definitions.repairs.kinds.by_hand import ZEEBE
from engine.definitions.repairs.kinds.variables import names_set, reads
from engine.definitions.repairs.wiring import add_flow, outgoing, put_behind
from engine.definitions.repairs.wording import identifier

LOOP, MANY = tag(BPMN, "standardLoopCharacteristics"), tag(BPMN, "multiInstanceLoopCharacteristics")
MOST = 20


def draw_loops(draft: Draft) -> None:
    """A loop marker without a condition that can be computed becomes a gateway that leads back."""
    for scope in draft.scopes():
        for node in [node for node in nodes_of(scope) if local(node) in ACTIVITIES]:
            loop = node.find(LOOP)
            if loop is None or loop.get("loopMaximum") or _computes(draft, text_of(loop, "loopCondition")):
                continue
            said = text_of(loop, "loopCondition")
            node.remove(loop)
            again = f"Once more: {name_of(node) or node.get('id')}?"
            gateway = put_behind(draft, scope, node, "exclusiveGateway", f"again_{node.get('id')}", again)
            for flow in outgoing(scope, gateway.get("id")):
                flow.set("name", "No")
            add_flow(draft, scope, gateway, node, "Yes")
            draft.note(node, f"{called(node)} repeats" + (f" ({said[:60]})" if said else " without saying how often"),
                       "a gateway asks whether it is done once more", "a case must be able to leave every loop")


def count_copies(draft: Draft) -> None:
    """A step done several times at once is told how many times."""
    for scope in draft.scopes():
        for node in [node for node in nodes_of(scope) if local(node) in ACTIVITIES]:
            many = node.find(MANY)
            if many is None or many.find(tag(BPMN, "loopDataInputRef")) is not None and draft.native:
                continue
            _without_foreign_parts(draft, many)
            if reads(text_of(many, "loopCardinality")) is not None:
                continue
            collection = _collection(many)
            if collection:
                name, found = f"len({collection})", f"once for each of {collection}"
                draft.note(node, f"{called(node)} is done {found}, in another tool's way", f"it is done {name} times",
                           "the number is computed in our language")
            else:
                name = f"number_of_{identifier(name_of(node) or node.get('id'), 'copies')}"
                question = {"title": f"How many times: {name_of(node) or node.get('id')}?", "type": "integer",
                            "minimum": 1, "maximum": MOST}
                place = ask_before(draft, scope, node, name, question)
                draft.note(node, f"{called(node)} is done several times without saying how often",
                           f"the number is asked as {name} {place}", "the engine has to know how many there are")
            _write(many, name)


def _without_foreign_parts(draft: Draft, many) -> None:
    """Conditions and data that this engine cannot compute or find."""
    for name in ("loopDataOutputRef", "inputDataItem", "outputDataItem"):
        for part in many.findall(tag(BPMN, name)):
            many.remove(part)
    done = many.find(tag(BPMN, "completionCondition"))
    if done is not None and not _computes(draft, text_of(many, "completionCondition")):
        many.remove(done)


def _collection(many) -> str:
    """The list it goes through in Camunda's spelling, if our language can read it."""
    theirs = many.find(f".//{tag(ZEEBE, 'loopCharacteristics')}")
    said = many.get(tag(CAMUNDA, "collection"), "") or (theirs.get("inputCollection", "") if theirs is not None else "")
    said = translated(said) if said else None
    return said if said and said.replace(".", "").isidentifier() else ""


def _write(many, text: str) -> None:
    for name in ("loopCardinality", "loopDataInputRef"):
        for part in many.findall(tag(BPMN, name)):
            many.remove(part)
    made = etree.Element(tag(BPMN, "loopCardinality"))
    made.text = text
    place = sum(1 for child in many if local(child) in ("documentation", "extensionElements"))
    many.insert(place, made)


def _computes(draft: Draft, text: str) -> bool:
    """Whether it is in our language and, in a diagram from elsewhere, speaks of what something here sets."""
    read = reads(text)
    return read is not None and (draft.native or read <= names_set(draft))
