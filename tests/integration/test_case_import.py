"""An existing register comes in: every row accounted for, nothing leaves for the past, what is open can be worked on."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.domain.access import Person
from engine.queries.audit import broken_chains
from engine.queries.events import events_of
from engine.store.tables import (
    Agency, ComplaintCase, Contact, Deadline, Escalation, HumanTask, ImportedRow, Incident, LetterRow, ProcessInstance, Timer,
)
from engine.worker import Worker
from tests import registers
from tests.people import INES, KARIM, NADIA, OMAR
from tests.registers import MAPPING, ROWS, case_of, count
from tests.steps import do, signed_in


@pytest.fixture
def bring_in(insaf, tmp_path):
    """`bring_in(rows)` imports a register and gives what the report says of each row."""
    return lambda *words: registers.bring_in(insaf, tmp_path, *words)


def rabat(*parts) -> datetime:
    """In January 2025 the clocks of Rabat were an hour ahead of UTC."""
    return datetime(*parts, tzinfo=UTC) - timedelta(hours=1)


def test_each_row_stands_where_its_record_says_with_its_own_dates(insaf, bring_in):
    told = bring_in(ROWS)
    assert [row["stands_at"] for row in told] == [
        "triage", "investigate", "closed", "closed_withdrawn", "closed_inadmissible", "closed"]
    assert {row["done"] for row in told} == {"imported"} and [row["row"] for row in told] == [2, 3, 4, 5, 6, 7]
    closed = case_of(insaf, "A-3")
    assert (closed.status, closed.outcome, closed.channel, closed.service_type) == ("closed", "settled", "other", "other")
    assert closed.reference.startswith("OUJ-2025-000001-") and told[2]["reference"] == closed.reference
    assert (closed.lodged_at, closed.closed_at) == (rabat(2025, 1, 2, 10), rabat(2025, 1, 20, 16, 30))
    assert closed.answered_at == closed.closed_at
    assert (case_of(insaf, "A-4").status, case_of(insaf, "A-4").outcome) == ("withdrawn", "withdrawn")
    assert (case_of(insaf, "A-5").status, case_of(insaf, "A-5").outcome) == ("inadmissible", "referred")
    with insaf.reading() as session:
        assert session.scalars(select(Agency).where(Agency.code == "OUJ")).one().name_ar == "ملحقة وجدة"
        assert session.get(Contact, case_of(insaf, "A-1").instance_id).name == "Amina Rami"
        assert session.get(Deadline, (closed.instance_id, "reply")).met_at == closed.closed_at
        assert session.get(Deadline, (case_of(insaf, "A-2").instance_id, "reply")).met_at is None
        instance = session.get(ProcessInstance, closed.instance_id)
        assert (instance.state, instance.ended_as, instance.ended_at) == ("ended", "closed", closed.closed_at)
        assert not broken_chains(session).broken


def test_nothing_leaves_for_the_past(insaf, bring_in, mailbox):
    told = bring_in(ROWS)
    Worker(insaf).run_once()
    assert count(insaf, LetterRow) == 0 and not mailbox.messages and count(insaf, Incident) == 0
    assert count(insaf, Timer, Timer.state == "pending") == 0
    late = case_of(insaf, "A-1")
    with insaf.reading() as session:
        passed = session.scalars(select(Timer.element_id).where(Timer.instance_id == late.instance_id)).all()
        kinds = {event.kind for event in events_of(session, late.instance_id)}
        instances = session.scalars(select(ProcessInstance.id)).all()
        bodies = [event.body for instance_id in instances for event in events_of(session, instance_id)]
    assert {"reminder_30_days", "reminder_15_days", "reminder_5_days", "deadline_reply", "national_15_days",
            "deadline_triage", "interim_15_days"} == set(passed)
    assert {"letter_not_sent", "timer_passed", "case_imported"} <= kinds and "timer_fired" not in kinds
    assert all(body["imported"] for body in bodies)
    assert "deadline_breached" not in {body.get("fact") for body in bodies}
    expired = case_of(insaf, "A-6")
    assert expired.status == "closed" and expired.closed_at == rabat(2025, 1, 20, 23, 59, 59)
    assert "time has run out" in told[5]["notes"][0]


def test_what_is_open_can_be_worked_on_to_the_end(insaf, bring_in):
    bring_in(ROWS)
    reference = case_of(insaf, "A-1").reference
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)
    case = case_of(insaf, "A-1")
    assert (case.status, case.answered_at) == ("answered", insaf.clock.now())
    assert count(insaf, LetterRow, LetterRow.instance_id == case.instance_id, LetterRow.code == "reply") == 1


def test_timers_whose_time_is_still_to_come_work_as_ever(insaf, bring_in):
    bring_in("B-1,20/04/2026 10:00,,,Head office,papers,new,tel,\n")
    case = case_of(insaf, "B-1")
    assert count(insaf, Timer, Timer.instance_id == case.instance_id, Timer.state == "pending") == 7
    insaf.clock.set(datetime(2026, 6, 10, tzinfo=UTC))
    Worker(insaf).run_once()
    assert count(insaf, Escalation, Escalation.rung == "reminder_30") == 1
    assert count(insaf, LetterRow, LetterRow.code == "receipt") == 0


def test_a_second_run_imports_nothing_and_leaves_changed_records_alone(insaf, bring_in):
    first = bring_in(ROWS)
    changed = ROWS.replace("A-2,02/01/2025 10:00,05/01/2025 09:00,,Head office,papers,busy",
                           "A-2,02/01/2025 10:00,05/01/2025 09:00,,Head office,papers,done")
    second = bring_in(changed + "A-7,02/01/2025 10:00,,,Oujda,papers,new,tel,\n")
    assert [row["done"] for row in second] == [
        "already there", "changed since", *["already there"] * 4, "imported"]
    assert [row["reference"] for row in second[:6]] == [row["reference"] for row in first]
    assert case_of(insaf, "A-2").status == "in_progress"
    assert count(insaf, ImportedRow) == 7


def test_a_bad_row_never_stops_the_rest_and_says_what_is_wrong(insaf, bring_in):
    told = bring_in(
        ",02/01/2025,,,Head office,papers,new,tel,\n"
        "C-1,someday,,,Head office,papers,new,tel,\n"
        "C-2,,,,Head office,papers,new,tel,\n"
        "C-3,02/01/2999,,,Head office,papers,new,tel,\n"
        "C-4,02/01/2025,,,Nowhere,papers,new,tel,\n"
        "C-5,02/01/2025\n"
        "C-6,02/01/2025,,,Oujda,papers,new,tel,\n"
        "C-6,03/01/2025,,,Oujda,papers,done,tel,\n")
    assert [row["done"] for row in told] == [*["refused"] * 6, "imported", "twice in the file"]
    reasons = [row.get("reason", "") for row in told]
    for reason, part in zip(reasons, ("no key", "'someday' is no date", "no date of deposit", "still to come",
                                      "'Nowhere' is not in the mapping", "it has 2 values", "", "line 8"), strict=True):
        assert part in reason
    assert count(insaf, ComplaintCase) == 1 and count(insaf, Incident) == 0


def test_doubtful_values_come_in_with_a_note(insaf, bring_in):
    told = bring_in(
        "D-1,02/01/2025 10:00,,01/01/2025,Oujda,papers,done,tel,\n"
        "D-2,02/01/2025 10:00,,,Oujda,papers,done,tel,\n"
        "D-3,02/01/2025 10:00,,05/01/2025,Oujda,papers,new,tel,\n"
        "D-4,02/01/2025 10:00,later,,Oujda,papers,frozen,pigeon,\n"
        "D-5,02/01/2025 10:00,,05/01/2999,Oujda,papers,,tel,\n"
        "D-6,02/01/2025 10:00,,05/01/2025,Oujda,papers,,tel,\n")
    assert [row["stands_at"] for row in told] == ["closed", "closed", "triage", "triage", "triage", "closed"]
    for row, part in zip(told, ("before the deposit", "without a closing date", "the closing date was left out",
                                "'frozen' is not in the mapping", "still to come", "no State"), strict=True):
        assert part in " ".join(row["notes"]), row
    assert case_of(insaf, "D-1").closed_at == case_of(insaf, "D-1").lodged_at


def test_an_unknown_agency_may_be_created_and_gets_its_own_worklist(insaf, bring_in):
    rows = "".join(f"E-{number},02/01/2025,,,TNG,papers,new,tel,\n" for number in range(3))
    told = bring_in(f"{rows}E-7,02/01/2025,,,not a code,papers,new,tel,\nE-8,02/01/2025,,,TNGG,papers,new,tel,\n",
                    MAPPING.replace("[[agencies]]", '[agency]\nunknown = "create"\n[[agencies]]', 1))
    assert [row["done"] for row in told] == [*["imported"] * 3, "refused", "refused"]
    assert "too few rows" in told[4]["reason"]
    with insaf.reading() as session:
        agency = session.scalars(select(Agency).where(Agency.code == "TNG")).one()
        task = session.scalars(select(HumanTask).where(HumanTask.state == "open")).first()
    assert (task.agency_id, task.role, agency.family) == (agency.id, "dispatcher", "national")


def test_a_mapping_that_names_no_element_of_the_diagram_is_refused_before_the_first_row(insaf, bring_in):
    from engine.errors import ImportRefused
    with pytest.raises(ImportRefused, match="names 'finished', which is no task or end.*closed_withdrawn"):
        bring_in(ROWS, MAPPING.replace('at = "closed"', 'at = "finished"'))
    assert count(insaf, ComplaintCase) == 0


def test_a_standing_that_its_steps_do_not_reach_refuses_those_rows(insaf, bring_in):
    told = bring_in(ROWS, MAPPING.replace("answers = { confirmed = true", "answers = { confirmed = false"))
    assert [row["done"] for row in told] == [*["imported"] * 4, "refused", "imported"]
    assert "not to closed_inadmissible" in told[4]["reason"] and count(insaf, Incident) == 0


def test_only_the_system_imports(insaf):
    from engine.acts.import_case import ImportCase
    from engine.errors import Forbidden
    act = ImportCase("s", "1", "d", "NAT", "complaint", "web", "fr", datetime(2025, 1, 1, tzinfo=UTC), 2025, "triage", "1")
    with pytest.raises(Forbidden):
        insaf.bus.ask(act, by=signed_in(insaf, NADIA))
    assert insaf.bus.ask(act, by=Person.system()).id == "triage"
