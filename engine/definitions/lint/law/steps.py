"""Steps that a case must pass, in their order: the receipt and the register before anything waits, the reply after its
draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions.bpmn_names import HUMAN_TASKS
from engine.definitions.element import Element, Process
from engine.definitions.legal_list import Requirement, Step
from engine.definitions.lint.law.conditions import excludes
from engine.definitions.lint.law.detours import Detours, Test, live
from engine.definitions.lint.people_rules import literal
from engine.definitions.lint.subject import Subject, called
from engine.vocabulary import COMPLAINANT

SYSTEM = "system"
LAST = 6


@dataclass(frozen=True)
class Breach:
    """What breaks a requirement: the element (or process, or None for a file), what is wrong, what to do. `longer` marks a
    date that was put off, which has a code of its own."""

    thing: Element | Process | None
    wrong: str
    fix: str
    file: str = ""
    longer: bool = False


def doing(subject: Subject, *steps: Step) -> Test:
    """Whether an element is one of these steps."""
    return lambda element: any(_does(subject, element, step) for step in steps)


def doers(subject: Subject, step: Step) -> list[Element]:
    """The elements that are this step and that a case can get to."""
    key = f"{step.does} {step.what} {step.to}"
    if key not in subject.walked:
        subject.walked[key] = live(subject).elements(doing(subject, step))
    return subject.walked[key]


def words(step: Step) -> str:
    """A step in a sentence: "sends the letter 'receipt' to the complainant"."""
    if step.does == "sends":
        to = {"": "", "complainant": " to the complainant", "staff": " to somebody of the agency"}
        return f"sends the letter '{step.what}'{to.get(step.to, f' to {step.to}')}"
    return {"alerts": f"tells somebody of the agency that the date '{step.what}' has passed",
            "reminds": f"reminds somebody of the agency of the date '{step.what}'",
            "restricts": f"lets nobody but the role {step.what} see the case",
            "records": f"records the fact '{step.what}'", "asks": f"asks the question '{step.what}'",
            "takes": f"takes the message '{step.what}'"}[step.does]


def any_of(steps: tuple[Step, ...]) -> str:
    """Several steps of which any one will do, in a sentence: "a step that sends the letter 'reply' to the complainant"."""
    if len(steps) > 1 and {(step.does, step.to) for step in steps} == {("sends", "complainant")}:
        return f"one of the letters {', '.join(step.what for step in steps)} to the complainant"
    return " or ".join(f"a step that {words(step)}" for step in steps)


def advice(step: Step) -> str:
    """How such a step is drawn."""
    to = {"": "'complainant'", "staff": "a role of the agency"}.get(step.to, f"'{step.to}'")
    return {"sends": f"a service task send_letter with letter '{step.what}' and to {to}",
            "alerts": f"a service task escalate with deadline '{step.what}', rung 'breach' and to a role of the agency",
            "reminds": f"a service task escalate with deadline '{step.what}' and to a role of the agency or the holder",
            "restricts": f"a service task restrict_case with to '{step.what}'",
            "records": f"a service task record_fact with fact '{step.what}'",
            "asks": f"a user task whose form asks '{step.what}'",
            "takes": f"an event that takes the message '{step.what}'"}[step.does]


def waits_for(element: Element) -> str:
    """What an element stops a case for: "task", "timer", "message", or empty."""
    if element.kind in HUMAN_TASKS:
        return "task"
    if element.kind == "intermediateCatchEvent":
        return "timer" if element.event == "timer" else "message" if element.event != "link" else ""
    return "message" if element.kind == "receiveTask" else ""


def shown_way(way: list[str]) -> str:
    """The last steps of a way, which is how it came about."""
    return ("… > " if len(way) > LAST else "") + " > ".join(way[-LAST:])


def check_step(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    step = requirement.step
    found = doers(subject, step)
    if not found:
        yield Breach(subject.main, f"no step {words(step)}", f"Add {advice(step)}.")
        return
    if waits := requirement.more.get("before_any"):
        yield from _too_late(subject, step, waits)
    if kind := requirement.more.get("never_for"):
        yield from _reached_by(subject, step, str(kind))
    if after := requirement.steps("only_after"):
        yield from reached_too_early(subject, found, after, words(step))
    for following in requirement.steps("then"):
        for element in found:
            if problem := next(before_step(subject, [element], following), None):
                yield Breach(element, f"it {words(step)}, and {problem}", f"Follow it at once with {advice(following)}.")


def _reached_by(subject: Subject, step: Step, kind: str) -> Iterator[Breach]:
    """A letter that cases of one kind never get: a flow on every way to it is taken by the other kinds alone."""
    detours = Detours(subject, closes=lambda flow: excludes(flow.condition or "", "kind", kind))
    for place in detours.places(doing(subject, step)):
        yield Breach(
            subject.element(place.element),
            f"it {words(step)}, and a {kind} can come to it (by {shown_way(detours.way(place))})",
            f"Lead to it by a flow with the condition kind != '{kind}'.",
        )


def reached_too_early(subject: Subject, found: list[Element], after: tuple[Step, ...], doing_what: str) -> Iterator[Breach]:
    """A breach for each of these elements that a case can get to before any of the steps that must come first."""
    detours = Detours(subject, passes=doing(subject, *after))
    for place in detours.places(lambda element: element in found):
        element = next(one for one in found if one.id == place.element)
        if doing(subject, *after)(element):
            continue
        yield Breach(
            element,
            f"it {doing_what}, and can be reached before {any_of(after)} "
            f"(by {shown_way(detours.way(place))})",
            f"Lead every way to it through {' or '.join(advice(step) for step in after)}.",
        )


def _too_late(subject: Subject, step: Step, waits) -> Iterator[Breach]:
    detours = Detours(subject, passes=doing(subject, step))
    found = detours.places(lambda element: waits_for(element) in waits)
    for place in sorted(found, key=lambda place: place.side is not None):  # what everybody comes to, before what may come
        element = subject.element(place.element)
        yield Breach(
            element,
            f"the case may wait at {called(element)} before {any_of((step,))} (by {shown_way(detours.way(place))})",
            f"Put {advice(step)} before it, straight after the start, where nothing holds it up.",
        )
        return
    for end in detours.ends():
        yield Breach(
            end,
            f"a case can end here before {any_of((step,))} (by {shown_way(detours.way(end))})",
            f"Put {advice(step)} straight after the start, before any way parts.",
        )


def before_step(subject: Subject, begin: list[Element], step: Step) -> Iterator[str]:
    """Where a case waits or ends behind these elements without having passed the step, as a sentence."""
    detours = Detours(subject, passes=doing(subject, step), begin=begin)
    for place in detours.places(lambda element: bool(waits_for(element)) or element.kind == "endEvent"):
        if place.element not in {element.id for element in begin} and not doing(subject, step)(subject.element(place.element)):
            yield f"{called(subject.element(place.element))} comes before {any_of((step,))}"


def _does(subject: Subject, element: Element, step: Step) -> bool:
    if step.does == "takes":
        return any(part.kind == "message" and part.name == step.what for part in element.events) and (
            element.kind not in ("endEvent", "intermediateThrowEvent"))
    if step.does == "asks":
        form = subject.forms.get(element.id)
        return element.kind in HUMAN_TASKS and form is not None and step.what in form.names
    if element.operator is None:
        return False
    given = {name: literal(text) for name, text in element.operator.parameters.items()}
    staff = set(given.get("to", "").replace(",", " ").split()) - {COMPLAINANT, SYSTEM}
    if step.does == "restricts":
        return element.operator.id == "restrict_case" and given.get("to") == step.what
    if step.does == "reminds":
        return bool(staff) and element.operator.id == "escalate" and given.get("deadline") == step.what
    if step.does == "records":
        return element.operator.id == "record_fact" and given.get("fact") == step.what
    if step.does == "alerts":
        is_rung = element.operator.id == "escalate" and given.get("deadline") == step.what and given.get("rung") == "breach"
        return bool(staff) and (is_rung or element.operator.id == "send_letter")
    fits = staff if step.to == "staff" else step.to in ("", given.get("to", ""))
    return element.operator.id == "send_letter" and given.get("letter") == step.what and bool(fits)
