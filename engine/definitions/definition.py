"""A family's files, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from engine.definitions import calendar_file, deadlines_table
from engine.definitions.bundle import Bundle
from engine.definitions.calls import reached_from, stand_ins
from engine.definitions.clock_words import ClockLine, clock_line
from engine.definitions.diagram_reader import Diagram, read_diagram
from engine.definitions.drawing.picture import draw
from engine.definitions.drawing.spans import Span, spans_of
from engine.definitions.drawn import DrawnProcess, drawn_processes
from engine.definitions.element import Element, Flow, Process
from engine.definitions.family_file import FamilyFacts, family_facts
from engine.definitions.forms import Form
from engine.definitions.letter import Letter, letter_file, read_letter
from engine.definitions.outline import OutlineItem, outline_of
from engine.domain.business_calendar import BusinessCalendar
from engine.domain.clock_face import ClockFace
from engine.domain.deadline import DeadlineRule
from engine.errors import NotFound

LODGE = "lodge"
NO_FACES: Mapping[str, ClockFace] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Definition:
    """Everything a bundle says, as plain data: pure, safe to share between threads, cached by content hash."""

    bundle: Bundle
    facts: FamilyFacts
    process_id: str
    diagrams: tuple[Diagram, ...] = field(repr=False)
    elements: Mapping[str, Element] = field(repr=False)
    forms: Mapping[str, Form] = field(repr=False)
    letters: Mapping[tuple[str, str], Letter] = field(repr=False)
    deadlines: Mapping[str, DeadlineRule] = field(repr=False)
    calendar: BusinessCalendar = field(repr=False)

    @staticmethod
    def of(bundle: Bundle) -> "Definition":
        """The definition of a bundle. Raises `DefinitionUnreadable`; a bundle that passed `check` never does."""
        return _definition(bundle)

    @property
    def family(self) -> str:
        return self.bundle.family

    @property
    def content_hash(self) -> str:
        return self.bundle.content_hash

    @property
    def profile(self) -> str:
        return self.bundle.profile

    @property
    def names(self) -> Mapping[str, str]:
        """The family's name by language."""
        return self.facts.names

    @property
    def roles(self) -> Mapping[str, Mapping[str, str]]:
        """Names by language of each role code."""
        return self.facts.roles

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.facts.kinds

    @property
    def languages(self) -> tuple[str, ...]:
        return self.facts.languages

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.family

    def role_name(self, code: str, language: str) -> str:
        """What a role is called; its code where the family has no name for it."""
        names = self.roles.get(code, {})
        return names.get(language) or names.get("en") or code

    def label(self, element_id: str, language: str) -> str:
        """The name of an element; its id where the definition does not know it."""
        element = self.elements.get(element_id)
        return element.label(language) if element else element_id

    def form(self, element_id: str) -> Form | None:
        """The form asked at an element; "lodge" is the one a complainant begins with. None where nothing is asked."""
        return self.forms.get(element_id)

    def letter(self, code: str, language: str) -> Letter:
        """The letter in that language. Raises `NotFound`."""
        if (code, language) not in self.letters:
            raise NotFound(what="letter", which=f"{code} ({language}) in {self.family}")
        return self.letters[code, language]

    def process(self, process_id: str | None = None) -> Process:
        """A process by id, the main one without. Raises `NotFound`."""
        wanted = process_id or self.process_id
        for diagram in self.diagrams:
            if wanted in diagram.processes:
                return diagram.processes[wanted]
        raise NotFound(what="process", which=wanted)

    def flows(self, process_id: str | None = None) -> Mapping[str, Flow]:
        return self.process(process_id).flows

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of all questions of its forms."""
        return frozenset(name for form in self.forms.values() for name in form.names)

    @property
    def processes(self) -> dict[str, Process]:
        """The processes of all diagrams by id."""
        return {key: process for diagram in reversed(self.diagrams) for key, process in diagram.processes.items()}

    def reached(self, process_id: str | None = None) -> list[Process]:
        """A process, the main one without, and all that it calls, in the order in which a case comes to them."""
        return reached_from(self.process(process_id), self.processes)

    def svg(self, language: str, current=(), passed=(), process_id: str | None = None, faces=NO_FACES,
            stem: str = "diagram") -> str:
        """The diagram as an inline <svg>, current and passed elements marked, its deadlines above it; `faces` say by code
        how far those of a case have run. A step that calls another process is current while something in it is. `stem`
        begins the ids in it. Raises `NotFound` for an unknown process."""
        process = self.process(process_id)
        diagram = next(d for d in self.diagrams if process.id in d.processes)
        return draw(diagram, process, language, self.role_name, self._marked(process, current), frozenset(passed),
                    self._spans(process), faces, stem)

    def clocks(self, language: str, passed=(), process_id: str | None = None, faces=NO_FACES) -> list[ClockLine]:
        """The same deadlines as text."""
        return [clock_line(span, faces.get(span.rule.code), frozenset(passed), language)
                for span in self._spans(self.process(process_id))]

    def outline(self, language: str, current=(), passed=(), process_id: str | None = None) -> list[OutlineItem]:
        """The same as a text list in flow order, with what the process calls."""
        process = self.process(process_id)
        marked = frozenset(current).union(*(self._marked(one, current) for one in self.reached(process.id)))
        return outline_of(process, language, self.role_name, marked, frozenset(passed), self.deadlines, self.processes)

    def drawn(self, language: str, current=(), passed=(), faces=NO_FACES, is_whole: bool = False) -> list[DrawnProcess]:
        """The main process and all that it calls, each with its drawing, in the order in which a case comes to them; with
        `is_whole` the other ones of the family behind them."""
        return drawn_processes(self, language, current, passed, faces, is_whole)

    def _spans(self, process: Process) -> list[Span]:
        return spans_of(process, self.deadlines, self.processes, process.id == self.process_id)

    def _marked(self, process: Process, current) -> frozenset[str]:
        """The current elements and the steps of this process behind which they lie."""
        behind = stand_ins(process, self.processes)
        return frozenset(current) | {behind[key].id for key in current if key in behind}


@lru_cache(maxsize=128)
def _definition(bundle: Bundle) -> Definition:
    facts = family_facts(bundle)
    diagrams = _diagrams(bundle, facts)
    elements: dict[str, Element] = {}
    for process in (process for diagram in diagrams for process in diagram.processes.values()):
        for key, element in process.elements.items():
            elements.setdefault(key, element)
    files = bundle.files
    deadlines = deadlines_table.deadline_rules(files[deadlines_table.FILE]) if deadlines_table.FILE in files else {}
    calendar = (
        calendar_file.business_calendar(files[calendar_file.FILE])
        if calendar_file.FILE in files
        else calendar_file.PLAIN
    )
    return Definition(
        bundle,
        facts,
        _main_process(diagrams, facts),
        tuple(diagrams),
        MappingProxyType(elements),
        MappingProxyType(_forms(bundle, elements)),
        MappingProxyType(_letters(bundle, facts)),
        MappingProxyType(deadlines),
        calendar,
    )


def _diagrams(bundle: Bundle, facts: FamilyFacts) -> list[Diagram]:
    """The diagrams, the main one first."""
    names = [
        name
        for name in bundle.files
        if name.startswith("bpmn/") and not name.endswith((".dmn", ".toml", ".txt", ".json"))
    ]
    names.sort(key=lambda name: name != f"bpmn/{facts.main}")
    return [read_diagram(bundle.files[name], name) for name in names]


def _main_process(diagrams: list[Diagram], facts: FamilyFacts) -> str:
    """The process that family.toml names; of loose diagrams the first executable one that no other one calls."""
    processes = [process for diagram in diagrams for process in diagram.processes.values()]
    called = {element.called for process in processes for element in process.elements.values()}
    wanted = [process.id for process in processes if process.id == facts.process]
    free = [process.id for process in processes if process.executable and process.id not in called]
    return next(iter(wanted + free + [process.id for process in processes]), "")


def form_files(element_id: str, properties: Mapping[str, str]) -> tuple[str, str]:
    """The two file names of an element's form: its properties win over its id. Folders in them do not count."""
    schema = properties.get("formJsonSchemaFilename", "").replace("\\", "/").rpartition("/")[2]
    ui = properties.get("formUiSchemaFilename", "").replace("\\", "/").rpartition("/")[2]
    return schema or f"{element_id}-schema.json", ui or f"{element_id}-uischema.json"


def _forms(bundle: Bundle, elements: Mapping[str, Element]) -> dict[str, Form]:
    wanted = {LODGE: form_files(LODGE, {})}
    wanted |= {key: form_files(key, element.properties) for key, element in elements.items()}
    return {
        key: Form.of(bundle.files, key, schema, ui)
        for key, (schema, ui) in wanted.items()
        if f"forms/{schema}" in bundle.files
    }


def _letters(bundle: Bundle, facts: FamilyFacts) -> dict[tuple[str, str], Letter]:
    found = {}
    for name in bundle.named(".txt", under="bpmn/letters/"):
        code, _, language = name.removeprefix("bpmn/letters/").removesuffix(".txt").rpartition(".")
        if code and name == letter_file(code, language):
            found[code, language] = read_letter(bundle.files[name], name, code, language)
    return found
