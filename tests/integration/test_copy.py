"""An embedded installation grows up: `run.py copy --to` moves it to PostgreSQL, whole or not at all."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from cli import main
from cli.alone import alone
from engine.bootstrap import bootstrap
from engine.store.tables import ComplaintCase
from engine.worker import Worker
from tests.fixtures.databases import copy_of, forget, new_database
from tests.fixtures.wired import peopled, settings_for
from tests.people import INES
from tests.steps import at, do, lodge


@pytest.fixture
def empty_postgresql(session_folder):
    import secrets
    url = new_database(session_folder, "postgresql", f"copy_{secrets.token_hex(6)}")
    yield url
    forget(session_folder, url)


@pytest.fixture
def embedded(session_folder, tmp_path):
    """An embedded installation with two cases; `run(*words)` is the command line over it."""
    from engine.clock import VirtualClock
    from tests.fixtures.wired import START
    settings = settings_for(copy_of(session_folder, peopled(session_folder, "sqlite"), tmp_path), tmp_path / "data")
    insaf = bootstrap(settings, clock=VirtualClock(START))
    reference = lodge(insaf).reference
    lodge(insaf)
    do(insaf, reference, "triage", INES)
    insaf.close()

    def run(*words):
        environment = {"DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data),
                       "INSAF_SECRET": settings.secret}
        return CliRunner().invoke(main, words, env=environment)

    run.settings, run.reference = settings, reference
    return run


def test_every_row_arrives_the_histories_verify_and_the_cases_go_on(embedded, empty_postgresql, tmp_path):
    told = embedded("copy", "--to", empty_postgresql)
    assert told.exit_code == 0, told.output
    assert "0 broken" in told.output and "DIFFERS" not in told.output and "INSAF_SECRET" in told.output
    assert "complaint_case                   2           2" in told.output
    from engine.clock import VirtualClock
    moved = bootstrap(settings_for(empty_postgresql, tmp_path / "data"), clock=VirtualClock(at("2026-07-20T08:00:00+00:00")))
    with moved.reading() as session:
        assert set(session.scalars(select(ComplaintCase.reference))) >= {embedded.reference}
    assert Worker(moved).fire_due() == 2
    lodge(moved)
    moved.close()
    again = embedded("copy", "--to", empty_postgresql)
    assert again.exit_code == 1 and "holds rows already" in again.output and "Traceback" not in again.output


def test_nothing_is_kept_when_a_history_does_not_verify(embedded, empty_postgresql):
    insaf = bootstrap(embedded.settings)
    with insaf.database.writing() as session:
        session.execute(text("update process_instance set chain_head = :forged"), {"forged": b"forged"})
    insaf.close()
    told = embedded("copy", "--to", empty_postgresql)
    assert told.exit_code == 1 and "2 broken" in told.output and "nothing was kept" in told.output
    target = bootstrap(settings_for(empty_postgresql, embedded.settings.data))
    with target.reading() as session:
        assert session.scalar(text("select count(*) from agency")) == 0
    target.close()


def test_a_running_program_and_a_database_of_the_same_kind_are_refused(embedded, empty_postgresql):
    with alone(embedded.settings):
        told = embedded("copy", "--to", empty_postgresql)
    assert told.exit_code == 1 and "one process at a time" in told.output
    told = embedded("copy", "--to", "sqlite:////tmp/nowhere/else.sqlite3")
    assert told.exit_code == 1 and "one kind" in told.output
