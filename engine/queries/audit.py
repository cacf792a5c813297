"""Is the history what was written? Every chain recomputed, every number compared with the text that was hashed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import orjson
from sqlalchemy import Integer, literal, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import ChainBroken
from engine.store.change import MARK_BYTES, link
from engine.store.packed_text import unpacked
from engine.store.tables import CaseEvent, Id, ProcessInstance

_ROWS_AT_A_TIME = 5_000


@dataclass
class ChainReport:
    """`broken` holds one error for each history that does not verify, at the first event that disagrees."""

    instances: int = 0
    events: int = 0
    broken: list[ChainBroken] = field(default_factory=list)


def broken_chains(session: Session) -> ChainReport:
    """Reads the whole history once; about 100,000 events a second. Give a steady session: the chains must not grow
    meanwhile."""
    report = ChainReport()
    heads = {row.id: (row.chain_head, row.event_count) for row in session.execute(
        select(ProcessInstance.id, ProcessInstance.chain_head, ProcessInstance.event_count))}
    for instance_id, links in groupby(_links(session), key=lambda row: row.instance_id):
        head, count = heads.pop(instance_id, (b"", 0))
        report.instances += 1
        problem, reached, seq = None, b"", 0
        for row in links:
            seq += 1
            events, reached, reason = _read(row, seq, reached)
            report.events += events
            if problem is None and reason:
                problem = ChainBroken(instance=instance_id, seq=seq, reason=reason)
        if problem is None and (reached, seq) != (head, count):
            problem = ChainBroken(instance=instance_id, seq=seq, reason="its end is not the head kept with the case")
        if problem is not None:
            report.broken.append(problem)
    for instance_id, (_, count) in heads.items():
        report.instances += 1
        if count:
            report.broken.append(ChainBroken(instance=instance_id, seq=1, reason="its events are gone"))
    return report


def _links(session: Session) -> Iterator:
    """All of them in order, some at a time."""
    some = (select(CaseEvent.instance_id, CaseEvent.seq, CaseEvent.body, CaseEvent.hash)
            .order_by(CaseEvent.instance_id, CaseEvent.seq).limit(_ROWS_AT_A_TIME))
    rows = session.execute(some).all()
    while rows:
        yield from rows
        read = tuple_(CaseEvent.instance_id, CaseEvent.seq)
        rows = session.execute(some.where(read > tuple_(
            literal(rows[-1].instance_id, Id), literal(rows[-1].seq, Integer)))).all()


def _read(row, seq: int, before: bytes) -> tuple[int, bytes, str]:
    """How many events the link holds, the hash of the chain up to it, and what is wrong with it, if anything."""
    if row.seq != seq:
        return 0, b"", f"the next link there is number {row.seq}"
    try:
        text = unpacked(row.body)
    except ValueError as problem:
        return 0, b"", f"its text was changed: it is {problem}"
    reached = link(before, text)
    if len(row.hash) < MARK_BYTES or not reached.startswith(row.hash):  # older releases kept the whole hash
        return 0, reached, "its text or an earlier one was changed"
    kept = orjson.loads(text)
    if kept["seq"] != seq:
        return 0, reached, "its number says something else than its text"
    unsound = [body for kind, _, body, *_ in kept["events"] if kind == "history_packed" and not body["verified"]]
    return len(kept["events"]), reached, "it did not verify when an older release wrote it" if unsound else ""
