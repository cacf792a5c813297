"""What one task asks, for a door that is about to have it answered: its form and what to call it, nothing around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.definitions import Form
from engine.domain.access import Person, sees_case
from engine.errors import NotFound
from engine.queries.task_rows import labels
from engine.queries.typed import typed
from engine.store.database import Database
from engine.store.definition_shelf import DefinitionShelf
from engine.store.tables.submission import BESIDE_TASKS
from engine.store.transaction import Transaction

_TOLD = """select t.element_id, {whose}.agency_id, c.reference, c.restricted_to, exists(
  select 1 from person_complained_about p where p.instance_id = t.instance_id and p.account_id = {mark}), i.definition_hash
from {table} t join process_instance i on i.id = t.instance_id left join complaint_case c on c.instance_id = t.instance_id
where t.id = {mark}"""
_OPEN = _TOLD.replace("{table}", "human_task").replace("{whose}", "t")
#: A task that is done is known by what was handed in.
_DONE = (_TOLD.replace("{table}", "submission").replace("{whose}", "i")
         + " and t.element_id not in (" + ", ".join(f"'{form}'" for form in BESIDE_TASKS) + ")")
_ON_SQLITE = tuple(sql.format(mark="?") for sql in (_OPEN, _DONE))
_ON_POSTGRESQL = tuple(sql.format(mark="%s::uuid") for sql in (_OPEN, _DONE))


@dataclass(frozen=True)
class TaskQuestion:
    """`step` holds the name of the task by language; `reference` is None for a run that is no case."""

    form: Form | None = field(hash=False)
    step: Mapping[str, str] = field(hash=False)
    reference: str | None


def task_question(database: Database, shelf: DefinitionShelf, task_id: str, person: Person) -> TaskQuestion:
    """In one statement where the task is open. Whether this person may answer now is for the act to say.

    Raises NotFound for an unknown task and for one of a case the person may not see.
    """
    return _told(database.ask, database.is_sqlite, shelf, task_id, person)


def task_question_in(transaction: Transaction, shelf: DefinitionShelf, task_id: str, person: Person) -> TaskQuestion:
    """The same for an act, in its transaction."""
    return _told(lambda sql, values: transaction.ask((sql, values))[0], transaction.is_sqlite, shelf, task_id, person)


def _told(ask: Callable[[str, tuple], list[tuple]], is_sqlite: bool, shelf: DefinitionShelf, task_id: str,
          person: Person) -> TaskQuestion:
    values = person.id, typed(task_id, 36) if is_sqlite else _key(task_id)
    rows = next((rows for sql in (_ON_SQLITE if is_sqlite else _ON_POSTGRESQL) if (rows := ask(sql, values))), [])
    if rows:
        element_id, agency_id, reference, restricted_to, is_named, definition_hash = rows[0]
        agency_id = agency_id.hex if isinstance(agency_id, UUID) else agency_id
        if sees_case(person, agency_id, reference, restricted_to, bool(is_named)):
            definition = shelf.definition(definition_hash)
            return TaskQuestion(definition.form(element_id), labels(definition, element_id), reference)
    raise NotFound(what="task", which=task_id[:40])


def _key(task_id: str) -> UUID | None:
    """None for what is no key at all, as an address may hold anything."""
    try:
        return UUID(task_id)
    except ValueError:
        return None
