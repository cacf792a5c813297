"""Events: boundary events, triggers that would silently do nothing, timers, messages, data."""

import re

from engine.definitions.bpmn_names import ACTIVITIES, BPMN, local, space, tag
from engine.definitions.element import Element, EventPart, Process
from engine.definitions.lint.subject import Subject

ISO = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
    r"|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?"
)
LOOKS_ISO = re.compile(r"[\"']?(R\d*/)?(P\d|PT\d|\d{4}-\d\d)")
SILENT_ENDS = {"signal": "signal", "compensate": "compensation"}


def check_events(subject: Subject) -> None:
    for process in subject.processes:
        for element in process.elements.values():
            if element.kind == "boundaryEvent":
                _boundary(subject, process, element)
            _refused_kinds(subject, element)
            for part in element.events:
                if part.kind == "timer":
                    _timer(subject, element, part)
                elif part.kind == "message":
                    _message(subject, element, part)
    for diagram in subject.diagrams:
        _event_names(subject, diagram)
        _data(subject, diagram)


def _boundary(subject: Subject, process: Process, element: Element) -> None:
    host = process.elements.get(element.attached_to)
    if host is None or host.kind not in ACTIVITIES:
        subject.say(
            "boundary_detached",
            element,
            "it is attached to nothing and would be dropped",
            "Move it onto the border of a task or a sub-process.",
        )
    if not process.outgoing(element.id):
        subject.say(
            "boundary_without_outgoing",
            element,
            "no flow leaves it, so a case would hang when it happens",
            "Lead a flow from it to what should happen then.",
        )


def _refused_kinds(subject: Subject, element: Element) -> None:
    kinds = {part.kind for part in element.events}
    if "link" in kinds:
        subject.say(
            "event_kind_refused",
            element,
            "link events are not followed: the branch would vanish",
            "Draw the flow itself.",
        )
    if "compensate" in kinds:
        subject.say("event_kind_refused", element, "compensation is not carried out", "Draw the steps that undo it.")
    if element.kind == "endEvent" and "signal" in kinds:
        subject.say(
            "event_kind_refused",
            element,
            "an end event with a signal sends nothing",
            "Throw the signal before a plain end event.",
        )
    if element.kind == "adHocSubProcess":
        subject.say(
            "element_refused",
            element,
            "an ad-hoc sub-process has no order and is not accepted",
            "Draw the steps with flows and gateways.",
        )
    if element.triggered_by_event:
        subject.say(
            "element_refused",
            element,
            "an event sub-process is not accepted",
            "Put a boundary event on an ordinary sub-process.",
        )


def _timer(subject: Subject, element: Element, part: EventPart) -> None:
    text = part.text
    if not text:
        subject.say(
            "timer_empty",
            element,
            "its timer does not say when it fires",
            "Write for example deadline('reply') or P15D.",
        )
    elif part.form == "timeCycle" or text.strip("\"'").startswith("R"):
        subject.say(
            "timer_cycle",
            element,
            "it repeats; repeating timers pile up after an interruption",
            "Use one timer for each reminder.",
        )
    elif LOOKS_ISO.match(text) and not ISO.fullmatch(text.strip("\"'")):
        subject.say(
            "timer_not_text",
            element,
            f"{text!r} is no date and no duration that can be computed",
            "Write P15D, PT2H or 2026-05-01T00:00Z.",
        )


def _message(subject: Subject, element: Element, part: EventPart) -> None:
    if not part.ref:
        subject.say(
            "message_missing",
            element,
            "it names no message and would be passed straight through",
            "Choose the message it waits for or sends.",
        )
    elif not part.name and not _known(subject, part.ref):
        subject.say(
            "message_unknown",
            element,
            f"its message {part.ref} is not defined",
            "Define the message in the editor and choose it here.",
        )


def _known(subject: Subject, ref: str) -> bool:
    """Messages are shared by all diagrams that are deployed together."""
    return any(
        node.get("id") == ref
        for diagram in subject.diagrams
        for node in diagram.root
        if local(node) in ("message", "signal")
    )


def _event_names(subject: Subject, diagram) -> None:
    seen: dict[tuple[str, str], str] = {}
    for node in (node for node in diagram.root if space(node) == BPMN and local(node) in ("message", "signal")):
        key = (local(node), node.get("name", ""))
        if key[1] and key in seen:
            subject.say(
                "event_name_twice",
                node.get("id", ""),
                f"two {key[0]}s are called {key[1]}",
                "Keep one and refer to it from every place.",
                diagram.file,
            )
        seen[key] = node.get("id", "")


def _data(subject: Subject, diagram) -> None:
    """Data associations that lead to nothing that can be read or written from where they are."""
    homes = {node.get("id"): node.getparent() for node in diagram.root.iter(tag(BPMN, "dataObject"))}
    objects = {
        node.get("id"): node.get("dataObjectRef") for node in diagram.root.iter(tag(BPMN, "dataObjectReference"))
    }
    for name, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
        for node in diagram.root.iter(tag(BPMN, name)):
            ref, owner = (node.findtext(tag(BPMN, end)) or "").strip(), node.getparent()
            home = homes.get(objects.get(ref))
            if ref and (home is None or home not in owner.iterancestors()):
                subject.say(
                    "data_unresolved",
                    diagram.element(owner.get("id", "")) or owner.get("id", ""),
                    f"it reads or writes {ref}, which is no data object that it can see",
                    "Connect it to a data object of its own process; data stores are not available.",
                    diagram.file,
                )
