"""What Decree 2-17-265 asks of every agency, as far as a diagram can show it. One function a rule.

A family that extends another is also compared with it: it may add, it may not take away.
"""

from engine.definitions.deadlines_table import deadline_rules
from engine.definitions.element import Element
from engine.definitions.lint.people_rules import literal
from engine.definitions.lint.subject import Subject
from engine.errors import DefinitionUnreadable

REPLY, LONGEST = "reply", 60


def check_law(subject: Subject) -> None:
    """Left out under the profile "engine", and for processes that are no complaint."""
    if not subject.strict or subject.main is None or subject.main.id != "complaint":
        return
    _receipt(subject)
    _reply_deadline(subject)
    _breach(subject)
    _withdrawal(subject)
    _locked(subject)
    _four_eyes(subject)


def _receipt(subject: Subject) -> None:
    """A receipt is given for every complaint, at once."""
    if not any(_sends(element, "receipt") for element in subject.main.elements.values()):
        subject.say(
            "law_receipt",
            subject.main,
            "no step sends the receipt that the decree gives every complainant",
            "Add a service task send_letter with letter 'receipt' after the registration.",
        )


def _reply_deadline(subject: Subject) -> None:
    """A reasoned reply within sixty days."""
    if subject.deadlines is None:
        return
    rule = subject.deadlines.get(REPLY)
    if rule is None:
        subject.say(
            "law_reply_deadline",
            None,
            "the table has no deadline `reply`",
            "Add the row: starts lodged, 60 calendar days.",
            "bpmn/deadlines.dmn",
        )
        return
    base = LONGEST
    for name in subject.bundle.files:
        if name.startswith("bpmn/extends/") and name.endswith("/deadlines.dmn"):
            try:
                base = min(base, deadline_rules(subject.bundle.files[name], name)[REPLY].days)
            except (DefinitionUnreadable, KeyError):
                continue
    if rule.unit != "calendar" or rule.days > base or rule.starts != "lodged":
        subject.say(
            "law_reply_lengthened",
            None,
            f"the reply is due {rule.days} {rule.unit} days after {rule.starts}; the law "
            f"allows {base} calendar days after the complaint was lodged",
            "An agency may shorten this deadline, never lengthen it.",
            "bpmn/deadlines.dmn",
        )


def _breach(subject: Subject) -> None:
    """The passing of the legal date is noticed: a timer on deadline('reply') leads to record_fact
    'deadline_breached'."""
    process = subject.main
    timers = [
        element
        for element in process.elements.values()
        if any(
            part.kind == "timer" and part.text.replace('"', "'").replace(" ", "") == f"deadline('{REPLY}')"
            for part in element.events
        )
    ]
    facts = [element for element in process.elements.values() if _records(element, "deadline_breached")]
    if not timers or not facts:
        what = (
            "no timer waits for deadline('reply')" if not timers else "nothing records that the legal date has passed"
        )
        subject.say(
            "law_breach",
            process,
            what,
            "Put a timer deadline('reply') on the handling and lead it to a service "
            "task record_fact with fact 'deadline_breached'.",
        )


def _withdrawal(subject: Subject) -> None:
    """A complainant may withdraw at any time."""
    if not any(
        part.kind == "message" and part.name == "withdrawal"
        for element in subject.main.elements.values()
        for part in element.events
    ):
        subject.say(
            "law_withdrawal",
            subject.main,
            "the complainant cannot withdraw: nothing waits for the message withdrawal",
            "Put an interrupting message event `withdrawal` on the handling.",
        )


def _locked(subject: Subject) -> None:
    """Elements the national family declares locked are there in every family that extends it."""
    have = {element.id for element in subject.elements()}
    for element_id in subject.facts.locked:
        if element_id not in have:
            subject.say(
                "law_locked",
                element_id,
                f"the element {element_id}, which the law asks of every agency, is missing",
                "Put it back, with this id.",
                f"bpmn/{subject.facts.main}",
            )


def _four_eyes(subject: Subject) -> None:
    """Somebody else validates the reply."""
    if not any(element.properties.get("not_by") for element in subject.main.elements.values()):
        subject.say(
            "law_four_eyes",
            subject.main,
            "no task must be done by another person than the one before",
            "Give the validation the property not_by with the id of the drafting task.",
        )


def _sends(element: Element, letter: str) -> bool:
    return (
        element.operator is not None
        and element.operator.id == "send_letter"
        and literal(element.operator.parameters.get("letter", "")) == letter
    )


def _records(element: Element, fact: str) -> bool:
    return (
        element.operator is not None
        and element.operator.id == "record_fact"
        and literal(element.operator.parameters.get("fact", "")) == fact
    )
