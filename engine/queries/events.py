"""The history of an instance, event by event: the one place that unpacks the links of its chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.packed_text import unpacked
from engine.store.tables import CaseEvent


@dataclass(frozen=True)
class Told:
    """One entry of the history. `seq` counts the events of an instance, `at` is the legal time."""

    at: datetime
    seq: int
    kind: str
    element_id: str | None
    actor_id: str | None
    body: Mapping[str, object]


def events_of(session: Session, instance_id: str, until: int | None = None) -> list[Told]:
    """Everything that happened to an instance, oldest first; up to the link `until` where one is named."""
    kept = [CaseEvent.instance_id == instance_id, *([CaseEvent.seq <= until] if until is not None else [])]
    links = session.scalars(select(CaseEvent.body).where(*kept).order_by(CaseEvent.seq))
    told: list[Told] = []
    for link in links:
        told += events_in(unpacked(link), len(told))
    return told


def events_in(link: str, before: int = 0) -> list[Told]:
    """The events of one link's text, numbered on from `before`."""
    kept = orjson.loads(link)
    at, actor_id = datetime.fromisoformat(kept["at"]), kept["actor"]
    return [Told(datetime.fromisoformat(own[0]) if own else at, number, kind, element_id, actor_id, body)
            for number, (kind, element_id, body, *own) in enumerate(kept["events"], before + 1)]
