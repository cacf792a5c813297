"""Behind the lock of a case stand two more walls; each holds where the ones before it have fallen."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from engine.acts.complete_task import CompleteTask
from engine.domain.access import Person
from engine.errors import CaseChangedMeanwhile
from engine.store.tables import CaseEvent, Incident, ProcessInstance
from tests.durability.invariants import disagreements
from tests.durability.test_same_at_once import AT_ONCE, eight
from tests.integration.versions import begun, small, tasks
from tests.unit.execution.diagrams import end, flows, node, start, user

SYSTEM = Person.system()
NAMES = [f"part_{number}" for number in range(AT_ONCE)]


@pytest.fixture
def shared(insaf) -> str:
    """A case in which eight tasks are open beside each other."""
    return begun(insaf, small(
        insaf, start(), node("parallelGateway", "split"), *map(user, NAMES), node("parallelGateway", "join"), end(),
        flows("begin > split", *(f"split > {name} > join" for name in NAMES), "join > done")))


def test_eight_people_at_eight_tasks_of_one_case_all_get_them_done_and_nobody_is_sent_away(insaf, shared):
    waiting = tasks(insaf, shared)
    told = eight(lambda number: insaf.bus.ask(CompleteTask(waiting[NAMES[number]], {"n": number}), by=SYSTEM))
    assert [one for one in told if isinstance(one, Exception)] == []
    with insaf.reading() as session:
        run = session.get(ProcessInstance, shared)
        assert (run.state, run.version, run.event_count) == ("ended", 1 + AT_ONCE, 1 + AT_ONCE)
        assert session.scalar(select(func.count()).select_from(Incident)) == 0
    assert disagreements(insaf) == []


def test_a_step_from_a_version_that_is_gone_is_refused_and_writes_nothing(insaf, shared):
    def overtake(session) -> None:
        session.execute(update(ProcessInstance).where(ProcessInstance.id == shared)
                        .values(version=ProcessInstance.version + 1).execution_options(synchronize_session=False))

    before = tasks(insaf, shared)
    with pytest.raises(CaseChangedMeanwhile):
        insaf.bus.ask(CompleteTask(before["part_0"], {}), by=SYSTEM, also=overtake)
    with insaf.reading() as session:
        assert session.get(ProcessInstance, shared).version == 1
        assert session.scalar(select(func.count()).select_from(Incident)) == 0
    assert tasks(insaf, shared) == before and disagreements(insaf) == []


def test_no_two_links_of_a_history_have_one_number_whoever_writes_them(insaf, shared):
    with pytest.raises(IntegrityError), insaf.database.writing() as session:
        session.add(CaseEvent(instance_id=shared, seq=1, body=b"twice", hash=b"twice"))
