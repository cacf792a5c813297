"""What the database itself holds fast of the legal clock, and how older rows come into it."""

from datetime import date

import pytest
from alembic import command
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError

from engine.queries.ledger import ledger_of
from engine.store import migrate as migration
from engine.store.database import Database
from engine.store.migrate import migrate
from engine.store.tables import Deadline, DeadlineEntry
from engine.vocabulary import EntryKind
from tests.fixtures.databases import forget, new_database
from tests.steps import at, lodge

MAY, PASSED = date(2026, 5, 4), at("2026-07-03T23:59:59+01:00")


def test_a_breach_is_written_once_and_nobody_clears_changes_or_deletes_it(insaf):
    case = lodge(insaf)
    breach = update(Deadline).where(Deadline.instance_id == case.instance_id, Deadline.code == "reply")
    with insaf.database.writing() as session:
        session.execute(breach.values(breached_at=PASSED))
        session.execute(breach.values(breached_at=PASSED, due_on=date(2026, 8, 1)))
    for cure in (breach.values(breached_at=None), breach.values(breached_at=at("2026-07-05T00:00:00+01:00")),
                 text("delete from deadline")):
        with pytest.raises(DBAPIError, match="a breach stays for good"), insaf.database.writing() as session:
            session.execute(cure)


def test_an_entry_of_the_ledger_is_added_and_never_changed(insaf):
    case = lodge(insaf)
    entry = {"instance_id": case.instance_id, "code": "triage", "number": 1, "kind": "suspended",
             "at": at("2026-05-05T10:00:00+01:00"), "days": 0, "reason": "waits for papers", "before_on": MAY, "after_on": MAY}
    with insaf.database.writing() as session:
        session.execute(insert(DeadlineEntry), [entry])
    for change in (update(DeadlineEntry).values(reason="another"), text("delete from deadline_entry")):
        with pytest.raises(DBAPIError, match="append-only"), insaf.database.writing() as session:
            session.execute(change)
    with insaf.reading() as session:
        [kept] = ledger_of(session, [case.instance_id])[case.instance_id, "triage"]
    assert (kept.kind, kept.at, kept.reason) == (EntryKind.SUSPENDED, at("2026-05-05T10:00:00+01:00"), "waits for papers")


def test_no_breach_and_no_entry_is_emptied_away_or_replaced(insaf):
    case = lodge(insaf)
    with insaf.database.writing() as session:
        session.execute(update(Deadline).where(Deadline.code == "reply").values(breached_at=PASSED))
        session.execute(insert(DeadlineEntry), [{
            "instance_id": case.instance_id, "code": "triage", "number": 1, "kind": "suspended",
            "at": at("2026-05-05T10:00:00+01:00"), "reason": "", "before_on": MAY, "after_on": MAY}])
    columns = ", ".join(column.name for column in Deadline.__table__.columns)
    clean = columns.replace("breached_at", "null")
    gaps = ([f"insert or replace into deadline ({columns}) select {clean} from deadline",
             "insert or replace into deadline_entry select * from deadline_entry"] if insaf.database.is_sqlite else
            ["truncate deadline cascade", "truncate deadline_entry", "truncate calendar_change", "truncate case_event",
             "truncate escalation cascade"])
    for gap in gaps:
        with pytest.raises(DBAPIError, match="neither emptied nor replaced"), insaf.database.writing() as session:
            session.execute(text(gap))


def test_older_deadlines_are_told_the_day_they_started_on(kind_of_database, session_folder, tmp_path):
    """One in calendar days lodged half an hour before midnight in Rabat, one in working days: 23:30 UTC is the next day."""
    folder = tmp_path if kind_of_database == "sqlite" else session_folder
    url = new_database(folder, kind_of_database, f"ledger_{tmp_path.name}".replace("-", "_")[-40:])
    database = Database(url)
    with database.connections.connect() as connection:
        config = migration._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        connection.commit()
    key, lodged = "a" * 32, "2026-05-04 23:30:00+00"
    with database.writing() as session:
        session.execute(text("insert into definition (content_hash, family, version, profile, bundle, findings, note, "
                             "deployed_at) values ('d', 'f', 1, 'agency', :empty, '[]', '', :at)"), {"empty": b"", "at": lodged})
        session.execute(text("insert into process_instance (id, definition_hash, state, version, snapshot, chain_head, "
                             "event_count, waiting_for, started_at) values (:id, 'd', 'running', 1, :empty, :empty, 0, '', "
                             ":at)"), {"id": key, "empty": b"", "at": lodged})
        for code, unit, last in (("reply", "calendar", "2026-07-04"), ("assign", "working", "2026-05-08")):
            session.execute(text("insert into deadline (instance_id, code, started_at, days, unit, rolled, unrolled_on, due_on, "
                                 "due_at, definition_hash) values (:id, :code, :at, :days, :unit, :yes, :last, :last, :at, 'd')"),
                            {"id": key, "code": code, "at": lodged, "days": 60 if code == "reply" else 3, "unit": unit,
                             "last": last, "yes": True})
    migrate(database)
    with database.reading() as session:
        found = {row.code: (row.started_on, row.due_on, row.days, row.breached_at) for row in session.query(Deadline)}
    database.close()
    forget(session_folder, url)
    assert found == {"reply": (date(2026, 5, 5), date(2026, 7, 4), 60, None),
                     "assign": (date(2026, 5, 5), date(2026, 5, 8), 3, None)}
