"""The linter: reads what can be read, asks every rule, gives one sorted list."""

from collections.abc import Callable
from pathlib import Path

from engine.definitions import calendar_file, deadlines_table
from engine.definitions.bpmn_names import BPMN, local, space
from engine.definitions.bundle import AGENCY, Bundle
from engine.definitions.decision_table import read_tables
from engine.definitions.definition import LODGE, form_files
from engine.definitions.diagram_reader import read_diagram
from engine.definitions.family_file import family_facts
from engine.definitions.family_reader import READ_LIMIT, read_family, read_files
from engine.definitions.forms import Form
from engine.definitions.legal_list import FILE as LEGAL
from engine.definitions.legal_list import obligations_of, read_obligations
from engine.definitions.letter import letter_file, read_letter
from engine.definitions.lint.clock_rules import check_clocks
from engine.definitions.lint.event_rules import check_events
from engine.definitions.lint.expression_rules import check_expressions
from engine.definitions.lint.finding import ERROR, Finding
from engine.definitions.lint.flow_rules import check_flows
from engine.definitions.lint.form_rules import check_form, check_forms
from engine.definitions.lint.gateway_rules import check_gateways
from engine.definitions.lint.identity_rules import check_identity
from engine.definitions.lint.law.rules import check_law
from engine.definitions.lint.loop_rules import check_loops
from engine.definitions.lint.loose_variable_rules import check_loose_variables
from engine.definitions.lint.parts import PARTS_RULES
from engine.definitions.lint.people_rules import check_people
from engine.definitions.lint.property_rules import check_properties
from engine.definitions.lint.round_rules import check_rounds
from engine.definitions.lint.same_event_rules import check_same_events
from engine.definitions.lint.soundness_rules import check_soundness
from engine.definitions.lint.subject import Subject
from engine.definitions.lint.table_rules import check_table, check_tables
from engine.definitions.lint.variable_rules import check_variables
from engine.definitions.lint.word_rules import check_words
from engine.errors import DefinitionUnreadable, InsafError

RULES: tuple[Callable[[Subject], None], ...] = (
    check_identity,
    *PARTS_RULES,
    check_flows,
    check_gateways,
    check_loops,
    check_rounds,
    check_events,
    check_same_events,
    check_soundness,
    check_expressions,
    check_tables,
    check_variables,
    check_loose_variables,
    check_people,
    check_properties,
    check_forms,
    check_words,
    check_clocks,
    check_law,
)


def check(bundle: Bundle) -> list[Finding]:
    """Everything that is wrong with a bundle, errors first, under the bundle's own profile. Never raises."""
    subject = subject_of(bundle)
    for rule in RULES:
        if not _too_large(subject):
            rule(subject)
    return _sorted(subject.findings)


def subject_of(bundle: Bundle) -> Subject:
    """A bundle as the rules look at it: everything that could be read, and findings about the rest. Never raises."""
    subject = Subject(bundle, bundle.profile)
    _read(subject)
    return subject


def _too_large(subject: Subject) -> bool:
    """A diagram beyond the limit is refused already; walking all its ways would only cost time."""
    return any(finding.code == "too_many_elements" for finding in subject.findings)


def check_path(path: Path | str, profile: str = AGENCY) -> list[Finding]:
    """What is wrong with a family's folder, or with a single diagram, table, form, letter or settings file. Never
    raises for what is in the files; a path that is not there is a finding too.

    A diagram or table in a family's folder is judged with its family, and what is said about it is given back. A loose
    diagram is judged without what only a family could answer (roles, forms, letters, law).
    """
    path = Path(path)
    try:
        if path.is_dir():
            family = read_family(path.resolve().name, path.resolve().parent, path.resolve().parent.parent / "forms")
            return check(Bundle(family.family, family.files, profile))
        if path.suffix in (".bpmn", ".dmn") and profile == AGENCY and (path.parent / "family.toml").is_file():
            return [finding for finding in check_path(path.parent) if finding.file == f"bpmn/{path.name}"]
        if path.suffix in (".bpmn", ".xml"):
            return check(read_files([path], profile="engine" if profile == "engine" else "single"))
        return _one_file(path)
    except InsafError as problem:
        return [_unreadable(str(path.name), problem)]
    except OSError as problem:
        return [
            Finding(
                "unreadable",
                ERROR,
                path.name,
                "",
                "",
                f"it cannot be opened ({problem.strerror})",
                "Check the path and the permissions.",
            )
        ]


def _one_file(path: Path) -> list[Finding]:
    """A table, form, letter or settings file by itself."""
    data, name = _head(path), path.name
    subject = Subject(Bundle("single", {}), AGENCY)
    if path.suffix == ".dmn":
        if name == "deadlines.dmn":
            deadlines_table.deadline_rules(data, name)
        else:
            for table in read_tables(data, name):
                check_table(subject, table)
    elif path.suffix == ".json":
        _check_json(subject, path, data)
    elif path.suffix == ".txt":
        code, _, language = path.stem.rpartition(".")
        subject.letters = {(code, language): read_letter(data, name, code, language)}
        subject.facts = family_facts(Bundle("single", {}))
        check_words(subject)
        subject.findings = [finding for finding in subject.findings if finding.code == "letter_placeholder"]
    elif name == "legal.toml":
        read_obligations(data, LEGAL)
    elif name == "calendar.toml":
        calendar_file.business_calendar(data, name)
    elif path.suffix == ".toml":
        family_facts(Bundle("single", {"bpmn/family.toml": data}))
    else:
        subject.say(
            "foreign_file",
            None,
            "it is no diagram, table, form, letter or settings file",
            "Give a folder of bpmn/, or a file ending in .bpmn, .dmn, .json, .txt or .toml.",
            name,
        )
    return _sorted(subject.findings)


