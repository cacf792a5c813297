"""What a date rests on for each kind of message: the decree obliges to reply to complaints; for an observation or a suggestion
the same date is a policy of ours, in the words of the deadline `consider`."""

from dataclasses import replace

from engine.definitions.definition import Definition
from engine.domain.deadline import REPLY, DeadlineRule
from engine.vocabulary import Kind

CONSIDER = "consider"


def rule_for(definition: Definition, code: str, kind: str | None) -> DeadlineRule | None:
    """The rule of a deadline as it is told to people; None for one that the family has not. `kind` None: of a run without a
    case. An observation raised to a complaint gets the words, and the grade, of the decree."""
    rule, own = definition.deadlines.get(code), definition.deadlines.get(CONSIDER)
    if rule is None or own is None or code != REPLY or kind in (None, Kind.COMPLAINT):
        return rule
    return replace(rule, grade=own.grade, evidence=own.evidence, basis=own.basis, names=own.names)
