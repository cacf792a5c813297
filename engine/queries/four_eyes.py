"""Tasks a person may not do because they did the one before: the property `not_by` of an element names it."""

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person
from engine.queries.versions_under_way import versions_under_way
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables import HumanTask, ProcessInstance, Submission


def not_by(definition: Definition, element_id: str) -> tuple[str, ...]:
    """The user tasks whose completer may not do this one."""
    element = definition.elements.get(element_id)
    return element.listed("not_by") if element else ()


def barred_by(session: Session, definition: Definition, task: HumanTask, person: Person) -> str | None:
    """The element that this person completed on the same run and that bars them from the task; None if they may."""
    others = not_by(definition, task.element_id)
    if not others or person.id is None:
        return None
    return session.scalar(
        select(Submission.element_id).where(
            Submission.instance_id == task.instance_id, Submission.element_id.in_(others), _by(person)).limit(1))


def barred_condition(session: Session, shelf: DefinitionShelf, person: Person) -> ColumnElement[bool]:
    """The tasks of the person's agency that four eyes keep from them, as a condition on HumanTask.

    Versions that run may differ in the rule, so a pair of steps that not all of them know is asked with its versions.
    """
    versions = versions_under_way(session, ProcessInstance.agency_id == person.agency_id)
    rules = defaultdict(set)
    for version in versions:
        definition = shelf.definition(version, session)
        for element_id in definition.elements:
            if others := not_by(definition, element_id):
                rules[element_id, others].add(version)
    found = [and_(HumanTask.element_id == element_id, _did(others, person),
                  true() if known == versions else _runs_on(known)) for (element_id, others), known in rules.items()]
    return or_(*found) if found else false()


def _did(others: tuple[str, ...], person: Person) -> ColumnElement[bool]:
    return exists().where(
        Submission.instance_id == HumanTask.instance_id, Submission.element_id.in_(others), _by(person))


def _by(person: Person) -> ColumnElement[bool]:
    """Compared so that no index serves: else SQLite, which has no figures of how long that list is, goes through all that
    this person ever did to find what they did in one case."""
    return Submission.by_account.is_not_distinct_from(person.id)


def _runs_on(versions: set[str]) -> ColumnElement[bool]:
    return exists().where(ProcessInstance.id == HumanTask.instance_id,
                          ProcessInstance.definition_hash.in_(sorted(versions)))
