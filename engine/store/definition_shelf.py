"""Deployed definitions, unpacked and read once, kept by their content hash: a row of that table never changes."""

import threading
from collections import OrderedDict

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from engine.definitions import Bundle, Definition
from engine.definitions.letter import Letter
from engine.errors import NoDefinition, NotFound
from engine.store.calendars import NEWEST, Calendars
from engine.store.database import Database
from engine.store.tables import Agency, DefinitionRow, ProcessFamily

ROOM = 64
_FAMILY = ProcessFamily.__table__
_IN_FORCE = select(_FAMILY.c.content_hash, NEWEST).where(_FAMILY.c.code == bindparam("family"))
_AGENCY = Agency.__table__
_WHERE_ONE_WORKS = (
    select(_FAMILY.c.content_hash, NEWEST)
    .outerjoin(_AGENCY, and_(_AGENCY.c.family == _FAMILY.c.code, _AGENCY.c.id == bindparam("agency_id")))
    .order_by(_AGENCY.c.id.is_(None), _FAMILY.c.code).limit(1))


class DefinitionShelf:
    """Safe to share between threads. What was used longest ago leaves first. `calendars` are the facts of the world that
    the rules of a definition are counted with: `calendars.of(definition, agency_id)`."""

    def __init__(self, database: Database, room: int = ROOM):
        self._database = database
        self.calendars = Calendars(database)
        self._room = room
        self._kept: OrderedDict[str, Definition] = OrderedDict()
        self._lock = threading.Lock()

    def bundle(self, content_hash: str, session: Session | None = None) -> Bundle:
        """The files of a definition. Raises NotFound."""
        return self.definition(content_hash, session).bundle

    def definition(self, content_hash: str, session: Session | None = None) -> Definition:
        """A definition by its hash. Give the session where the row may have been written in its transaction.

        Raises NotFound.
        """
        with self._lock:
            if content_hash in self._kept:
                self._kept.move_to_end(content_hash)
                return self._kept[content_hash]
        definition = Definition.of(self._read(content_hash, session))
        with self._lock:
            self._kept[content_hash] = definition
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return definition

    def in_force(self, session: Session, family: str) -> tuple[str, Definition]:
        """The hash and the definition that new cases of a family follow. Raises NoDefinition."""
        found = session.connection().execute(_IN_FORCE, {"family": family}).first()
        if found is None or found[0] is None:
            raise NoDefinition(family=family)
        return self._heard(session, *found)

    def in_force_where(self, session: Session, agency_id: str | None) -> Definition | None:
        """The definition that new cases of an agency follow; that of the first family for those of no agency, None where nothing
        is deployed."""
        found = session.connection().execute(_WHERE_ONE_WORKS, {"agency_id": agency_id}).first()
        return self._heard(session, *found)[1] if found and found[0] else None

    def _heard(self, session: Session, content_hash: str, newest_change: int | None) -> tuple[str, Definition]:
        self.calendars.heard(newest_change)
        return content_hash, self.definition(content_hash, session)

    def letter_by_act(self, session: Session, definition: Definition, code: str, language: str) -> Letter | None:
        """A letter that no step of the diagram asks for: that of the case's own version, else of the version in force; None
        where neither has one."""
        if (code, language) not in definition.letters:
            try:
                definition = self.in_force(session, definition.family)[1]
            except NoDefinition:
                return None
        return definition.letters.get((code, language))

    def _read(self, content_hash: str, session: Session | None) -> Bundle:
        query = select(DefinitionRow.bundle).where(DefinitionRow.content_hash == content_hash)
        session = session or self._database.session_underway()
        if session is not None:
            packed = session.scalar(query)
        else:
            with self._database.reading() as own:
                packed = own.scalar(query)
        if packed is None:
            raise NotFound(what="definition", which=content_hash[:12])
        return Bundle.unpacked(packed)
