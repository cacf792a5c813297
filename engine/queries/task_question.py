"""What one task asks, for a door that is about to have it answered: its form and what to call it, nothing around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from engine.definitions import Form
from engine.domain.access import Person, sees_case
from engine.errors import NotFound
from engine.queries.task_rows import labels
from engine.queries.typed import typed
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import ComplaintCase, HumanTask, Id, PersonComplainedAbout, ProcessInstance, Submission
from engine.store.tables.submission import BESIDE_TASKS


def _asked(table: type[HumanTask | Submission]) -> Select:
    whose = table.agency_id if table is HumanTask else ProcessInstance.agency_id
    named = exists().where(PersonComplainedAbout.instance_id == table.instance_id,
                           PersonComplainedAbout.account_id == bindparam("asks", type_=Id))
    return (select(table.element_id, whose.label("agency_id"), ComplaintCase.reference, ComplaintCase.restricted_to,
                   named.label("is_named"), ProcessInstance.definition_hash)
            .join(ProcessInstance, ProcessInstance.id == table.instance_id)
            .outerjoin(ComplaintCase, ComplaintCase.instance_id == table.instance_id)
            .where(table.id == bindparam("task_id"), table.element_id.not_in(BESIDE_TASKS)))


# Built once. A task that is done is known by what was handed in.
_OPEN, _DONE = _asked(HumanTask), _asked(Submission)


@dataclass(frozen=True)
class TaskQuestion:
    """`step` holds the name of the task by language; `reference` is None for a run that is no case."""

    form: Form | None = field(hash=False)
    step: Mapping[str, str] = field(hash=False)
    reference: str | None


def task_question(session: Session, shelf: DefinitionShelf, task_id: str, person: Person) -> TaskQuestion:
    """In one statement where the task is open. Whether this person may answer now is for the act to say.

    Raises NotFound for an unknown task and for one of a case the person may not see.
    """
    about = {"task_id": typed(task_id, 36), "asks": person.id}
    found = session.execute(_OPEN, about).one_or_none() or session.execute(_DONE, about).one_or_none()
    if found is None or not sees_case(
            person, found.agency_id, found.reference, found.restricted_to, found.is_named):
        raise NotFound(what="task", which=task_id[:40])
    definition = shelf.definition(found.definition_hash, session)
    return TaskQuestion(definition.form(found.element_id), labels(definition, found.element_id), found.reference)
