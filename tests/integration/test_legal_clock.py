"""Two clocks of one case: the legal one goes on whatever happens, the internal ones may stand still or be given days.

Lodged on Monday 4 May 2026: reply by Friday 3 July, the facts by Wednesday 3 June.
"""

from datetime import date

import pytest
from sqlalchemy import select

from engine.acts.change_clock import ExtendDeadline, RecordInterimReply, ResumeDeadline, SuspendDeadline
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_own_days import SetOwnDays
from engine.acts.run_instance import FireTimers
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions import Bundle, read_family
from engine.definitions.deadlines_table import FILE, deadline_cells
from engine.definitions.deadlines_writer import deadlines_dmn
from engine.domain.access import Person
from engine.errors import (
    ClockHeld, ClockNotRunning, ClockOfOthers, ClockRunOut, ClockRuns, ClockStandsStill, DaysOfComplainant, InvalidAnswers,
    NoDaysLeft, NotShorter,
)
from engine.store.tables import Deadline, DeadlineEntry, HumanTask, Timer
from tests.integration.recalculating import begin, decree, finish
from tests.integration.versions import redrawn
from tests.people import INES, KARIM, NADIA, NATIONAL, OMAR, RACHID
from tests.steps import at, do, lodge, signed_in

WAITS = "waits for the papers of the hospital"


def clocks(insaf, case) -> dict[str, Deadline]:
    with insaf.reading() as session:
        return {row.code: row for row in session.scalars(select(Deadline).where(Deadline.instance_id == case.instance_id))}


def due(insaf, case, code: str = "investigate") -> date:
    return clocks(insaf, case)[code].due_on


def task_due(insaf, case) -> dict[str, str]:
    with insaf.reading() as session:
        rows = session.execute(select(HumanTask.element_id, HumanTask.due_at).where(
            HumanTask.instance_id == case.instance_id, HumanTask.state == "open"))
        return {row.element_id: row.due_at.isoformat() for row in rows}


def timer_due(insaf, case) -> dict[str, str]:
    with insaf.reading() as session:
        rows = session.execute(select(Timer.element_id, Timer.due_at).where(
            Timer.instance_id == case.instance_id, Timer.state == "pending"))
        return {row.element_id: row.due_at.isoformat() for row in rows}


def ask(insaf, act, persona):
    return insaf.bus.ask(act, by=signed_in(insaf, persona))


@pytest.fixture
def investigated(insaf):
    """A case with Omar, who looks into it."""
    case = lodge(insaf)
    do(insaf, case.reference, "triage", INES)
    do(insaf, case.reference, "assign_officer", KARIM)
    return case


def test_an_internal_clock_stands_still_and_runs_on_while_the_legal_one_goes_on(insaf, investigated):
    case = investigated
    assert due(insaf, case) == date(2026, 6, 3) and due(insaf, case, "reply") == date(2026, 7, 3)
    timers = timer_due(insaf, case)
    insaf.clock.set(at("2026-05-11T10:00:00+01:00"))
    told = ask(insaf, SuspendDeadline(case.reference, "investigate", WAITS), OMAR)
    assert told.due_on == due(insaf, case) == date(2026, 6, 18)  # nobody starts it again: fifteen days and no more
    assert task_due(insaf, case) == {"investigate": "2026-06-18T22:59:59+00:00"}
    insaf.clock.set(at("2026-05-15T16:00:00+01:00"))
    told = ask(insaf, ResumeDeadline(case.reference, "investigate"), OMAR)
    assert told.due_on == due(insaf, case) == date(2026, 6, 8)   # four days later: Sunday 7 June rolls to Monday
    assert task_due(insaf, case) == {"investigate": "2026-06-08T22:59:59+00:00"}
    told = ask(insaf, ExtendDeadline(case.reference, "investigate", 3, "a second visit"), KARIM)
    assert told.due_on == due(insaf, case) == date(2026, 6, 10)
    assert due(insaf, case, "reply") == date(2026, 7, 3) and timer_due(insaf, case) == timers
    with insaf.reading() as session:
        entries = session.scalars(select(DeadlineEntry).order_by(DeadlineEntry.number)).all()
    assert [(entry.number, entry.kind, entry.before_on.day, entry.after_on.day, entry.days) for entry in entries] == [
        (1, "suspended", 3, 18, 0), (2, "resumed", 18, 8, 0), (3, "extended", 8, 10, 3)]
    assert entries[0].by_account == signed_in(insaf, OMAR).id and entries[0].reason == WAITS


