"""What a step has to do with messages of other runs: those it sends, and the places where it begins to wait.

Everything here is written with the step, in its transaction. A step that sends nothing and waits for nothing new costs
no statement; waits under a run's own key need no row of their own as long as their names find room beside the run
(docs/decisions/0014).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.acts.case_file import CaseFile
from engine.definitions.bundle import AGENCY
from engine.definitions.message_names import waits_under_other_keys
from engine.errors import ExecutionFailed
from engine.execution import Advance, AwaitedMessage, Run, ThrownEvent
from engine.store import writes
from engine.store.tables import MessageRow, MessageWait, new_id
from engine.vocabulary import MessageState

KEPT_FOR = timedelta(days=30)
MOST_PAYLOAD_BYTES = 4_000
LONGEST_VALUE = 200
_ROOM_FOR_NAMES, _LONGEST_NAME = 500, 120


class Exchange:
    """One per step."""

    def __init__(self, file: CaseFile):
        self.file = file
        self._before = frozenset(file.change.waiting_for.split("\n"))
        self._had_many = len(file.change.waiting_for) >= _ROOM_FOR_NAMES - _LONGEST_NAME  # so there may be rows for the rest
        self._seen = 0
        self._awaited: tuple[AwaitedMessage, ...] | None = None
        self._sent: list[dict] = []
        self._taken: set[tuple[str, str]] = set()

    @property
    def own_key(self) -> str | None:
        """The key this run is found by: a complaint by its reference, another by the key it was started with."""
        return self.file.case.reference if self.file.case is not None else self.file.change.business_key

    def absorb(self, advance: Advance, at: datetime) -> None:
        """Takes in what the run has thrown since the last call, and where it waits now."""
        for event in advance.thrown[self._seen:]:
            self._throw(event, at)
        self._seen = len(advance.thrown)
        self._awaited = advance.awaited
        self.file.change.waiting_for = beside_the_run(advance.awaited, self.own_key)

    def place_for(self, run: Run, name: str, key: str) -> AwaitedMessage | None:
        """The place of the run that waits for this message under this key; of several the one reached first."""
        return next((place for place in run.awaited()
                     if place.message == name and (place.key or self.own_key) == key), None)

    def taken(self, name: str, key: str) -> None:
        """A message was delivered in this step: the next one of its kind may come at once."""
        self._taken.add((name, key))

    def write(self) -> None:
        """After the step itself."""
        work = self.file.work
        work.transaction.later(*writes.insert(MessageRow, *self._sent))
        if self._awaited is not None:
            addresses = self._new_under_own_key() | self._keep_foreign_waits() | self._taken
            if addresses:
                wake(work.session, work.now, addresses)

    def _throw(self, event: ThrownEvent, at: datetime) -> None:
        if event.kind != "message":
            self.file.note("event_not_caught", at, event.element_id, event=event.kind, name=event.name)
            return
        key = event.key or self.own_key
        if self.file.is_quiet(at) or key is None:
            why = "no_key" if key is None else "imported"
            self.file.note("message_not_sent", at, event.element_id, message=event.name, why=why)
            return
        try:
            payload = payload_text(event.payload, self.file.definition.profile == AGENCY)
        except ValueError as problem:
            raise ExecutionFailed(element=event.element_id or "-", reason=f"the message {event.name} {problem}") from None
        row = new_message(event.name, key, payload, self.file.work.now, self.file.change.agency_id)
        self._sent.append({**row, "from_instance_id": self.file.change.instance_id})
        self.file.note("message_sent", at, event.element_id, message=event.name, message_id=row["id"], key=key)

    def _new_under_own_key(self) -> set[tuple[str, str]]:
        if self.file.case is not None and self.file.change.expected_version is None:
            return set()  # nobody can have written to a reference that did not exist
        names = set(self.file.change.waiting_for.split("\n")) - self._before - {""}
        return {(name, self.own_key) for name in names} if names and self.own_key else set()

    def _keep_foreign_waits(self) -> set[tuple[str, str]]:
        """Brings the rows of this run in line with where it waits; answers with the addresses that are new."""
        wanted = {(place.task_id, place.message): place for place in in_rows(self._awaited or (), self.own_key)}
        if not (wanted or self._had_many or waits_under_other_keys(self.file.definition)):
            return set()
        session, instance_id, later = self.file.work.session, self.file.change.instance_id, self.file.work.transaction.later
        kept = {(row.task_id, row.message): row.business_key for row in session.execute(
            select(MessageWait.task_id, MessageWait.message, MessageWait.business_key)
            .where(MessageWait.instance_id == instance_id))}
        for task_id, message in kept.keys() - wanted.keys():
            later(writes.delete(MessageWait, task_id=task_id, message=message))
        moved = [place for key, place in wanted.items() if key in kept and place.key != kept[key]]
        for place in moved:
            later(writes.update(MessageWait, {"task_id": place.task_id, "message": place.message}, business_key=place.key))
        fresh = [place for key, place in wanted.items() if key not in kept]
        later(*writes.insert(MessageWait, *(
            {"task_id": place.task_id, "message": place.message, "element_id": place.element_id,
             "instance_id": instance_id, "business_key": place.key} for place in fresh)))
        return {(place.message, place.key) for place in (*fresh, *moved)}


def beside_the_run(places: Sequence[AwaitedMessage], own_key: str | None) -> str:
    """The names it waits for under its own key, as they stand in its row: a line each, as many as find room."""
    return "\n".join(_listed(places, own_key))


def in_rows(places: Sequence[AwaitedMessage], own_key: str | None) -> list[AwaitedMessage]:
    """The other places, each with the key its message must carry: those under a foreign key, and what found no room."""
    listed = _listed(places, own_key)
    return [replace(place, key=place.key or own_key) for place in places
            if (place.key or own_key) is not None and not (place.key in (None, own_key) and place.message in listed)]


def _listed(places: Sequence[AwaitedMessage], own_key: str | None) -> list[str]:
    """In the order in which they were reached, up to the first that is too many."""
    found, room = [], _ROOM_FOR_NAMES + 1
    for name in dict.fromkeys(place.message for place in places if place.key in (None, own_key)):
        room -= len(name) + 1
        if room < 0:
            break
        found.append(name)
    return found


def wake(session: Session, now: datetime, addresses: set[tuple[str, str]]) -> None:
    """Messages that wait for one of these (name, key) are tried now. One that somebody is just trying is left to them:
    to wait for their lock while holding a case's could be a deadlock."""
    for name, key in addresses:
        due = (select(MessageRow.id).where(MessageRow.state == MessageState.WAITING, MessageRow.name == name,
                                           MessageRow.business_key == key).with_for_update(skip_locked=True))
        session.execute(update(MessageRow).where(MessageRow.id.in_(due)).values(next_attempt_at=now)
                        .execution_options(synchronize_session=False))


