"""A theatre for scenarios: an agency of a family with one person for every role, a clock, and the real acts."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.acts.keep_account import CreateAccount
from engine.acts.keep_agency import CreateAgency, CreateUnit
from engine.acts.lodge_complaint import LodgeComplaint
from engine.acts.renew_complaint import RenewComplaint
from engine.acts.report_seizure import ReportSeizure
from engine.acts.withdraw_complaint import WithdrawComplaint
from engine.definitions import Definition, read_family
from engine.domain.access import Person
from engine.queries.events import events_of
from engine.queries.seizures import SEIZURES
from engine.store.tables import Account, Agency, ComplaintCase, Deadline, Escalation, HumanTask, LetterRow, ProcessInstance
from engine.vocabulary import COMPLAINANT, DISPATCHER, SYSTEM, TaskState
from engine.worker import Worker

AGENCY, NATIONAL = "STAGE", "NATIONAL"


class ToldOtherwise(Exception):
    """Something happened that the scenario does not tell."""


class Silent:
    """A channel that keeps what would leave."""

    def __init__(self):
        self.sent = []

    def deliver(self, message) -> None:
        self.sent.append(message)


class Stage:
    """Plays one story on a wired system (`insaf.clock` is a VirtualClock). On a copy of a database where a stage of the same
    family was set up, that one is used."""

    def __init__(self, insaf, family: str):
        self.insaf, self.worker = insaf, Worker(insaf, channel=Silent())
        bundle = read_family(family)
        self.definition = Definition.of(bundle)
        with insaf.reading() as session:
            stands = session.scalar(select(Agency.id).where(Agency.code == AGENCY))
        if not stands:
            self._ask(DeployDefinition(bundle, "for a scenario"), Person.system())
            self._ask(CreateAgency(AGENCY, family, "Organisme", "الهيئة", "Agency"), Person.system())
        self.named: dict[str, str] = {}
        self._hired: dict[tuple, Person] = {}
        for role in self.definition.roles:
            if role not in (COMPLAINANT, SYSTEM):
                self.person(role)

    def lodge(self, story) -> None:
        self._set(story)
        if story.earlier:
            self.named["EARLIER"] = self._lodge(story, story.earlier["lodged_at"]).reference
        receipt = self._lodge(story, story.lodged_at)
        self.reference, self.instance_id = receipt.reference, receipt.instance_id
        self._hired[COMPLAINANT, AGENCY, ""] = Person.complainant(receipt.reference)

    def _lodge(self, story, at):
        self.insaf.clock.set(at)
        return self._ask(LodgeComplaint(AGENCY, story.kind, "web", story.language, dict(story.lodge)), Person.anyone())

    def act(self, step: dict) -> None:
        """What one [[step]] of a story says."""
        if "wait_days" in step:
            self._wait_until(self.insaf.clock.now() + timedelta(days=step["wait_days"]))
        if "wait_until" in step:
            self._wait_until(datetime.combine(step["wait_until"], time(12), self.definition.calendar.zone))
        self.check_on_the_way(step)
        if "task" in step:
            task_id = self._open_task(step["task"], step.get("unit", ""))
            self._ask(CompleteTask(task_id, self._meant(step["answers"])), self._doer(step))
        if "message" in step:
            self._ask(self._message(step), self._doer({"by": COMPLAINANT, **step}))
        self.worker.run_once()

    def _message(self, step: dict):
        """The act that brings a message to the diagram."""
        name = step["message"]
        if name in SEIZURES.values():
            return ReportSeizure(self.reference, next(by for by, message in SEIZURES.items() if message == name), step["reason"])
        return {"withdrawal": WithdrawComplaint, "renewal": RenewComplaint}[name](self.reference, step.get("reason", ""))

    def check_on_the_way(self, step: dict) -> None:
        """What a step expects before anything is done in it."""
        if "expect_open" in step:
            self._compare("open tasks", sorted(self.open_tasks()), sorted(step["expect_open"]))
        for name, found in (("rungs", self.rungs), ("letters", self.letters)):
            if f"expect_{name}" in step:
                self._compare(name, found(), step[f"expect_{name}"])
        if "expect_case" in step:
            outcome = self.outcome()
            for name, wanted in step["expect_case"].items():
                self._compare(name, outcome.get(name, "no word of a scenario"), wanted)

        for code, day in step.get("expect_due", {}).items():
            self._compare(f"the day of {code}", self.running().get(code), day)

    def running(self) -> dict[str, str]:
        """The due day of each clock that runs."""
        with self.insaf.reading() as session:
            rows = session.execute(select(Deadline.code, Deadline.due_on).where(
                Deadline.instance_id == self.instance_id, Deadline.met_at.is_(None)))
            return {row.code: row.due_on.isoformat() for row in rows}

    def outcome(self) -> dict:
        """What became of the case, in the words of [expect]."""
        with self.insaf.reading() as session:
            case = session.get(ComplaintCase, self.instance_id)
            instance = session.get(ProcessInstance, self.instance_id)
            due = session.get(Deadline, (self.instance_id, "reply"))
            found = {"ended_as": instance.ended_as, "status": str(case.status),
                     "kind": str(case.kind), "outcome": case.outcome and str(case.outcome),
                     "due_on": due.due_on.isoformat()}
        return {**found, "letters": self.letters(), "rungs": self.rungs(), "facts": self.facts(), "open_tasks": self.open_tasks()}

    def open_tasks(self) -> list[str]:
        with self.insaf.reading() as session:
            return list(session.scalars(select(HumanTask.element_id).where(
                HumanTask.instance_id == self.instance_id, HumanTask.state == TaskState.OPEN)))

    def letters(self) -> list[str]:
        """The codes of the letters written so far, in the order of their causes."""
        written = [event for event in self._events() if event["kind"] == "letter_written"]
        codes = [event["letter"] for event in written]
        with self.insaf.reading() as session:
            rows = session.scalars(select(LetterRow.code).where(LetterRow.instance_id == self.instance_id)).all()
        self._compare("letters of the history", Counter(codes), Counter(rows))
        return codes

    def rungs(self) -> list[str]:
        """The rungs of escalation reached so far, as deadline.rung, in the order of their dates."""
        with self.insaf.reading() as session:
            rows = session.execute(select(Escalation.code, Escalation.rung).where(
                Escalation.instance_id == self.instance_id).order_by(Escalation.at)).all()
        return [f"{row.code}.{row.rung}" for row in rows]

    def facts(self) -> list[str]:
        return [event["fact"] for event in self._events() if event["kind"] == "fact_recorded"]

    def fired(self) -> dict[str, date]:
        """The local day on which each timer fired, by the legal time the history gives it."""
        return {event["element_id"]: self.definition.calendar.local_day(event["at"])
                for event in self._events() if event["kind"] == "timer_fired"}

    def passed(self) -> set[str]:
        """The elements that the run went through, as its history tells."""
        found = {event["element_id"] for event in self._events() if event["kind"] in ("task_completed", "timer_fired")}
        return found.union(*(event.get("elements", ()) for event in self._events() if event["kind"] == "step_taken")) - {None}

    def _compare(self, what: str, found, wanted) -> None:
        if found != wanted:
            raise ToldOtherwise(f"{what}: {found} where the scenario says {wanted}")

    def _events(self) -> list[dict]:
        with self.insaf.reading() as session:
            return [{**event.body, "kind": event.kind, "at": event.at, "element_id": event.element_id}
                    for event in events_of(session, self.instance_id)]

    def _open_task(self, element_id: str, unit: str = "") -> str:
        """Of several that were put to units, the one of that unit."""
        of_unit = [HumanTask.unit_id == self.named[f"UNIT {unit}"]] if f"UNIT {unit}" in self.named else []
        with self.insaf.reading() as session:
            found = session.scalars(select(HumanTask.id).where(
                HumanTask.instance_id == self.instance_id, HumanTask.element_id == element_id,
                HumanTask.state == TaskState.OPEN, *of_unit)).all()
        if len(found) != 1:
            raise ToldOtherwise(f"{element_id} is not open; open are {self.open_tasks()}")
        return found[0]

    def _wait_until(self, moment: datetime) -> None:
        self.insaf.clock.set(moment.astimezone(UTC))
        self.worker.run_once()

    def _set(self, story) -> None:
        """The other agencies and the units that a story names."""
        for code in story.agencies:
            self._ask(CreateAgency(code, story.family, code.title(), code.title(), code.title()), Person.system())
            self.person(DISPATCHER, code)  # a body without one takes no case over
        for unit in story.units:
            self.named[f"UNIT {unit}"] = self._ask(
                CreateUnit(AGENCY, unit.title(), unit.title(), unit.title()), Person.system()).id

    def _doer(self, step: dict) -> Person:
        return self.person(step["by"], step.get("at", AGENCY), step.get("unit", ""))

    def person(self, role: str, at: str = AGENCY, unit: str = "") -> Person:
        """The one who has a role at an agency (`NATIONAL`: at none), in a unit where one is named; answers call them
        `PERSON role`."""
        if (role, at, unit) not in self._hired:
            email = ".".join(part.lower() for part in (role, at, unit) if part) + "@example.org"
            agency, unit_id = None if at == NATIONAL else at, self.named.get(f"UNIT {unit}")
            with self.insaf.reading() as session:
                agency_id = session.scalar(select(Agency.id).where(Agency.code == agency))
                account_id = session.scalar(select(Account.id).where(Account.email == email))
            account_id = account_id or self._ask(
                CreateAccount(email, role.replace("_", " ").title(), (role,), agency, unit_id), Person.system()).id
            self._hired[role, at, unit] = Person(account_id, role, email, frozenset({role}), agency_id, unit_id)
            self.named.setdefault(f"PERSON {role}", account_id)
        return self._hired[role, at, unit]

    def _meant(self, answer):
        """An answer with the ids of the units and people that it names."""
        if isinstance(answer, dict):
            return {name: self._meant(value) for name, value in answer.items()}
        if isinstance(answer, list):
            return [self._meant(value) for value in answer]
        return self.named.get(answer, answer) if isinstance(answer, str) else answer

    def _ask(self, act, by: Person):
        return self.insaf.bus.ask(act, by=by)
