"""Data stores and documents that were drawn for readers: they stay in the drawing and stop asking for data."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, tag
from engine.definitions.repairs.draft import Draft, called, name_of

ENDS = (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef"))


def free_documents(draft: Draft) -> None:
    """Associations that carry no data here become plain lines; data stores become notes.

    In a diagram of this engine's own kind an association between a step and a data object that it can see is kept.
    """
    homes = {node.get("id"): node.getparent() for node in draft.root.iter(tag(BPMN, "dataObject"))}
    objects = {node.get("id"): node.get("dataObjectRef") for node in draft.root.iter(tag(BPMN, "dataObjectReference"))}
    for name, end in ENDS:
        for link in list(draft.root.iter(tag(BPMN, name))):
            owner = link.getparent()
            ref = (link.findtext(tag(BPMN, end)) or "").strip()
            home = homes.get(objects.get(ref))
            if draft.native and home is not None and home in owner.iterancestors():
                continue
            _as_line(draft, owner, link, ref, end)
            draft.note(owner, f"{called(owner)} {'reads' if end == 'sourceRef' else 'writes'} {ref or 'something'}, which "
                       "holds no data here", "the line stays in the drawing only",
                       "documents belong to the case file, not to the diagram")
    if not draft.native:
        for found in list(draft.root.iter(tag(BPMN, "ioSpecification"))):
            owner = found.getparent()
            if local(owner) != "globalTask":
                owner.remove(found)
                draft.note(owner, f"{called(owner)} lists the data it needs", "the list is dropped",
                           "nothing here would fill it, and the step would wait for it for ever")
        for event in [node for node in draft.nodes() if local(node).endswith("Event")]:
            for part in [part for part in event if local(part) in ("dataInput", "dataOutput", "inputSet", "outputSet")]:
                event.remove(part)
    for store in list(draft.root.iter(tag(BPMN, "dataStoreReference"))):
        note = etree.Element(tag(BPMN, "textAnnotation"), id=store.get("id") or draft.fresh_id("note"))
        etree.SubElement(note, tag(BPMN, "text")).text = name_of(store) or "Data store"
        draft.note(store, f"the data store {called(store)} has nothing behind it", "it becomes a note in the drawing",
                   "cases are stored by the program itself")
        parent = store.getparent()
        parent.remove(store)
        parent.append(note)
    for store in list(draft.root.iter(tag(BPMN, "dataStore"))):
        store.getparent().remove(store)


def _as_line(draft: Draft, owner, link, ref: str, end: str) -> None:
    """A plain association with the id of the old one, so that its line stays drawn."""
    owner.remove(link)
    known = any(node.get("id") == ref for node in draft.root.iter(etree.Element)) if ref else False
    if not known or not link.get("id") or owner.get("id") is None:
        draft.shapes.remove({link.get("id")})
        return
    ends = (ref, owner.get("id")) if end == "sourceRef" else (owner.get("id"), ref)
    process = next((above for above in owner.iterancestors() if local(above) in ("process", "subProcess")), None)
    home = process if process is not None else owner
    etree.SubElement(home, tag(BPMN, "association"), id=link.get("id"), sourceRef=ends[0], targetRef=ends[1])
