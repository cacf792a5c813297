"""What happened to the clocks of cases, as the pure rules take it."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.ledger import LedgerEntry
from engine.store.tables import DeadlineEntry, Recalculation
from engine.vocabulary import EntryKind

Ledgers = dict[tuple[str, str], tuple[LedgerEntry, ...]]
_ROW = DeadlineEntry.__table__
_COLUMNS = _ROW.c["instance_id", "code", "kind", "at", "reason", "days", "until_on", "before_on", "after_on"]
_ACT = Recalculation.__table__
_REASONS = _ACT.c["reason_ar", "reason_fr", "reason_en"]


def ledger_of(session: Session, instance_ids: Iterable[str]) -> Ledgers:
    """The entries by (instance id, code of the deadline), oldest first; nothing for a clock that only ran."""
    rows = session.connection().execute(
        select(*_COLUMNS, *_REASONS).outerjoin(_ACT, _ACT.c.id == _ROW.c.recalculation_id)
        .where(_ROW.c.instance_id.in_(list(instance_ids)))
        .order_by(_ROW.c.instance_id, _ROW.c.code, _ROW.c.number))
    found = defaultdict(list)
    for instance_id, code, kind, at, reason, days, until_on, before_on, after_on, ar, fr, en in rows:
        promised = after_on if kind == EntryKind.RECALCULATED else until_on
        found[instance_id, code].append(LedgerEntry(
            EntryKind(kind), at, reason, days, promised, before_on, {"ar": ar, "fr": fr, "en": en} if ar or fr or en else None))
    return {key: tuple(entries) for key, entries in found.items()}
