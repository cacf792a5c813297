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
    body: dict = field(default_factory=dict)


@dataclass(frozen=True)
class NewTask:
    id: str
    element_id: str
    kind: str
    role: str | None
    unit_id: str | None
    created_at: datetime
    due_at: datetime | None
    agency_id: str | None
    assignee_id: str | None = None


@dataclass(frozen=True)
class DoneTask:
    """`by` is the account, None for a complainant; `answers` the JSON of what the task's form was answered."""

    id: str
    element_id: str
    at: datetime
    by: str | None
    answers: str = "{}"


@dataclass(frozen=True)
class NewTimer:
    task_id: str
    element_id: str
    due_at: datetime
    interrupting: bool
    state: str = "pending"
    fired_at: datetime | None = None


@dataclass
class Change:
    """`expected_version` None means that the instance is new, `snapshot` None that the run did not move. `moved_from` is the
    agency that the step takes the case from; the open tasks `tasks_follow` go with it.
    `tasks_regiven` are open tasks that another role does from now on."""

    instance_id: str
    definition_hash: str
    agency_id: str | None
    expected_version: int | None
    snapshot: bytes | None
    state: str
    waiting_for: str
    started_at: datetime
    ended_at: datetime | None = None
    ended_as: str | None = None
    business_key: str | None = None
    chain_head: bytes = b""
    event_count: int = 0
    events: list[Event] = field(default_factory=list)
    tasks_new: list[NewTask] = field(default_factory=list)
    tasks_done: list[DoneTask] = field(default_factory=list)
    tasks_dropped: list[tuple[str, datetime]] = field(default_factory=list)
    tasks_moved: dict[str, datetime | None] = field(default_factory=dict)
    timers_new: list[NewTimer] = field(default_factory=list)
    timers_fired: list[tuple[str, str, datetime]] = field(default_factory=list)
    timers_passed: list[tuple[str, str]] = field(default_factory=list)
    timers_cancelled: list[tuple[str, str]] = field(default_factory=list)
    timers_moved: dict[tuple[str, str], datetime] = field(default_factory=dict)
    moved_from: str | None = None
    tasks_follow: frozenset[str] = frozenset()
    tasks_regiven: dict[str, str | None] = field(default_factory=dict)


def canonical(seq: int, at: datetime, actor_id: str | None, events: list[Event]) -> str:
    """The JSON text of one link, which is hashed and kept: when, who, and what happened in order.

    An event is [kind, element or null, body], and its own instant as a fourth where it differs from the link's:
    a timer counts from its due time, whenever somebody came round. Keys are sorted, instants are in UTC.
    """
    told = [[event.kind, event.element_id, event.body] if event.at == at
            else [event.kind, event.element_id, event.body, event.at] for event in events]
    return orjson.dumps({"seq": seq, "at": at, "actor": actor_id, "events": told},
                        option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z, default=str).decode()


#: So much of its hash is kept with each link, to tell the first one that was changed; the whole end of the chain is kept
#: with the instance, and nobody can change a link without it.
MARK_BYTES = 8


def link(head: bytes, text: str) -> bytes:
    """The next hash of a chain: SHA-256 over the previous one and the text of the link."""
    return hashlib.sha256(head + b"\n" + text.encode()).digest()
