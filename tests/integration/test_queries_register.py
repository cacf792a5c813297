"""The register, what is late, and the letters to post, within what a person may see."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from engine import queries
from engine.acts.claim_task import ClaimTask
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.domain.access import Person
from engine.queries import RegisterFilters
from engine.store.tables import ComplaintCase, Incident, ProcessInstance
from engine.worker import Worker
from tests.people import FATIMA, INES, KARIM, NADIA, OMAR, RACHID
from tests.steps import BY_LETTER, case_of, do, lodge, open_tasks, said, signed_in


def register(insaf, persona=OMAR, **named):
    filters = RegisterFilters(**{name: named.pop(name) for name in list(named) if name in RegisterFilters.__annotations__})
    with insaf.reading() as session:
        return queries.register(session, insaf.shelf, filters, signed_in(insaf, persona), insaf.clock.now(), **named)


def late(insaf, persona=NADIA, **named):
    with insaf.reading() as session:
        return queries.overdue(session, insaf.shelf, signed_in(insaf, persona), insaf.clock.now(), **named)


def test_the_register_holds_every_case_newest_first(insaf):
    first = lodge(insaf)
    insaf.clock.set(insaf.clock.now() + timedelta(days=1))
    second = lodge(insaf, kind="suggestion")
    page = register(insaf)
    assert [row.reference for row in page.rows] == [second.reference, first.reference] and page.total == 2
    row = page.rows[1]
    assert (row.number, row.lodged_on, row.kind, row.channel, row.complainant_name, row.subject) == (
        1, date(2026, 5, 4), "complaint", "web", "Zineb El Fassi", "Dossier sans réponse")
    assert (row.due_on, row.days_left, row.answered_on, row.closed_on, row.outcome, row.imported) == (
        date(2026, 7, 3), 59, None, None, None, False)
    insaf.bus.ask(WithdrawComplaint(first.reference), by=Person.complainant(first.reference))
    row = register(insaf).rows[1]
    assert (row.status, row.days_left, row.closed_on) == ("withdrawn", None, date(2026, 5, 5))


def test_the_register_is_filtered_and_counts_what_the_filters_let_through(insaf):
    insaf.bus.ask(LodgeComplaint("NAT", "observation", "phone", "ar", said(full_name="أحمد بنعيسى")), by=Person.anyone())
    insaf.clock.set(insaf.clock.now() + timedelta(days=10))
    receipt = lodge(insaf)
    for wanted in ({"kind": "complaint"}, {"channel": "web"}, {"from_on": date(2026, 5, 14)}, {"text": "zineb"},
                   {"text": receipt.reference}, {"from_on": date(2026, 5, 14), "to_on": date(2026, 5, 14)},
                   {"kind": "complaint", "agency_code": "nat", "status": "in_review"}):
        page = register(insaf, **wanted)
        assert ([row.reference for row in page.rows], page.total) == ([receipt.reference], 1), wanted
    for wanted in ({"status": "closed"}, {"agency_code": "OZT"}, {"agency_code": "NONE\x00"}, {"text": "nobody"},
                   {"to_on": date(2026, 5, 3)}):
        assert (register(insaf, **wanted).rows, register(insaf, **wanted).total) == ((), 0), wanted
    assert register(insaf, to_on=date.max, from_on=date.min).total == 2


def test_each_agency_has_its_own_register_and_the_national_desk_all(insaf):
    lodge(insaf)
    assert [register(insaf, persona).total for persona in (OMAR, FATIMA, RACHID)] == [1, 0, 1]


def test_the_register_is_read_page_by_page_and_as_a_whole_in_the_order_of_lodging(insaf):
    lodged = [lodge(insaf).reference for _ in range(5)]
    seen, after = [], None
    while True:
        page = register(insaf, after=after, limit=2)
        seen, after = seen + [row.reference for row in page.rows], page.after
        if not after:
            break
    with insaf.reading() as session:
        rows = list(queries.register_rows(session, insaf.shelf, RegisterFilters(), signed_in(insaf, OMAR),
                                          insaf.clock.now(), chunk=2))
    assert sorted(seen) == sorted(lodged) and [row.reference for row in rows] == seen[::-1]


@pytest.mark.parametrize("days_before", ["min", "max"])
def test_the_edges_of_the_calendar_are_days_like_any_other(insaf, days_before):
    day = getattr(date, days_before)
    assert register(insaf, from_on=day, to_on=day).rows == ()


def test_late_and_soon_late_cases_are_told_with_where_they_wait_and_with_whom(insaf):
    receipt = lodge(insaf)
    insaf.clock.set(insaf.clock.now() + timedelta(days=20))
    fresh = lodge(insaf)
    do(insaf, fresh.reference, "triage", INES)
    insaf.clock.set(insaf.clock.now() + timedelta(days=33))  # 53 days after the first
    Worker(insaf).fire_due()
    page = late(insaf)
    assert [row.reference for row in page.soon] == [receipt.reference] and not page.late
    [inside] = page.inside
    assert (inside.reference, inside.pressing.code, inside.pressing.days_left < 0) == (fresh.reference, "assign", True)
    insaf.bus.ask(ClaimTask(open_tasks(insaf, receipt.reference)["triage"]), by=signed_in(insaf, INES))
    insaf.clock.set(insaf.clock.now() + timedelta(days=8))
    page = late(insaf)
    [row] = page.late
    assert (row.reference, row.days_left, row.waits[0].step["en"], row.with_name, row.waiting_days) == (
        receipt.reference, -1, "Triage", "Ines Berrada", 61)
    assert {name: page.counts[name] for name in ("open", "late", "soon", "incidents")} == {
        "open": 2, "late": 1, "soon": 0, "incidents": 0}
    assert [(load.code, load.open, load.late, load.soon) for load in page.by_agency] == [("NAT", 2, 1, 0)]
    assert late(insaf, FATIMA).counts["open"] == 0


def test_the_lists_of_what_is_late_are_read_page_by_page_and_each_case_stands_in_one(insaf):
    lodged = [lodge(insaf).reference for _ in range(3)]
    insaf.clock.set(insaf.clock.now() + timedelta(days=58))
    later = [lodge(insaf).reference for _ in range(2)]
    for reference in later:
        do(insaf, reference, "triage", INES)
    insaf.clock.set(insaf.clock.now() + timedelta(days=20))
    whole = late(insaf)
    assert ({row.reference for row in whole.late}, whole.soon, {row.reference for row in whole.inside}) == (
        set(lodged), (), set(later))
    assert whole.after == {"late": None, "soon": None, "inside": None}
    assert late(insaf, limit=2).late == whole.late[:2]
    with insaf.reading() as session:
        for which, rows in (("late", whole.late), ("inside", whole.inside)):
            read, after = (), None
            while True:
                page = queries.late_list(session, insaf.shelf, which, signed_in(insaf, NADIA), insaf.clock.now(), after=after,
                                         limit=1)
                read, after = read + page.rows, page.after
                if not after:
                    break
            assert read == rows
    assert late(insaf, FATIMA).late == ()


def test_on_the_last_day_a_case_is_soon_late_and_the_day_after_it_is_late(insaf):
    receipt = lodge(insaf)
    last = insaf.clock.now().replace(month=7, day=3, hour=22, minute=59)  # 23:59 in Rabat
    insaf.clock.set(last)
    assert [row.days_left for row in late(insaf).soon] == [0] and not late(insaf).late
    insaf.clock.set(last + timedelta(minutes=2))
    assert [row.reference for row in late(insaf).late] == [receipt.reference]


def test_an_answered_case_is_never_late(insaf):
    receipt = lodge(insaf)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, receipt.reference, element, persona)
    insaf.clock.set(insaf.clock.now() + timedelta(days=100))
    page = late(insaf)
    assert not page.late and page.counts == {"open": 0, "late": 0, "soon": 0, "incidents": 0, "breached": 0}


@pytest.mark.parametrize(("kind", "breaches"), [("complaint", 1), ("observation", 0), ("suggestion", 0)])
def test_only_a_complaint_breaches_the_date_of_the_law(insaf, kind, breaches):
    reference = lodge(insaf, kind=kind).reference
    insaf.clock.set(insaf.clock.now() + timedelta(days=70))
    Worker(insaf).fire_due()
    page = late(insaf)
    assert page.counts["breached"] == breaches
    assert [(row.reference, row.breached) for row in page.late] == [(reference, bool(breaches))]


def test_an_incident_is_listed_and_stops_the_task(insaf):
    case = case_of(insaf, lodge(insaf).reference)
    with insaf.database.writing() as session:
        session.add(Incident(instance_id=case.instance_id, act="FireTimers", code="execution_failed", message="boom",
                             at=insaf.clock.now(), state="open"))
        session.execute(update(ProcessInstance).values(state="incident"))
    task_id = open_tasks(insaf, case.reference)["triage"]
    with insaf.reading() as session:
        nadia, ines = signed_in(insaf, NADIA), signed_in(insaf, INES)
        [row] = queries.incidents(session, insaf.shelf, nadia)
        assert (row.reference, row.element_id, row.step["fr"], row.message) == (
            case.reference, "triage", "Trier et examiner la recevabilité", "boom")
        assert queries.incidents(session, insaf.shelf, signed_in(insaf, FATIMA)) == []
        assert queries.task_page(session, insaf.shelf, task_id, ines, insaf.clock.now()).why_not == "incident"
        assert queries.case_page(session, insaf.shelf, case.reference, ines, insaf.clock.now()).incident == (
            "execution_failed")
    assert late(insaf).counts["incidents"] == 1


def test_letters_to_post_are_listed_oldest_first_with_name_and_address(insaf):
    lodge(insaf)
    receipts = [lodge(insaf, **BY_LETTER) for _ in range(3)]
    person = signed_in(insaf, INES)
    with insaf.reading() as session:
        page = queries.letters_to_post(session, insaf.shelf, person, insaf.clock.now(), limit=2)
        rest = queries.letters_to_post(session, insaf.shelf, person, insaf.clock.now(), after=page.after, limit=2)
        other = queries.letters_to_post(session, insaf.shelf, signed_in(insaf, FATIMA), insaf.clock.now())
    assert {row.reference for row in page.rows + rest.rows} == {receipt.reference for receipt in receipts}
    assert (len(page.rows), len(rest.rows), rest.after, other.rows) == (2, 1, None, ())
    assert (page.rows[0].recipient_name, page.rows[0].address, page.rows[0].email, page.rows[0].state) == (
        "Zineb El Fassi", "12 rue des Oliviers, Rabat", "", "to_print")


def test_an_old_number_finds_its_case_and_marks_it_as_imported(insaf):
    receipt = lodge(insaf)
    with insaf.database.writing() as session:
        session.execute(update(ComplaintCase).values(old_reference="BO/2017/77"))
    with insaf.reading() as session:
        found = queries.find_cases(session, insaf.shelf, "BO/2017/77", signed_in(insaf, OMAR), insaf.clock.now())
    assert [row.reference for row in found] == [receipt.reference]
    assert register(insaf, text="BO/2017/77").rows[0].imported
