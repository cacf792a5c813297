"""Constructs that the library accepts and then silently does wrong, found in the diagrams themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.definitions.bundle import ENGINE

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
RESERVED = ("Start", "End", "Root")
_STEPS = ("ask", "Gateway", "ubProcess", "transaction", "callActivity", "startEvent", "CatchEvent", "ThrowEvent",
          "boundaryEvent")
RESERVED_SUFFIXES = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")


@dataclass(frozen=True)
class Refusal:
    """`code`, the element it is about, what is wrong and what to draw instead; `runs` where it does no harm."""

    code: str
    element: etree._Element
    wrong: str
    fix: str
    runs: bool = False


def refusals(root: etree._Element, profile: str) -> Iterator[Refusal]:
    """Every construct of one document that must not be deployed."""
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        for code, found, wrong, fix in _RULES:
            if found(kind, element):
                yield Refusal(code, _owner(element), wrong, fix, runs=profile == ENGINE and code in _HARMLESS)
    yield from _event_sub_processes(root, profile)


def _event_sub_processes(root, profile):
    for element in root.iter(f"{BPMN}subProcess"):
        if element.get("triggeredByEvent") != "true":
            continue
        inner = etree.QName(element.getparent()).localname != "process"
        timed = element.find(f"{BPMN}startEvent/{BPMN}timerEventDefinition") is not None
        if profile != ENGINE or inner or timed:
            yield Refusal("event_sub_process", element, "an event sub-process does not interrupt what it is drawn in",
                          "Draw a boundary event on the enclosing sub-process.")


def _owner(element):
    """The flow element a definition belongs to: what has an id and a name in the editor."""
    return element.getparent() if etree.QName(element).localname.endswith("EventDefinition") else element


def _is(*names):
    return lambda kind, element: kind in names


def _signal_end(kind, element):
    return kind == "signalEventDefinition" and element.getparent().tag == f"{BPMN}endEvent"


def _compensates(kind, element):
    return kind == "compensateEventDefinition" or element.get("isForCompensation") == "true"


def _reserved(kind, element):
    """An end event called End still ends the process, so it may keep its name."""
    name = element.get("id", "")
    return kind.endswith(_STEPS) and (name in RESERVED or name.endswith(RESERVED_SUFFIXES))


_HARMLESS = ("signal_end",)  # a loose diagram ends all the same, only nobody is told

_RULES = (
    ("element_refused", _is("adHocSubProcess"), "an ad-hoc sub-process has no order that a snapshot could keep",
     "Draw the tasks with gateways between them."),
    ("event_kind_refused", _is("linkEventDefinition"), "the flow would vanish at a link event",
     "Connect the two places with a sequence flow."),
    ("event_kind_refused", _compensates, "compensation is not carried out", "Draw the undoing steps as ordinary tasks."),
    ("element_unsupported", _is("complexGateway"), "a complex gateway is not supported",
     "Use an exclusive, inclusive or parallel gateway."),
    ("signal_end", _signal_end, "an end event does not send its signal",
     "Draw an intermediate throw event before the end."),
    ("id_reserved", _reserved, "this id is used by the engine itself, the step would be skipped",
     "Give the element another id."),
)
