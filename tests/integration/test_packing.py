"""What an older release kept comes through the migration that packs it: history, keys of requests, ids."""

import hashlib

import orjson
import pytest
from alembic import command
from sqlalchemy import func, select, text

from engine.domain.access import Person
from engine.queries.audit import broken_chains
from engine.queries.events import events_of
from engine.store import migrate as migration
from engine.store.database import Database
from engine.store.migrate import migrate
from engine.store.tables import Attachment, HumanTask, Submission, Timer
from tests.fixtures.databases import forget, new_database
from tests.steps import at

LODGED, DUE, WORKED = "2026-05-04 09:00:00.000000", "2026-05-19 22:59:59.000000", "2026-05-20 08:00:00.000000"
SOUND, FORGED, OFFICER = "a" * 32, "b" * 32, "c" * 32


def event(seq: int, kind: str, moment: str, element: str | None, actor: str | None, /, **body) -> dict:
    """A row of case_event as the release before wrote it, without its hash."""
    instant = moment.replace(" ", "T") + "Z"
    whole = {"seq": seq, "kind": kind, "at": instant, "element": element, "actor": actor, "body": body}
    return {"seq": seq, "at": moment, "kind": kind, "element": element, "actor": actor,
            "body": orjson.dumps(whole, option=orjson.OPT_SORT_KEYS).decode()}


HISTORY = [
    event(1, "case_lodged", LODGED, None, None, reference="NAT-2026-000001-K", channel="web"),
    event(2, "task_opened", LODGED, "triage", None, task_id="1"),
    event(3, "timer_fired", DUE, "deadline_triage", None, fired_at="2026-05-20T08:00:00Z"),
    event(4, "task_completed", WORKED, "triage", OFFICER, decisions={"admissible": True}),
]


@pytest.fixture
def old_database(kind_of_database, session_folder, tmp_path):
    """A database as the release before left it: one sound history, one that somebody has changed, one used key."""
    folder = tmp_path if kind_of_database == "sqlite" else session_folder
    url = new_database(folder, kind_of_database, f"old_{tmp_path.name}".replace("-", "_")[-40:])
    database = Database(url)
    with database.connections.connect() as connection:
        config = migration._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        connection.commit()
    with database.writing() as session:
        session.execute(text("insert into definition (content_hash, family, version, profile, bundle, findings, note, "
                             "deployed_at) values ('d', 'f', 1, 'agency', :bundle, '[]', '', :at)"),
                        {"bundle": b"", "at": LODGED + "+00"})
        for instance_id, forged in ((SOUND, False), (FORGED, True)):
            keep(session, instance_id, forged)
        session.execute(text("insert into idempotency_key (key, act, receipt, at) values (:key, 'ClaimTask', :receipt, :at)"),
                        {"key": f"{OFFICER}:once", "at": LODGED + "+00", "receipt": orjson.dumps({
                            "reference": "NAT-2026-000001-K", "instance_id": SOUND, "due_on": None, "follow_up_code": None,
                            "id": "task", "count": 0, "ids": [], "repeated": False}).decode()})
    yield database
    database.close()
    forget(session_folder, url)


def keep(session, instance_id: str, forged: bool) -> None:
    head = ""
    rows = []
    for row in HISTORY:
        head = hashlib.sha256(head.encode() + b"\n" + row["body"].encode()).hexdigest()
        rows.append({**row, "instance": instance_id, "hash": head, "at": row["at"] + "+00"})
    if forged:
        rows[1]["body"] = rows[1]["body"].replace("triage", "closed")
    session.execute(text(
        "insert into process_instance (id, definition_hash, state, version, snapshot, chain_head, event_count, waiting_for, "
        "started_at) values (:id, 'd', 'running', 3, :snapshot, :head, 4, '', :at)"),
        {"id": instance_id, "snapshot": b"", "head": head, "at": LODGED + "+00"})
    session.execute(text("insert into case_event (instance_id, seq, at, kind, element_id, actor_id, body, hash) "
                         "values (:instance, :seq, :at, :kind, :element, :actor, :body, :hash)"), rows)
    session.execute(text("insert into timer (task_id, element_id, instance_id, due_at, state, interrupting, attempts) "
                         "values (:task, 'deadline_triage', :id, :due, 'pending', true, 0)"),
                    {"task": task_of(instance_id), "id": instance_id, "due": DUE + "+00"})
    keep_done_task(session, instance_id)


