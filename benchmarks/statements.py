"""Statements and commits of one completion on PostgreSQL, as the server itself logs them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import psycopg

from benchmarks.peers import Peer
from benchmarks.place import Place, plain
from benchmarks.workload import said_at_start, said_at_tasks

#: Logged is only the database under measurement, and prefixes differ: an entry is known by what follows its prefix.
ENTRY = re.compile(r"LOG:  (?:statement|execute [^:]*): (?P<text>.*)$", re.M)
FRAME = re.compile(r"(?i)^(begin|start|commit|rollback)\b")


@dataclass
class Count:
    """`statements` without those that open and close a transaction."""

    statements: float = 0
    commits: float = 0

    def add(self, texts: list[str]) -> None:
        self.statements += sum(not FRAME.match(text) for text in texts)
        self.commits += sum(text.lower().startswith("commit") for text in texts)


def per_completion(place: Place, peer: Peer, cases: int = 3) -> Count:
    """The mean over all completions of some cases, without their task look-ups."""
    url = place.database("postgresql", "counted")
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE \"{url.rsplit('/', 1)[1]}\" SET log_statement = 'all'")
    peer.open(url, place.new_folder())
    count, completions = Count(), 0
    for number in range(1 + cases):
        case = peer.start_case(number, said_at_start(number))
        for _, said in said_at_tasks(number):
            task = peer.ready_tasks(case)[0]
            with _logged(place.server_log) as texts:
                peer.complete(task, said)
            if number:  # the first case opens connections and prepares statements
                count.add(texts)
                completions += 1
    peer.close()
    return Count(count.statements / completions, count.commits / completions)


@contextmanager
def _logged(log: Path) -> Iterator[list[str]]:
    """What the server logs meanwhile; a statement is logged before it is carried out."""
    texts: list[str] = []
    with open(log, encoding="utf-8", errors="replace") as stream:
        stream.seek(0, 2)
        yield texts
        sleep(0.002)
        texts += [entry["text"] for entry in ENTRY.finditer(stream.read())]
