"""What an import has to know before it begins: which records are in already, and which agencies there are."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.tables import Agency, ComplaintCase, ImportedRow


@dataclass(frozen=True)
class ImportedBefore:
    """`digest` is of the record as it was then."""

    reference: str
    digest: str


def imported_rows(session: Session, source: str) -> dict[str, ImportedBefore]:
    """The records of a register that are in, by its own key."""
    rows = session.execute(
        select(ImportedRow.row_key, ImportedRow.digest, ComplaintCase.reference)
        .join(ComplaintCase, ComplaintCase.instance_id == ImportedRow.instance_id)
        .where(ImportedRow.source == source))
    return {row.row_key: ImportedBefore(row.reference, row.digest) for row in rows}


def families_of_agencies(session: Session) -> dict[str, str]:
    """The process family of each agency, by its code."""
    return dict(session.execute(select(Agency.code, Agency.family)).all())
