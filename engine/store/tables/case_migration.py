"""A case that was moved to another version of its process: from which, to which, who, why."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, UtcDateTime, new_id


class CaseMigration(Base):
    """`choices` (JSON) says what elements of the old version became; `version` is the instance's right after, so that a
    revert can tell whether anything happened since."""

    __tablename__ = "case_migration"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), index=True)
    from_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    to_hash: Mapped[str] = mapped_column(String(64), ForeignKey("definition.content_hash"))
    choices: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer)
    reverted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