def test_an_interim_reply_is_kept_and_moves_nothing(insaf, investigated):
    told = ask(insaf, RecordInterimReply(investigated.reference, "reply", date(2026, 7, 20), "an expert is heard"), OMAR)
    assert told.due_on == due(insaf, investigated, "reply") == date(2026, 7, 3)
    with insaf.reading() as session:
        [entry] = session.scalars(select(DeadlineEntry)).all()
    assert (entry.kind, entry.until_on, entry.before_on, entry.after_on) == (
        "interim_reply", date(2026, 7, 20), date(2026, 7, 3), date(2026, 7, 3))
    with pytest.raises(InvalidAnswers):
        ask(insaf, RecordInterimReply(investigated.reference, "reply", date(2026, 5, 3), "yesterday"), OMAR)


def test_a_decree_waits_for_its_recalculation_whatever_is_entered_on_a_clock_meanwhile(insaf, investigated):
    """Fifteen days of pause end on Thursday 18 June. That day and the day of the reply become days off; nobody has had the
    open dates counted again."""
    case = investigated
    decree(insaf, date(2026, 6, 18), date(2026, 7, 3))
    told = ask(insaf, RecordInterimReply(case.reference, "reply", date(2026, 7, 20), "an expert is heard"), OMAR)
    assert told.due_on == due(insaf, case, "reply") == date(2026, 7, 3)
    assert ask(insaf, SuspendDeadline(case.reference, "investigate", WAITS), OMAR).due_on == date(2026, 6, 18)
    finish(insaf, begin(insaf))
    assert due(insaf, case, "reply") == date(2026, 7, 6) and due(insaf, case) == date(2026, 6, 19)
    told = ask(insaf, RecordInterimReply(case.reference, "reply", date(2026, 7, 21), "the expert is late"), OMAR)
    assert told.due_on == due(insaf, case, "reply") == date(2026, 7, 6)


def test_what_a_rule_does_not_allow_is_refused_in_a_sentence(insaf, investigated):
    reference = investigated.reference
    for act, persona, refusal, words in (
            (SuspendDeadline(reference, "reply", WAITS), OMAR, ClockHeld, "cannot be paused: its rule allows it to nobody"),
            (ExtendDeadline(reference, "reply", 5, WAITS), NADIA, ClockHeld, "cannot be extended"),
            (SuspendDeadline(reference, "investigate", WAITS), INES, ClockOfOthers, "Agent traitant, Chef d’unité"),
            (ExtendDeadline(reference, "investigate", 5, WAITS), OMAR, ClockOfOthers, "Ines|Omar"),
            (ExtendDeadline(reference, "investigate", 11, WAITS), KARIM, NoDaysLeft, "10 days in all, and 10 of them"),
            (ExtendDeadline(reference, "investigate", 0, WAITS), KARIM, NoDaysLeft, "10 days in all"),
            (ResumeDeadline(reference, "investigate"), OMAR, ClockRuns, "There is no pause"),
            (SuspendDeadline(reference, "triage", WAITS), OMAR, ClockNotRunning, "does not run"),
            (SuspendDeadline(reference, "lunch", WAITS), OMAR, ClockNotRunning, "lunch does not run"),
            (SuspendDeadline(reference, "investigate", "  "), OMAR, InvalidAnswers, "reason")):
        with pytest.raises(refusal, match=words):
            ask(insaf, act, persona)
    ask(insaf, SuspendDeadline(reference, "investigate", WAITS), OMAR)
    with pytest.raises(ClockStandsStill, match="stands still already"):
        ask(insaf, SuspendDeadline(reference, "investigate", WAITS), OMAR)
    insaf.clock.set(at("2026-06-19T10:00:00+01:00"))  # the pause has used up its days, and the day has passed
    ask(insaf, ResumeDeadline(reference, "investigate"), OMAR)
    with pytest.raises(ClockRunOut, match="2026-06-18"):
        ask(insaf, SuspendDeadline(reference, "investigate", WAITS), OMAR)
    assert clocks(insaf, investigated)["investigate"].breached_at == at("2026-06-18T23:59:59+01:00")


def test_a_breach_is_noted_by_the_timer_and_by_a_late_answer_and_not_on_the_last_day(insaf, investigated):
    late = lodge(insaf)
    insaf.clock.set(at("2026-06-03T23:00:00+01:00"))
    do(insaf, investigated.reference, "investigate", OMAR)
    kept = clocks(insaf, investigated)
    assert kept["investigate"].met_at == at("2026-06-03T23:00:00+01:00") and kept["investigate"].breached_at is None
    insaf.clock.set(at("2026-06-15T10:00:00+01:00"))  # the draft was due on Saturday 13 June: today is in time
    do(insaf, investigated.reference, "draft_reply", OMAR)
    assert clocks(insaf, investigated)["draft"].breached_at is None
    insaf.clock.set(at("2026-07-04T08:00:00+01:00"))
    insaf.bus.ask(FireTimers(late.instance_id), by=Person.system())
    assert {code: row.breached_at for code, row in clocks(insaf, late).items()} == {
        "reply": at("2026-07-03T23:59:59+01:00"), "triage": at("2026-05-19T23:59:59+01:00")}
    do(insaf, investigated.reference, "validate_reply", NADIA)
    answered = clocks(insaf, investigated)
    assert answered["reply"].met_at == at("2026-07-04T08:00:00+01:00")
    assert answered["reply"].breached_at == at("2026-07-03T23:59:59+01:00")


