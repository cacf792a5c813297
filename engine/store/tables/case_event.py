"""What happened: append-only, chained by hash per instance, without personal text."""

from sqlalchemy import ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id


class CaseEvent(Base):
    """One link of an instance's chain: everything that one act did to it. `body` is the canonical JSON that was hashed,
    packed (store/change.py writes it, queries/events.py reads it, store/packed_text.py packs); `hash` is the
    beginning of its SHA-256, in rows of older releases the whole of it."""

    __tablename__ = "case_event"

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
