"""The ground the suite stands on: a test gets a migrated database of its own on both kinds."""

from sqlalchemy import text

from engine.store.database import Database
from engine.store.migrate import current_revision, newest_revision


def test_a_fresh_database_has_the_newest_shape_and_no_rows(database_url, kind_of_database):
    database = Database(database_url)
    assert database.is_sqlite == (kind_of_database == "sqlite")
    assert current_revision(database) == newest_revision()
    with database.reading() as session:
        assert session.scalar(text("select count(*) from account")) == 0
    database.close()
