"""A decree moves one day for 100,000 open national cases: the look beforehand, and the moving: python -m benchmarks.recalculation

Every case has its reply due on the day that becomes a holiday, so every one of them moves: its deadline, its timers, its
open task, its ledger and its history.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import sqlalchemy as sa

from benchmarks import command
from benchmarks.place import Place, say
from benchmarks.report import table
from benchmarks.stored import Copier
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_agency import CreateAgency
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.recalculate import StartRecalculation
from engine.acts.recalculate_some import RecalculateSome
from engine.bootstrap import Insaf, bootstrap
from engine.clock import VirtualClock
from engine.definitions import read_family
from engine.domain.access import Person
from engine.domain.recalculation import Plan
from engine.queries import open_tasks_of
from engine.queries.recalculation import recalculation_preview
from engine.settings import Settings
from engine.store.migrate import migrate
from engine.store.tables import CalendarChange, Deadline
from engine.vocabulary import Cause
from tests.steps import ANSWERS, said

CASES = 100_000
SEEDS, AGENCIES = 36, 12
#: Sixty days later is a Saturday, a Sunday and a Monday, so the replies of all three days are due on that Monday.
LODGED = tuple(datetime(2026, 5, day, 9, tzinfo=UTC) for day in (5, 6, 7))
HOLIDAY = date(2026, 7, 6)
SYSTEM = Person.system()


def measure(here: Place, kind: str, cases: int = CASES, seeds: int = SEEDS) -> dict:
    """Seconds of the preview and of the moving, with what a single batch held."""
    insaf = _filled(here, kind, cases, seeds)
    plan = _decreed(insaf)
    before = perf_counter()
    with insaf.reading() as session:
        preview = recalculation_preview(session, insaf.shelf, plan, insaf.clock.now(), SYSTEM)
    figures = {"preview_s": perf_counter() - before}
    before = perf_counter()
    begun = insaf.bus.ask(StartRecalculation(plan, {"fr": "Décret n° 2-26-100"}, deferred=False), by=SYSTEM)
    slowest = 0.0
    while _timed_batch(insaf, begun.id, took := []):
        slowest = max(slowest, took[0])
    figures |= {"applied_s": perf_counter() - before, "slowest_batch_s": slowest}
    _refuse_half_done(insaf, preview.tally.moved, cases)
    insaf.close()
    return figures


def _timed_batch(insaf: Insaf, recalculation_id: str, took: list[float]) -> int:
    before = perf_counter()
    count = insaf.bus.ask(RecalculateSome(recalculation_id), by=SYSTEM).count
    took.append(perf_counter() - before)
    return count


def _filled(here: Place, kind: str, cases: int, seeds: int) -> Insaf:
    """Cases that wait for their triage or, every other one, for an officer; made by the program and multiplied."""
    url, folder = here.database(kind, "recalculated"), here.new_folder()
    clock = VirtualClock(LODGED[0])
    insaf = bootstrap(Settings(database_url=url, data=folder, secret="measured"), clock=clock)
    migrate(insaf.database)
    insaf.bus.ask(DeployDefinition(read_family("national"), note="measured"), by=SYSTEM)
    for number in range(AGENCIES):
        names = f"Agence {number}", f"وكالة {number}", f"Agency {number}"
        insaf.bus.ask(CreateAgency(f"A{number}", "national", *names), by=SYSTEM)
    for number in range(seeds):
        clock.set(max(clock.now(), LODGED[number * len(LODGED) // seeds]))
        _lodged(insaf, f"A{number % AGENCIES}", is_triaged=number % 2 == 0)
    Copier(url).grow(cases)
    clock.set(LODGED[-1] + timedelta(hours=3))
    say(f"{kind}: {cases:,} cases are open")
    return insaf


def _lodged(insaf: Insaf, agency: str, is_triaged: bool) -> None:
    case = insaf.bus.ask(LodgeComplaint(agency, "complaint", "web", "fr", said()), by=Person.anyone()).instance_id
    if is_triaged:
        [(task_id, element)] = insaf.ask(open_tasks_of, case)
        insaf.bus.ask(CompleteTask(task_id, ANSWERS[element]), by=SYSTEM)


def _decreed(insaf: Insaf) -> Plan:
    with insaf.reading() as session:
        calendar = insaf.shelf.in_force(session, "national")[1].calendar.code
    with insaf.database.writing() as session:
        session.execute(sa.insert(CalendarChange).values(
            number=1, calendar=calendar, agency_id=None, day_on=HOLIDAY, kind="decreed", name_ar="عطلة", name_fr="Jour férié",
            name_en="Holiday", source="2-26-100", reason="", by_account=None, at=insaf.clock.now()))
    return Plan(Cause.CALENDAR, calendar=calendar)


def _refuse_half_done(insaf: Insaf, moved: int, cases: int) -> None:
    """A figure of work that was not done is none."""
    with insaf.reading() as session:
        there = session.scalar(sa.select(sa.func.count()).where(
            Deadline.code == "reply", Deadline.due_on == HOLIDAY + timedelta(days=1)))
    if not moved == there == cases:
        raise RuntimeError(f"{cases} dates were to move; {moved} were said to, {there} did")


def report(here: Place, kinds: Sequence[str]) -> str:
    measured = [(kind, *measure(here, kind).values()) for kind in kinds]
    return table(f"A decree for {CASES:,} open cases, seconds", ["database", "preview", "applied", "slowest batch"], measured)


if __name__ == "__main__":
    command.run(report, __doc__)
