"""The commands of run.py on a real database: what they say, what they leave behind, how they refuse."""

import json
import os
import re
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update

from cli import main
from engine.clock import SystemClock
from engine.definitions import read_family
from engine.store.change import link
from engine.store.packed_text import packed, unpacked
from engine.store.tables import Account, CaseEvent
from engine.worker import Worker
from tests.steps import lodge


@pytest.fixture
def run(insaf):
    """`run("agency", "list")` on the database of `insaf`."""
    settings = insaf.settings
    environment = {"DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data),
                   "INSAF_SECRET": settings.secret}
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], env=environment)


def test_the_first_administrator_is_made_from_the_shell(run, insaf):
    told = run("account", "create", "chief@agency.example", "--name", "Chief", "--admin", "--password", "long enough 123")
    assert told.exit_code == 0, told.output
    with insaf.reading() as session:
        account = session.scalars(select(Account).where(Account.email == "chief@agency.example")).one()
        assert account.is_admin and account.password_hash.startswith("$argon2id$")
    again = run("account", "create", "chief@agency.example", "--name", "Chief", "--admin", "--password", "long enough 123")
    assert again.exit_code == 1 and "email" in again.output
    assert run("account", "reset", "chief@agency.example").exit_code == 0


def test_an_agency_is_made_and_listed(run):
    told = run("agency", "create", "HLT", "--family", "national", "--name-fr", "Santé", "--name-ar", "الصحة")
    assert told.exit_code == 0, told.output
    assert re.search(r"^HLT +national +Santé$", run("agency", "list").output, re.M)
    refused = run("agency", "create", "hlt 2", "--family", "nowhere", "--name-fr", "x", "--name-ar", "y")
    assert refused.exit_code == 1 and "code" in refused.output and "family" in refused.output


@pytest.mark.parametrize("family", ["national", "commune"])
def test_what_is_exported_is_what_was_deployed(run, insaf, family, tmp_path):
    told = run("process", "export", family, tmp_path)
    assert told.exit_code == 0, told.output
    again = read_family(family, tmp_path / "bpmn", tmp_path / "forms")
    with insaf.reading() as session:
        assert again.content_hash == insaf.shelf.in_force(session, family)[0]
    told = run("process", "check", tmp_path / "bpmn" / family)
    assert told.exit_code == 0, told.output


def test_a_family_is_checked_and_deployed(run):
    told = run("process", "check", "bpmn/national")
    assert told.exit_code == 0 and "0 errors" in told.output
    assert json.loads(run("process", "check", "bpmn/commune", "--json").output) is not None
    assert run("process", "deploy", "commune", "--note", "again").exit_code == 0


def test_a_broken_diagram_is_refused_with_element_and_fix(run, tmp_path):
    (tmp_path / "broken.bpmn").write_text("<definitions>")
    told = run("process", "check", tmp_path / "broken.bpmn", "--profile", "engine", "--json")
    assert told.exit_code == 1
    assert {"code", "severity", "wrong", "fix"} <= set(json.loads(told.output)[0])


def test_the_history_verifies_and_a_change_is_found(run, insaf):
    lodge(insaf)
    told = run("audit", "verify")
    assert told.exit_code == 0 and "0 broken" in told.output
    with insaf.database.writing() as session:
        unguard(session, insaf.database.is_sqlite)
        session.execute(text("update case_event set body = hash"))
    told = run("audit", "verify")
    assert told.exit_code == 1 and "1 broken" in told.output


def test_whoever_forges_a_link_with_its_hash_is_betrayed_by_the_end_of_the_chain(run, insaf):
    lodge(insaf)
    with insaf.database.writing() as session:
        unguard(session, insaf.database.is_sqlite)
        row = session.scalars(select(CaseEvent)).one()
        forged = unpacked(row.body).replace('"complaint"', '"observation"')
        session.execute(update(CaseEvent).values(body=packed(forged), hash=link(b"", forged)[:len(row.hash)]))
    told = run("audit", "verify")
    assert told.exit_code == 1 and "its end is not the head" in told.output


def unguard(session, is_sqlite: bool) -> None:
    """Takes away what keeps everybody from changing the history."""
    if not is_sqlite:
        session.execute(text("alter table case_event disable trigger user"))
        return
    for (name,) in session.execute(text("select name from sqlite_master where type = 'trigger'")).all():
        session.execute(text(f'drop trigger "{name}"'))


def test_a_database_of_an_older_shape_is_told_how_to_get_the_newest(run, insaf, tmp_path):
    told = run("agency", "list", "--database", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert told.exit_code == 1 and "run.py db migrate" in told.output
    assert run("db", "migrate", "--database", f"sqlite:///{tmp_path / 'new.sqlite3'}").exit_code == 0
    assert run("agency", "list", "--database", f"sqlite:///{tmp_path / 'new.sqlite3'}").exit_code == 0


def test_a_wrong_setting_is_one_sentence(run):
    told = run("agency", "list", "--database", "mysql://nobody@nowhere/x")
    assert told.exit_code == 1 and "DATABASE_URL" in told.output and "Traceback" not in told.output


def test_somebody_beside_the_worker_can_tell_whether_it_is_at_work(run, insaf):
    none = run("work", "--check")
    assert none.exit_code == 1 and "No worker runs on this machine" in none.output
    worker = Worker(insaf)
    worker.start()
    try:
        beats = list(_until(lambda: list(insaf.settings.data.glob("worker-*"))))
        alive = run("work", "--check")
        assert (alive.exit_code, len(beats)) == (0, 1) and "looked for work" in alive.output
    finally:
        worker.stop()
    assert run("work", "--check").exit_code == 1


def test_a_worker_whose_database_does_not_answer_is_silent(run, insaf, monkeypatch):
    worker = Worker(insaf)
    worker._tick()
    beat = next(insaf.settings.data.glob("worker-*"))
    long_ago = SystemClock().now().timestamp() - 90
    os.utime(beat, (long_ago, long_ago))
    with monkeypatch.context() as away:
        away.setattr(worker, "tick", lambda: (_ for _ in ()).throw(RuntimeError("gone")))
        worker._tick()
    silent = run("work", "--check")
    assert silent.exit_code == 1 and "for 9" in silent.output
    worker._tick()
    assert run("work", "--check").exit_code == 0


def _until(found):
    """What `found` gives as soon as it gives something; fails after ten seconds."""
    for _ in range(200):
        if found():
            return found()
        time.sleep(0.05)
    raise AssertionError("it never came")
