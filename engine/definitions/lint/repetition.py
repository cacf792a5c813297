"""What an activity for several instances, and the scripts beside a task, do to variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.bpmn_names import BPMN, tag
from engine.definitions.element import Process
from engine.definitions.lint.expression_rules import Use, uses_in_xml
from engine.definitions.lint.subject import Subject


@dataclass(frozen=True)
class Beside:
    """`inside` are the names one instance is given, `gives` what is known after all of them where the single answers
    are dropped (None where they are kept), `uses` the expressions in the engine's own extensions."""

    inside: frozenset[str] = frozenset()
    gives: frozenset[str] | None = None
    uses: tuple[Use, ...] = ()


@dataclass
class _Gathered:
    inside: set[str] = field(default_factory=set)
    gives: frozenset[str] | None = None
    uses: list[Use] = field(default_factory=list)


def beside(subject: Subject, process: Process) -> Mapping[str, Beside]:
    """By element id, for the elements of a process that have any of it."""
    root = next(diagram.root for diagram in subject.diagrams if diagram.file == process.file)
    found: dict[str, _Gathered] = {}
    for owner, what, text, script in uses_in_xml(root):
        if owner in process.elements:
            found.setdefault(owner, _Gathered()).uses.append(Use(process.elements[owner], what, text, script))
    for node in root.iter(tag(BPMN, "multiInstanceLoopCharacteristics")):
        owner = node.getparent().get("id", "")
        gathered = found.setdefault(owner, _Gathered())
        for name in ("inputDataItem", "outputDataItem"):
            gathered.inside |= {item.get(key, "") for item in node.iter(tag(BPMN, name)) for key in ("id", "name")} - {""}
        if node.find(tag(BPMN, "loopDataInputRef")) is not None:  # the library then keeps the list of outputs alone
            output = (node.findtext(tag(BPMN, "loopDataOutputRef")) or "").strip()
            gathered.gives = frozenset({output} - {""})
    return {key: Beside(frozenset(part.inside), part.gives, tuple(part.uses)) for key, part in found.items()}
