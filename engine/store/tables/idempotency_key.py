"""The same form sent twice has one effect: its key and the first receipt."""

from datetime import date

from sqlalchemy import Date, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id


class IdempotencyKey(Base):
    """`key` is a digest of who asked and the key they gave, `act` one of the act's name: as small as can be, for there
    is a row for every step. Rows leave when nobody can be sending the form any more."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(Id, primary_key=True)
    instance_id: Mapped[str | None] = mapped_column(Id)
    used_on: Mapped[date] = mapped_column(Date)
    act: Mapped[int] = mapped_column(SmallInteger)
    receipt: Mapped[str] = mapped_column(Text)
