"""Clocks: what may pause or extend them, what stops them, whether their timers can move with them, what a variant may change."""

from dataclasses import replace

from engine.definitions.clocks import SUSPENDS, SYSTEM, codes_in
from engine.definitions.deadlines_table import FILE, deadline_rules
from engine.definitions.legal_timers import timers_among
from engine.definitions.lint.subject import Subject
from engine.domain.deadline import DeadlineRule
from engine.errors import DefinitionUnreadable
from engine.vocabulary import Status

NONE, NATIONAL = "none", "national"


def check_clocks(subject: Subject) -> None:
    """Left out under the profile "engine", for loose diagrams, which have no table, and until every file can be read."""
    if not subject.strict or subject.deadlines is None or subject.unread or not subject.diagrams:
        return
    for rule in subject.deadlines.values():
        _pausing(subject, rule)
        _until(subject, rule)
    _suspending(subject)
    _timers(subject)
    _compared(subject)


def _pausing(subject: Subject, rule: DeadlineRule) -> None:
    pauses, extends = rule.suspend.mode != NONE, bool(rule.extend.days or rule.extend.by)
    if pauses and not rule.suspend.days or extends and not rule.extend.days:
        _say(subject, "pause_without_maximum", rule, "may be paused or extended without any limit",
             "Write in suspend_days or extend_days how many days in all.")
    if pauses and not rule.suspend.by or extends and not rule.extend.by:
        _say(subject, "pause_without_role", rule, "may be paused or extended, but by nobody",
             "Write in suspend_by or extend_by who may, or take the pause away.")
    for role in dict.fromkeys((*rule.suspend.by, *rule.extend.by)):
        if role != SYSTEM and role not in subject.facts.roles:
            _say(subject, "deadline_role_unknown", rule, f"may be changed by {role}, which is no role of the family",
                 f"Use system or one of {', '.join(sorted(subject.facts.roles))}.")
    is_national = subject.bundle.family == NATIONAL or f"bpmn/extends/{NATIONAL}/family.toml" in subject.bundle.files
    if is_national and rule.is_statutory and (pauses or extends):
        _say(subject, "statutory_pausable", rule, "is set by a law that knows neither pause nor extension",
             'Write suspend "none" and leave extend_days empty; pause an internal deadline instead.')


def _until(subject: Subject, rule: DeadlineRule) -> None:
    known = {element.id for element in subject.elements()}
    if rule.until and rule.until not in known and rule.until not in set(Status):
        _say(subject, "until_unknown", rule, f"runs until {rule.until}, which is neither a step nor a standing",
             f"Write the id of the step that stops it, or one of {', '.join(Status)}.")


def _suspending(subject: Subject) -> None:
    for element in subject.elements():
        for code in codes_in(element.properties.get(SUSPENDS, "")):
            rule = subject.deadlines.get(code)
            if rule is None:
                subject.say("suspends_unknown", element, f"it pauses the deadline {code}, which deadlines.dmn does not have",
                            f"Use one of {', '.join(sorted(subject.deadlines)) or 'none'}.")
            elif rule.suspend.mode == NONE or SYSTEM not in rule.suspend.by:
                subject.say("suspends_in_vain", element, f"it pauses the deadline {code}, which the diagram may not pause",
                            f"Write system in suspend_by of {code}, or take the property away.")


def _timers(subject: Subject) -> None:
    for element_id in timers_among(subject.elements()).mixed:
        element = next(element for element in subject.elements() if element.id == element_id)
        subject.say("timer_not_movable", element, "its timer mixes a deadline into a longer expression",
                    "When the date moves this timer stays behind. Write deadline('x'), before_deadline('x', n) or "
                    "after_deadline('x', n) alone.")


def _compared(subject: Subject) -> None:
    """With every base: what is locked there, or set by law, may get fewer days and nothing else."""
    for name in subject.bundle.files:
        if not (name.startswith("bpmn/extends/") and name.endswith("/deadlines.dmn")):
            continue
        try:
            base = deadline_rules(subject.bundle.files[name], name)
        except DefinitionUnreadable:
            continue
        for code, rule in base.items():
            own = subject.deadlines.get(code)
            if not (rule.locked or rule.is_statutory):
                continue
            if own is None or own.days > rule.days or _bones(own) != _bones(rule):
                _say(subject, "deadline_locked", own or rule, "is held fast by the family it extends, and was "
                     + ("left out" if own is None else "lengthened" if own.days > rule.days else "changed"),
                     f"Take the row over as it is; only its {rule.days} days may become fewer.")


def _bones(rule: DeadlineRule) -> DeadlineRule:
    """The rule without what a variant may change: its days and its words."""
    return replace(rule, days=0, basis={}, names={})


def _say(subject: Subject, code: str, rule: DeadlineRule, wrong: str, fix: str) -> None:
    subject.say(code, None, f"the deadline {rule.code} {wrong}", fix, FILE)
