"""A demo in an empty database: every case goes through the same acts as the pages use, on a clock set back into the past."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from cli.alone import alone
from cli.demo_people import AGENCIES, PASSWORD, PEOPLE, DemoPerson
from cli.demo_stories import COMPLAINANT, STORIES, Did, Story
from cli.wiring import database_option, migrated, settings_of, wired
from engine.acts.change_clock import SuspendDeadline
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateAgency, CreateUnit
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.bootstrap import Insaf, bootstrap
from engine.clock import VirtualClock
from engine.definitions import read_family
from engine.domain.access import Person
from engine.errors import DatabaseNotEmpty
from engine.jobs import NoJobs
from engine.settings import Settings
from engine.store.tables import Account, Agency, HumanTask
from engine.vocabulary import TaskState
from engine.worker import Worker

SYSTEM = Person.system()
LONGEST_AGO = timedelta(days=max(story.days_ago for story in STORIES) + 1)


@click.command()
@database_option
def demo(database_url):
    """Fill an empty database with two agencies, their people and a dozen cases."""
    settings = settings_of(database_url)
    with alone(settings):
        forget_unfinished(settings)
        migrated(settings)
        with wired(settings) as insaf:
            if not is_empty(insaf):
                raise DatabaseNotEmpty()
            fill(insaf)
            introduce(insaf, click.echo)


def is_empty(insaf: Insaf) -> bool:
    """No agency and no account: nobody has begun to use it."""
    with insaf.reading() as session:
        return not session.scalar(select(func.count()).select_from(Agency)) and \
            not session.scalar(select(func.count()).select_from(Account))


def introduce(insaf: Insaf, say: Callable[[str], None]) -> None:
    """Tell who may sign in, when this is the demo: whether its people are there."""
    with insaf.reading() as session:
        here = set(session.scalars(select(Account.email).where(Account.email.in_([one.email for one in PEOPLE]))))
    if not here:
        return
    say("")
    say(f"Demo people, all with the password {PASSWORD} (known to everybody: never let strangers reach this server):")
    for person in PEOPLE:
        if person.email in here:
            say(f"  {person.email:<22} {_post(person):<28} {person.agency or 'all agencies'}")


def fill(insaf: Insaf) -> None:
    """Agencies, people and cases; what was due meanwhile fires, and letters of the past go nowhere."""
    now = insaf.clock.now()
    clock = VirtualClock(now - LONGEST_AGO)
    past = bootstrap(insaf.settings, clock=clock, jobs=NoJobs())
    mark = _mark(insaf.settings)
    mark.write_text(insaf.settings.database_url)
    try:
        _Filling(past, clock, now).do()
    finally:
        past.close()
    mark.unlink()


def forget_unfinished(settings: Settings) -> bool:
    """Put away an embedded database whose demo was interrupted; nobody can have used it, it was never served."""
    mark = _mark(settings)
    if not settings.embedded or not mark.exists() or mark.read_text() != settings.database_url:
        return False
    path = Path(make_url(settings.database_url).database)
    for ending in ("-wal", "-shm", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    mark.unlink()
    return True


def _mark(settings: Settings) -> Path:
    return settings.data / "demo-unfinished"


class _Nowhere:
    """The channel for letters of the past."""

    def deliver(self, message) -> None:
        """Nothing leaves: the addresses of the demo are nobody's."""


class _Filling:
    """Plays all stories side by side, in the order of their days."""

    def __init__(self, insaf: Insaf, clock: VirtualClock, now: datetime):
        self.insaf, self.clock, self.now = insaf, clock, now
        self.worker = Worker(insaf, channel=_Nowhere())
        self.people: dict[str, Person] = {}

    def do(self) -> None:
        for family in dict.fromkeys(agency.family for agency in AGENCIES):
            settings = self.insaf.settings
            bundle = read_family(family, settings.bpmn_root, settings.forms_root)
            self._ask(DeployDefinition(bundle=bundle, note="demo"), SYSTEM)
        agencies, units = {}, {}
        for agency in AGENCIES:
            agencies[agency.code], units[agency.code] = self._agency(agency)
        for person in PEOPLE:
            self.people[person.email.split("@")[0]] = self._account(person, agencies, units)
        for moment, do in sorted(self._days(), key=lambda day: day[0]):
            self.clock.set(moment)
            self.worker.run_once()
            do()
        self.clock.set(self.now)
        self.worker.run_once()

    def _agency(self, agency) -> tuple[str, list[str]]:
        """Its id, and those of its units in their order."""
        receipt = self._ask(CreateAgency(agency.code, agency.family, agency.name_fr, agency.name_ar, agency.name_en,
                                         address=agency.address), SYSTEM)
        units = [self._ask(CreateUnit(agency.code, *names), SYSTEM).id for names in agency.units]
        return receipt.id, units

    def _account(self, person: DemoPerson, agencies: dict[str, str], units: dict[str, list[str]]) -> Person:
        receipt = self._ask(CreateAccount(email=person.email, name=person.name, roles=person.roles,
                                          agency_code=person.agency, language=person.language,
                                          unit_id=None if person.unit is None else units[person.agency][person.unit],
                                          is_admin=person.is_admin, password=PASSWORD), SYSTEM)
        return Person(id=receipt.id, name=person.name, email=person.email, roles=frozenset(person.roles),
                      agency_id=agencies.get(person.agency), language=person.language, is_admin=person.is_admin)

    def _days(self):
        """(moment, what happens then) of every story."""
        for story in STORIES:
            lodged_at = self.now - timedelta(days=story.days_ago)
            case: dict = {}
            yield lodged_at, lambda story=story, case=case: self._lodge(story, case)
            for did in story.did:
                yield lodged_at + timedelta(days=did.after), lambda did=did, case=case: self._complete(did, case)
            if story.stopped is not None:
                after, *stopped = story.stopped
                yield lodged_at + timedelta(days=after), lambda stopped=stopped, case=case: self._stop(*stopped, case)
            if story.withdrawn_after is not None:
                yield lodged_at + timedelta(days=story.withdrawn_after), lambda case=case: self._withdraw(case)

    def _lodge(self, story: Story, case: dict) -> None:
        receipt = self._ask(LodgeComplaint(agency_code=story.agency, kind=story.kind, channel=story.channel,
                                           language=story.language, answers=dict(story.answers)), Person.anyone())
        case.update(reference=receipt.reference, instance_id=receipt.instance_id)

    def _complete(self, did: Did, case: dict) -> None:
        by = Person.complainant(case["reference"]) if did.by == COMPLAINANT else self.people[did.by]
        with self.insaf.reading() as session:
            task_id = session.scalars(select(HumanTask.id).where(
                HumanTask.instance_id == case["instance_id"], HumanTask.element_id == did.element,
                HumanTask.state == TaskState.OPEN)).one()
        self._ask(CompleteTask(task_id, dict(did.answers)), by)

    def _stop(self, code: str, by: str, reason: str, case: dict) -> None:
        self._ask(SuspendDeadline(case["reference"], code, reason), self.people[by])

    def _withdraw(self, case: dict) -> None:
        self._ask(WithdrawComplaint(case["reference"], "Le problème est réglé."), Person.complainant(case["reference"]))

    def _ask(self, act, by: Person):
        return self.insaf.bus.ask(act, by=by)


def _post(person: DemoPerson) -> str:
    return "administrator" if person.is_admin else ", ".join(role.replace("_", " ") for role in person.roles)
