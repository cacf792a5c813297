"""What every act is handed, and what it hands back."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import orjson
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.execution import Specs
from engine.jobs import Jobs, NoJobs
from engine.settings import Settings
from engine.store.definition_shelf import DefinitionShelf
from engine.store.files import FileStore


@dataclass
class Work:
    """One transaction's work. `now` is asked of the clock once; `instance_id` is set when an act takes hold of a case,
    so that the bus can name it in an incident."""

    session: Session
    now: datetime
    by: Person
    shelf: DefinitionShelf
    specs: Specs
    files: FileStore
    settings: Settings
    jobs: Jobs = field(default_factory=NoJobs)
    instance_id: str | None = None


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
        """The receipt as it is stored beside its idempotency key: without the follow-up code, which is never stored."""
        return orjson.dumps(replace(self, follow_up_code=None)).decode()

    @classmethod
    def read(cls, text: str) -> "Receipt":
        values = orjson.loads(text)
        values["ids"] = tuple(values["ids"])
        values["due_on"] = date.fromisoformat(values["due_on"]) if values["due_on"] else None
        return cls(**{**values, "repeated": True})
