"""A SQLite database into a file and back, while others read and write it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from engine.errors import BackupRefused

KIND = "sqlite"


def take(database_url: str, copy: Path) -> int:
    """Write a compact copy of one moment to `copy`; the number of its rows."""
    with closing(sqlite3.connect(_path(database_url), timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return _rows(copy)


def holds_rows(database_url: str) -> bool:
    return _path(database_url).exists() and _rows(_path(database_url)) > 0


def check(copy: Path, file: Path) -> None:
    """Raises BackupRefused when the copy is not a whole database."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as problem:
        found = str(problem)
    if found != "ok":
        raise BackupRefused(file=file, reason=f"its database is damaged: {found}")


def put(copy: Path, database_url: str, file: Path) -> None:
    """Put the copy in the place of the database; the one before stays beside it with the ending `.replaced`."""
    target = _path(database_url)
    if target.exists():
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.replace(target, target.with_name(target.name + ".replaced"))
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    os.replace(copy, target)


def _path(database_url: str) -> Path:
    return Path(make_url(database_url).database)


def _rows(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = [name for name in names if not name.startswith("sqlite_") and name != "alembic_version"]
        return sum(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)
