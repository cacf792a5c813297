"""What the rules look at: everything in a bundle that could be read, and the pen that writes findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.definitions.bundle import ENGINE, Bundle
from engine.definitions.diagram_reader import Diagram
from engine.definitions.element import Element, Flow, Process
from engine.definitions.family_file import FamilyFacts
from engine.definitions.forms import Form
from engine.definitions.legal_list import Obligation
from engine.definitions.letter import Letter
from engine.definitions.lint.finding import WARNING, Finding
from engine.definitions.lint.severities import severity
from engine.domain.deadline import DeadlineRule


@dataclass
class Subject:
    """A bundle under examination. Parts that could not be read are missing here and are findings already.
    `explained` are the joins that a finding about their split speaks of; `walked` keeps what several rules would work out
    anew."""

    bundle: Bundle
    profile: str
    facts: FamilyFacts = field(default_factory=FamilyFacts)
    diagrams: list[Diagram] = field(default_factory=list)
    forms: Mapping[str, Form] = field(default_factory=dict)
    letters: Mapping[tuple[str, str], Letter] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineRule] | None = None
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)
    obligations: Sequence[Obligation] = ()
    walked: dict[str, object] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        return self.profile != ENGINE

    @property
    def processes(self) -> list[Process]:
        return [process for diagram in self.diagrams for process in diagram.processes.values()]

    def process(self, process_id: str) -> Process | None:
        return next((process for process in self.processes if process.id == process_id), None)

    @property
    def main(self) -> Process | None:
        """The process a case starts with: the one family.toml names."""
        return self.process(self.facts.process) or (None if self.strict else next(iter(self.processes), None))

    def elements(self) -> Iterator[Element]:
        for process in self.processes:
            yield from process.elements.values()

    def element(self, element_id: str) -> Element | None:
        return self._by_id.get(element_id)

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        """Of two with one id, which is a finding, the first."""
        return {element.id: element for element in reversed([*self.elements()])}

    def say(self, code: str, thing, wrong: str, fix: str, file: str = "") -> None:
        """Write a finding about an element, a flow, a process, or a file (then `thing` is None or an id)."""
        grade = severity(code, self.profile)
        if grade is None:
            return
        if not self.strict and self._only_drawn(thing):
            grade = WARNING
        element_id = thing if isinstance(thing, str) else getattr(thing, "id", "")
        name = getattr(thing, "default_name", "")
        place = file or getattr(thing, "file", "")
        finding = Finding(code, grade, place, element_id, name, wrong, fix)
        if finding not in self.findings:
            self.findings.append(finding)

    def _only_drawn(self, thing) -> bool:
        """Whether it belongs to a process that says it is not executable and that nothing calls: a loose file often
        holds a pool of somebody else. Its processes are all meant to run where none claims to be executable."""
        return getattr(thing, "process_id", getattr(thing, "id", None)) in self._drawn

    @cached_property
    def _drawn(self) -> frozenset[str]:
        called = {element.called for element in self.elements() if element.kind == "callActivity"}
        idle = {process.id for process in self.processes if process.declined and process.id not in called}
        return frozenset(idle if len(idle) < len(self.processes) else ())


def called(thing: Element | Flow | Process) -> str:
    """A thing as a sentence names it: its name in quotes, its id."""
    return f"“{thing.default_name}” ({thing.id})" if thing.default_name else thing.id
