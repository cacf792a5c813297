"""One process at a time on an embedded database: the data folder is locked for as long as a command changes it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import FolderInUse
from engine.settings import Settings


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data folder; on PostgreSQL nothing needs holding. Raises FolderInUse.

    The kernel lets go of the lock when the process dies, however it dies.
    """
    if not settings.embedded:
        yield
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    with open(settings.data / "in-use", "w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise FolderInUse(folder=settings.data) from problem
        yield
