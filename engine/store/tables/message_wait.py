"""Where a run waits for a message with a key that is not its own. Waits under its own key are found without a row."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Base, Id, TaskId


class MessageWait(Base):
    """Kept with the step that begins or ends the wait; a run that waits for nothing has no rows."""

    __tablename__ = "message_wait"
    __table_args__ = (
        Index("ix_message_wait_address", "message", "business_key"),
        Index("ix_message_wait_instance", "instance_id"),
    )

    task_id: Mapped[str] = mapped_column(TaskId, primary_key=True)
    message: Mapped[str] = mapped_column(String(120), primary_key=True)
    element_id: Mapped[str] = mapped_column(String(120))
    instance_id: Mapped[str] = mapped_column(Id, ForeignKey("process_instance.id"))
    business_key: Mapped[str] = mapped_column(String(120))