def _head(path: Path) -> bytes:
    """As much of a file as any reader accepts, and a byte more for the sentence that says so."""
    with path.open("rb") as stream:
        return stream.read(READ_LIMIT)


def _check_json(subject: Subject, path: Path, data: bytes) -> None:
    """A form beside the forms it may refer to: those of its own folder and of forms/shared/."""
    shared = path.parent / "shared" if (path.parent / "shared").is_dir() else path.parent.parent / "shared"
    files = {f"forms/shared/{other.name}": _head(other) for other in sorted(shared.glob("*.json"))}
    files[f"forms/{path.name}"] = data
    ui = path.name.replace("-schema.json", "-uischema.json")
    if ui != path.name and (path.parent / ui).is_file():
        files[f"forms/{ui}"] = _head(path.parent / ui)
    form = Form.of(files, path.name.removesuffix("-schema.json"), path.name, ui)
    if path.name.endswith("-schema.json"):
        check_form(subject, form, path.name)


def _read(subject: Subject) -> None:
    """Everything that can be read, into the subject; a finding for everything that cannot."""
    bundle = subject.bundle
    _attempt(subject, "bpmn/family.toml", lambda: setattr(subject, "facts", family_facts(bundle)))
    for name in bundle.files:
        if name.startswith("bpmn/") and not name.endswith((".dmn", ".toml", ".txt", ".json")):
            _attempt(subject, name, lambda: _diagram(subject, name))
    if not subject.diagrams and not any(name in subject.unread for name in bundle.files):
        subject.say("no_diagram", None, "there is no diagram in it", "Add a .bpmn file.", f"bpmn/{subject.facts.main}")
    if not subject.strict or bundle.profile == "single":
        return
    if deadlines_table.FILE in bundle.files:
        _attempt(
            subject,
            deadlines_table.FILE,
            lambda: setattr(subject, "deadlines", deadlines_table.deadline_rules(bundle.files[deadlines_table.FILE])),
        )
    else:
        subject.deadlines = {}
    if calendar_file.FILE in bundle.files:
        _attempt(subject, calendar_file.FILE, lambda: calendar_file.business_calendar(bundle.files[calendar_file.FILE]))
    else:
        subject.say(
            "calendar_missing",
            None,
            "there is no calendar",
            "Add calendar.toml, or extend a family that has one.",
            calendar_file.FILE,
        )
    for name in bundle.named(".dmn"):
        if name != deadlines_table.FILE:
            _attempt(subject, name, lambda: read_tables(bundle.files[name], name))
    _attempt(subject, LEGAL, lambda: setattr(subject, "obligations", obligations_of(bundle)))
    _read_letters(subject)
    _read_forms(subject)


def _diagram(subject: Subject, name: str) -> None:
    diagram = read_diagram(subject.bundle.files[name], name)
    if (space(diagram.root), local(diagram.root)) != (BPMN, "definitions"):
        raise DefinitionUnreadable(
            name, "not_bpmn", "it is XML but no BPMN diagram", "Save it as BPMN 2.0 in the editor."
        )
    subject.diagrams.append(diagram)


def _read_letters(subject: Subject) -> None:
    letters = {}
    for name in subject.bundle.named(".txt", under="bpmn/letters/"):
        code, _, language = name.removeprefix("bpmn/letters/").removesuffix(".txt").rpartition(".")
        if not code or language not in subject.facts.languages or name != letter_file(code, language):
            subject.say(
                "letter_file_name",
                None,
                "its name does not say which letter in which language it is",
                "Name it like receipt.fr.txt.",
                name,
            )
            continue
        _attempt(
            subject,
            name,
            lambda: letters.__setitem__(
                (code, language), read_letter(subject.bundle.files[name], name, code, language)
            ),
        )
    subject.letters = letters


def _read_forms(subject: Subject) -> None:
    forms: dict[str, Form] = {}
    wanted = {LODGE: form_files(LODGE, {})}
    wanted |= {element.id: form_files(element.id, element.properties) for element in subject.elements()}
    for code, (schema, ui) in wanted.items():
        if f"forms/{schema}" in subject.bundle.files:
            _attempt(
                subject,
                f"forms/{schema}",
                lambda: forms.__setitem__(code, Form.of(subject.bundle.files, code, schema, ui)),
            )
    subject.forms = forms


def _attempt(subject: Subject, name: str, read: Callable[[], object]) -> None:
    try:
        read()
    except DefinitionUnreadable as problem:
        subject.unread.add(name)
        finding = _unreadable(name, problem)
        if finding not in subject.findings:
            subject.findings.append(finding)


def _unreadable(name: str, problem: InsafError) -> Finding:
    if isinstance(problem, DefinitionUnreadable):
        return Finding(problem.kind, ERROR, problem.file or name, "", "", problem.wrong, problem.fix)
    return Finding(problem.code, ERROR, name, "", "", str(problem).rstrip("."), "Correct the path.")


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(
        findings, key=lambda finding: (finding.severity != ERROR, finding.file, finding.element_id, finding.code)
    )
