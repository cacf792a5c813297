"""From what a record tells to the act that brings it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cli.importing.agency_finder import AgencyFinder
from cli.importing.mapping import DATES, RegisterMapping, Standing, StepTold, first_date
from cli.importing.record import Record, RowRefused, digest_of
from engine.acts.import_case import ImportCase, Move

_LONGEST_KEY = 80


@dataclass(frozen=True)
class Found:
    """A case in the file: the record that speaks for it, every line it consists of, and how to read it."""

    record: Record
    lines: list[Record]
    read: Callable[[], "Told"]


@dataclass
class Told:
    """One case of the register: its key, the record that speaks for it, every line it consists of, its dates by name
    (also by stage, for an event log) and where it stands."""

    key: str
    record: Record
    lines: list[Record]
    dates: dict[str, datetime | None]
    standing: Standing


class CaseTeller:
    """`now` bounds what can have happened; `is_end(family, element)` tells an end event from a task."""

    def __init__(self, mapping: RegisterMapping, agencies: AgencyFinder, now: datetime, is_end):
        self.mapping, self.agencies, self.now, self.is_end = mapping, agencies, now, is_end

    def key_of(self, record: Record) -> str:
        """Raises RowRefused for a record without a usable key."""
        key = record.get(self.mapping.column("key"))
        if not key:
            raise RowRefused(f"it has no key in the column {self.mapping.column('key')}")
        if len(key) > _LONGEST_KEY:
            raise RowRefused(f"its key is longer than {_LONGEST_KEY} characters")
        return key

    def date(self, record: Record, purpose: str, not_before: datetime | None = None) -> datetime | None:
        """The first date in the columns of a purpose (or in a column of that name). Only the deposit must be readable."""
        for column in self.mapping.columns.get(purpose, (purpose,)):
            try:
                found = self.mapping.dates.instant(record.get(column), record.notes.append, not_before)
            except RowRefused as problem:
                if purpose == "lodged":
                    raise RowRefused(f"{column}: {problem}") from None
                record.notes.append(f"{column} was left out: {problem}")
                continue
            if found is not None and found > self.now and purpose != "lodged":
                record.notes.append(f"{column} was left out: {record.get(column)!r} is still to come")
                continue
            if found is not None:
                return found
        return None

    def dates_of(self, record: Record) -> dict[str, datetime | None]:
        """Deposit, last update and closing, each not before the deposit. Raises RowRefused without a deposit."""
        lodged = self.date(record, "lodged")
        if lodged is None:
            raise RowRefused(f"it has no date of deposit in the column {self.mapping.column('lodged')}")
        if lodged > self.now:
            raise RowRefused(f"its date of deposit {record.get(self.mapping.column('lodged'))!r} is still to come")
        found: dict[str, datetime | None] = {"lodged": lodged}
        for purpose in DATES[1:]:
            found[purpose] = self.not_before(lodged, self.date(record, purpose, lodged), purpose, record)
        return found

    def not_before(self, lodged: datetime, found: datetime | None, purpose: str, record: Record) -> datetime | None:
        if found is not None and found < lodged:
            record.notes.append(f"the date it was {purpose} lies before the deposit: the deposit was taken")
            return lodged
        return found

    def act(self, told: Told) -> ImportCase:
        """Raises RowRefused."""
        mapping, record = self.mapping, told.record
        agency = self.agencies.of(record)
        lodged, end = told.dates["lodged"], self._end(told, agency.family)
        steps = {**mapping.steps, **told.standing.steps}
        dates = {**told.dates, **self._other_dates(record, steps, told.dates)}
        contact = {name: value.of(record) for name, value in mapping.contact.items()}
        lodge = {name: value.of(record) for name, value in mapping.lodge.items()}
        service_type = mapping.case["service_type"].of(record) if "service_type" in mapping.case else None
        reference = record.get(mapping.column("reference")) or told.key
        return ImportCase(
            source=mapping.source, row_key=told.key, digest=digest_of(told.lines), agency_code=agency.code,
            kind=mapping.case["kind"].of(record), channel=mapping.case["channel"].of(record),
            language=mapping.case["language"].of(record), lodged_at=lodged,
            year=lodged.astimezone(mapping.dates.zone).year, stands_at=told.standing.at, old_reference=reference,
            moves={element: self._move(element, step, dates, record, end or lodged, is_end=end is not None)
                   for element, step in steps.items()},
            message=(told.standing.message, end or lodged) if told.standing.message else None,
            answers=_known(lodge), contact=_known(contact), service_type=service_type)

    def _end(self, told: Told, family: str) -> datetime | None:
        """When the case ended; None where it stands at a task."""
        closed, word = told.dates.get("closed"), told.standing.at
        if not self.is_end(family, word):
            if closed is not None:
                told.record.notes.append(f"it has a closing date and yet stands at {word}: the closing date was left out")
            return None
        if closed is None:
            taken = "updated" if told.dates.get("updated") else "lodged"
            told.record.notes.append(f"it has ended without a closing date: the date it was {taken} was taken")
            return told.dates[taken]
        return closed

    def _other_dates(self, record: Record, steps: Mapping[str, StepTold], known) -> dict[str, datetime | None]:
        """Dates of other columns that a step names."""
        named = {name for step in steps.values() for name in step.when if name not in known and name not in DATES}
        return {name: self.date(record, name) for name in named}

    def _move(self, element: str, step: StepTold, dates, record: Record, end: datetime, is_end: bool) -> Move:
        done = dates.get(f"left {element}") or first_date(step.when, dates)
        if done is None:
            done = end if is_end else dates["lodged"]
        decisions = _known({name: value.of(record) for name, value in step.answers.items()})
        return Move(min(done, end) if is_end else done, decisions)


def _known(values: dict) -> dict:
    return {name: value for name, value in values.items() if value is not None}
