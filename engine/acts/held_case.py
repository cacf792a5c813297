"""What an act finds under the lock of a case: nothing is done on one that has ended, nor on one that an incident has stopped
until a person has settled it."""

from engine.errors import CaseAlreadyEnded, IncidentOpen
from engine.store.change import Change
from engine.store.look_up import Held
from engine.vocabulary import InstanceState


def refuse_at_rest(held: Held) -> None:
    """Raises CaseAlreadyEnded, IncidentOpen."""
    refuse_ended(held)
    if held.instance.state == InstanceState.INCIDENT:
        raise IncidentOpen(reference=name_of(held))


def refuse_ended(held: Held) -> None:
    """Raises CaseAlreadyEnded."""
    row = held.instance
    if row.state in (InstanceState.ENDED, InstanceState.CANCELLED):
        raise CaseAlreadyEnded(reference=name_of(held), state=row.ended_as or row.state)


def name_of(held: Held) -> str:
    """The reference; the id of a run that has none."""
    return held.case.reference if held.case else held.instance.id


def change_of(held: Held) -> Change:
    """The change that a step on the case begins with: nothing yet."""
    row = held.instance
    return Change(row.id, row.definition_hash, row.agency_id, row.version, row.snapshot, row.state, row.waiting_for,
                  row.started_at, business_key=row.business_key, chain_head=row.chain_head, event_count=row.event_count)
