"""What family.toml must leave open: every kind of message, and the languages of the country."""

from collections.abc import Iterator

from engine.definitions.legal_list import Requirement
from engine.definitions.lint.law.steps import Breach
from engine.definitions.lint.subject import Subject

FILE = "bpmn/family.toml"


def check_kinds(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    for kind in requirement.what:
        if kind not in subject.facts.kinds:
            yield Breach(None, f"the family does not take the kind {kind}", f"Add \"{kind}\" to kinds.", FILE)


def check_languages(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    for language in requirement.what:
        if language not in subject.facts.languages:
            yield Breach(None, f"the family does not speak the language {language}", f"Add \"{language}\" to languages.", FILE)


def check_nothing(_subject: Subject, _requirement: Requirement) -> Iterator[Breach]:
    """What the program itself sees to, for every family: no file of a family can break it."""
    return iter(())
