"""What a step asks the database: the hot questions of the driver and nothing else, however much somebody has ever done."""

import pytest

from engine.acts.complete_task import CompleteTask
from engine.queries.open_tasks import _ON_POSTGRESQL
from engine.store import look_up
from engine.store.transaction import Transaction
from tests.people import INES, KARIM, OMAR
from tests.steps import ANSWERS, case_of, do, lodge, open_tasks, signed_in

DOER = {"triage": INES, "assign_officer": KARIM, "investigate": OMAR, "draft_reply": OMAR}


@pytest.mark.parametrize("element", DOER)
def test_a_completion_that_writes_no_letter_opens_no_session(insaf, monkeypatch, element):
    """A session costs as much as all that a step writes; one was opened for each step, to read lists that were empty."""
    reference = lodge(insaf).reference
    for before in list(DOER)[:list(DOER).index(element)]:
        do(insaf, reference, before, DOER[before])
    task_id, person = open_tasks(insaf, reference)[element], signed_in(insaf, DOER[element])
    opened, session = [], Transaction.session
    monkeypatch.setattr(Transaction, "session", property(lambda self: opened.append(element) or session.fget(self)))
    insaf.bus.ask(CompleteTask(task_id, ANSWERS[element]), by=person)
    assert not opened


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_what_somebody_did_in_a_case_is_not_sought_in_all_that_they_ever_did(insaf):
    """Four eyes: of an officer of many years a step reads no more than of one of today."""
    lodge(insaf)
    plan = "\n".join(str(row) for row in insaf.database.ask("explain query plan " + look_up.DONE_BY, ("an instance", "somebody")))
    assert "ix_submission_instance" in plan, plan


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("question", [look_up._REST[look_up._BY_ID], _ON_POSTGRESQL], ids=["lock", "look-up"])
def test_what_is_open_in_a_case_is_not_sought_among_all_that_is_open(insaf, question):
    """PostgreSQL keeps the plan it made while tables were small, when the index of all open tasks looks as good as any."""
    person, key = signed_in(insaf, INES), case_of(insaf, lodge(insaf).reference).instance_id
    values = (key, None, person.id, person.id) if question.count("%s") == 4 else (key,)
    with insaf.database.transaction() as transaction:
        transaction.ask(("select set_config('enable_seqscan', 'off', true)", ()))
        [plan] = transaction.ask(("explain " + question, values))
    told = "\n".join(line for line, in plan)
    assert "ix_human_task_instance" in told and "ix_human_task_open" not in told, told
