"""Which agency had a case when: the moves of it, and whose days a date was counted with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.ledger import LedgerEntry
from engine.store.tables import CaseTransfer
from engine.vocabulary import EntryKind

#: (when it moved, the agency it left), oldest first.
Moves = Sequence[tuple[datetime, str]]
#: With these the whole date was counted again, by whoever had the case.
_COUNTED_AGAIN = frozenset({EntryKind.SUSPENDED, EntryKind.RESUMED, EntryKind.EXTENDED, EntryKind.RECALCULATED})


def moves_of(session: Session, instance_id: str) -> Moves:
    rows = session.execute(
        select(CaseTransfer.moved_at, CaseTransfer.from_agency_id)
        .where(CaseTransfer.instance_id == instance_id, CaseTransfer.moved_at.is_not(None)).order_by(CaseTransfer.number))
    return [(moved_at, former) for moved_at, former in rows]


def agency_that_counted(started_at: datetime, entries: Sequence[LedgerEntry], moves: Moves, agency_id: str) -> str:
    """The agency that had the case when the date was last counted: as the clock started, or as an entry moved it. `agency_id` is
    the one that has it now."""
    counted_at = max([started_at, *(entry.at for entry in entries if entry.kind in _COUNTED_AGAIN)])
    return next((former for moved_at, former in moves if moved_at > counted_at), agency_id)
