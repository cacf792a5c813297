"""Events that do not say what they wait for or send."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, events_of, name_of, text_of
from engine.definitions.repairs.kinds.variables import names_set, reads
from engine.definitions.repairs.wording import identifier

NAMED = {"message": "messageRef", "signal": "signalRef"}


def report_conditions(draft: Draft) -> None:
    """A condition that the engine cannot watch, because it says nothing or speaks of what nothing sets, is reported."""
    if draft.native:
        return
    known = names_set(draft)
    for node in draft.nodes():
        for event in events_of(node):
            text = text_of(event, "condition")
            if local(event) != "conditionalEventDefinition" or text and reads(text) is not None and reads(text) <= known:
                continue
            for child in list(event):
                event.remove(child)
            event.tag = tag(BPMN, "messageEventDefinition")
            draft.note(node, f"the condition of {called(node)} ({text[:60] or 'nothing'}) cannot be watched",
                       "it waits for a message that reports it", "the engine knows answers and facts of the case only")


def name_waits(draft: Draft) -> None:
    """An event that waits, but does not say for what, waits for a message."""
    for node in draft.nodes("boundaryEvent", "intermediateCatchEvent"):
        if not events_of(node):
            node.append(node.makeelement(tag(BPMN, "messageEventDefinition")))
            draft.note(node, f"{called(node)} does not say what it waits for", "it waits for a message",
                       "it would be passed straight through, or refused")


def name_messages(draft: Draft) -> None:
    """A message or signal named after the event, where it refers to none; and the condition an event lacks."""
    for node in draft.nodes():
        for event in events_of(node):
            kind = local(event).removesuffix("EventDefinition")
            if kind in NAMED:
                _refer(draft, node, event, kind)
            elif kind in ("error", "escalation"):
                _known(draft, node, event, kind)
        if local(node) == "receiveTask" and not events_of(node):
            _refer(draft, node, node, "message")
        elif local(node) == "sendTask" and node.get("messageRef"):
            _refer(draft, node, node, "message")


def _refer(draft: Draft, node, holder, kind: str) -> None:
    found = next((item for item in draft.root if local(item) == kind and item.get("id")
                  and item.get("id") == holder.get(NAMED[kind])), None)
    if found is not None and name_of(found):
        return
    word = name_of(found) if found is not None else ""
    word = word or name_of(node) or node.get("id")
    if found is None:
        found = next((item for item in draft.root if local(item) == kind and item.get("id")
                      and name_of(item) == word), None)
    if found is None:
        found = etree.Element(tag(BPMN, kind), id=draft.fresh_id(f"{kind}_{identifier(word, node.get('id'))}"))
        _first(draft.root, found)
    found.set("name", word)
    holder.set(NAMED[kind], found.get("id"))
    draft.note(node, f"{called(node)} names no {kind}", f"the {kind} is called “{word}”",
               "it would be passed straight through")


def _known(draft: Draft, node, event, kind: str) -> None:
    ref = event.get(f"{kind}Ref")
    if ref and not any(item.get("id") == ref for item in draft.root):
        del event.attrib[f"{kind}Ref"]
        draft.note(node, f"{called(node)} names the {kind} {ref}, which is not defined", f"it catches or throws any {kind}",
                   "the name leads nowhere")


def _first(root, made) -> None:
    """Before the first process or collaboration, where editors keep such definitions."""
    place = next((place for place, child in enumerate(root) if local(child) in ("collaboration", "process")), len(root))
    root.insert(place, made)
