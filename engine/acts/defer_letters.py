"""A letter that can leave tells the background so, in the transaction that writes it."""

from collections.abc import Sequence

from engine.acts.work import Work
from engine.jobs import Deferred, JobKind
from engine.vocabulary import LetterState


def letter_key(letter_id: str) -> str:
    """One job a letter waits at a time."""
    return f"letter:{letter_id}"


def defer_letters(work: Work, rows: Sequence[dict], kind: JobKind = JobKind.SEND_LETTER) -> None:
    """`rows` as they go into the table `letter`; those to print wait for people. One statement, none without letters."""
    due = [Deferred({"letter_id": row["id"]}, letter_key(row["id"]), is_first=True)
           for row in rows if row["state"] == LetterState.DUE]
    if due:
        work.jobs.defer_all(work.session, kind, due)
