"""A supervisor gives tasks to others: only to those who may do them, with a reason, and never past four eyes."""

from datetime import timedelta

import pytest

from engine import queries
from engine.acts.keep_account import ChangeAccount
from engine.acts.reassign_task import ReassignTask
from engine.acts.supervision_reason import digest_of
from engine.domain.access import Person
from engine.errors import (
    Forbidden, FourEyes, InvalidAnswers, NotFound, PersonLeft, RoleNotHeld, TaskAlreadyClaimed, TaskNotOpen, TaskOfComplainant,
)
from engine.queries.audit import broken_chains
from engine.queries.events import events_of
from engine.store.tables import SupervisionNote
from tests.people import INES, KARIM, LEILA, NADIA, OMAR, SALMA, TARIK
from tests.steps import case_of, do, lodge, open_tasks, signed_in

WHY = "Omar est en congé jusqu’au 20 mai."


def give(insaf, task: str, to, reason: str = WHY, by=NADIA):
    return insaf.bus.ask(ReassignTask(task, signed_in(insaf, to).id, reason), by=signed_in(insaf, by))


def changed(insaf, persona, roles: tuple[str, ...], active: bool = True) -> None:
    person = signed_in(insaf, persona)
    insaf.bus.ask(ChangeAccount(person.id, person.name, roles, persona.agency, active=active), by=Person.system())


def investigated(insaf) -> str:
    """A case that Omar has taken and investigates."""
    reference = lodge(insaf).reference
    do(insaf, reference, "triage", INES)
    do(insaf, reference, "assign_officer", KARIM)
    give(insaf, open_tasks(insaf, reference)["investigate"], OMAR, "Il connaît ce service.")
    return reference


def test_a_task_changes_hands_with_a_reason_in_the_chain_and_on_the_timeline(insaf):
    reference = investigated(insaf)
    task = open_tasks(insaf, reference)["investigate"]
    for reason in (" ", "x" * 501):
        with pytest.raises(InvalidAnswers):
            give(insaf, task, SALMA, reason)
    give(insaf, task, SALMA)
    assert give(insaf, task, SALMA).repeated
    with pytest.raises(TaskAlreadyClaimed, match="سلمى"):
        do(insaf, reference, "investigate", OMAR)
    do(insaf, reference, "investigate", SALMA)
    instance_id = case_of(insaf, reference).instance_id
    with insaf.reading() as session:
        given = [event for event in events_of(session, instance_id) if event.kind == "task_reassigned"]
        note = session.get(SupervisionNote, given[-1].body["note_id"])
        shown = [item for item in queries.timeline_of(session, insaf.shelf, instance_id) if item.code == "task_reassigned"]
        public = queries.timeline_of(session, insaf.shelf, instance_id, public=True)
        assert not broken_chains(session).broken
    assert len(given) == 2 and WHY not in str(given[-1].body)
    assert given[-1].body["reason"] == digest_of(note.id, note.reason) and note.reason == WHY
    assert (shown[0].title["fr"], shown[0].reason, shown[0].actor_name) == (
        "Étape confiée à سلمى العلوي : Instruire la réclamation", WHY, "Nadia Fassi")
    assert not [item for item in public if item.code == "task_reassigned" or item.reason]


def test_nobody_is_given_what_they_may_not_do(insaf):
    reference = investigated(insaf)
    task = open_tasks(insaf, reference)["investigate"]
    with pytest.raises(RoleNotHeld, match="Ines Berrada"):
        give(insaf, task, INES)
    with pytest.raises(RoleNotHeld):  # the role, but in another agency
        give(insaf, task, LEILA)
    for stranger, problem in ((OMAR, Forbidden), (LEILA, NotFound)):
        with pytest.raises(problem):
            give(insaf, task, SALMA, by=stranger)
    changed(insaf, SALMA, SALMA.roles, active=False)
    with pytest.raises(PersonLeft, match="سلمى"):
        give(insaf, task, SALMA)
    do(insaf, reference, "investigate", OMAR)
    with pytest.raises(TaskNotOpen):
        give(insaf, task, OMAR)
    do(insaf, reference, "draft_reply", OMAR)
    do(insaf, reference, "validate_reply", NADIA)
    with pytest.raises(TaskOfComplainant):
        give(insaf, open_tasks(insaf, reference)["give_satisfaction"], OMAR)


def test_four_eyes_hold_against_a_supervisor_too_and_the_look_beforehand_says_so(insaf):
    reference, calm = investigated(insaf), investigated(insaf)
    changed(insaf, OMAR, ("officer", "supervisor"))
    do(insaf, reference, "investigate", OMAR)
    do(insaf, reference, "draft_reply", OMAR)
    task, other = open_tasks(insaf, reference)["validate_reply"], open_tasks(insaf, calm)["investigate"]
    with pytest.raises(FourEyes, match="Omar Tazi"):
        give(insaf, task, OMAR)
    nadia, omar, now = signed_in(insaf, NADIA), signed_in(insaf, OMAR), insaf.clock.now()
    with insaf.reading() as session:
        load, moves = queries.move_preview(session, insaf.shelf, [task, other], omar.id, person=nadia, now=now)
        _, found = queries.candidates(session, insaf.shelf, task, person=nadia, now=now)
    assert {move.task.task_id: move.hindrance for move in moves} == {task: "four_eyes", other: "held"}
    assert load.open == 1 and [one.load.name for one in found if one.hindrance is None] == ["Nadia Fassi"]
    assert [(one.hindrance, one.because["fr"]) for one in found if one.load.id == omar.id] == [
        ("four_eyes", "Rédiger la réponse")]


def test_the_load_of_each_is_counted_by_the_dates_of_the_tasks(insaf):
    first = investigated(insaf)
    lodge(insaf)
    with insaf.reading() as session:
        tarik, nadia = signed_in(insaf, TARIK), signed_in(insaf, NADIA)

        def load(after: int, person=nadia, **more):
            found = queries.workload(session, insaf.shelf, person=person, now=insaf.clock.now() + timedelta(days=after), **more)
            return found, {one.name: (one.open, one.late, one.soon) for one in found.people}, found.nobody
        page, people, nobody = load(0, of=signed_in(insaf, OMAR).id)
        assert people["Omar Tazi"] == (1, 0, 0) and nobody.open == 1 and [row.reference for row in page.tasks] == [first]
        assert "Rachid Bennis" not in people
        assert load(27)[1]["Omar Tazi"] == (1, 0, 1) and load(31)[1]["Omar Tazi"] == (1, 1, 0)
        assert load(0, tarik, agency_code="nat")[1] == people
        for person, code in ((tarik, None), (nadia, "OZT"), (tarik, "NONE")):
            with pytest.raises(NotFound):
                load(0, person, agency_code=code)
