"""The outcome as people wrote it, where the diagram no longer has it, or not yet: what a called stage sets comes out with its end
alone, and is lost when an event leaves it."""

import orjson

from engine.acts.case_file import CaseFile
from engine.vocabulary import Outcome

_NAME = "outcome"


def outcome_told(file: CaseFile) -> Outcome | None:
    """The newest answer to a question of that name, those of this step included."""
    if _NAME not in file.definition.asked:
        return None
    stored = (answers for _, answers in reversed(file.facts.answered))
    for answers in [*(said["answers"] for said in reversed(file.said)), *stored]:
        outcome = orjson.loads(answers).get(_NAME)
        if outcome in list(Outcome):
            return Outcome(outcome)
    return None