def task_of(instance_id: str) -> str:
    return f"{instance_id[:8]}-0000-4000-8000-{'0' * 12}"


def keep_done_task(session, instance_id: str) -> None:
    """A task done with a form, answers and a file; and one that asked nothing, done before."""
    session.execute(text("insert into account (id, email, name, password_hash, language, is_admin, active, session_version, "
                         "created_at) values (:id, :email, 'Omar', '', 'fr', false, true, 1, :at)"),
                    {"id": instance_id[::-1], "email": instance_id, "at": LODGED + "+00"})
    for task_id, element, moment in ((task_of(instance_id), "triage", WORKED),
                                     (task_of(instance_id).replace("4000", "4001"), "look", DUE)):
        session.execute(text("insert into human_task (id, instance_id, element_id, kind, state, created_at, completed_at, "
                             "completed_by) values (:task, :id, :element, 'userTask', 'completed', :at, :at, :by)"),
                        {"task": task_id, "id": instance_id, "element": element, "at": moment + "+00", "by": instance_id[::-1]})
    keys = {"id": "e" + instance_id[1:], "instance": instance_id, "task": task_of(instance_id), "at": WORKED + "+00"}
    session.execute(text("insert into submission (id, instance_id, element_id, task_id, answers, at) "
                         "values (:id, :instance, 'triage', :task, '{\"grounds\": \"x\"}', :at)"), keys)
    session.execute(text("insert into attachment (id, instance_id, submission_id, filename, media_type, size, sha256, at) "
                         "values (:instance, :instance, :id, 'a.pdf', 'application/pdf', 1, 'x', :at)"), keys)


def test_a_history_is_packed_with_nothing_lost_and_verifies(old_database):
    migrate(old_database)
    with old_database.reading() as session:
        told = events_of(session, SOUND)
        links = session.scalar(text("select count(*) from case_event where hash is not null"))
    assert [(event.kind, event.element_id, event.actor_id) for event in told] == [
        ("case_lodged", None, None), ("task_opened", "triage", None), ("timer_fired", "deadline_triage", None),
        ("task_completed", "triage", OFFICER), ("history_packed", None, OFFICER)]
    assert told[2].at == at("2026-05-19T22:59:59+00:00") and told[3].body == {"decisions": {"admissible": True}}
    assert told[4].body["verified"] is True and len(told[4].body["former_head"]) == 64
    assert links == 6


def test_a_timer_keeps_its_date_and_is_found_by_its_run(old_database):
    migrate(old_database)
    with old_database.reading() as session:
        timers = session.execute(select(Timer.task_id, Timer.due_at, Timer.state).where(Timer.instance_id == SOUND)).all()
    assert timers == [(task_of(SOUND), at("2026-05-19T22:59:59+00:00"), "pending")]


def test_a_task_that_is_done_lives_on_as_what_was_handed_in(old_database):
    """With its own id, also where it asked nothing; files stay with their answers."""
    migrate(old_database)
    with old_database.reading() as session:
        rows = session.execute(select(Submission.element_id, Submission.id, Submission.at).where(
            Submission.instance_id == SOUND).order_by(Submission.at)).all()
        file = session.scalar(select(Attachment.submission_id).where(Attachment.instance_id == SOUND))
        assert session.scalar(select(func.count()).select_from(HumanTask)) == 0
    assert rows == [("look", task_of(SOUND).replace("4000", "4001"), at("2026-05-19T22:59:59+00:00")),
                    ("triage", task_of(SOUND), at("2026-05-20T08:00:00+00:00"))]
    assert file == task_of(SOUND)


def test_packing_does_not_hide_what_somebody_had_changed(old_database):
    migrate(old_database)
    with old_database.reading() as session:
        [broken] = broken_chains(session).broken
    assert FORGED in str(broken) and "older release" in str(broken)


def test_a_request_sent_before_the_migration_is_still_known_after_it(old_database, tmp_path):
    from engine.acts.claim_task import ClaimTask
    from engine.bootstrap import bootstrap
    from tests.fixtures.wired import settings_for
    migrate(old_database)
    url = old_database.connections.url.render_as_string(hide_password=False)
    insaf = bootstrap(settings_for(url, tmp_path / "data"))
    again = insaf.bus.ask(ClaimTask("no such task"), by=Person(id=OFFICER, name="Omar"), key="once")
    insaf.close()
    assert (again.reference, again.instance_id, again.id, again.repeated) == (SOUND, SOUND, "task", True)
