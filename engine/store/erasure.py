"""Empties what people wrote in the rows of one run. Which columns that are, the tables say themselves (PERSONAL)."""

from sqlalchemy import Connection, Table, delete, update
from sqlalchemy.orm import Session

from engine.store.files import FileStore
from engine.store.tables import Attachment, Base, Submission, TaskDraft


def personal_columns() -> dict[str, tuple[str, ...]]:
    """By table, the columns that hold the words of people."""
    found = {table.name: tuple(column.name for column in table.columns if column.info.get("personal"))
             for table in Base.metadata.sorted_tables}
    return {name: columns for name, columns in found.items() if columns}


def empty_rows(session: Session | Connection, instance_id: str) -> None:
    """Every personal column of the run becomes empty text; drafts go with their rows. The answers of submissions are left to
    the caller, who knows which of them are no text."""
    for name, columns in personal_columns().items():
        table = Base.metadata.tables[name]
        if table is not Submission.__table__:
            session.execute(update(table).where(table.c.instance_id == instance_id, _holds_text(table, columns))
                            .values(dict.fromkeys(columns, "")))
    session.execute(delete(TaskDraft.__table__).where(TaskDraft.__table__.c.instance_id == instance_id))


def _holds_text(table: Table, columns: tuple[str, ...]):
    first, *more = (table.c[name] != "" for name in columns)
    for other in more:
        first = first | other
    return first


def sweep_files(session: Session, files: FileStore, keys_before) -> int:
    """Deletes the files that no attachment names and that were kept before an instant; how many. Younger ones may belong to a
    case that is being lodged."""
    old = {key for key, at in files.kept() if at < keys_before}
    named = {sha256 for (sha256,) in session.query(Attachment.sha256).distinct()} if old else set()
    for key in old - named:
        files.delete(key)
    return len(old - named)
