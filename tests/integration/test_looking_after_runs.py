"""What waits for a second person, which runs there are, and what one of them waits for."""

import pytest

from engine import queries
from engine.acts.change_clock import RecordInterimReply
from engine.errors import NotFound
from engine.queries import RunFilters
from engine.store.tables import Incident, MessageWait, ProcessInstance, new_id
from engine.vocabulary import InstanceState
from tests.integration.versions import begun, done, timed
from tests.people import FATIMA, INES, KARIM, LEILA, NADIA, OMAR, TARIK
from tests.steps import INADMISSIBLE, case_of, do, lodge, open_tasks, signed_in


def asked(insaf, query, *values, persona=NADIA, **more):
    with insaf.reading() as session:
        return query(session, insaf.shelf, *values, person=signed_in(insaf, persona), **more)


def test_what_waits_for_a_second_person_is_told_with_who_wrote_it_and_when(insaf):
    reply, refusal = lodge(insaf).reference, lodge(insaf).reference
    do(insaf, refusal, "triage", INES, **INADMISSIBLE)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR)):
        do(insaf, reply, element, persona)
    found = {row.task.reference: row for row in asked(insaf, queries.second_eyes, now=insaf.clock.now())}
    assert {name: (row.task.element_id, row.drafted_by, row.may_do) for name, row in found.items()} == {
        reply: ("validate_reply", "Omar Tazi", True), refusal: ("confirm_inadmissibility", "Ines Berrada", False)}
    assert found[reply].drafted["fr"] == "Rédiger la réponse" and found[reply].drafted_at == insaf.clock.now()
    insaf.bus.ask(RecordInterimReply(reply, "reply", found[reply].reply.due_on, "Le dossier attend un plan."),
                  by=signed_in(insaf, NADIA))
    assert asked(insaf, queries.second_eyes, persona=LEILA, now=insaf.clock.now()) == []
    do(insaf, reply, "validate_reply", NADIA)
    assert [row.task.reference for row in asked(insaf, queries.second_eyes, now=insaf.clock.now())] == [refusal]


def test_runs_of_any_process_are_listed_by_filters_and_page_by_page(insaf):
    first, second = lodge(insaf).reference, lodge(insaf).reference
    elsewhere = lodge(insaf, agency="OZT", problem_category="lighting", neighbourhood="Hay Zitoun", danger=False).reference
    other = begun(insaf, timed(insaf, "work", "late"))

    def names(persona=TARIK, after=None, limit=50, **filters):
        page = asked(insaf, queries.runs, RunFilters(**filters), persona=persona, after=after, limit=limit)
        return [row.name for row in page.rows], page.after
    assert names()[0] == [other, elsewhere, second, first] and names(NADIA)[0] == [second, first]
    page, after = names(limit=3)
    assert names(after=after, limit=3)[0] == [first] and len(page) == 3
    assert names(cases=False)[0] == [other] and names(cases=True, agency_code="ozt")[0] == [elsewhere]
    assert names(family="small")[0] == [other] and names(text=first.lower())[0] == [first] and names(text=other)[0] == [other]
    done(insaf, other, "work")
    assert names(state=InstanceState.ENDED)[0] == [other] and other not in names()[0]
    with pytest.raises(NotFound):
        names(agency_code="NONE")
    assert set(asked(insaf, queries.running_families, persona=TARIK)) == {"national", "commune"}


def test_what_one_run_waits_for_is_told_whole_people_dates_messages_and_a_decision(insaf):
    reference = lodge(insaf).reference
    instance_id, run = case_of(insaf, reference).instance_id, begun(insaf, timed(insaf, "work", "late"))
    with insaf.database.writing() as session:
        session.add(MessageWait(task_id=new_id(), message="opinion", element_id="wait", instance_id=run, business_key=reference))
    told = asked(insaf, queries.run_waits, instance_id, persona=TARIK, now=insaf.clock.now())
    assert [task.element_id for task in told.tasks] == list(open_tasks(insaf, reference)) == ["triage"]
    assert "reply" in {clock.code for clock in told.clocks} and told.awaited_by == ((run, "opinion"),)
    assert sorted((one.name, one.key) for one in told.messages) == [
        (name, None) for name in ("court_seized", "mediator_seized", "withdrawal")]
    assert "Retrait par le plaignant" in {one.names["fr"] for one in told.messages}, "places, not codes"
    assert [timer.due_at for timer in told.timers] == sorted(timer.due_at for timer in told.timers) and len(told.timers) >= 5
    assert not asked(insaf, queries.run_waits, instance_id, now=insaf.clock.now()).awaited_by
    other = asked(insaf, queries.run_waits, run, persona=TARIK, now=insaf.clock.now())
    assert [(one.name, one.key) for one in other.messages] == [("opinion", reference)] and not other.clocks
    with insaf.database.writing() as session:
        session.get(ProcessInstance, run).state = "incident"
        session.add(Incident(id=new_id(), instance_id=run, act="FireTimers", code="unforeseen", message="", at=insaf.clock.now(),
                             state="open"))
    assert len(asked(insaf, queries.run_waits, run, persona=TARIK, now=insaf.clock.now()).incidents) == 1
    for persona, key in ((FATIMA, instance_id), (NADIA, run), (NADIA, "nothing")):
        with pytest.raises(NotFound):
            asked(insaf, queries.run_waits, key, persona=persona, now=insaf.clock.now())
