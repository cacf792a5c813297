"""The outcome as people wrote it, where the diagram no longer has it, or not yet: what a called stage sets comes out with its end
alone, and is lost when an event leaves it."""

import orjson
from sqlalchemy import select

from engine.acts.case_file import CaseFile
from engine.store.tables import Submission
from engine.vocabulary import Outcome

_NAME = "outcome"


def outcome_told(file: CaseFile) -> Outcome | None:
    """The newest answer to a question of that name, those of this step included."""
    if _NAME not in file.definition.asked:
        return None
    rows = file.work.session.scalars(
        select(Submission.answers).where(Submission.instance_id == file.change.instance_id)
        .order_by(Submission.at.desc(), Submission.id.desc()))
    for answers in [*(said["answers"] for said in reversed(file.said)), *rows]:
        outcome = orjson.loads(answers).get(_NAME)
        if outcome in list(Outcome):
            return Outcome(outcome)
    return None
