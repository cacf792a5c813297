"""Where the databases of a measurement lie: a temporary folder and a server of its own, both gone at the end.

Commits are durable: PostgreSQL syncs its log at each of them, SQLite does with synchronous=FULL.
"""

import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import psycopg

from tests.fixtures import postgres_server

DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=60", "shared_buffers=512MB",
           "max_wal_size=4GB", "checkpoint_timeout=30min", "timezone=UTC")
KINDS = ("sqlite", "postgresql")


class Place:
    """`database(kind)` is the URL of a new empty database."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._server: str | None = None

    @property
    def server(self) -> str:
        """The URL of the PostgreSQL server without a database name; started when first asked for."""
        if self._server is None:
            self._server = postgres_server.started(self.folder / "postgres", DURABLE)
        return self._server

    @property
    def server_log(self) -> Path:
        return self.folder / "postgres" / "log"

    def database(self, kind: str, name: str = "") -> str:
        name = f"{name or 'measured'}_{secrets.token_hex(4)}".replace(" ", "_")
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        with psycopg.connect(plain(self.server) + "postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.server + name

    def new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))


@contextmanager
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="insaf-benchmarks-"))
    (folder / postgres_server.OWNER).write_text(str(os.getpid()))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped before the end."))  # so that what follows is done
    try:
        yield Place(folder)
    finally:
        postgres_server.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def kinds_here(here: Place, only: str | None = None) -> list[str]:
    """The databases to measure; says so when PostgreSQL is missing or does not start."""
    kinds = [kind for kind in KINDS if only in (None, kind)]
    try:
        if "postgresql" in kinds:
            say(f"PostgreSQL listens on {here.server.rpartition('@')[2]}")
        return kinds
    except RuntimeError as problem:
        say(f"PostgreSQL is not measured: {problem}")
        return [kind for kind in kinds if kind != "postgresql"]


def sync_ms(folder: Path, tries: int = 50) -> float:
    """What it costs this folder's disk to keep 8 kB for certain; near 0 where nothing is kept at all."""
    file = os.open(folder / "sync", os.O_RDWR | os.O_CREAT)
    try:
        os.write(file, bytes(8192))
        before = perf_counter()
        for _ in range(tries):
            os.pwrite(file, secrets.token_bytes(8192), 0)
            os.fdatasync(file)
        return 1e3 * (perf_counter() - before) / tries
    finally:
        os.close(file)


def plain(url: str) -> str:
    """A URL as the driver alone reads it."""
    return url.replace("+psycopg", "")


def say(line: str) -> None:
    """Progress goes to standard error: standard output is for the figures."""
    print(line, file=sys.stderr, flush=True)
