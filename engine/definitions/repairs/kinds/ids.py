"""Ids: missing ones are given, unusable ones are changed wherever they are spoken of."""

import re

from lxml import etree

from engine.definitions.bpmn_names import BPMN, CAMUNDA, FLOW_NODES, local, space, tag
from engine.definitions.repairs.draft import Draft, Folder, called
from engine.definitions.repairs.wording import identifier

RESERVED = re.compile(r"Start|End|Root|.*(\.EndJoin|\.BoundaryEventSplit|\.BoundaryEventJoin)|StartEventSplit|StartEventJoin")
USABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,120}")
REFERRING = frozenset({"default", "bpmnElement", "calledElement", "attachedToRef", "processRef", "dataObjectRef"})
LISTING = frozenset({"incoming", "outgoing", "sourceRef", "targetRef", "flowNodeRef", "eventDefinitionRef"})
RELATIVES = frozenset({"http://activiti.org/bpmn", "http://flowable.org/bpmn"})
NAMED = FLOW_NODES | {"sequenceFlow", "process"}


def read_relatives(draft: Draft) -> None:
    """Extensions of Activiti and Flowable, from which Camunda's come, are read under Camunda's name."""
    changed = 0
    for node in draft.root.iter(etree.Element):
        if space(node) in RELATIVES:
            node.tag, changed = tag(CAMUNDA, local(node)), changed + 1
        for name, value in node.attrib.items():
            if name[1:].partition("}")[0] in RELATIVES:
                del node.attrib[name]
                node.set(tag(CAMUNDA, name.rpartition("}")[2]), value)
                changed += 1
    if changed:
        draft.note(None, f"{changed} forms, groups and services are written for Activiti or Flowable",
                   "they are read like Camunda's", "Camunda's spelling comes from theirs")


def give_missing_ids(draft: Draft) -> None:
    for node in draft.root.iter(etree.Element):
        if space(node) == BPMN and local(node) in NAMED and not node.get("id"):
            node.set("id", draft.fresh_id(identifier(node.get("name", ""), local(node).lower())))
            draft.note(node, f"a {local(node)} has no id", f"it is called {node.get('id')}",
                       "the case file names every step by its id")


def change_unusable_ids(folder: Folder) -> None:
    """Renames within the file, and the ids of processes in the calls of every other file too."""
    for draft in folder.drafts:
        changed = {}
        for node in draft.root.iter(etree.Element):
            old = node.get("id")
            if space(node) != BPMN or not old or local(node) not in NAMED or old in changed:
                continue
            reserved = RESERVED.fullmatch(old) and local(node) != "sequenceFlow"
            if reserved or not USABLE.fullmatch(old):
                changed[old] = new = draft.fresh_id(identifier(node.get("name") or old, local(node).lower())
                                                    + ("_step" if reserved else ""))
                draft.note(node, f"the engine uses the id {old} itself" if reserved else f"the id {old!r} cannot be used",
                           f"it is called {new} wherever it is spoken of",
                           "the step would be skipped" if reserved else "file names and records carry it")
                if local(node) == "process":
                    _rename_calls(folder, draft, old, new)
        if changed:
            _rename(draft, changed)


def _rename(draft: Draft, changed: dict) -> None:
    for node in draft.root.iter(etree.Element):
        for name, value in node.attrib.items():
            refers = name == "id" or name.endswith("Ref") or name in REFERRING
            if refers and value in changed and (name != "id" or space(node) == BPMN):
                node.set(name, changed[value])
        if local(node) in LISTING and (node.text or "").strip() in changed:
            node.text = changed[node.text.strip()]
    for old, new in changed.items():
        draft.shapes.renamed(old, new)


def _rename_calls(folder: Folder, own: Draft, old: str, new: str) -> None:
    for draft in folder.drafts:
        for node in draft.nodes("callActivity") if draft is not own else ():
            if node.get("calledElement") == old:
                node.set("calledElement", new)
                draft.note(node, f"it calls the process {old}, which gets another id", f"it calls {new}",
                           "a call names the process by its id")


def drop_prefixes(draft: Draft) -> None:
    """References such as tns:Message_1, which mean Message_1 of the same file."""
    ids = {node.get("id") for node in draft.root.iter(etree.Element) if node.get("id")}
    for node in [node for node in draft.root.iter(etree.Element) if space(node) == BPMN]:
        for name, value in node.attrib.items():
            bare = value.rpartition(":")[2]
            if (name.endswith("Ref") or name in REFERRING) and ":" in value and value not in ids and bare in ids:
                node.set(name, bare)
                draft.note(node, f"{called(node)} refers to {value}", f"it refers to {bare}",
                           "references here carry no prefix")
        if local(node) in LISTING and ":" in (node.text or ""):
            bare = node.text.strip().rpartition(":")[2]
            if node.text.strip() not in ids and bare in ids:
                node.text = bare
