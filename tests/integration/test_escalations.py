"""Each rung once, on its day, to its people, as one message a morning; and nothing that touches a case postpones one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from engine import queries
from engine.acts.claim_task import ClaimTask, ReleaseTask
from engine.acts.converse import WriteInConversation
from engine.acts.keep_own_days import SetOwnDays
from engine.acts.migrate_case import RevertMigration
from engine.acts.run_instance import FireTimers
from engine.acts.write_digest import FindDueDigests, WriteDigest
from engine.definitions.legal_timers import legal_timers
from engine.domain.access import Person
from engine.errors import Forbidden
from engine.queries.events import events_of
from engine.store.tables import Account, Agency, Deadline, Escalation, EscalationNotice, LetterRow, Timer
from engine.worker import Worker
from tests.integration.versions import RELABELLED, moved, national
from tests.people import INES, KARIM, NADIA, NATIONAL, OMAR, TARIK
from tests.steps import at, case_of, do, lodge, open_tasks, signed_in

LODGED = at("2026-09-01T10:00:00+01:00")
EVERY = ["reminder_30", "reminder_15", "reminder_5", "breach", "national_15"]
#: 31 October is a Saturday and Unity Day: the date is Monday 2 November, and the rungs count from there.
DAYS = ["2026-10-02T23:00:00+00:00", "2026-10-17T23:00:00+00:00", "2026-10-27T23:00:00+00:00", "2026-11-02T22:59:59+00:00",
        "2026-11-16T23:00:00+00:00"]


class Kept:
    """A channel that keeps what would leave."""

    def __init__(self):
        self.messages = []

    def deliver(self, message) -> None:
        self.messages.append(message)


@pytest.fixture
def mail():
    return Kept()


@pytest.fixture
def story(insaf, mail):
    """A case of 1 September that Omar investigates, and a worker."""
    insaf.clock.set(LODGED)
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM)
    insaf.bus.ask(ClaimTask(open_tasks(insaf, reference)["investigate"]), by=signed_in(insaf, OMAR))
    return insaf, reference, Worker(insaf, mail)


def days_pass(insaf, worker, until: str) -> None:
    """From October on a round at seven and one at ten of every morning, as a worker lives through them."""
    day = max(insaf.clock.now(), at("2026-10-01T00:00:00+00:00")).replace(hour=0, minute=0, second=0)
    while day < at(f"{until}T00:00:00+00:00"):
        for hour in (6, 9):
            insaf.clock.set(max(day + timedelta(hours=hour), insaf.clock.now()))
            worker.run_once()
        day += timedelta(days=1)


def rungs(insaf) -> list[tuple[str, object]]:
    with insaf.reading() as session:
        return [(row.rung, row.at) for row in session.scalars(
            select(Escalation).where(Escalation.code == "reply").order_by(Escalation.at))]


def digests(insaf) -> list[tuple[str, str]]:
    """(local day, recipient) of every digest."""
    with insaf.reading() as session:
        return [(row.created_at.date().isoformat(), row.recipient.split("@")[0]) for row in session.scalars(
            select(LetterRow).where(LetterRow.code == "escalation_digest").order_by(LetterRow.created_at, LetterRow.recipient))]


def test_a_case_of_1_september_reaches_each_rung_on_its_day_and_its_people_read_of_it_the_next_working_morning(story):
    insaf, reference, worker = story
    insaf.bus.ask(WriteInConversation(reference, "Où en est mon dossier ?"), by=Person.complainant(reference))
    days_pass(insaf, worker, "2026-11-20")
    assert rungs(insaf) == list(zip(EVERY, map(at, DAYS), strict=True))
    with insaf.reading() as session:
        bodies = session.scalars(select(LetterRow.body).where(LetterRow.code == "escalation_digest",
                                                              LetterRow.recipient == OMAR.email)).all()
    assert all("attend une réponse à son message : 1\nhttp" in body and "/messages" in body for body in bodies)
    assert digests(insaf) == [
        ("2026-10-05", "omar"),                                                             # the 3rd is a Saturday
        ("2026-10-19", "nadia"), ("2026-10-19", "omar"),                                    # the 18th a Sunday
        ("2026-10-28", "karim"),
        ("2026-11-03", "amina"), ("2026-11-03", "nadia"), ("2026-11-03", "said"),
        ("2026-11-17", "tarik")]


def test_touching_a_case_neither_postpones_nor_repeats_a_rung(story):
    """Returns, releases, a worker that fires again: the days stay."""
    insaf, reference, worker = story
    omar, instance_id = signed_in(insaf, OMAR), case_of(insaf, reference).instance_id
    days_pass(insaf, worker, "2026-10-10")
    insaf.bus.ask(ReleaseTask(open_tasks(insaf, reference)["investigate"]), by=omar)
    do(insaf, reference, "investigate", OMAR)
    do(insaf, reference, "draft_reply", OMAR)
    do(insaf, reference, "validate_reply", NADIA, validated=False, remarks="À reprendre : la règle appliquée manque.")
    insaf.bus.ask(FireTimers(instance_id), by=Person.system())
    days_pass(insaf, worker, "2026-10-30")
    do(insaf, reference, "draft_reply", OMAR)
    do(insaf, reference, "validate_reply", NADIA, validated=False, remarks="Encore une fois : nommer la règle.")
    days_pass(insaf, worker, "2026-11-20")
    assert rungs(insaf) == list(zip(EVERY, map(at, DAYS), strict=True))
    assert len(digests(insaf)) == len(set(digests(insaf)))


def test_a_case_that_goes_to_another_version_and_back_reaches_what_is_left_and_nothing_twice(story):
    insaf, reference, worker = story
    instance_id = case_of(insaf, reference).instance_id
    days_pass(insaf, worker, "2026-10-05")
    moved(insaf, instance_id, national(insaf, RELABELLED))
    days_pass(insaf, worker, "2026-10-20")
    insaf.bus.ask(RevertMigration(instance_id, "the former words were better"), by=Person.system())
    days_pass(insaf, worker, "2026-11-20")
    assert rungs(insaf) == list(zip(EVERY, map(at, DAYS), strict=True))


def test_a_rung_that_would_lie_before_the_deposit_is_left_out_where_an_agency_is_quicker(insaf):
    insaf.clock.set(LODGED)
    insaf.bus.ask(SetOwnDays(NATIONAL, "reply", 20), by=Person.system())
    lodge(insaf)
    insaf.clock.set(at("2026-09-22T12:00:00+01:00"))
    Worker(insaf).fire_due()
    assert rungs(insaf) == [("reminder_15", at("2026-09-05T23:00:00+00:00")), ("reminder_5", at("2026-09-15T23:00:00+00:00")),
                            ("breach", at("2026-09-21T22:59:59+00:00"))]


def test_one_message_a_morning_lists_every_case_in_the_language_of_its_reader(story, mail):
    insaf, reference, worker = story
    others = [lodge(insaf).reference for _ in range(2)]
    with insaf.database.writing() as session:
        session.execute(update(Account).where(Account.email == "nadia@example.org").values(language="ar"))
    insaf.clock.set(at("2026-10-18T12:00:00+00:00"))  # a Sunday
    worker.run_once()
    assert not digests(insaf)
    insaf.clock.set(at("2026-10-19T06:00:00+00:00"))  # seven in the morning
    worker.run_once()
    assert not digests(insaf)
    insaf.clock.set(at("2026-10-19T08:00:00+00:00"))
    for _ in range(3):
        worker.run_once()
    [told] = [message for message in mail.messages if message.recipient == "nadia@example.org"]
    assert "3 ملفات" in told.subject and told.language == "ar"
    for case in (reference, *others):
        assert told.body.count(f"/cases/{case}") == 1
    assert "المدة المتبقية: 14 يوما" in told.body and "Dossier sans réponse" not in told.body


def test_where_nobody_holds_the_role_the_agencys_own_address_is_told_and_else_the_record_says_so(story):
    insaf, reference, worker = story
    with insaf.database.writing() as session:
        session.execute(update(Account).where(Account.email.in_([KARIM.email, TARIK.email])).values(active=False))
        session.execute(update(Agency).where(Agency.code == NATIONAL).values(email="bureau@agence.example"))
    insaf.clock.set(at("2026-10-28T06:00:00+00:00"))
    worker.run_once()
    insaf.clock.set(at("2026-10-28T09:00:00+00:00"))
    worker.run_once()
    assert {who for _, who in digests(insaf)} == {"bureau", "omar", "nadia"}
    with insaf.reading() as session:
        told = {event.body["rung"]: event.body for event in events_of(session, case_of(insaf, reference).instance_id)
                if event.kind == "escalated"}
    assert told["reminder_5"]["held_by_nobody"] == ["unit_head"] and told["reminder_5"]["told"] == 1


def test_a_desk_with_more_cases_than_a_message_holds_is_told_how_many_more(story, mail, monkeypatch):
    insaf, reference, worker = story
    monkeypatch.setattr("engine.acts.write_digest.MOST_READ", 2)
    for _ in range(3):
        lodge(insaf)
    insaf.clock.set(at("2026-10-28T06:00:00+00:00"))
    worker.run_once()
    insaf.clock.set(at("2026-10-28T09:00:00+00:00"))
    worker.run_once()
    [told] = [message for message in mail.messages if message.recipient == KARIM.email]
    assert "4 dossiers" in told.subject and "Et encore 2 dossiers" in told.body
    with insaf.reading() as session:
        assert not session.scalars(select(EscalationNotice).where(EscalationNotice.told_at.is_(None))).all()


def test_a_reminder_of_a_case_that_was_answered_meanwhile_is_not_sent_and_an_empty_digest_neither(story):
    insaf, reference, worker = story
    insaf.clock.set(at("2026-10-18T12:00:00+00:00"))
    worker.run_once()
    for element, persona in (("investigate", OMAR), ("draft_reply", OMAR), ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)
    insaf.clock.set(at("2026-10-19T09:00:00+00:00"))
    worker.run_once()
    assert not digests(insaf)
    with insaf.reading() as session:
        told = session.scalars(select(EscalationNotice.letter_id).where(EscalationNotice.told_at.is_not(None))).all()
        assert told == [None] * 3
    days_pass(insaf, worker, "2026-11-20")
    assert [rung for rung, _ in rungs(insaf)] == ["reminder_30", "reminder_15"]


def test_what_is_written_of_a_rung_and_of_a_breach_can_be_changed_by_nobody(story):
    insaf, reference, worker = story
    for moment in ("2026-11-03T06:00:00+00:00", "2026-11-03T09:00:00+00:00"):
        insaf.clock.set(at(moment))
        worker.run_once()
    for forbidden in (update(Escalation).values(at=LODGED), delete(Escalation), delete(EscalationNotice),
                      update(EscalationNotice).values(told_at=None)):
        with pytest.raises(DBAPIError), insaf.database.writing() as session:
            session.execute(forbidden)


def test_a_breach_stays_after_a_late_reply_and_nobody_clears_it(story):
    insaf, reference, worker = story
    insaf.clock.set(at("2026-11-03T12:00:00+00:00"))
    worker.run_once()
    for element, persona in (("investigate", OMAR), ("draft_reply", OMAR), ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)
    with pytest.raises(DBAPIError), insaf.database.writing() as session:
        session.execute(update(Deadline).where(Deadline.breached_at.is_not(None)).values(breached_at=None))
    nadia, now = signed_in(insaf, NADIA), insaf.clock.now()
    with insaf.reading() as session:
        kept = session.get(Deadline, (case_of(insaf, reference).instance_id, "reply"))
        assert kept.met_at and kept.breached_at == at(DAYS[3])
        [row] = queries.register(session, insaf.shelf, queries.RegisterFilters(), person=nadia, now=now).rows
        assert row.breached and row.days_left is None
        assert queries.overdue(session, insaf.shelf, person=nadia, now=now).counts["breached"] == 1


def test_a_date_that_moves_takes_the_rungs_along_that_were_not_reached_and_leaves_the_others(story):
    insaf, reference, worker = story
    insaf.clock.set(at("2026-10-20T12:00:00+00:00"))
    worker.run_once()
    instance_id, later = case_of(insaf, reference).instance_id, date(2026, 11, 12)
    with insaf.database.writing() as session:
        row = session.get(Deadline, (instance_id, "reply"))
        definition = insaf.shelf.definition(row.definition_hash, session)
        row.due_on, row.due_at = later, definition.calendar.end_of(later)
        for timer in legal_timers(definition).by_code["reply"]:
            session.execute(update(Timer).where(
                Timer.instance_id == instance_id, Timer.element_id == timer.element_id, Timer.state == "pending")
                .values(due_at=timer.at(later, definition.calendar)))
    days_pass(insaf, worker, "2026-12-01")
    assert [when for _, when in rungs(insaf)] == [*map(at, DAYS[:2]), at("2026-11-06T23:00:00+00:00"),
                                                  at("2026-11-12T22:59:59+00:00"), at("2026-11-26T23:00:00+00:00")]


def test_the_queue_writes_the_digests_as_well_and_a_job_that_comes_twice_writes_none(story):
    insaf, reference, worker = story
    insaf.clock.set(at("2026-10-18T12:00:00+00:00"))
    worker.fire_due()
    insaf.clock.set(at("2026-10-19T09:00:00+00:00"))
    found = insaf.bus.ask(FindDueDigests(deferred=True), by=Person.system())
    assert found.count == 2
    for recipient in (*found.ids, *found.ids):
        insaf.bus.ask(WriteDigest(recipient), by=Person.system())
    assert digests(insaf) == [("2026-10-19", "nadia"), ("2026-10-19", "omar")]
    with pytest.raises(Forbidden):
        insaf.bus.ask(WriteDigest(found.ids[0]), by=signed_in(insaf, OMAR))


def test_the_table_is_the_second_wall_where_a_diagram_would_reach_a_rung_twice(story):
    insaf, reference, worker = story
    instance_id = case_of(insaf, reference).instance_id
    with insaf.database.writing() as session:
        session.add(Escalation(instance_id=instance_id, code="reply", rung="reminder_30", at=LODGED, roles="officer"))
    insaf.clock.set(at("2026-10-10T12:00:00+00:00"))
    worker.run_once()
    assert rungs(insaf) == [("reminder_30", LODGED)] and not digests(insaf)
    with insaf.reading() as session:
        assert not [event for event in events_of(session, instance_id)
                    if event.kind == "escalated" and event.body["deadline"] == "reply"]
