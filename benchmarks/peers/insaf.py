"""Insaf, asked as its own pages ask it: acts through the bus, questions beside it."""

import secrets
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from benchmarks.peers import MODEL, Ready
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateAgency
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.run_instance import StartInstance
from engine.bootstrap import Insaf, bootstrap
from engine.definitions import read_family, read_files
from engine.domain.access import Person
from engine.queries import account_of, open_tasks_of
from engine.settings import Settings
from engine.store.migrate import migrate
from engine.store.tables import ProcessInstance
from engine.vocabulary import InstanceState

FAMILIES = Path(__file__).resolve().parents[1] / "families"
AGENCY, OFFICER = "BEN", "officer@example.org"


def wired(url: str, folder: Path) -> Insaf:
    """Insaf as the program wires it, on that database, with the families of the benchmarks."""
    folder.mkdir(parents=True, exist_ok=True)
    return bootstrap(Settings(database_url=url, data=folder, secret=secrets.token_urlsafe(32),
                              bpmn_root=FAMILIES / "bpmn", forms_root=FAMILIES / "forms"))


class _Asked:
    """What both ways of asking Insaf share."""

    def open(self, url: str, folder: Path) -> None:
        self.insaf = wired(url, folder)
        migrate(self.insaf.database)
        self.deploy()

    def ready_tasks(self, case: str) -> list[Ready]:
        return [Ready(task_id, element_id, case) for task_id, element_id in self.insaf.ask(open_tasks_of, case)]

    def complete(self, task: Ready, said: dict) -> None:
        self.insaf.bus.ask(CompleteTask(task.id, said), by=self.officer, key=uuid4().hex)

    def is_finished(self, case: str) -> bool:
        with self.insaf.reading() as session:
            return session.scalar(
                select(ProcessInstance.state).where(ProcessInstance.id == case)) == InstanceState.ENDED

    def close(self) -> None:
        self.insaf.close()


class InsafCases(_Asked):
    """A complaint of an agency: access check, forms, statuses, legal deadline, event chain, idempotency, outbox."""

    name, family = "insaf", "complaint8"

    def deploy(self) -> None:
        """The family, an agency that works by it, and an officer who holds the role of its tasks."""
        roots = self.insaf.settings.bpmn_root, self.insaf.settings.forms_root
        self._as_system(DeployDefinition(read_family(self.family, *roots), note="measured"))
        self._as_system(CreateAgency(AGENCY, self.family, "Mesures", "قياسات", "Measurements"))
        self.password = secrets.token_urlsafe(16)
        account = self._as_system(CreateAccount(
            email=OFFICER, name="Officer", roles=("officer",), agency_code=AGENCY, password=self.password))
        self.officer = self.insaf.ask(account_of, account.id).person

    def join(self, url: str, folder: Path, officer: Person) -> None:
        """Another process of the same installation."""
        self.insaf, self.officer = wired(url, folder), officer

    def start_case(self, number: int, said: dict) -> str:
        answers = {name: said[name] for name in ("ref", "product", "email", "received", "branch", "amount", "subject")}
        answers |= {"full_name": said["complainant"], "what_happened": said["text"]}
        act = LodgeComplaint(AGENCY, "complaint", said["channel"], "en", answers)
        return self.insaf.bus.ask(act, by=Person.anyone(), key=uuid4().hex).instance_id

    def _as_system(self, act):
        return self.insaf.bus.ask(act, by=Person.system())


class InsafLetters(InsafCases):
    """The same with the two letters of a case: composed, fixed and put into the outbox in the step that causes them."""

    name, family = "insaf, letters", "complaint8_letters"


class InsafRuns(_Asked):
    """A run that is no complaint: the diagram alone, without forms, deadline, statuses and contact."""

    name, model = "insaf bare", MODEL

    def deploy(self) -> None:
        self.officer = Person.system()
        self.definition = self.insaf.bus.ask(DeployDefinition(read_files([self.model])), by=self.officer).id

    def start_case(self, number: int, said: dict) -> str:
        return self.insaf.bus.ask(StartInstance(self.definition, said), by=self.officer, key=uuid4().hex).instance_id
