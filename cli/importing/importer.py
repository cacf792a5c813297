"""The run of an import: what has to be there, then record by record, each in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cli.importing import events, rows
from cli.importing.agency_finder import AgencyFinder
from cli.importing.case_teller import CaseTeller, Found
from cli.importing.mapping import EVENTS, AgencyEntry, RegisterMapping
from cli.importing.record import RowRefused, digest_of
from cli.importing.report import CHANGED, IMPORTED, REFUSED, THERE, TWICE, Report
from cli.importing.table_file import Refusal, TableFile
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_agency import CreateAgency
from engine.bootstrap import Insaf
from engine.definitions import Definition, read_family
from engine.domain.access import Person
from engine.errors import ImportRefused, InsafError, InvalidAnswers, NoDefinition, RecordImportedBefore, Unavailable
from engine.queries.imported_rows import families_of_agencies, imported_rows

_MOST_UNFORESEEN = 20


@dataclass
class Importer:
    """`created` are the agencies this run had to create, `deployed` the families it put in force."""

    insaf: Insaf
    file: TableFile
    mapping: RegisterMapping
    created: list[str] = field(default_factory=list)
    deployed: list[str] = field(default_factory=list)
    _definitions: dict[str, Definition] = field(default_factory=dict)
    _unforeseen: int = 0

    def prepare(self) -> None:
        """Raises ImportRefused, FamilyUnknown, DefinitionRefused before anything of the register was touched."""
        self.file.require(self.mapping.required())
        for family in sorted(self.mapping.families()):
            self._check(self._definition(family))
        with self.insaf.reading() as session:
            self._before = imported_rows(session, self.mapping.source)
            self._agencies = families_of_agencies(session)

    def run(self, report: Report, progress: Callable[[int], None], stop: Callable[[], bool] = lambda: False) -> None:
        """Every row of the file, unless `stop` says so between two; `progress` is told how many lines (or events) are
        done."""
        agencies = AgencyFinder(self.mapping, self._ready, self.file.count)
        teller = CaseTeller(self.mapping, agencies, self.insaf.clock.now(), self._is_end)
        reader = events if self.mapping.layout == EVENTS else rows
        seen: dict[str, int] = {}
        reached = 0
        for line, found in reader.cases_of(self.file, self.mapping, teller):
            if isinstance(found, Refusal):
                report.add(REFUSED, found.row, reason=found.reason)
            else:
                self._bring_in(found, teller, seen, report)
            progress(max(line - reached, 0))
            reached = max(line, reached)
            if stop():
                return

    def _bring_in(self, found: Found, teller: CaseTeller, seen: dict[str, int], report: Report) -> None:
        record, key = found.record, ""
        try:
            key = teller.key_of(record)
            if key in seen:
                report.add(TWICE, record.row, key, reason=f"line {seen[key]} has the same key and was taken")
                return
            seen[key] = record.row
            if key in self._before:
                self._compare(key, found, report)
                return
            act = teller.act(found.read())
            receipt = self.insaf.bus.ask(act, by=Person.system())
        except Unavailable as problem:
            raise ImportRefused(file=self.file.path, reason=f"{problem.fields['reason']}; what is in stays in") from problem
        except RecordImportedBefore as problem:  # another import at the same time was faster
            report.add(THERE, record.row, key, reason=str(problem))
            return
        except (RowRefused, InsafError) as problem:
            report.add(REFUSED, record.row, key, record.notes, reason=str(problem))
            return
        except Exception as problem:  # one strange record must not keep the others out; many mean something else
            self._unforeseen += 1
            if self._unforeseen > _MOST_UNFORESEEN:
                raise
            report.add(REFUSED, record.row, key, record.notes,
                       reason=f"unforeseen problem, see the incidents: {type(problem).__name__}: {problem}"[:300])
            return
        if receipt.id != act.stands_at:
            record.notes.append(f"it would stand at {act.stands_at}, whose time has run out since: it ended as {receipt.id}")
        report.add(IMPORTED, record.row, key, record.notes, reference=receipt.reference, agency=act.agency_code,
                   stands_at=receipt.id)

    def _compare(self, key: str, found: Found, report: Report) -> None:
        """A record that is in already is left alone, also where the register changed since."""
        before = self._before[key]
        if before.digest == digest_of(found.lines):
            report.add(THERE, found.record.row, key, reference=before.reference)
        else:
            report.add(CHANGED, found.record.row, key, reference=before.reference,
                       reason="the register changed since the import: the case was left alone")

    def _definition(self, family: str) -> Definition:
        """The definition in force; the files of the family are deployed where none is."""
        if family in self._definitions:
            return self._definitions[family]
        settings = self.insaf.settings
        try:
            with self.insaf.reading() as session:
                _, found = self.insaf.shelf.in_force(session, family)
        except NoDefinition:
            bundle = read_family(family, settings.bpmn_root, settings.forms_root)
            self.insaf.bus.ask(DeployDefinition(bundle, note="for an import"), by=Person.system())
            self.deployed.append(family)
            found = Definition.of(bundle)
        self._definitions[family] = found
        return found

    def _check(self, definition: Definition) -> None:
        """Refuses a mapping that names elements which the diagram does not have."""
        mapping, kinds = self.mapping, {key: element.kind for key, element in definition.elements.items()}
        steps = {element for place in (mapping, *mapping.standings.values()) for element in place.steps}
        wanted = {element: ("userTask", "manualTask") for element in (*steps, *(mapping.log.stages if mapping.log else ()))}
        wanted.update({standing.at: ("userTask", "manualTask", "endEvent") for standing in mapping.standings.values()})
        for element, allowed in wanted.items():
            if kinds.get(element) not in allowed:
                known = ", ".join(key for key, kind in kinds.items() if kind in allowed)
                raise ImportRefused(file=mapping.path, reason=f"the mapping names {element!r}, which is no task or end of "
                                    f"the diagram of {definition.family}; there are: {known}")

    def _is_end(self, family: str, element: str) -> bool:
        found = self._definition(family).elements.get(element)
        return found is not None and found.kind == "endEvent"

    def _ready(self, entry: AgencyEntry) -> AgencyEntry:
        """The agency as it is here; created where there is none of that code."""
        family = self._agencies.get(entry.code)
        if family is None:
            try:
                self.insaf.bus.ask(CreateAgency(entry.code, entry.family, **entry.names), by=Person.system())
            except InvalidAnswers as problem:
                said = "; ".join(f"{name}: {what}" for name, what in problem.errors.items())
                raise RowRefused(f"the agency {entry.code} cannot be created ({said})") from None
            self.created.append(entry.code)
            family = self._agencies[entry.code] = entry.family
        return replace(entry, family=family)


def open_register(path: Path, mapping: RegisterMapping) -> TableFile:
    """Raises ImportRefused."""
    return TableFile(path, mapping.delimiters, mapping.encoding, mapping.fallback_encoding)
