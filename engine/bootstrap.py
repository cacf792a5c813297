"""The only wiring: settings in, a working system out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import log
from engine.bus import Bus
from engine.clock import Clock, SystemClock
from engine.domain.access import Person
from engine.execution import Specs
from engine.jobs import Jobs
from engine.settings import Settings, read_settings
from engine.store.database import Database, DatabaseClock
from engine.store.definition_shelf import DefinitionShelf
from engine.store.files import DraftStore, FileStore
from engine.store.row_security import asking_for


@dataclass(frozen=True)
class Insaf:
    """Everything a door needs. Queries read through `reading()` or `ask()`, acts go through `bus`."""

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    shelf: DefinitionShelf
    files: FileStore
    drafts: DraftStore
    jobs: Jobs

    @contextmanager
    def reading(self, steady: bool = False, person: Person | None = None) -> Iterator[Session]:
        """A session that only reads; `steady` for long lists and streams, see Database.reading. With a `person` the
        database itself shows no row of another agency than theirs (engine/store/row_security.py)."""
        with asking_for(person.agency_id if person else None), self.database.reading(steady) as session:
            yield session

    def ask(self, question: Callable, *about, person: Person | None = None):
        """The answer to a question that needs no session, such as `open_tasks_of`; `person` as for `reading`."""
        with asking_for(person.agency_id if person else None):
            return question(self.database, *about)

    def close(self) -> None:
        self.database.close()


def bootstrap(settings: Settings | None = None, clock: Clock | None = None, jobs: Jobs | None = None) -> Insaf:
    """Wires the rooms together. On PostgreSQL the clock is the database's, so that skewed nodes agree; `jobs` is the
    queue of its kind of database unless something else is given."""
    log.set_up()
    settings = settings or read_settings()
    database = Database(settings.database_url, settings.pooled)
    clock = clock or (SystemClock() if database.is_sqlite else DatabaseClock(database))
    shelf = DefinitionShelf(database)
    place = settings.files or settings.data
    files = FileStore(place)
    jobs = jobs or _queue(database, clock)
    bus = Bus(database, clock, shelf, Specs(shelf.bundle), files, settings, jobs)
    return Insaf(settings, database, clock, bus, shelf, files, DraftStore(place), jobs)


def _queue(database: Database, clock: Clock) -> Jobs:
    if database.is_sqlite:  # each loads what SQLAlchemy and others know of its database, and no installation needs both
        from engine.jobs.local import LocalJobs
        return LocalJobs(database, clock)
    from engine.jobs.procrastinate_jobs import ProcrastinateJobs
    return ProcrastinateJobs(clock)
