"""Eight processes that all want to do the same tasks: each runs `compete` in an interpreter of its own."""

import random
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from engine.acts.complete_task import CompleteTask
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.domain.access import Person
from engine.errors import InsafError
from engine.store.tables import ComplaintCase, HumanTask
from tests.fixtures.wired import settings_for
from tests.people import INES, KARIM, NADIA, OMAR
from tests.steps import ANSWERS, signed_in

BY = {"dispatcher": INES, "unit_head": KARIM, "officer": OMAR, "supervisor": NADIA}
DONE, REPEATED = "done", "repeated"
PATIENCE_SECONDS = 30


def compete(url: str, data: Path, now: datetime, place: int, results) -> None:
    """Puts the list of (task id, whether the key was the shared one, what became of it) into the queue `results`."""
    insaf = bootstrap(settings_for(url, data), clock=VirtualClock(now))
    try:
        results.put(do_everything(insaf, place))
    finally:
        insaf.close()


def do_everything(insaf, place: int, more=lambda: False) -> list[tuple[str, bool, str]]:
    """Completes whatever is open until nothing is and no `more` will come, in an order of its own; half of the tries carry
    the key that every rival uses for that task, the others one of their own."""
    chance, people = random.Random(place), {role: signed_in(insaf, persona) for role, persona in BY.items()}
    told, patience = [], time.monotonic() + PATIENCE_SECONDS
    while ((tasks := _open(insaf)) or more()) and time.monotonic() < patience:
        chance.shuffle(tasks)
        for task_id, element_id, role, reference in tasks:
            by = people[role] if role in people else Person.complainant(reference)
            is_shared = chance.random() < 0.5
            key = f"same-{task_id}" if is_shared else f"own-{place}-{task_id}"
            told.append((task_id, is_shared, _outcome(insaf, task_id, ANSWERS[element_id], by, key)))
    return told


def _open(insaf) -> list:
    with insaf.reading() as session:
        return session.execute(
            select(HumanTask.id, HumanTask.element_id, HumanTask.role, ComplaintCase.reference)
            .join(ComplaintCase, ComplaintCase.instance_id == HumanTask.instance_id)
            .where(HumanTask.state == "open").order_by(HumanTask.id)).all()


def _outcome(insaf, task_id: str, answers: dict, by: Person, key: str) -> str:
    try:
        return REPEATED if insaf.bus.ask(CompleteTask(task_id, answers), by=by, key=key).repeated else DONE
    except InsafError as refused:
        return refused.code
