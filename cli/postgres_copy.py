"""A PostgreSQL database into a file and back, with PostgreSQL's own programs."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from engine.errors import BackupRefused, ProgramMissing

KIND = "postgresql"


def take(database_url: str, copy: Path) -> int:
    """Write a dump of one moment to `copy`; the number of rows when it was taken."""
    told = _run("pg_dump", database_url, "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")
    if told:
        raise BackupRefused(file=copy.name, reason=told)
    return _rows(database_url)


def holds_rows(database_url: str) -> bool:
    return _rows(database_url) > 0


def check(copy: Path, file: Path) -> None:
    """Raises BackupRefused when pg_restore cannot read the dump."""
    told = _run("pg_restore", None, "--list", str(copy))
    if told:
        raise BackupRefused(file=file, reason=told)


def put(copy: Path, database_url: str, file: Path) -> None:
    """Replace what the database holds in one transaction: all of it, or nothing."""
    told = _run("pg_restore", database_url, "--clean", "--if-exists", "--no-owner", "--no-privileges",
                "--exit-on-error", "--single-transaction", f"--dbname={make_url(database_url).database}", str(copy))
    if told:
        raise BackupRefused(file=file, reason=told)


def _run(program: str, database_url: str | None, *arguments: str) -> str:
    """What went wrong, empty if nothing did. The password goes by the environment: a command line can be read."""
    environment = dict(os.environ)
    if database_url:
        url = make_url(database_url)
        said = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
                "PGDATABASE": url.database}
        environment |= {name: str(value) for name, value in said.items() if value}
    done = subprocess.run([_program(program), *arguments], env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{program}: {done.stderr.strip()[-500:]}"


def _program(name: str) -> str:
    """The newest of Debian's versions first: an older pg_dump refuses a newer server."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise ProgramMissing(program=name, package="postgresql-client")
    return found


def _rows(database_url: str) -> int:
    with psycopg.connect(make_url(database_url).set(drivername="postgresql").render_as_string(False)) as connection:
        tables = connection.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN "
                                    "('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'")
        counts = [sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table)) for table in tables.fetchall()]
        return sum(connection.execute(count).fetchone()[0] for count in counts)
