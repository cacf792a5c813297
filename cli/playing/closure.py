"""Loose diagrams often hold more processes than a path needs. What it never calls has no say in whether it can run."""

from collections.abc import Mapping

from lxml import etree

from engine.definitions.hardened_xml import parse_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def only_called(files: Mapping[str, bytes], process_id: str) -> dict[str, bytes]:
    """The diagrams without the processes that `process_id` does not call, directly or through others.

    Unchanged where there is no such process, so that the refusal can say so. Raises DefinitionUnreadable.
    """
    roots = {name: parse_xml(data, name) for name, data in files.items()}
    processes = {process.get("id"): process for root in roots.values() for process in root.iter(f"{BPMN}process")}
    needed = _reached(process_id, processes)
    if len(needed) == len(processes) or process_id not in processes:
        return dict(files)
    for root in roots.values():
        for process in list(root.iter(f"{BPMN}process")):
            if process.get("id") not in needed:
                process.getparent().remove(process)
        for participant in list(root.iter(f"{BPMN}participant")):
            if participant.get("processRef") not in needed:
                participant.getparent().remove(participant)
    return {name: etree.tostring(root) for name, root in roots.items() if root.find(f"{BPMN}process") is not None}


def _reached(start: str, processes: Mapping[str, etree._Element]) -> set[str]:
    seen, pending = set(), [start]
    while pending:
        name = pending.pop()
        if name in processes and name not in seen:
            seen.add(name)
            pending += [call.get("calledElement") for call in processes[name].iter(f"{BPMN}callActivity")]
    return seen
