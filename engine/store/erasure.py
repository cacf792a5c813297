"""Empties what people wrote in the rows of one run. Which columns that are, the tables say themselves (PERSONAL)."""

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.orm import Session, aliased

from engine.store.files import FileStore
from engine.store.tables import Attachment, Base, Contact, Submission, TaskDraft


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


def sweep_files(session: Session, files: FileStore) -> int:
    """Deletes the bytes of files that erased cases alone name, and forgets where they were; how many were deleted. What no
    row names is left alone: it may lie in a form or a draft that is not sent yet."""
    erased_runs = select(Contact.instance_id).where(Contact.erased_at.is_not(None))
    erased, of_erased = Attachment.instance_id.in_(erased_runs), aliased(Attachment)
    keys = set(session.scalars(select(Attachment.sha256).where(erased, Attachment.sha256 != "")))
    if not keys:
        return 0
    shared = set(session.scalars(select(Attachment.sha256).where(
        ~erased, Attachment.sha256.in_(select(of_erased.sha256).where(of_erased.instance_id.in_(erased_runs))))))
    for key in keys - shared:
        files.delete(key)
    session.execute(update(Attachment).where(erased).values(sha256="").execution_options(synchronize_session=False))
    return len(keys - shared)
