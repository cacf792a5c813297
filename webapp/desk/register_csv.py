"""The register as CSV: UTF-8 with a mark, which spreadsheets need for Arabic; no cell can be a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

COLUMNS = (
    "number", "reference", "old_reference", "lodged_on", "kind", "channel", "complainant", "subject", "agency_code",
    "agency", "unit", "status", "outcome", "due_on", "days_left", "answered_on", "closed_on", "imported",
    "breached", "transferred_on", "transferred_to",
)
#: Also in their full-width forms, which some spreadsheets take for the plain ones.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def register_csv(rows: Iterable, words) -> Iterator[bytes]:
    """The file in pieces. `words` turns texts in several languages into the reader's."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(cell) for cell in _cells(row, words)])
        if buffer.tell() > 60_000:
            yield _taken(buffer)
    yield _taken(buffer)


def harmless(cell) -> str:
    """A cell no spreadsheet will calculate: an apostrophe stands before what would start a formula."""
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    text = str(cell).replace("\x00", "")
    return "'" + text if text.lstrip(" ").startswith(_DANGEROUS) else text


def _cells(row, words) -> tuple:
    return (
        row.number, row.reference, row.old_reference, row.lodged_on, row.kind, row.channel, row.complainant_name, row.subject,
        row.agency_code, words(row.agency_names), words(row.unit_names), row.status, row.outcome, row.due_on,
        row.days_left, row.answered_on, row.closed_on, "yes" if row.imported else "no",
        "yes" if row.breached else "no", row.moved_on, words(row.moved_to),
    )


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
