"""What people wrote in the forms of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition, Form
from engine.queries.lookups import told
from engine.queries.names import names_for
from engine.queries.task_rows import labels
from engine.store.tables import Submission

LODGE = "lodge"
NOTHING_ASKED = "{}"  # the answers of a task without a form


@dataclass(frozen=True)
class AnswerBlock:
    """One form as it was filled. `form` is None where the definition has none of that name; `by_name` None for the
    complainant."""

    element_id: str
    step: Mapping[str, str] = field(hash=False)
    by_name: str | None
    at: datetime
    form: Form | None = field(hash=False)
    values: Mapping[str, object] = field(hash=False)

    @property
    def reason(self) -> str:
        """What was written without a form: why somebody takes a case back, renews it, or reports that it lies elsewhere."""
        return str(self.values.get("reason", "")) if self.form is None else ""


def answers_given(session: Session, definition: Definition, instance_id: str) -> list[AnswerBlock]:
    """Every form of a case in the order of filling, the lodging first."""
    rows = session.execute(
        select(Submission.element_id, Submission.by_account, Submission.at, Submission.answers)
        .where(Submission.instance_id == instance_id).order_by(Submission.at, Submission.id)).all()
    names = names_for(session, people={row.by_account for row in rows})
    return [AnswerBlock(row.element_id, labels(definition, row.element_id), names.people.get(row.by_account or ""), row.at,
                        told(session, definition.form(row.element_id), answers), answers)
            for row in rows for answers in [orjson.loads(row.answers)]
            if row.answers != NOTHING_ASKED or definition.form(row.element_id) is not None]


def lodged(blocks: list[AnswerBlock]) -> AnswerBlock | None:
    """What was said when the case was lodged; None for a case from a former register."""
    return next((block for block in blocks if block.element_id == LODGE), None)


def newest_answer(blocks: list[AnswerBlock], name: str) -> tuple[AnswerBlock, object] | None:
    """The last answer the staff gave to a question of that name, with the form it stands in."""
    found = [(block, block.values[name]) for block in blocks if block.element_id != LODGE and name in block.values]
    return found[-1] if found else None