def test_taking_the_case_back_stops_every_clock(insaf, investigated):
    insaf.clock.set(at("2026-05-20T10:00:00+01:00"))
    insaf.bus.ask(WithdrawComplaint(investigated.reference), by=Person.complainant(investigated.reference))
    stopped = clocks(insaf, investigated)
    assert {code for code, row in stopped.items() if row.met_at == at("2026-05-20T10:00:00+01:00")} == {"reply", "investigate"}
    assert not [code for code, row in stopped.items() if row.breached_at]


def waiting_family() -> Bundle:
    """The national family with a clock of its own, 20 days from the deposit, that stands still while an officer is chosen,
    and a reminder that hangs on it."""
    bundle = read_family("national")
    row = {"deadline": "handling", "starts": "lodged", "until": "draft_reply", "days": 20, "unit": "calendar", "roll": False,
           "grade": "internal", "evidence": "policy", "suspend": "continue", "suspend_by": "system", "suspend_days": 10}
    words = {f"{stem}_{language}": "Handling" for stem in ("basis", "name") for language in ("ar", "fr", "en")}
    due = '<spiffworkflow:property name="due" value="assign" />'
    bundle = redrawn(bundle, (due, f'{due}<spiffworkflow:property name="suspends" value="handling" />'),
                     ("before_deadline('reply', 30)", "before_deadline('handling', 3)"))
    return bundle.with_files({FILE: deadlines_dmn([*deadline_cells(bundle.files[FILE]), row | words])})


def test_a_clock_stands_still_while_a_task_waits_and_its_timers_move_with_it(insaf):
    insaf.bus.ask(DeployDefinition(waiting_family()), by=Person.system())
    case = lodge(insaf)
    assert due(insaf, case, "handling") == date(2026, 5, 24)
    assert timer_due(insaf, case)["reminder_30_days"] == "2026-05-20T23:00:00+00:00"
    insaf.clock.set(at("2026-05-06T10:00:00+01:00"))
    do(insaf, case.reference, "triage", INES)
    assert due(insaf, case, "handling") == date(2026, 6, 3)
    assert timer_due(insaf, case)["reminder_30_days"] == "2026-05-30T23:00:00+00:00"
    insaf.clock.set(at("2026-05-08T10:00:00+01:00"))
    do(insaf, case.reference, "assign_officer", KARIM)
    assert due(insaf, case, "handling") == date(2026, 5, 26)
    assert timer_due(insaf, case)["reminder_30_days"] == "2026-05-22T23:00:00+00:00"
    with insaf.reading() as session:
        entries = session.scalars(select(DeadlineEntry).order_by(DeadlineEntry.number)).all()
    assert [(entry.kind, entry.by_account, entry.after_on) for entry in entries] == [
        ("suspended", None, date(2026, 6, 3)), ("resumed", None, date(2026, 5, 26))]


def test_an_agency_may_be_quicker_and_never_slower_and_running_clocks_keep_their_days(insaf):
    before = lodge(insaf)
    ask(insaf, SetOwnDays(NATIONAL, "reply", 45), RACHID)
    ask(insaf, SetOwnDays(NATIONAL, "investigate", 20), RACHID)
    case = lodge(insaf)
    assert (case.due_on, due(insaf, case, "reply"), due(insaf, before, "reply")) == (
        date(2026, 6, 18), date(2026, 6, 18), date(2026, 7, 3))
    assert timer_due(insaf, case)["deadline_reply"] == "2026-06-18T22:59:59+00:00"
    for reference in (case.reference, before.reference):  # a clock that starts later starts with today's number
        do(insaf, reference, "triage", INES)
        do(insaf, reference, "assign_officer", KARIM)
    assert due(insaf, case) == date(2026, 5, 25) and clocks(insaf, case)["investigate"].days == 20
    for days in (60, 61, 0):
        with pytest.raises(NotShorter, match="60 days for everybody"):
            ask(insaf, SetOwnDays(NATIONAL, "reply", days), RACHID)
    ask(insaf, SetOwnDays(NATIONAL, "reply", None), RACHID)
    assert lodge(insaf).due_on == date(2026, 7, 3)
    with pytest.raises(DaysOfComplainant, match="the time that the complainant has"):
        ask(insaf, SetOwnDays(NATIONAL, "satisfaction", 1), RACHID)
