"""The ground the suite stands on: a test gets a migrated database of its own on both kinds."""

import time
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Uuid, inspect, text
from sqlalchemy.exc import DBAPIError

from engine.acts.keep_agency import CreateUnit
from engine.domain.access import Person
from engine.store.database import ASKED_EVERY_SECONDS, Database, DatabaseClock
from engine.store.revision import MIGRATIONS, current_revision, newest_revision
from engine.store.tables import Base, Id
from tests.people import NATIONAL


def test_a_fresh_database_has_the_newest_shape_and_no_rows(database_url, kind_of_database):
    database = Database(database_url)
    assert database.is_sqlite == (kind_of_database == "sqlite")
    with database.reading() as session:
        assert current_revision(session.connection()) == newest_revision()
        assert session.scalar(text("select count(*) from account")) == 0
    database.close()


def test_the_models_say_what_the_migrations_make(database_url):
    """Every table with its columns, what may be empty, its key and its indexes; keys of 16 bytes on PostgreSQL."""
    database = Database(database_url)
    there = inspect(database.connections)
    for table in Base.metadata.sorted_tables:
        made = {column["name"]: column for column in there.get_columns(table.name)}
        assert made.keys() == set(table.columns.keys()), table.name
        for column in table.columns:
            assert made[column.name]["nullable"] == column.nullable, column
            if isinstance(column.type, Id) and not database.is_sqlite:
                assert isinstance(made[column.name]["type"], Uuid), column
        assert there.get_pk_constraint(table.name)["constrained_columns"] == [key.name for key in table.primary_key]
        assert {index.name for index in table.indexes} <= {index["name"] for index in there.get_indexes(table.name)}
    database.close()


@pytest.mark.parametrize("table", ["account", "agency", "unit"])
def test_who_is_named_in_histories_cannot_be_deleted(insaf, table):
    """Tasks and submissions name them without a foreign key, whose checks would make all steps of an agency meet."""
    insaf.bus.ask(CreateUnit(NATIONAL, "Accueil", "استقبال", "Reception"), by=Person.system())
    with pytest.raises(DBAPIError, match="never deleted"), insaf.database.writing() as session:
        session.execute(text(f"delete from {table}"))


def test_the_head_file_names_the_newest_migration():
    """It makes two migrations that were written at once collide in git, and tells a node what it needs."""
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_the_databases_clock_is_asked_now_and_then_and_goes_on_in_between(database_url, monkeypatch):
    """Whatever the machine's own clock says; and it is asked again before the two can drift apart."""
    database = Database(database_url)
    questions, reading = [], database.reading
    monkeypatch.setattr(database, "reading", lambda: questions.append(1) or reading())
    clock = DatabaseClock(database)
    with reading() as session:
        before = session.scalar(text("select clock_timestamp()"))
        times = [clock.now() for _ in range(50)]
        after = session.scalar(text("select clock_timestamp()"))
    slack = timedelta(seconds=1)
    assert before - slack < times[0] and times == sorted(times) and times[-1] < after + slack and len(questions) == 1
    passed = time.monotonic() + ASKED_EVERY_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: passed)
    clock.now()
    assert len(questions) == 2
    database.close()
