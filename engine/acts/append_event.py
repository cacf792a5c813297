"""Adds to the history of an instance without moving it: for what happens beside the diagram, also after its end."""

from sqlalchemy import insert, select

from engine.acts.work import Work
from engine.store.change import Event, link
from engine.store.tables import CaseEvent, ProcessInstance


def append_event(work: Work, instance_id: str, kind: str, element_id: str | None = None, /, **body) -> None:
    """One event at the present instant, linked to the chain under the instance's lock."""
    instance = work.session.execute(
        select(ProcessInstance).where(ProcessInstance.id == instance_id).with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    event = Event(kind, work.now, element_id, work.by.id, body)
    instance.event_count += 1
    text = event.canonical(instance.event_count)
    instance.chain_head = link(instance.chain_head, text)
    instance.version += 1
    work.session.execute(insert(CaseEvent), [{
        "instance_id": instance_id, "seq": instance.event_count, "at": event.at, "kind": kind,
        "element_id": element_id, "actor_id": work.by.id, "body": text, "hash": instance.chain_head}])
