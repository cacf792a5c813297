"""The legal lint: every obligation of the list, every requirement of it, and what a family may not do to the list."""

from engine.definitions.family_file import family_facts
from engine.definitions.legal_list import FILE, Obligation
from engine.definitions.lint.law.requirements import CHECKS
from engine.definitions.lint.law.steps import Breach
from engine.definitions.lint.severities import SEVERITIES
from engine.definitions.lint.subject import Subject
from engine.errors import DefinitionUnreadable

COMPLAINT = "complaint"
ADDED = "law_added"
EVIDENCE = {
    "text": "the text of the decree, seen",
    "official": "an official statement; the text was not seen",
    "press": "press reports; the text was not seen",
    "policy": "none: a policy of ours, for want of a source",
}


def check_law(subject: Subject) -> None:
    """Left out under the profile "engine", for loose diagrams, and for processes that are no complaint."""
    if subject.profile != "agency" or subject.main is None or not is_complaint(subject):
        return
    _locked(subject)
    if FILE not in subject.bundle.files:
        subject.say("law_list", None, "the list of what the law asks is not with it",
                    "Put legal.toml beside the families, in bpmn/.", FILE)
    for obligation in () if subject.unread else subject.obligations:  # what cannot be read is refused for that already
        for requirement in obligation.must:
            for breach in CHECKS[requirement.kind](subject, requirement):
                _say(subject, obligation, breach, str(requirement.what))


def is_complaint(subject: Subject) -> bool:
    """Whether the main process handles what people lodge: by its id, or because the family extends one that does, so that
    nobody leaves the law behind by renaming the process."""
    if subject.main.id == COMPLAINT:
        return True
    bases = [name for name in subject.bundle.files if name.startswith("bpmn/extends/") and name.endswith("/family.toml")]
    for name in bases:
        try:
            facts = family_facts(type(subject.bundle)("base", {"bpmn/family.toml": subject.bundle.files[name]}))
        except DefinitionUnreadable:
            continue
        if facts.process == COMPLAINT:
            return True
    return False


def _say(subject: Subject, obligation: Obligation, breach: Breach, what: str) -> None:
    code = f"law_{obligation.code}"
    if breach.longer and f"law_{what}_lengthened" in SEVERITIES:
        code = f"law_{what}_lengthened"
    subject.say(
        code if code in SEVERITIES else ADDED,
        breach.thing,
        f"{breach.wrong}. Obligation: {obligation.titles['en']}. Basis: {obligation.basis['en'].rstrip('.')}. "
        f"Evidence: {EVIDENCE[obligation.grade]}",
        breach.fix,
        breach.file,
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
