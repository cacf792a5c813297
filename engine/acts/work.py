"""What every act is handed, and what it hands back."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import orjson
from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.domain.access import Person
from engine.execution import Specs
from engine.jobs import Jobs, NoJobs
from engine.settings import Settings
from engine.store.calendars import Calendars
from engine.store.database import DatabaseClock
from engine.store.definition_shelf import DefinitionShelf
from engine.store.files import FileStore
from engine.store.transaction import Transaction


@dataclass
class Work:
    """One transaction's work. `instance_id` is set when an act takes hold of a case, so that the bus can name it in an
    incident."""

    transaction: Transaction
    clock: Clock
    by: Person
    shelf: DefinitionShelf
    specs: Specs
    files: FileStore
    settings: Settings
    jobs: Jobs = field(default_factory=NoJobs)
    instance_id: str | None = None
    _now: datetime | None = field(default=None, init=False)

    @property
    def session(self) -> Session:
        """For everything but the hot statements of a step."""
        return self.transaction.session

    @property
    def calendars(self) -> Calendars:
        """Calendars in force: `work.calendars.of(definition, agency_id)`."""
        return self.shelf.calendars

    @property
    def now(self) -> datetime:
        """The instant of this work, asked of the clock once and only after the lock of the case it moves: so the
        history of a case never runs backwards. On PostgreSQL it comes with the lock, see `held_at`."""
        if self._now is None:
            its_own = isinstance(self.clock, DatabaseClock)
            self._now = self.transaction.moment() if its_own else self.clock.now()
        return self._now

    def held_at(self, moment: datetime | None) -> None:
        """Takes over the database's time that came with a lock, where the database is the clock."""
        if self._now is None and moment is not None and isinstance(self.clock, DatabaseClock):
            self._now = moment


@dataclass(frozen=True)
class Receipt:
    """What the one who asked is told. Fields that an act has no word on stay empty."""

    reference: str | None = None
    instance_id: str | None = None
    due_on: date | None = None
    follow_up_code: str | None = None
    id: str | None = None
    count: int = 0
    ids: tuple[str, ...] = field(default_factory=tuple)
    repeated: bool = False

    def with_code(self, code: str) -> "Receipt":
        return replace(self, follow_up_code=code)

    def kept(self) -> str:
        """The receipt as it is stored beside its idempotency key and its instance: only what is not empty, not the
        reference, which the instance has, and never the follow-up code."""
        told = {"due_on": self.due_on, "id": self.id, "count": self.count, "ids": self.ids}
        told = {name: value for name, value in told.items() if value}
        return orjson.dumps(told).decode() if told else ""

    @classmethod
    def read(cls, text: str, instance_id: str | None, reference: str | None) -> "Receipt":
        """`reference` is what the instance is called now: a reference never changes."""
        values = {"reference": reference, **orjson.loads(text or "{}")}
        values["ids"] = tuple(values.get("ids", ()))
        values["due_on"] = date.fromisoformat(values["due_on"]) if "due_on" in values else None
        return cls(**{**values, "instance_id": instance_id, "repeated": True})
