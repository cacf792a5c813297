"""Ids, sizes, and what a diagram file is made of."""

import re
from collections import Counter

from engine.definitions.bpmn_names import BPMN, BPMNDI, FLOW_NODES, local, space, tag
from engine.definitions.lint.subject import Subject

MOST_ELEMENTS = 400
RESERVED = frozenset({"Start", "End", "Root"})
RESERVED_ENDING = re.compile(r".*(\.EndJoin|\.BoundaryEventSplit|\.BoundaryEventJoin)|StartEventSplit|StartEventJoin")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*")
UNSUPPORTED = {"complexGateway": "a complex gateway"}


def check_identity(subject: Subject) -> None:
    """Missing, double and reserved ids; processes; sizes."""
    for diagram in subject.diagrams:
        _ids_of(subject, diagram)
        if not diagram.processes:
            subject.say(
                "file_without_process" if subject.processes else "no_process",
                None,
                "it holds no process",
                "Draw a process in it, or leave the file out.",
                diagram.file,
            )
        if not any(True for _ in diagram.root.iter(tag(BPMNDI, "BPMNShape"))):
            subject.say(
                "no_layout",
                None,
                "it has no drawing, so nobody can look at it",
                "Open it in the editor, arrange it and save it.",
                diagram.file,
            )
    for process in subject.processes:
        if len(process.elements) > MOST_ELEMENTS:
            subject.say(
                "too_many_elements",
                process,
                f"it has {len(process.elements)} elements, more than {MOST_ELEMENTS}",
                "Move parts into processes of their own and call them.",
            )
        for element in process.elements.values():
            _reserved(subject, element)
            if element.kind in UNSUPPORTED:
                subject.say(
                    "element_unsupported",
                    element,
                    f"{UNSUPPORTED[element.kind]} cannot be executed",
                    "Use exclusive, inclusive or parallel gateways.",
                )
            if subject.strict and not SNAKE_CASE.fullmatch(element.id):
                subject.say(
                    "id_style",
                    element,
                    f"its id {element.id!r} is not in small letters and underscores",
                    "Write it like draft_reply; people never see it, but tables and scenarios name it.",
                )
    _processes(subject)


def _ids_of(subject: Subject, diagram) -> None:
    """Double ids. The engine finds an element by its id among everything in its process, form fields and parameters of
    services included, and the last one wins; elsewhere a double id only confuses editors."""
    last: dict[tuple[str, str], bool] = {}
    elements, counted = Counter(), Counter()
    for node in (node for node in diagram.root.iter() if isinstance(node.tag, str)):
        element_id, runs = node.get("id"), space(node) == BPMN and local(node) in FLOW_NODES
        if runs and not element_id:
            subject.say(
                "id_missing",
                None,
                f"line {node.sourceline}: a {local(node)} has no id",
                "Give it an id in the editor.",
                diagram.file,
            )
        if element_id:
            place = _process_of(node), element_id
            last[place] = runs
            elements[place] += runs
            counted[element_id] += space(node) in (BPMN, BPMNDI)
    for place, times in elements.items():
        element_id = place[1]
        if times > 1 or times == 1 and not last[place]:
            subject.say(
                "id_twice",
                element_id,
                f"the id {element_id} is used more than once, and only one would run",
                "Give each element an id of its own.",
                diagram.file,
            )
            counted[element_id] = 0
    for element_id in sorted(element_id for element_id, times in counted.items() if times > 1):
        subject.say(
            "id_twice_elsewhere",
            element_id,
            f"the id {element_id} is used {counted[element_id]} times in the file",
            "Give each part of the file an id of its own.",
            diagram.file,
        )


def _process_of(node) -> str:
    """The id of the process around a node, empty outside of any."""
    return next((above.get("id", "") for above in node.iterancestors(tag(BPMN, "process"))), "")


def _reserved(subject: Subject, element) -> None:
    if element.id not in RESERVED and not RESERVED_ENDING.fullmatch(element.id):
        return
    ends = element.kind == "endEvent" and element.id == "End"
    subject.say(
        "id_reserved_end" if ends else "id_reserved",
        element,
        f"the engine uses the id {element.id} itself"
        + (", though an end event may share it" if ends else ", so this element would be skipped or the case fail"),
        "Rename it, for instance to its task in small letters.",
    )


def _processes(subject: Subject) -> None:
    counted = Counter(process.id for process in subject.processes)
    for process in subject.processes:
        if counted[process.id] > 1:
            subject.say(
                "process_twice",
                process,
                f"the process {process.id} stands in {counted[process.id]} files",
                "Keep it in one of them.",
            )
        if not process.executable and process.elements:
            subject.say("not_executable", process, "it is not marked as executable", "Set “Executable” in the editor.")
    if (
        subject.processes
        and not subject.strict
        and all(process.declined for process in subject.processes)
    ):
        subject.say(
            "none_executable",
            subject.processes[0],
            "none of the processes is marked as executable",
            "Set “Executable” in the editor.",
        )
    if subject.strict and subject.diagrams and subject.process(subject.facts.process) is None:
        subject.say(
            "main_process_missing",
            None,
            f"there is no process with the id {subject.facts.process}",
            "Give the main process this id, or name another in family.toml.",
            f"bpmn/{subject.facts.main}",
        )
