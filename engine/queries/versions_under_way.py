"""Which versions run: a few among many runs, so each version is asked whether it has one."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from engine.queries.standing import is_under_way
from engine.store.tables import DefinitionRow, ProcessInstance


def versions_under_way(session: Session, whose: ColumnElement[bool]) -> frozenset[str]:
    """The hashes of the definitions of the runs under way that meet a condition on `ProcessInstance.agency_id`."""
    one = exists().where(ProcessInstance.definition_hash == DefinitionRow.content_hash, is_under_way(), whose)
    return frozenset(session.scalars(select(DefinitionRow.content_hash).where(one)))
