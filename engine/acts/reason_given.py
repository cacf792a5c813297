"""Why somebody did what no task asked for: entered late, withdrew, renewed, reported a court, separated."""

import orjson

from engine.acts.work import Work
from engine.store.tables import Submission, new_id
from engine.store.tables.submission import BESIDE_TASKS
from engine.store.writes import insert


def keep_reason(work: Work, instance_id: str, form: str, reason: str) -> None:
    """Written with the commit, in the file and in no event. Raises ValueError for a `form` that is none of BESIDE_TASKS: it
    would stand among the tasks that somebody has done."""
    if form not in BESIDE_TASKS:
        raise ValueError(f"{form!r} is not among BESIDE_TASKS of engine/store/tables/submission.py; add it there")
    work.transaction.later(*insert(Submission, {
        "id": new_id(), "instance_id": instance_id, "element_id": form, "by_account": work.by.id,
        "answers": orjson.dumps({"reason": reason}).decode(), "at": work.now}))
