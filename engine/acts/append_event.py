"""Adds to the history of an instance without moving it: for what happens beside the diagram, also after its end."""

from engine.acts.work import Work
from engine.store.change import MARK_BYTES, Event, canonical, link
from engine.store.look_up import Held, hold_instance
from engine.store.packed_text import packed
from engine.store.tables import CaseEvent, ProcessInstance
from engine.store.writes import Write, insert


def append_event(work: Work, instance_id: str, kind: str, element_id: str | None = None, /, **body) -> None:
    """One event at the present instant, linked to the chain under the instance's lock. At most once a work."""
    append_to(work, hold_instance(work.transaction, instance_id, work.by.id), kind, element_id, **body)


def append_to(work: Work, held: Held, kind: str, element_id: str | None = None, /, **body) -> None:
    """The same for an instance whose lock is held already."""
    work.held_at(held.now)
    row = held.instance
    text = canonical(row.event_count + 1, work.now, work.by.id, [Event(kind, work.now, element_id, body)])
    head = link(row.chain_head, text)
    work.transaction.later(
        Write(ProcessInstance, must_hit=True, of=row.id, where={"id": row.id, "version": row.version},
              values={"version": row.version + 1, "event_count": row.event_count + 1, "chain_head": head}),
        *insert(CaseEvent, {"instance_id": row.id, "seq": row.event_count + 1, "body": packed(text), "hash": head[:MARK_BYTES]}))
