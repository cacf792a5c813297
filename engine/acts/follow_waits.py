"""Where a case waits for messages after it was moved to another version, in the places where senders look."""

from sqlalchemy import delete, insert, select, update

from engine.acts.exchange_messages import beside_the_run, in_rows, wake
from engine.acts.work import Work
from engine.execution import AwaitedMessage
from engine.store.tables import ComplaintCase, MessageWait, ProcessInstance


def follow_waits(work: Work, instance_id: str, before: tuple[AwaitedMessage, ...], now: tuple[AwaitedMessage, ...]) -> None:
    """Names under the run's own key stand with the run, others have rows; a message kept for a new place is tried."""
    own = work.session.scalar(select(ComplaintCase.reference).where(ComplaintCase.instance_id == instance_id)) or (
        work.session.scalar(select(ProcessInstance.business_key).where(ProcessInstance.id == instance_id)))
    work.session.execute(update(ProcessInstance).where(ProcessInstance.id == instance_id)
                         .values(waiting_for=beside_the_run(now, own)).execution_options(synchronize_session=False))
    work.session.execute(delete(MessageWait).where(MessageWait.instance_id == instance_id)
                         .execution_options(synchronize_session=False))
    rows = [{"task_id": place.task_id, "message": place.message, "element_id": place.element_id,
             "instance_id": instance_id, "business_key": place.key} for place in in_rows(now, own)]
    if rows:
        work.session.execute(insert(MessageWait), rows)
    addresses = [{(place.message, place.key or own) for place in places} for places in (before, now)]
    wake(work.session, work.now, {(name, key) for name, key in addresses[1] - addresses[0] if key})
