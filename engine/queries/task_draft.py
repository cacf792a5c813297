"""What a person has typed into a task and kept for later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.access import Person
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import TaskDraft


@dataclass(frozen=True)
class KeptDraft:
    """`values` as the form takes them; `files` are the notes of files, see webapp/given_files.py."""

    values: Mapping[str, object] = field(hash=False)
    files: tuple[str, ...]
    saved_at: datetime


def draft_of(session: Session, shelf: DefinitionShelf, task_id: str, person: Person) -> KeptDraft | None:
    """The person's own and nobody else's."""
    row = session.execute(
        select(TaskDraft.answers, TaskDraft.files, TaskDraft.saved_at)
        .where(TaskDraft.task_id == typed(task_id, 36), TaskDraft.account_id == person.id)).one_or_none()
    return KeptDraft(orjson.loads(row.answers), tuple(orjson.loads(row.files)), row.saved_at) if row else None