def wake_starts(session: Session, now: datetime, names: set[str]) -> None:
    """Messages that a process newly in force starts with are tried now."""
    if names:
        session.execute(update(MessageRow).where(MessageRow.state == MessageState.WAITING, MessageRow.name.in_(names))
                        .values(next_attempt_at=now).execution_options(synchronize_session=False))


def new_message(name: str, key: str, payload: str, now: datetime, agency_id: str | None,
                kept_for: timedelta = KEPT_FOR) -> dict:
    """The values of a message that waits from now on."""
    return {"id": new_id(), "name": name[:120], "business_key": key, "payload": payload, "from_instance_id": None,
            "agency_id": agency_id, "sent_by": None, "state": MessageState.WAITING, "created_at": now,
            "expires_at": now + kept_for, "next_attempt_at": now, "attempts": 0, "last_error": None,
            "to_instance_id": None, "delivered_at": None}


def payload_text(payload, only_facts: bool) -> str:
    """The payload as JSON. With `only_facts` it must be named scalars and lists of scalars, no long texts: what people
    wrote stays in its own rows. Raises ValueError that says why not."""
    try:
        text = orjson.dumps(payload).decode()
    except (TypeError, ValueError):
        raise ValueError("carries something that is no JSON") from None
    if len(text) > MOST_PAYLOAD_BYTES:
        raise ValueError(f"carries more than {MOST_PAYLOAD_BYTES} bytes; send an id instead")
    if only_facts:
        values = payload.values() if isinstance(payload, dict) else [object()]
        parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
        if not all(part is None or isinstance(part, str | int | float) for part in parts):
            raise ValueError("must carry named values: numbers, yes or no, short texts, lists of these")
        if any(isinstance(part, str) and len(part) > LONGEST_VALUE for part in parts):
            raise ValueError(f"carries a text of more than {LONGEST_VALUE} signs; send its id instead")
    return text
