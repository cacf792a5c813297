"""What a database takes: bytes of tables and indexes without waste, and the write-ahead log it has written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from benchmarks.place import plain

SIZE = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r'
"""


class Storage:
    def __init__(self, url: str):
        self.is_sqlite = url.startswith("sqlite")
        self.path = Path(url.removeprefix("sqlite:///"))
        self._connection = None if self.is_sqlite else psycopg.connect(plain(url), autocommit=True)

    def wal(self) -> int:
        """Bytes of log the server has written so far; 0 on SQLite, whose log is overwritten."""
        if self.is_sqlite:
            return 0
        return int(self._connection.execute("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')").fetchone()[0])

    def compact_size(self) -> int:
        """Bytes of all tables and indexes after they were rewritten without gaps."""
        if not self.is_sqlite:
            self._connection.execute("VACUUM FULL ANALYZE")
            return int(self._connection.execute(SIZE).fetchone()[0])
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.execute(statement).fetchall()
        return self.path.stat().st_size

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
