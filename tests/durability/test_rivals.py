"""Many want the same: each task is completed once, the others are told so, and nothing of it is an incident."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.queries.done_tasks import is_of_task
from engine.store.tables import Incident, ProcessInstance, Submission
from tests.durability import rivals
from tests.durability.invariants import disagreements
from tests.people import PASSWORD
from tests.steps import lodge

RIVALS = 8
RUN = Path(__file__).resolve().parents[2] / "run.py"
REFUSALS = {"task_not_open", "case_changed_meanwhile", "case_already_ended"}
STEPS_OF_A_CASE = 6


def assert_each_once(insaf, told: list[tuple[str, bool, str]], cases: int) -> None:
    outcomes = Counter(outcome for *_, outcome in told)
    assert set(outcomes) <= REFUSALS | {rivals.DONE, rivals.REPEATED}, outcomes
    assert outcomes["task_not_open"] and outcomes[rivals.REPEATED], f"they never met: this would show nothing: {outcomes}"
    by_task = defaultdict(list)
    for task_id, is_shared, outcome in told:
        by_task[task_id].append((is_shared, outcome))
    with insaf.reading() as session:
        completed = set(session.scalars(select(Submission.id).where(is_of_task())))
        assert session.scalar(select(func.count()).select_from(Incident)) == 0
        states = session.execute(select(ProcessInstance.state, ProcessInstance.version)).all()
    assert set(by_task) == completed and len(completed) == STEPS_OF_A_CASE * cases
    for task_id, tries in by_task.items():
        winners = [is_shared for is_shared, outcome in tries if outcome == rivals.DONE]
        assert len(winners) == 1, (task_id, tries)
        for is_shared, outcome in tries:
            if outcome == rivals.REPEATED:
                assert is_shared and winners == [True], "a receipt for somebody who did nothing"
    assert states == [("ended", 1 + STEPS_OF_A_CASE)] * cases, "a version a step, no step lost"
    assert disagreements(insaf) == []


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_eight_processes_that_do_the_same_tasks_do_each_of_them_once(insaf):
    cases = 8
    for _ in range(cases):
        lodge(insaf)
    insaf.database.close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durability.rivals"])
    results = context.SimpleQueue()
    processes = [context.Process(target=rivals.compete, args=(
        insaf.settings.database_url, insaf.settings.data, insaf.clock.now(), place, results)) for place in range(RIVALS)]
    for process in processes:
        process.start()
    told = [results.get() for _ in processes]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * RIVALS
    assert_each_once(insaf, [one for list_ in told for one in list_], cases)


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_eight_threads_and_commands_beside_them_do_each_task_once_and_everything_else_too(insaf):
    """Short commands of an operator write into the file that the serving process holds."""
    environment = {**os.environ, "DATABASE_URL": insaf.settings.database_url, "INSAF_DATA": str(insaf.settings.data),
                   "INSAF_SECRET": insaf.settings.secret}
    commands = [subprocess.Popen([sys.executable, RUN, *words], env=environment, text=True, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for words in (
        ("account", "create", "new@example.org", "--name", "Somebody New", "--password", PASSWORD),
        ("process", "deploy", "national", "--note", "beside the pages"))]
    told, cases = [], 0

    ended = threading.Event()

    threads = [threading.Thread(target=lambda place=place: told.extend(
        rivals.do_everything(insaf, place, more=lambda: not ended.is_set())))
               for place in range(RIVALS)]
    for thread in threads:
        thread.start()
    while not cases or any(command.poll() is None for command in commands):
        cases += bool(lodge(insaf).reference)
        time.sleep(0.1)
    ended.set()
    for thread in threads:
        thread.join()
    for command in commands:
        said, _ = command.communicate(timeout=60)
        assert command.returncode == 0, said
    assert_each_once(insaf, told, cases)
