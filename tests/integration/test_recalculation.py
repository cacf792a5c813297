"""Open dates counted again: looked at first, then moved with timers, tasks, ledger and history, or left where they are."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.acts.recalculate import ResumeRecalculation, StartRecalculation, StopRecalculation
from engine.acts.run_instance import FireTimers
from engine.domain.access import Person
from engine.domain.recalculation import Plan
from engine.errors import (
    Forbidden, Invalid, InvalidAnswers, LawNotDeployed, NotFound, RecalculationOver, RecalculationRuns,
)
from engine.queries.audit import broken_chains
from engine.queries.events import events_of
from engine.queries.public_case import public_case
from engine.queries.timeline import timeline_of
from engine.store.tables import DeadlineEntry, HumanTask, LetterRow, Timer
from engine.vocabulary import Cause, Reach
from tests.fixtures.wired import START
from tests.integration.recalculating import (
    CODE, FRIDAY, MONDAY, WHY, begin, decree, due, finish, look, shorter, stored, timer, verified,
)
from tests.integration.versions import SYSTEM, national
from tests.people import HANANE, INES, NADIA
from tests.steps import BY_LETTER, at, case_of, do, lodge, signed_in


def test_a_decree_moves_date_timers_tasks_ledger_and_history_together(insaf):
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    other = lodge(insaf).reference
    assert due(insaf, reference).due_on == FRIDAY
    version = decree(insaf, FRIDAY)
    insaf.clock.set(START + timedelta(days=1))
    preview = look(insaf)
    assert [(line.code, line.before_on, line.after_on, line.count) for line in preview.lines] == [
        ("reply", FRIDAY, MONDAY, 2)]
    assert (preview.tally.moved, preview.tally.later, preview.tally.become_late) == (2, 2, 0)
    assert [(row.code, row.tally.moved) for row in preview.by_agency] == [("NAT", 2)]
    assert due(insaf, reference).due_on == FRIDAY, "looking changes nothing"
    done = finish(insaf, begin(insaf, by=signed_in(insaf, HANANE)))
    assert (done.state, done.total, done.seen, done.moved) == ("done", 2, 2, 2)
    new = due(insaf, reference)
    assert (new.due_on, new.due_at, new.calendar_version) == (MONDAY, at("2026-07-06T22:59:59+00:00"), version)
    assert due(insaf, reference, "triage").due_on == date(2026, 5, 19), "it was met and is not touched"
    assert due(insaf, reference, "triage").calendar_version == 0
    assert due(insaf, other, "triage").calendar_version == version, "the same day, by the calendar of now"
    instance_id = case_of(insaf, reference).instance_id
    with insaf.reading() as session:
        timers = dict(session.execute(select(Timer.element_id, Timer.due_at).where(Timer.instance_id == instance_id)).all())
        assert timers["deadline_reply"] == at("2026-07-06T22:59:59+00:00")
        assert timers["reminder_5_days"] == at("2026-06-30T23:00:00+00:00")
        [task] = session.scalars(select(HumanTask).where(HumanTask.instance_id == instance_id, HumanTask.state == "open"))
        assert task.due_at < new.due_at, "its own date comes first and did not move"
        [entry] = session.scalars(select(DeadlineEntry).where(DeadlineEntry.instance_id == instance_id))
        assert (entry.code, entry.number, entry.kind, entry.before_on, entry.after_on, entry.recalculation_id) == (
            "reply", 1, "recalculated", FRIDAY, MONDAY, done.id)
        last = events_of(session, instance_id)[-1]
        assert (last.kind, last.actor_id) == ("deadline_recalculated", signed_in(insaf, HANANE).id)
        assert last.body == {"recalculation_id": done.id, "moves": [["reply", "2026-07-03", "2026-07-06"]]}
        assert not broken_chains(session).broken
    assert not look(insaf).lines and finish(insaf, begin(insaf)).moved == 0, "again is the same"


def test_it_is_for_the_national_desk_and_process_owners_with_a_reason_and_never_for_a_law_that_is_not_deployed(insaf):
    decree(insaf, FRIDAY)
    for person in (signed_in(insaf, INES), signed_in(insaf, NADIA), Person.complainant("NAT-2026-000001-K")):
        with pytest.raises(Forbidden):
            begin(insaf, by=person)
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(StartRecalculation(Plan(Cause.CALENDAR, calendar=CODE), {"fr": " "}), by=SYSTEM)
    with pytest.raises(LawNotDeployed, match="Put a version of the family in force that says it"):
        begin(insaf, Plan(Cause.LAW, family="national", code="reply", days=30))
    with pytest.raises(Invalid, match="has the versions 0 to 1"):
        look(insaf, Plan(Cause.CALENDAR, calendar=CODE, to_version=7))
    with pytest.raises(NotFound):
        look(insaf, Plan(Cause.RULE, family="national", definition_hash="0" * 64))


@pytest.mark.parametrize("days", [0, -1, 3_000_000, 10**11])
@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_a_number_of_days_that_no_deadline_can_have_is_refused_in_a_sentence(insaf, days):
    lodge(insaf)
    with pytest.raises(Invalid, match="1 to 3660 days"):
        look(insaf, Plan(Cause.LAW, family="national", code="reply", days=days))


def test_one_at_a_time_and_what_is_over_stays_over(insaf):
    lodge(insaf)
    decree(insaf, FRIDAY)
    first = begin(insaf)
    with pytest.raises(RecalculationRuns):
        begin(insaf)
    assert finish(insaf, first).moved == 1
    for act in (StopRecalculation, ResumeRecalculation):
        with pytest.raises(RecalculationOver):
            insaf.bus.ask(act(first), by=SYSTEM)


def test_cases_lodged_before_a_day_keep_their_date_and_none_is_a_decision_too(insaf):
    old = lodge(insaf).reference
    insaf.clock.set(START + timedelta(days=1, hours=-9, minutes=-30))  # half past midnight of Tuesday in Rabat is Monday in UTC
    new = lodge(insaf).reference
    decree(insaf, FRIDAY, MONDAY)
    plan = Plan(Cause.CALENDAR, calendar=CODE, reach=Reach.LODGED_SINCE, lodged_since_on=date(2026, 5, 5))
    tally = look(insaf, plan).tally
    assert (tally.moved, tally.out_of_reach) == (1, 1)
    assert finish(insaf, begin(insaf, plan)).moved == 1
    assert (due(insaf, old).due_on, due(insaf, new).due_on) == (FRIDAY, date(2026, 7, 7))
    again = look(insaf, Plan(Cause.CALENDAR, calendar=CODE, since_version=2)).by_code["reply"]
    assert (again.moved, again.left_behind) == (0, 1), "what an earlier choice left behind is not caught up with"
    nobody = stored(insaf, begin(insaf, Plan(Cause.CALENDAR, calendar=CODE, reach=Reach.NONE)))
    assert (nobody.state, nobody.total, nobody.ended_at) == ("done", 0, insaf.clock.now())


def test_never_later_leaves_what_would_make_the_complainant_wait(insaf):
    reference = lodge(insaf).reference
    decree(insaf, FRIDAY)
    plan = Plan(Cause.CALENDAR, calendar=CODE, never_later=True)
    assert (look(insaf, plan).tally.moved, look(insaf, plan).tally.kept) == (0, 1)
    done = finish(insaf, begin(insaf, plan))
    assert (done.moved, done.kept, due(insaf, reference).due_on) == (0, 1, FRIDAY)


def test_a_shorter_rule_moves_the_open_cases_of_older_versions_and_one_that_is_late_by_it_fires_at_once(insaf):
    early = lodge(insaf).reference
    insaf.clock.set(START + timedelta(days=40))
    late = lodge(insaf).reference
    rule = shorter(insaf)
    fresh = lodge(insaf).reference
    insaf.clock.set(START + timedelta(days=50))
    preview = look(insaf, Plan(Cause.RULE, family="national", definition_hash=rule[:12]))
    assert (preview.tally.moved, preview.tally.earlier, preview.tally.become_late) == (2, 2, 1)
    assert preview.by_code["reply"].moved == 2 and preview.names["reply"]["fr"]
    done = finish(insaf, begin(insaf, preview.plan))
    assert (done.moved, done.became_late) == (2, 1)
    day = date(2026, 6, 18)
    assert (due(insaf, early).due_on, due(insaf, early).days, due(insaf, early).definition_hash) == (day, 45, rule)
    assert due(insaf, late).due_on == date(2026, 7, 28) == due(insaf, fresh).due_on
    assert timer(insaf, early, "deadline_reply").due_at == insaf.clock.now(), "it rings now, and the day stays what it is"
    insaf.bus.ask(FireTimers(case_of(insaf, early).instance_id), by=SYSTEM)
    with insaf.reading() as session:
        shown = timeline_of(session, insaf.shelf, case_of(insaf, early).instance_id)
    assert "deadline_breached" in {item.code for item in shown} and verified(insaf)


def test_a_law_that_is_tried_out_says_what_it_would_do_and_moves_nothing(insaf):
    reference = lodge(insaf).reference
    plan = Plan(Cause.LAW, family="national", code="reply", days=30, unit="working")
    [line] = look(insaf, plan).lines
    assert (line.before_on, line.after_on) == (FRIDAY, date(2026, 6, 18)) and due(insaf, reference).due_on == FRIDAY


def test_a_date_that_had_passed_comes_back_into_time_and_its_breach_stays(insaf):
    reference = lodge(insaf).reference
    was_due = due(insaf, reference).due_at
    decree(insaf, FRIDAY)
    insaf.clock.set(at("2026-07-04T10:00:00+01:00"))
    assert look(insaf).tally.in_time_again == 1
    assert finish(insaf, begin(insaf)).in_time_again == 1
    kept = due(insaf, reference)
    assert (kept.due_on, kept.breached_at) == (MONDAY, was_due)
    assert timer(insaf, reference, "deadline_reply").due_at == was_due, "it was due before and fires for then"
    insaf.bus.ask(FireTimers(case_of(insaf, reference).instance_id), by=SYSTEM)
    assert due(insaf, reference).breached_at == was_due and verified(insaf)


def test_a_timer_that_mixes_the_date_into_an_expression_keeps_the_whole_date(insaf):
    national(insaf, ("before_deadline('reply', 30)", "min([before_deadline('reply', 30), days_from_now(50)])"))
    reference = lodge(insaf).reference
    decree(insaf, FRIDAY)
    tally = look(insaf).tally
    assert (tally.moved, tally.not_movable) == (0, 1)
    done = finish(insaf, begin(insaf))
    assert (done.moved, done.not_movable, due(insaf, reference).due_on) == (0, 1, FRIDAY)


def test_complainants_are_written_to_in_their_language_where_that_was_chosen(insaf):
    references = [lodge(insaf, language=language, **asked).reference
                  for language, asked in (("fr", {}), ("ar", {}), ("en", BY_LETTER))]
    decree(insaf, FRIDAY)
    assert finish(insaf, begin(insaf, with_letters=True)).letters == 3
    with insaf.reading() as session:
        letters = {row.instance_id: row for row in session.scalars(select(LetterRow).where(LetterRow.code == "date_moved"))}
        french, arabic, posted = (letters[case_of(insaf, reference).instance_id] for reference in references)
        told = events_of(session, french.instance_id)[-1]
    assert (told.kind, told.body["letter_id"]) == ("letter_written", french.id) and verified(insaf)
    assert "au plus tard le 3 juillet 2026" in french.body and "le 6 juillet 2026" in french.body
    assert WHY["fr"] in french.body and WHY["ar"] in arabic.body and "6 يوليوز 2026" in arabic.body
    assert (french.state, french.recipient, posted.state) == ("due", "zineb@example.org", "to_print")


def test_the_sentence_stands_on_the_timeline_and_on_the_public_page(insaf):
    reference = lodge(insaf).reference
    decree(insaf, FRIDAY, date(2026, 5, 19))
    finish(insaf, begin(insaf))
    with insaf.reading() as session:
        staff = timeline_of(session, insaf.shelf, case_of(insaf, reference).instance_id)[0]
        public = public_case(session, insaf.shelf, reference, insaf.clock.now())
    assert staff.title["fr"] == ("Réponse motivée : nouvelle date le 6 juillet 2026, au lieu du 3 juillet 2026. "
                                 "Tri : nouvelle date le 20 mai 2026, au lieu du 19 mai 2026. Décret n° 2-26-100")
    [shown] = [item for item in public.timeline if item.code == "deadline_recalculated"]
    assert shown.title["ar"] == "الجواب المعلل: التاريخ الجديد 6 يوليوز 2026 بدل 3 يوليوز 2026. مرسوم رقم 2.26.100"
    assert "Tri" not in shown.title["fr"] and public.due_on == MONDAY
