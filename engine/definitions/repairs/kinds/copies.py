"""Steps done several times: what other tools say about the list, or a number that somebody is asked for."""

from dataclasses import dataclass

from lxml import etree

from engine.definitions.bpmn_names import ACTIVITIES, BPMN, CAMUNDA, local, tag
from engine.definitions.repairs.askers import ask_before
from engine.definitions.repairs.draft import Draft, called, name_of, nodes_of, text_of
from engine.definitions.repairs.foreign_expressions import translated
from engine.definitions.repairs.kinds.by_hand import ZEEBE
from engine.definitions.repairs.kinds.loops import computes
from engine.definitions.repairs.kinds.variables import names_set, reads
from engine.definitions.repairs.wiring import outgoing
from engine.definitions.repairs.wording import identifier

MANY = tag(BPMN, "multiInstanceLoopCharacteristics")
MOST = 20
ORDER = ("documentation", "extensionElements", "loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem")


@dataclass(frozen=True)
class _Said:
    """What another tool says: the list to go through, and what the single item is called; empty where it does not say."""

    collection: str = ""
    item: str = ""


def count_copies(draft: Draft) -> None:
    """A step done several times is told for what, or how many times."""
    for scope in draft.scopes():
        for node in [node for node in nodes_of(scope) if local(node) in ACTIVITIES]:
            many = node.find(MANY)
            if many is None or _goes_through_a_list(draft, many):
                continue
            said = _said(many)
            _without_foreign_parts(draft, node, many)
            if reads(text_of(many, "loopCardinality")) is not None and not said.collection:
                continue
            if _maps(draft, scope, node, said):
                _write(many, "loopDataInputRef", said.collection)
                etree.SubElement(many, tag(BPMN, "inputDataItem"), id=said.item, name=said.item)
                _in_order(many)
                draft.note(node, f"{called(node)} goes through {said.collection} in another tool's way",
                           f"it is done once for each of {said.collection}, called {said.item}", "lists are named like that here")
            elif said.collection:
                _write(many, "loopCardinality", f"len({said.collection})")
                draft.note(node, f"{called(node)} is done once for each of {said.collection}, in another tool's way",
                           f"it is done len({said.collection}) times", "the number is computed in our language")
            else:
                _ask(draft, scope, node, many)


def _ask(draft: Draft, scope, node, many) -> None:
    name = f"number_of_{identifier(name_of(node) or node.get('id'), 'copies')}"
    question = {"title": f"How many times: {name_of(node) or node.get('id')}?", "type": "integer", "minimum": 1, "maximum": MOST}
    place = ask_before(draft, scope, node, name, question)
    draft.note(node, f"{called(node)} is done several times without saying how often", f"the number is asked as {name} {place}",
               "the engine has to know how many there are")
    _write(many, "loopCardinality", name)


def _goes_through_a_list(draft: Draft, many) -> bool:
    """In this engine's own way: a list that something here sets, or any in a diagram of this engine's own kind."""
    written = text_of(many, "loopDataInputRef")
    return bool(written) and (draft.native or written in names_set(draft) and text_of(many, "loopCardinality") == "")


def _maps(draft: Draft, scope, node, said: _Said) -> bool:
    """Whether each copy can be given its item: it needs a name of its own, which a second round would find taken."""
    known = names_set(draft)
    return (said.collection.isidentifier() and said.item.isidentifier() and said.item not in known
            and not _comes_again(scope, node))


def _comes_again(scope, node) -> bool:
    seen, pending = set(), [node.get("id")]
    while pending:
        for flow in outgoing(scope, pending.pop()):
            if flow.get("targetRef") not in seen:
                seen.add(flow.get("targetRef"))
                pending.append(flow.get("targetRef"))
    return node.get("id") in seen


def _without_foreign_parts(draft: Draft, node, many) -> None:
    """Conditions and data that this engine cannot compute or find."""
    names = [name for name in ("loopDataOutputRef", "inputDataItem", "outputDataItem") if many.find(tag(BPMN, name)) is not None]
    for name in names:
        for part in many.findall(tag(BPMN, name)):
            many.remove(part)
    done = many.find(tag(BPMN, "completionCondition"))
    if done is not None and not computes(draft, text_of(many, "completionCondition")):
        names.append(f"completionCondition ({text_of(many, 'completionCondition')[:60]})")
        many.remove(done)
    if names:
        draft.note(node, f"{called(node)} names {', '.join(names)} for its copies", "that is taken out",
                   "nothing here would find or compute it")


def _said(many) -> _Said:
    """In Camunda's spelling, taken out of the diagram, if our language can read it."""
    theirs = many.find(f".//{tag(ZEEBE, 'loopCharacteristics')}")
    mine = {} if theirs is None else theirs.attrib
    collection = many.get(tag(CAMUNDA, "collection"), "") or mine.get("inputCollection", "")
    item = many.get(tag(CAMUNDA, "elementVariable"), "") or mine.get("inputElement", "")
    made = translated(collection) if collection else None
    if not made or not made.replace(".", "").isidentifier():
        return _Said()
    for name in ("collection", "elementVariable"):
        many.attrib.pop(tag(CAMUNDA, name), None)
    for name in ("inputCollection", "inputElement") if theirs is not None else ():
        theirs.attrib.pop(name, None)
    if theirs is not None and not theirs.attrib:
        theirs.getparent().remove(theirs)
    return _Said(made, item.strip())


def _write(many, name: str, text: str) -> None:
    for other in ("loopCardinality", "loopDataInputRef"):
        for part in many.findall(tag(BPMN, other)):
            many.remove(part)
    made = etree.SubElement(many, tag(BPMN, name))
    made.text = text
    _in_order(many)


def _in_order(many) -> None:
    """The children as the schema wants them."""
    many[:] = sorted(many, key=lambda part: ORDER.index(local(part)) if local(part) in ORDER else len(ORDER))
