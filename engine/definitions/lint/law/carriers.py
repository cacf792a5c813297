"""Which parts of a family carry an obligation, and whether it is kept: for the process owners' page and the reference."""

from dataclasses import dataclass

from engine.definitions.definition import Definition
from engine.definitions.legal_list import Obligation, Requirement, obligations_of
from engine.definitions.lint.law.detours import Detours
from engine.definitions.lint.law.other_eyes import lookers
from engine.definitions.lint.law.questions import askers
from engine.definitions.lint.law.requirements import CHECKS
from engine.definitions.lint.law.rules import is_complaint
from engine.definitions.lint.law.second_person import validators
from engine.definitions.lint.law.steps import doers, doing
from engine.definitions.lint.law.watches import watchers
from engine.definitions.lint.subject import Subject


@dataclass(frozen=True)
class Carrier:
    """`kind` is "element", "deadline", "letter", "setting" or "program"; `code` its id, code, key or file."""

    kind: str
    code: str


@dataclass(frozen=True)
class Carried:
    """An obligation in one family: who carries it, and whether nothing breaks it."""

    obligation: Obligation
    carriers: tuple[Carrier, ...]
    kept: bool


def carried_by(definition: Definition) -> list[Carried]:
    """Every obligation that holds for a family, in the order of the list. Empty for what handles no complaints, and for a
    version from before the list."""
    subject = Subject(
        definition.bundle, definition.profile, definition.facts, list(definition.diagrams), definition.forms,
        definition.letters, definition.deadlines, obligations=obligations_of(definition.bundle))
    if definition.profile != "agency" or subject.main is None or not is_complaint(subject):
        return []
    return [_carried(subject, obligation) for obligation in subject.obligations]


def _carried(subject: Subject, obligation: Obligation) -> Carried:
    found = [carrier for requirement in obligation.must for carrier in _carriers(subject, requirement)]
    broken = any(True for requirement in obligation.must for _ in CHECKS[requirement.kind](subject, requirement))
    return Carried(obligation, tuple(dict.fromkeys(found)), not broken)


def _carriers(subject: Subject, requirement: Requirement) -> list[Carrier]:
    kind, what = requirement.kind, requirement.what
    if kind == "letters":
        return [Carrier("letter", code) for code in what]
    if kind == "deadline":
        return [Carrier("deadline", str(what))]
    if kind in ("accepts", "speaks"):
        return [Carrier("setting", "kinds" if kind == "accepts" else "languages")]
    if kind == "program":
        return [Carrier("program", str(what))]
    if kind in ("timer", "takes"):
        found = watchers(subject, requirement)
        after = Detours(subject, begin=found) if found else None
        steps = requirement.steps("leads_to") if after else ()
        found += [element for step in steps for element in after.elements(doing(subject, step))]
    elif kind == "asks":
        found = askers(subject, requirement)
    elif kind == "second_person":
        found = validators(subject, requirement)
    elif kind == "fresh_eyes":
        found = lookers(subject, requirement)
    elif kind in ("sends", "records", "restricts"):
        found = doers(subject, requirement.step)
    else:
        steps = requirement.all_steps if kind == "every_end_passes" else ()
        found = [element for step in steps for element in doers(subject, step)]
    return [Carrier("element", element.id) for element in found]
