"""To which of the tasks it has passed a stopped run can go back: the same answer for the page and for the act."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.execution import Run
from engine.queries.task_rows import labels
from engine.store.tables import ComplaintCase, Submission
from engine.store.tables.submission import BESIDE_TASKS
from engine.vocabulary import COMPLAINANT

ANSWERED, THERE, ELSEWHERE = "answered", "there", "elsewhere"
#: Why not, for refusals in a shell; pages have their own words for the codes.
REASONS = {
    "unknown": "its process has no such task, or has it at several places", "copies": "that task is done in several copies",
    THERE: "it stands there already", "branches": "several branches are under way, and one of them would be lost",
    "gateway": "a gateway behind that task would wait for a branch that has gone",
    ANSWERED: "its reply has been communicated since",
    ELSEWHERE: "another body answers that one; send the case back to the step that hands it over",
    "never": "nobody has done that task on it",
}


@dataclass(frozen=True)
class Place:
    """A user task that somebody has completed on the run. `hindrance` is a key of REASONS, None where the run can go back."""

    element_id: str
    step: Mapping[str, str] = field(hash=False)
    hindrance: str | None


def places_to_return(session: Session, definition: Definition, run: Run, instance_id: str) -> list[Place]:
    """The tasks done last first. The complainant's are not among them: nobody is asked twice because something failed."""
    answered_at = session.scalar(select(ComplaintCase.answered_at).where(ComplaintCase.instance_id == instance_id))
    done = session.execute(
        select(Submission.element_id, func.max(Submission.at).label("at"))
        .where(Submission.instance_id == instance_id, Submission.element_id.not_in(BESIDE_TASKS))
        .group_by(Submission.element_id).order_by(func.max(Submission.at).desc(), Submission.element_id)).all()
    found = []
    for element_id, at in done:
        element = definition.elements.get(element_id)
        if element is not None and element.lane == COMPLAINANT:
            continue
        is_before_reply = answered_at is not None and at <= answered_at
        hindrance = ANSWERED if is_before_reply else run.hindrance_to_return(element_id)
        if hindrance is None and element is not None and element.properties.get("of_agency"):
            hindrance = ELSEWHERE  # what was offered then is answered
        found.append(Place(element_id, labels(definition, element_id), hindrance))
    return found
