"""Events: boundary events, triggers that would silently do nothing, timers, messages, data."""

import re
from datetime import UTC, datetime

from engine.definitions.bpmn_names import ACTIVITIES, BPMN, local, space, tag
from engine.definitions.element import Element, EventPart, Process
from engine.definitions.lint.subject import Subject
from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import BUILT_IN, compile_expression, instants

SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
ISO = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
    r"|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?"
)
LOOKS_ISO = re.compile(r"[\"']?(R\d*/)?(P\d|PT\d|\d{4}-\d\d)")
REFERRED = ("message", "signal", "error", "escalation")
RECEIVING = ("intermediateCatchEvent", "boundaryEvent", "startEvent", "receiveTask")


def check_events(subject: Subject) -> None:
    for process in subject.processes:
        for element in process.elements.values():
            if element.kind == "boundaryEvent":
                _boundary(subject, process, element)
            _refused_kinds(subject, element)
            for part in element.events:
                if part.kind == "timer":
                    _timer(subject, element, part)
                elif part.kind == "conditional":
                    _condition(subject, element, part)
                elif part.kind in REFERRED:
                    _reference(subject, element, part)
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
            "boundary_without_outgoing" if element.interrupting else "boundary_without_effect",
            element,
            "no flow leaves it, so "
            + ("a case would hang when it happens" if element.interrupting else "nothing follows when it happens"),
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
            "signal_end",
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
            "event_sub_process",
            element,
            "an event sub-process is not accepted, and does not interrupt what it is drawn in",
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
    elif _is_no_instant(text):
        subject.say(
            "timer_no_instant",
            element,
            f"{text!r} is always the same, and never a date nor a duration",
            "Write P15D, PT2H or 2026-05-01T00:00Z.",
        )


def _condition(subject: Subject, element: Element, part: EventPart) -> None:
    """While it waits, only data objects of its own process or sub-process change; variables stay as they were."""
    try:
        reads = compile_expression(part.text).reads if part.text else None
    except ExpressionRefused:
        return  # said by the rule for expressions
    scope = element.parent_id or element.process_id
    changing = {node.get("id") for diagram in subject.diagrams if diagram.file == element.file
                for node in diagram.root.iter(tag(BPMN, "dataObject")) if node.getparent().get("id") == scope}
    if reads is not None and not reads & changing:
        subject.say(
            "condition_stands_still",
            element,
            f"its condition {part.text} reads no data object of its process, and nothing else changes while it waits",
            "Draw a data object that a task writes, or wait for a message.",
        )


def _is_no_instant(text: str) -> bool:
    """Does it stand still, as 5 or 2026-13-45 do, and is no instant? What reads a variable is known only when it runs."""
    try:
        written = compile_expression(text) if not instants.is_literal(text) else None
        if written is not None and (written.reads or written.calls - BUILT_IN.keys()):
            return False
        instants.instant(written.evaluate({}) if written is not None else text, SOME_DAY)
    except ExpressionRefused:
        return False  # said by the rule for expressions
    except (ExpressionFailed, instants.NotAnInstant):
        return True
    return False


def _reference(subject: Subject, element: Element, part: EventPart) -> None:
    if part.ref and not _known(subject, element, part):
        subject.say(
            "message_unknown",
            element,
            f"its {part.kind} {part.ref} is not defined",
            f"Define the {part.kind} in the editor and choose it here.",
        )
    elif part.kind not in ("message", "signal"):
        return
    elif not part.ref:
        _unreferred(subject, element, part)
    elif part.kind == "message" and element.kind in RECEIVING and not part.variable:
        subject.say(
            "message_without_variable",
            element,
            f"what comes with the message {part.name} is dropped, because no variable is named for it",
            "Fill in the message variable, if the message brings something along.",
        )


def _unreferred(subject: Subject, element: Element, part: EventPart) -> None:
    """The library gives an event without a message one with the event's own name; a task it lets pass."""
    if element.kind not in ("sendTask", "receiveTask") and element.default_name:
        subject.say(
            "message_by_name",
            element,
            f"it names no {part.kind}, so it stands for one called {element.default_name}",
            f"Choose the {part.kind} it waits for or sends.",
        )
        return
    waits = element.kind in ("intermediateCatchEvent", "boundaryEvent", "startEvent")
    subject.say(
        "message_missing",
        element,
        f"it names no {part.kind} and would " + ("wait for ever" if waits else "be passed straight through"),
        f"Choose the {part.kind} it waits for or sends.",
    )


def _known(subject: Subject, element: Element, part: EventPart) -> bool:
    """A reference reaches what is defined in its own file; between files only the names of messages count."""
    return any(
        node.get("id") == part.ref and local(node) == part.kind
        for diagram in subject.diagrams
        if diagram.file == element.file
        for node in diagram.root
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
    for process in diagram.processes.values():
        _timer_names(subject, process)


def _timer_names(subject: Subject, process: Process) -> None:
    """Two timers of one name: lists of due dates and the case page could not tell them apart."""
    named: dict[str, Element] = {}
    for element in process.elements.values():
        if element.default_name and any(part.kind == "timer" for part in element.events):
            if element.default_name in named:
                subject.say(
                    "timer_name_twice",
                    element,
                    f"the timer {named[element.default_name].id} has the same name",
                    "Give each timer a name of its own.",
                )
            named.setdefault(element.default_name, element)


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
