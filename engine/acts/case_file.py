"""What one step knows of the case it moves, and the history it adds to."""

from collections.abc import Mapping
from datetime import datetime

from engine.acts.work import Work
from engine.definitions import Definition
from engine.domain.business_calendar import BusinessCalendar
from engine.store.change import Change, Event
from engine.store.case_row import CaseRow
from engine.store.contact_row import ContactRow
from engine.store.letter_facts import LetterFacts, letter_facts


class CaseFile:
    """`case` is None for a run that is no complaint. `quiet_until` is set by an import: what happened up to then is only
    retold, so events are marked as imported and nothing leaves. `said` are the submissions of this very step; `own_days` are
    the agency's own numbers of days, see `legal_dates.own_days_of`."""

    def __init__(self, work: Work, definition: Definition, change: Change, case: CaseRow | None,
                 quiet_until: datetime | None = None, contact: ContactRow | None = None):
        self.work, self.definition, self.change, self.case = work, definition, change, case
        self.quiet_until = quiet_until
        self.said: list[dict] = []
        self.own_days: Mapping[str, tuple] = {}
        self._contact = contact
        self._facts: LetterFacts | None = None

    @property
    def contact(self) -> ContactRow | None:
        """Who lodged the case."""
        return self._contact or self.facts.contact

    @contact.setter
    def contact(self, contact: ContactRow | None) -> None:
        self._contact = contact

    @property
    def facts(self) -> LetterFacts:
        """What letters say beside the case; read once, and again where the case has gone to another agency since."""
        if self._facts is None or self._facts.agency.id != self.case.agency_id:
            is_stored = self.change.expected_version is not None
            self._facts = letter_facts(self.work.transaction, self.case.agency_id, self.change.instance_id if is_stored else None)
        return self._facts

    @property
    def name(self) -> str:
        """The reference; the id of a run that has none."""
        return self.case.reference if self.case else self.change.instance_id

    def calendar(self, definition: Definition | None = None) -> BusinessCalendar:
        """The days of this case's agency, by its definition or another one."""
        return self.work.calendars.of(definition or self.definition, self.change.agency_id)

    def is_quiet(self, at: datetime) -> bool:
        """Does the instant lie in the past that an import only retells?"""
        return self.quiet_until is not None and at <= self.quiet_until

    def note(self, kind: str, at: datetime, element_id: str | None = None, /, **body) -> None:
        """Adds an event to the history of the instance."""
        if self.is_quiet(at):
            body["imported"] = True
        self.change.events.append(Event(kind, at, element_id, body))

    def property_of(self, element_id: str, name: str) -> str | None:
        """A property that the diagram gives to an element."""
        element = self.definition.elements.get(element_id)
        return element.properties.get(name) if element else None
