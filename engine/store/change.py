"""What one step does to the tables, as values: an act returns it, write_step writes it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import orjson


@dataclass(frozen=True)
class Event:
    """Something that happened. `body` holds ids, digests and decision scalars, never personal text."""

    kind: str
    at: datetime
    element_id: str | None = None
    actor_id: str | None = None
    body: dict = field(default_factory=dict)

    def canonical(self, seq: int) -> str:
        """The JSON text that is hashed and kept: keys sorted, instants in UTC."""
        whole = {"seq": seq, "kind": self.kind, "at": self.at, "element": self.element_id, "actor": self.actor_id,
                 "body": self.body}
        return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z, default=str).decode()


@dataclass(frozen=True)
class NewTask:
    id: str
    element_id: str
    kind: str
    role: str | None
    unit_id: str | None
    created_at: datetime
    due_at: datetime | None
    assignee_id: str | None = None


@dataclass(frozen=True)
class NewTimer:
    task_id: str
    element_id: str
    due_at: datetime
    interrupting: bool
    state: str = "pending"


@dataclass
class Change:
    """`expected_version` None means that the instance is new. Ids in `tasks_done` carry (id, at, account id)."""

    instance_id: str
    definition_hash: str
    agency_id: str | None
    expected_version: int | None
    snapshot: bytes
    state: str
    waiting_for: str
    started_at: datetime
    ended_at: datetime | None = None
    ended_as: str | None = None
    chain_head: str = ""
    event_count: int = 0
    events: list[Event] = field(default_factory=list)
    tasks_new: list[NewTask] = field(default_factory=list)
    tasks_done: list[tuple[str, datetime, str | None]] = field(default_factory=list)
    tasks_dropped: list[tuple[str, datetime]] = field(default_factory=list)
    timers_new: list[NewTimer] = field(default_factory=list)
    timers_fired: list[tuple[str, str, datetime]] = field(default_factory=list)
    timers_cancelled: list[tuple[str, str]] = field(default_factory=list)


def link(head: str, text: str) -> str:
    """The next hash of a chain: SHA-256 over the previous one and the text of the event."""
    return hashlib.sha256(head.encode() + b"\n" + text.encode()).hexdigest()
