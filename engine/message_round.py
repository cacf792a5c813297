"""Brings messages from run to run: what a worker does each round, and a command for the one it has just sent."""

import logging
from collections.abc import Callable

from engine.acts.deliver_messages import ClaimWaitingMessages, DeliverWaitingMessage, RecordFailedDelivery
from engine.acts.work import Receipt
from engine.bus import Bus
from engine.domain.access import Person
from engine.errors import Conflict, InsafError, Unavailable

log = logging.getLogger("insaf.messages")
_SYSTEM = Person.system()


def deliver_due(bus: Bus, stopping: Callable[[], bool] = lambda: False) -> int:
    """Every message that can be delivered now, and what their receivers send in turn; how many were taken.

    One whose receiver fails becomes an incident of the receiver and does not hold up the others.
    """
    taken = 0
    while not stopping():
        claimed = bus.ask(ClaimWaitingMessages(), by=_SYSTEM)
        if not claimed.count:
            break
        for message_id in claimed.ids:
            if stopping():
                break
            try:
                taken += deliver(bus, message_id).count
            except Unavailable:
                raise  # nothing of the rest could be delivered either
            except InsafError as problem:
                log.warning("message_not_delivered", extra=dict(message_id=message_id, code=problem.code))
            except Exception as problem:  # told without its text, which may quote what people wrote
                log.error("message_failed", extra=dict(message_id=message_id, problem=type(problem).__name__))
    return taken


def deliver(bus: Bus, message_id: str) -> Receipt:
    """One message. What went wrong is kept with it before the error goes on; a receiver that was quicker is no error."""
    try:
        return bus.ask(DeliverWaitingMessage(message_id), by=_SYSTEM)
    except Conflict:
        return Receipt(id=message_id)
    except Unavailable:
        raise
    except InsafError as problem:
        bus.ask(RecordFailedDelivery(message_id, str(problem)), by=_SYSTEM)
        raise
    except Exception as problem:
        bus.ask(RecordFailedDelivery(message_id, type(problem).__name__), by=_SYSTEM)
        raise
