"""Truth values and references as the library reads them: BPMN allows 1 for true, and blanks around a name."""

from lxml import etree

from engine.definitions.bpmn_names import BPMN, local, space
from engine.definitions.lint.parts.spelling import REFERENCES, TRUTHS, WRITTEN_REFERENCES, spelt
from engine.definitions.repairs.draft import Draft

READ = REFERENCES | TRUTHS


def spell(draft: Draft) -> None:
    for node in draft.root.iter(etree.Element):
        changed = {}
        for name, value in node.attrib.items():
            if (name == "bpmnElement" or name in READ and space(node) == BPMN) and spelt(name, value) != value:
                changed[name] = spelt(name, value)
                node.set(name, changed[name])
        if space(node) == BPMN and local(node) in WRITTEN_REFERENCES and node.text and node.text.strip() != node.text:
            node.text = changed[local(node)] = node.text.strip()
        if changed and space(node) == BPMN:
            _told(draft, node, changed)


def _told(draft: Draft, node, changed: dict) -> None:
    owner = node
    while not owner.get("id") and owner.getparent() is not None:
        owner = owner.getparent()
    names = ", ".join(changed)
    draft.note(owner, f"{names} of {local(node)} cannot be read as written",
               ", ".join(f"{name} is {value[:60]}" for name, value in changed.items()),
               "truth values are true or false here, and names have no blanks around them")
