"""PostgreSQL crashes and comes back while everybody works: people wait, nobody starts anything again, nothing is lost."""

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from cli import postgres_copy
from engine.acts.complete_task import CompleteTask
from engine.bootstrap import bootstrap
from engine.errors import Unavailable
from engine.store.tables import ComplaintCase, Incident, LetterRow
from engine.worker import Worker
from tests.durability.crash_run import LONG_AGO
from tests.durability.invariants import disagreements
from tests.fixtures import postgres_server
from tests.fixtures.databases import administer
from tests.fixtures.wired import peopled, settings_for
from tests.people import INES
from tests.steps import ANSWERS, lodge, open_tasks, signed_in
from webapp import create_app

RESTARTS, SECONDS_BETWEEN, PATIENCE = 2, 1.0, 120
#: What was committed must be there after a crash: the suite's own server may forget it.
HONEST = ("shared_buffers=32MB", "timezone=UTC", "max_connections=60")


@pytest.fixture
def server():
    """The folder and the URL of a server of this test alone. Not below tmp_path, where its own user could not enter."""
    folder = Path(tempfile.mkdtemp(prefix="insaf-restarts-"))
    (folder / postgres_server.OWNER).write_text(str(os.getpid()))
    yield folder / "postgres", postgres_server.started(folder / "postgres", HONEST)
    postgres_server.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


class Kept:
    """A way out that keeps the ids of what left by it."""

    def __init__(self):
        self.ids = []

    def deliver(self, message):
        self.ids.append(message.letter_id)


def until_it_works(ask):
    """What a person does with the page that says "try again in a few minutes"."""
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except Unavailable:
            assert time.monotonic() < patience
            time.sleep(0.1)


def test_a_server_that_crashes_under_load_is_waited_for_and_loses_nothing(server, session_folder, tmp_path):
    place, address = server
    copy, url = tmp_path / "peopled.dump", f"{address}restarted"
    postgres_copy.take(peopled(session_folder, "postgresql"), copy)
    administer(address, "CREATE DATABASE restarted")
    postgres_copy.put(copy, url, copy)
    insaf, channel, stop = bootstrap(settings_for(url, tmp_path / "data")), Kept(), threading.Event()
    worker, ines = Worker(insaf, channel), signed_in(insaf, INES)
    worker.start()
    references, seen, broken = [], [], []

    def carry(place: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                reference = until_it_works(lambda: lodge(insaf, key=f"case-{place}-{number}")).reference
                references.append(reference)
                triage = until_it_works(lambda: open_tasks(insaf, reference))["triage"]
                until_it_works(lambda: insaf.bus.ask(
                    CompleteTask(triage, ANSWERS["triage"]), by=ines, key=f"triage-{place}-{number}"))
            except Exception as problem:
                broken.append(f"{type(problem).__name__}: {problem}")

    def look() -> None:
        client = create_app(insaf, TESTING=True).test_client()
        while not stop.is_set():
            answer = client.get("/lodge/agency")
            seen.append((answer.status_code, answer.headers.get("Retry-After")))
            time.sleep(0.01)

    threads = [threading.Thread(target=carry, args=(place,)) for place in range(4)] + [threading.Thread(target=look)]
    for thread in threads:
        thread.start()
    for _ in range(RESTARTS):
        time.sleep(SECONDS_BETWEEN)
        postgres_server.crash_and_restart(place)
    left_before = len(channel.ids)
    patience = time.monotonic() + PATIENCE
    while len(channel.ids) == left_before and time.monotonic() < patience:
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    worker.stop()
    assert broken == [] and len(channel.ids) > left_before, "the worker found the database again by itself"
    with insaf.database.writing() as session:  # as if the leases of what the crash tore from its hands had run out
        session.execute(update(LetterRow).where(LetterRow.state.in_(("due", "sending"))).values(next_attempt_at=LONG_AGO))
    Worker(insaf, channel).run_once()
    assert {status for status, _ in seen} == {200, 503} and all(after for status, after in seen if status == 503)
    with insaf.reading() as session:
        assert sorted(session.scalars(select(ComplaintCase.reference))) == sorted(references)
        assert session.scalar(select(func.count()).select_from(Incident)) == 0
        assert set(session.scalars(select(LetterRow.id))) == set(channel.ids)
    assert disagreements(insaf) == []
    insaf.close()
