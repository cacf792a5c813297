"""The first page of lodging: which body, found by its name or by the matter in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engine.definitions.public_content import Matter
from engine.domain.plain_search import NameIndex
from engine.queries.find_agencies import AgencyChoice, choice_of, open_agencies
from engine.store.definition_shelf import DefinitionShelf

MOST = 20
#: The index over the names as they were read last: names change rarely and are searched all day.
_latest: list[tuple[list, NameIndex]] = []


@dataclass(frozen=True)
class FoundBodies:
    """`matters` are what the words mean, `bodies` the best `MOST` of `total`."""

    bodies: tuple[AgencyChoice, ...]
    total: int
    matters: tuple[Mapping[str, object], ...] = field(default=(), hash=False)


def search_bodies(session: Session, shelf: DefinitionShelf, text: str, matters: Sequence[Matter]) -> FoundBodies:
    """Without a text the first by name, and all matters."""
    rows = session.execute(open_agencies()).all()
    if not text.strip():
        bodies = tuple(choice_of(session, shelf, row) for row in rows[:MOST])
        return FoundBodies(bodies, len(rows), tuple(map(_told, matters)))
    found = _index(rows).search(text, [matter.topic for matter in matters])
    meant = {matter.topic.code: matter for matter in matters}
    return FoundBodies(
        tuple(choice_of(session, shelf, rows[place]) for place in found.places[:MOST]), len(found.places),
        tuple(_told(meant[code]) for code in found.topics))


def _told(matter: Matter) -> Mapping[str, object]:
    return {"code": matter.topic.code, "name": matter.name, "where": matter.where, "service": matter.service}


def _index(rows: list) -> NameIndex:
    if not _latest or _latest[0][0] != rows:
        _latest[:] = [(rows, NameIndex([f"{row.name_fr} {row.name_ar} {row.name_en} {row.code}" for row in rows]))]
    return _latest[0][1]
