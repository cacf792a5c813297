"""A file given with a case. The bytes lie in the file store under their SHA-256."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import PERSONAL, Base, Id, TaskId, UtcDateTime, new_id


class Attachment(Base):
    """It came with a form (`submission_id`), with a message of the conversation (`message_id`), or with neither."""

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"), index=True)
    submission_id: Mapped[str | None] = mapped_column(TaskId, ForeignKey("submission.id"))
    message_id: Mapped[str | None] = mapped_column(Id, ForeignKey("conversation_message.id"))
    filename: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    by_account: Mapped[str | None] = mapped_column(Id, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
