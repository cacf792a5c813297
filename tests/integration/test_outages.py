"""When the database is gone, held or full: a sentence for the visitor, a line for the operator, and nothing half done."""

import resource
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from io import BytesIO

import pytest
from sqlalchemy import func, select, text

from engine.bootstrap import bootstrap
from engine.errors import Unavailable
from engine.jobs import NoJobs
from engine.queries.audit import broken_chains
from engine.store import database as database_room
from engine.store.tables import Attachment, CaseEvent, ComplaintCase, Incident, LetterRow, ProcessInstance
from engine.worker import Worker
from tests.people import INES
from tests.steps import case_of, do, lodge
from tests.web.desk_visit import page_of
from tests.web.visit import Visit, write_all

ON_SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 300_000


def counts(insaf) -> tuple[int, ...]:
    """Cases, letters, events and incidents."""
    with insaf.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(table))
                     for table in (ComplaintCase, LetterRow, CaseEvent, Incident))


def is_whole(insaf) -> bool:
    with insaf.reading() as session:
        return not broken_chains(session).broken


def assert_told(answer, capsys, why: str) -> None:
    """503 with a sentence and a time to come back; one line for the operator; no traceback."""
    page = page_of(answer)
    assert page.status == 503 and "Rien n’est perdu" in page.text and int(answer.headers["Retry-After"]) > 0
    told = "".join(capsys.readouterr())
    assert f'"why": "{why}"' in told or f"why={why}" in told, told
    assert "what_to_do" in told and "Traceback" not in told


@contextmanager
def held(url: str):
    """Another program holds SQLite's file for writing, as an open shell or a backup tool does."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@ON_SQLITE
def test_a_file_that_another_program_holds_is_waited_for_and_then_told(app, insaf, capsys, monkeypatch):
    visit = Visit(app.test_client())
    write_all(visit)
    before = counts(insaf)
    with insaf.database.connections.connect() as connection:
        connection.exec_driver_sql("pragma busy_timeout=200")
    monkeypatch.setattr(database_room, "BUSY_TIMEOUT_MS", 200)
    with held(insaf.settings.database_url):
        assert_told(visit.post("/lodge/send", follow=False), capsys, "held")
        assert visit.get("/lodge/check").status == 200, "reading goes on"
    assert counts(insaf) == before
    assert visit.post("/lodge/send").answer.request.path == "/lodge/sent"


@ON_SQLITE
def test_writers_behind_a_held_file_give_up_together_and_not_one_after_the_other(insaf, monkeypatch):
    with insaf.database.reading():  # a connection is made before the patience shrinks
        pass
    monkeypatch.setattr(database_room, "BUSY_TIMEOUT_MS", 400)
    insaf.database.connections.dispose()
    waited = []

    def write():
        began = time.monotonic()
        with pytest.raises(Unavailable):
            lodge(insaf)
        waited.append(time.monotonic() - began)

    with held(insaf.settings.database_url):
        threads = [threading.Thread(target=write) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(waited) == 6 and max(waited) < 6 * 0.4, waited
    assert lodge(insaf).reference


@ON_SQLITE
def test_a_full_disk_is_told_and_work_goes_on_when_there_is_room_again(app, insaf, capsys):
    """SQLite's own limit of pages gives the very error of a full disk."""
    def allow(pages: int) -> None:
        with insaf.database.connections.connect() as connection:
            connection.exec_driver_sql(f"pragma max_page_count={pages}")

    visit = Visit(app.test_client())
    write_all(visit)
    allow(1)  # SQLite makes that: not one more than there are
    with pytest.raises(Unavailable, match="no room"):
        for _ in range(100):
            lodge(insaf)
    full = counts(insaf)
    assert_told(visit.post("/lodge/send", follow=False), capsys, "full")
    assert counts(insaf) == full and is_whole(insaf)
    allow(1_000_000)
    assert visit.post("/lodge/send").answer.request.path == "/lodge/sent"
    assert counts(insaf)[0] == full[0] + 1 and is_whole(insaf)


@ON_SQLITE
def test_a_disk_that_takes_no_longer_file_is_told_too(insaf):
    lodge(insaf)
    before = counts(insaf)
    with files_no_longer_than(10_000), pytest.raises(Unavailable, match="no room"):
        lodge(insaf)
    assert counts(insaf) == before and is_whole(insaf)
    assert lodge(insaf).reference and Worker(insaf).run_once() == (0, 2)


@ON_POSTGRESQL
def test_a_full_disk_of_the_server_is_told_and_work_goes_on_when_there_is_room_again(app, insaf, capsys):
    """A trigger says what the server says when a table cannot grow."""
    visit = Visit(app.test_client())
    write_all(visit)
    before = counts(insaf)
    change(insaf, """create function no_room() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100'; end $$""",
           "create trigger no_room before insert on case_event for each statement execute function no_room()")
    assert_told(visit.post("/lodge/send", follow=False), capsys, "full")
    assert counts(insaf) == before
    change(insaf, "drop trigger no_room on case_event")
    assert visit.post("/lodge/send").answer.request.path == "/lodge/sent" and is_whole(insaf)


def test_files_that_find_no_room_are_refused_with_their_case_and_taken_later(app, insaf, capsys):
    visit = Visit(app.test_client())
    page = write_all(visit)
    address = next(link for link in page.links if "/questions/" in link and any(
        one.get("type") == "file" for one in visit.get(link).all("input")))
    with files_no_longer_than(100_000):
        assert_told(visit.post(address, {"attachments": (BytesIO(PNG), "mur.png")}, follow=False), capsys, "full")
    assert "mur.png" in visit.post(address, {"attachments": (BytesIO(PNG), "mur.png")}).text
    before = counts(insaf)
    with files_no_longer_than(100_000):
        assert_told(visit.post("/lodge/send", follow=False), capsys, "full")
    assert counts(insaf) == before
    assert visit.post("/lodge/send").answer.request.path == "/lodge/sent"
    with insaf.reading() as session:
        assert session.scalars(select(Attachment.filename)).all() == ["mur.png"]


@ON_POSTGRESQL
def test_a_process_that_was_stopped_with_a_case_in_its_hands_loses_it_and_holds_up_nobody_for_long(insaf, monkeypatch):
    reference = lodge(insaf).reference
    monkeypatch.setattr(database_room, "LOCK_MS", 300)
    monkeypatch.setattr(database_room, "IDLE_MS", 1500)
    stopped, working = (bootstrap(insaf.settings, insaf.clock, NoJobs()) for _ in range(2))
    case = select(ProcessInstance).where(ProcessInstance.id == case_of(insaf, reference).instance_id).with_for_update()
    with pytest.raises(Unavailable), stopped.database.writing() as session:
        session.execute(case)  # and here it is stopped, as by a debugger or a machine that is put to sleep
        with pytest.raises(Unavailable, match="held"):
            do(working, reference, "triage", INES)
        time.sleep(1.5)
        do(working, reference, "triage", INES)
        session.execute(case)
    assert is_whole(insaf)
    for one in (stopped, working):
        one.close()


@contextmanager
def files_no_longer_than(size: int):
    """What a disk that is full does to this process: a write beyond the limit fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def change(insaf, *statements: str) -> None:
    with insaf.database.writing() as session:
        for statement in statements:
            session.execute(text(statement))
