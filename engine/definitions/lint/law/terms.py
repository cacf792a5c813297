"""Legal dates: a row that is there, not longer, not begun later, never standing still where the law knows no pause."""

from collections.abc import Iterator

from engine.definitions.deadlines_table import FILE, deadline_rules
from engine.definitions.legal_list import GRADES, Requirement
from engine.definitions.lint.law.steps import Breach, reached_too_early
from engine.definitions.lint.subject import Subject
from engine.domain.deadline import DeadlineRule
from engine.errors import DefinitionUnreadable


def check_deadline(subject: Subject, requirement: Requirement) -> Iterator[Breach]:
    if subject.deadlines is None:
        return
    code, more = str(requirement.what), requirement.more
    rule = subject.deadlines.get(code)
    if rule is None and "at_most" not in more:
        return  # the requirement that limits it says so
    if rule is None:
        yield Breach(None, f"the table has no deadline `{code}`", f"Add the row {code}: {_row(more)}.", FILE)
        return
    most = _most(subject, code, more)
    starts, unit = more.get("starts", rule.starts), more.get("unit", rule.unit)
    if (most is not None and rule.days > most) or rule.unit != unit or rule.starts != starts:
        allowed = f"{most} {unit} days" if most is not None else f"{unit} days"
        yield Breach(
            None,
            f"the deadline `{code}` is {rule.days} {rule.unit} days after {rule.starts}; the most is {allowed} after {starts}",
            "It may be shortened, never lengthened, counted in other days or begun later.", FILE, True)
    if "until" in more and rule.until:
        stops = [element for element in subject.elements() if rule.until in (element.id, element.properties.get("status"))]
        yield from reached_too_early(subject, stops, requirement.steps("until"), f"stops the clock of the deadline `{code}`")
    if more.get("statutory") and not rule.is_statutory:
        yield Breach(None, f"the deadline `{code}` is no legal date any more but {rule.grade}",
                     "Write \"statutory\" in the column grade.", FILE, True)
    known = more.get("evidence")
    if known in GRADES and rule.evidence in GRADES[:GRADES.index(known)]:
        yield Breach(None, f"the basis of the deadline `{code}` is given out as {rule.evidence}; it is known no better than "
                     f"{known}", f"Write \"{known}\" in the column evidence: complainants read it.", FILE, True)
    if more.get("never_paused") and rule.suspend.mode != "none":
        yield Breach(None, f"the deadline `{code}` may be paused ({rule.suspend.mode})",
                     "Write \"none\" in the column suspend; an internal deadline may pause.", FILE, True)
    if more.get("never_extended") and rule.extend.days:
        yield Breach(None, f"the deadline `{code}` may be extended by {rule.extend.days} days",
                     "Empty the columns extend_by and extend_days; tell the complainant by an interim reply instead.",
                     FILE, True)


def _most(subject: Subject, code: str, more) -> int | None:
    """The fewest days that the list or a family it extends gives; the families' own only where the list has a limit."""
    most = more.get("at_most")
    for name in subject.bundle.files if isinstance(most, int) else ():
        if name.startswith("bpmn/extends/") and name.endswith("/deadlines.dmn"):
            base = _base(subject, name, code)
            most = min(most, base.days) if base else most
    return most


def _base(subject: Subject, name: str, code: str) -> DeadlineRule | None:
    try:
        return deadline_rules(subject.bundle.files[name], name).get(code)
    except DefinitionUnreadable:
        return None


def _row(more) -> str:
    return ", ".join(f"{word} {more[word]}" for word in ("starts", "at_most", "unit") if word in more).replace(
        "at_most", "days")
