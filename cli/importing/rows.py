"""A register with one row a case."""

from collections.abc import Iterator

from cli.importing.case_teller import CaseTeller, Found, Told
from cli.importing.mapping import RegisterMapping, Standing
from cli.importing.record import Record, RowRefused, folded
from cli.importing.table_file import Refusal, TableFile


def cases_of(file: TableFile, mapping: RegisterMapping, teller: CaseTeller) -> Iterator[tuple[int, Found | Refusal]]:
    """Each row with the line reached."""
    for row in file:
        if isinstance(row, Refusal):
            yield row.row, row
        else:
            yield row.row, Found(row, [row], lambda record=row: _told(record, mapping, teller))


def _told(record: Record, mapping: RegisterMapping, teller: CaseTeller) -> Told:
    dates = teller.dates_of(record)
    return Told(teller.key_of(record), record, [record], dates, _standing(record, mapping, dates))


def _standing(record: Record, mapping: RegisterMapping, dates) -> Standing:
    """Raises RowRefused where the mapping has no answer to the word, or to there being none."""
    column = mapping.column("status")
    said = record.get(column) if column else ""
    name = mapping.states.get(folded(said)) if said else None
    if name is None and said:
        name = mapping.unknown_state
        record.notes.append(f"{column} {said[:60]!r} is not in the mapping: taken as {name or '—'}")
    elif name is None:
        name = mapping.without_state["closed" if dates.get("closed") else ""]
        if column:
            record.notes.append(f"it has no {column}: taken as {name or '—'}")
    if not name:
        raise RowRefused(f"{column} {said[:60]!r} is not in the mapping, which says nothing about unknown words")
    return mapping.standings[name]
