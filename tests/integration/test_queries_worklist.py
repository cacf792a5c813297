"""The worklist, a task and the search, as an officer sees them."""

from datetime import timedelta

import pytest

from engine import queries
from engine.acts.claim_task import ClaimTask
from engine.domain.access import Person
from engine.errors import NotFound
from tests.people import FATIMA, HANANE, INES, KARIM, NADIA, OMAR, RACHID
from tests.steps import INADMISSIBLE, do, lodge, open_tasks, signed_in


def ask(insaf, query, *values, by=None, **named):
    person = {"person": signed_in(insaf, by)} if by else {}
    with insaf.reading() as session:
        return query(session, insaf.shelf, *values, **person, **named)


def worklist(insaf, persona, **named):
    return ask(insaf, queries.worklist_for, by=persona, now=insaf.clock.now(), **named)


def test_a_dispatcher_sees_what_waits_for_triage_least_time_left_first(insaf):
    start = insaf.clock.now()
    later = lodge(insaf, full_name="Second Writer")
    insaf.clock.set(start - timedelta(days=3))
    earlier = lodge(insaf)
    insaf.clock.set(start)
    page = worklist(insaf, INES)
    assert [row.reference for row in page.rows] == [earlier.reference, later.reference]
    assert page.counts == {"open": 2, "mine": 0, "done": 0, "messages": 0} and page.after is None
    row = page.rows[1]
    assert (row.element_id, row.role, row.step["en"], row.step["ar"]) == (
        "triage", "dispatcher", "Triage", "الفرز وفحص المقبولية")
    assert (row.kind, row.status, row.subject, row.complainant_name) == (
        "complaint", "in_review", "Dossier sans réponse", "Second Writer")
    assert (row.agency_code, row.agency_names["fr"], row.role_names["fr"]) == (
        "NAT", "Agence nationale des services", "Agent d’orientation")
    assert (row.due_on.isoformat(), row.days_left) == ("2026-05-19", 15)


@pytest.mark.parametrize("stranger", [OMAR, FATIMA, HANANE, RACHID])
def test_people_without_the_role_or_of_another_agency_have_an_empty_worklist(insaf, stranger):
    lodge(insaf)
    page = worklist(insaf, stranger)
    assert not page.rows and page.counts == {"open": 0, "mine": 0, "done": 0, "messages": 0}


def test_a_taken_task_moves_to_mine_and_a_done_one_to_done_until_the_day_ends(insaf):
    receipt = lodge(insaf)
    insaf.bus.ask(ClaimTask(open_tasks(insaf, receipt.reference)["triage"]), by=signed_in(insaf, INES))
    assert not worklist(insaf, INES).rows
    [mine] = worklist(insaf, INES, view="mine").rows
    assert mine.claimed_by_name == "Ines Berrada"
    do(insaf, receipt.reference, "triage", INES)
    page = worklist(insaf, INES, view="done")
    assert page.counts == {"open": 0, "mine": 0, "done": 1, "messages": 0}
    assert page.rows[0].completed_at == insaf.clock.now() and page.rows[0].days_left is None
    insaf.clock.set(insaf.clock.now() + timedelta(days=1))
    assert not worklist(insaf, INES, view="done").rows


def test_pages_follow_each_other_without_gap_or_repetition(insaf):
    references = {lodge(insaf).reference for _ in range(5)}
    seen, after, pages = [], None, 0
    while True:
        page = worklist(insaf, INES, after=after, limit=2)
        seen += [row.reference for row in page.rows]
        after, pages = page.after, pages + 1
        if after is None:
            break
    assert (len(seen), set(seen), pages) == (5, references, 3)


@pytest.mark.parametrize("damaged", ["x", "é", "e30", "W10", "WzEsMl0", "WyJ4IiwieCJd", "WyIyMDI2LTA1LTA0IiwiYSJd", "a" * 900])
def test_a_damaged_place_in_the_list_means_the_first_page(insaf, damaged):
    lodge(insaf)
    assert len(worklist(insaf, INES, after=damaged).rows) == 1
    assert ask(insaf, queries.letters_to_post, by=INES, now=insaf.clock.now(), after=damaged).rows == ()
    assert ask(insaf, queries.accounts, by=RACHID, after=damaged).rows


def test_four_eyes_keep_a_task_off_the_list_of_whoever_did_the_step_before(insaf):
    receipt = lodge(insaf)
    do(insaf, receipt.reference, "triage", INES, **INADMISSIBLE)
    ines = signed_in(insaf, INES)
    both = Person(ines.id, ines.name, ines.email, ines.roles | {"unit_head"}, ines.agency_id)
    with insaf.reading() as session:
        page = queries.worklist_for(session, insaf.shelf, both, insaf.clock.now())
        assert not page.rows and page.counts["open"] == 0
        task_id = open_tasks(insaf, receipt.reference)["confirm_inadmissibility"]
        assert queries.task_page(session, insaf.shelf, task_id, both, insaf.clock.now()).why_not == "four_eyes"
    assert worklist(insaf, KARIM).counts["open"] == 1


def test_a_worklist_is_narrowed_by_reference_and_by_name_in_any_spelling(insaf):
    arabic, french = lodge(insaf, full_name="أحمد بنعيسى"), lodge(insaf, full_name="Aïcha Benâïssa")
    for text, wanted in (("احمد", arabic), ("بنعيسي", arabic), ("benaissa AICHA", french), ("aic", french),
                         (french.reference.lower(), french), ("2", french), ("٢", french)):
        assert [row.reference for row in worklist(insaf, INES, text=text).rows] == [wanted.reference], text
    assert not worklist(insaf, INES, text="ssa").rows
    assert not worklist(insaf, INES, text="100% _").rows


def test_the_task_page_says_what_this_person_may_do_and_why_not(insaf):
    receipt = lodge(insaf)
    task_id = open_tasks(insaf, receipt.reference)["triage"]

    def page(persona):
        return ask(insaf, queries.task_page, task_id, by=persona, now=insaf.clock.now())

    free = page(INES)
    assert (free.may_claim, free.may_release, free.may_complete, free.why_not) == (True, False, False, "not_claimed_yet")
    assert free.form.names and free.instructions["fr"].startswith("Lisez")
    assert free.case.reference == receipt.reference
    assert page(OMAR).why_not == "role"
    insaf.bus.ask(ClaimTask(task_id), by=signed_in(insaf, INES))
    mine = page(INES)
    assert (mine.may_claim, mine.may_release, mine.may_complete, mine.why_not) == (False, True, True, None)
    assert page(NADIA).may_release  # a supervisor may give it back for her
    do(insaf, receipt.reference, "triage", INES)
    assert page(INES).why_not == "task_not_open" and page(INES).task.completed_by_name == "Ines Berrada"
    with pytest.raises(NotFound):
        page(FATIMA)
    with pytest.raises(NotFound):
        ask(insaf, queries.task_page, "no such task\x00", by=INES, now=insaf.clock.now())


def test_cases_are_found_by_reference_old_number_and_name_within_what_one_may_see(insaf):
    receipt = lodge(insaf)

    def found(text, persona):
        return [row.reference for row in ask(insaf, queries.find_cases, text, by=persona, now=insaf.clock.now())]

    for text in (receipt.reference, receipt.reference.lower(), receipt.reference[:12], "zineb", "FASSI zi", "1"):
        assert found(text, OMAR) == [receipt.reference], text
    assert found(receipt.reference, RACHID) == [receipt.reference]
    assert found(receipt.reference, FATIMA) == []
    assert found("", OMAR) == found("  ", OMAR) == found("nobody", OMAR) == found("\x00", OMAR) == []
