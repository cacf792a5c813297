"""The mapping of a register: what its columns, dates, words and states mean here. Read whole, checked before row one."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cli.importing.dates import RegisterDates
from cli.importing.mapping_checks import MappingText
from cli.importing.record import folded
from cli.importing.told import Told

ROWS, EVENTS = "rows", "events"
DATES = ("lodged", "updated", "closed")


@dataclass(frozen=True)
class AgencyEntry:
    """An agency of the register; `words` (folded) are what the register calls it."""

    code: str
    family: str
    names: Table[str, str]
    words: frozenset[str]


@dataclass(frozen=True)
class StepTold:
    """One task on the way: when it was done (the first of these dates that the record has) and what was decided."""

    when: tuple[str, ...]
    answers: Table[str, Told]


@dataclass(frozen=True)
class Standing:
    """Where a case stands: an element of the diagram, the steps that lead there, or the message that ended it."""

    name: str
    at: str
    steps: Table[str, StepTold]
    message: str = ""
    message_when: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventLog:
    """Which activity reaches which stage, the stages in the order of the diagram, and the standing of what has ended."""

    stages: tuple[str, ...]
    reaches: Table[str, str]
    counted: frozenset[str]
    ended: str


@dataclass(frozen=True)
class RegisterMapping:
    """See docs/how-to/import-a-register.md. `columns` maps what for (key, reference, lodged …) to column names."""

    source: str
    layout: str
    delimiters: str
    encoding: str
    fallback_encoding: str
    dates: RegisterDates
    columns: Table[str, tuple[str, ...]]
    family: str
    agencies: tuple[AgencyEntry, ...]
    unknown_agency: str
    steps: Table[str, StepTold]
    standings: Table[str, Standing]
    states: Table[str, str]
    unknown_state: str
    without_state: Table[str, str]
    case: Table[str, Told]
    lodge: Table[str, Told]
    contact: Table[str, Told]
    log: EventLog | None
    path: Path = field(default=Path())

    def column(self, purpose: str) -> str:
        """The first column for a purpose; empty where the mapping names none."""
        return next(iter(self.columns.get(purpose, ())), "")

    def required(self) -> dict[str, str]:
        """Columns that the file must have, and what for."""
        wanted = ["key", "activity", "time"] if self.log else ["key", "lodged"]
        if self.unknown_agency == REFUSE or self.unknown_agency == CREATE:
            wanted.append("agency")
        return {self.column(purpose): purpose for purpose in wanted if self.column(purpose)}

    def mentioned(self) -> set[str]:
        """Every column whose absence changes more than a text."""
        named = {column for columns in self.columns.values() for column in columns}
        steps = [*self.steps.values(), *(step for standing in self.standings.values() for step in standing.steps.values())]
        values = [*self.case.values(), *self.lodge.values(), *self.contact.values()]
        values += [value for step in steps for value in step.answers.values()]
        dated = {name for step in steps for name in step.when if name not in DATES}
        return named | dated | {column for value in values for column in value.columns}

    def families(self) -> set[str]:
        return {self.family, *(agency.family for agency in self.agencies)}


REFUSE, CREATE = "refuse", "create"


def read_mapping(path: Path) -> RegisterMapping:
    """Raises ImportRefused naming the entry and what it should be."""
    text = MappingText.read(path)
    text.only("source", "family", "file", "dates", "columns", "case", "lodge", "contact", "agency", "agencies", "status",
              "standings", "steps", "events")
    file, dates = text.table("file"), text.table("dates", required=True)
    file.only("layout", "delimiter", "encoding", "fallback_encoding")
    dates.only("zone", "formats")
    layout = file.word("layout", ROWS, (ROWS, EVENTS))
    family = text.word("family")
    steps = _steps(text.table("steps"))
    standings = {name: _standing(name, entry) for name, entry in text.table("standings", required=True).tables()}
    agency, status = text.table("agency"), text.table("status")
    agency.only("unknown")
    status.only("values", "unknown", "empty", "empty_but_closed")
    unknown = status.word("unknown", "", standings)
    return RegisterMapping(
        source=text.word("source", longest=80), layout=layout, delimiters=file.characters("delimiter", ","),
        encoding=file.encoding("encoding", "utf-8"), fallback_encoding=file.encoding("fallback_encoding", ""),
        dates=RegisterDates(dates.zone("zone"), tuple(dates.words("formats"))),
        columns=_columns(text.table("columns", required=True), layout), family=family,
        agencies=tuple(_agency(entry, family) for entry in text.tables_list("agencies")),
        unknown_agency=agency.word("unknown", REFUSE), steps=steps, standings=standings,
        states={folded(name): standing for name, standing in status.table("values").choices(standings)},
        unknown_state=unknown, without_state={"": status.word("empty", unknown, standings),
                                              "closed": status.word("empty_but_closed", unknown, standings)},
        case=_case(text.table("case", required=True)), lodge=text.table("lodge").told(),
        contact=text.table("contact").told("name", "email", "phone", "address", "subject"),
        log=_log(text.table("events", required=True), standings) if layout == EVENTS else None, path=path)


def _columns(table: MappingText, layout: str) -> dict[str, tuple[str, ...]]:
    table.only("key", "reference", *DATES, "agency", "status", "activity", "time", "lifecycle")
    for needed in ("key", "activity", "time") if layout == EVENTS else ("key", "lodged"):
        table.words(needed)
    return {name: tuple(table.words(name)) for name in table.names()}


def _case(table: MappingText) -> dict[str, Told]:
    from engine.vocabulary import Channel, Kind, Language
    told = table.told("kind", "channel", "language", "service_type")
    for name, words in (("kind", Kind), ("channel", Channel), ("language", Language)):
        table.limited(told, name, words)
    return told


def _agency(entry: MappingText, family: str) -> AgencyEntry:
    entry.only("code", "family", "values", "name_fr", "name_ar", "name_en")
    code = entry.word("code")
    names = {f"name_{language}": entry.word(f"name_{language}", code) for language in ("fr", "ar", "en")}
    return AgencyEntry(code, entry.word("family", family), names,
                       frozenset(folded(word) for word in entry.words("values", [code])))


def _steps(table: MappingText) -> dict[str, StepTold]:
    found = {}
    for element, entry in table.tables():
        entry.only("when", "answers")
        found[element] = StepTold(tuple(entry.words("when", [])), entry.table("answers").told())
    return found


def _standing(name: str, entry: MappingText) -> Standing:
    entry.only("at", "message", "when", "steps")
    return Standing(name, entry.word("at"), _steps(entry.table("steps")), entry.word("message", ""),
                    tuple(entry.words("when", [])))


def _log(table: MappingText, standings) -> EventLog:
    table.only("stages", "reaches", "count", "ended")
    stages = tuple(table.words("stages"))
    reaches = {folded(name): stage for name, stage in table.table("reaches", required=True).choices(stages)}
    return EventLog(stages, reaches, frozenset(folded(word) for word in table.words("count", [])),
                    table.word("ended", allowed=standings))


def first_date(names: tuple[str, ...], dates: Table[str, datetime | None]) -> datetime | None:
    """The first of the named dates that a record has."""
    return next((dates[name] for name in names if dates.get(name) is not None), None)
