"""Who lodged a case and how to reach them. Personal; erased by law without touching the case."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.contact_row import KnownBy
from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime


class Contact(KnownBy, Base):
    """`name_folded` is the name as the search compares it; `subject` the one-line summary the complainant gave."""

    __tablename__ = "contact"

    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    name_folded: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    email: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(60), default="", info=PERSONAL)
    address: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    subject: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    channel: Mapped[str] = mapped_column(String(10), default="letter")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
