"""Tasks a person may not do because they did the one before: the property `not_by` of an element names it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from engine.definitions import Definition
from engine.domain.access import Person
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import HumanTask, ProcessInstance
from engine.vocabulary import TaskState


def not_by(definition: Definition, element_id: str) -> tuple[str, ...]:
    """The user tasks whose completer may not do this one."""
    element = definition.elements.get(element_id)
    named = element.properties.get("not_by", "") if element else ""
    return tuple(named.replace(",", " ").split())


def barred_by(session: Session, definition: Definition, task: HumanTask, person: Person) -> str | None:
    """The element that this person completed on the same run and that bars them from the task; None if they may."""
    others = not_by(definition, task.element_id)
    if not others or person.id is None:
        return None
    return session.scalar(
        select(HumanTask.element_id).where(
            HumanTask.instance_id == task.instance_id, HumanTask.element_id.in_(others),
            HumanTask.state == TaskState.COMPLETED, HumanTask.completed_by == person.id).limit(1))


def barred_condition(shelf: DefinitionShelf, session: Session, kinds: Iterable[tuple[str, str]],
                     person: Person) -> ColumnElement[bool]:
    """The tasks among `kinds` (definition hash, element id) that the person is barred from, as a condition on
    HumanTask joined with ProcessInstance."""
    earlier = aliased(HumanTask)
    found = []
    for content_hash, element_id in kinds:
        others = not_by(shelf.definition(content_hash, session), element_id)
        if others:
            did_it = exists().where(
                earlier.instance_id == HumanTask.instance_id, earlier.element_id.in_(others),
                earlier.state == TaskState.COMPLETED, earlier.completed_by == person.id)
            found.append(and_(ProcessInstance.definition_hash == content_hash, HumanTask.element_id == element_id,
                              did_it))
    return or_(*found) if found else false()
