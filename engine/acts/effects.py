"""What a step means outside the diagram: the public status, the clocks, letters and facts."""

from datetime import date, datetime

from engine.acts.case_file import CaseFile
from engine.acts.case_ledger import CaseLedger
from engine.acts.case_links import OPERATORS as ABOUT_OTHERS
from engine.acts.case_links import CaseLinks
from engine.acts.defer_letters import defer_letters
from engine.acts.escalate import OPERATOR as ESCALATE
from engine.acts.escalate import Escalations
from engine.acts.hand_over import OPERATORS as TRANSFER_OPERATORS
from engine.acts.hand_over import Transfers
from engine.acts.outcome_told import outcome_told
from engine.acts.restrict_case import OPERATORS as RESTRICT_OPERATORS
from engine.acts.restrict_case import restrict, role_of_task
from engine.acts.write_letter import compose_letters
from engine.definitions.clocks import DUE, DUE_ANEW, clocks_of
from engine.definitions.letter import INTERIM_REPLY
from engine.domain.deadline import REPLY
from engine.domain.ledger import LedgerEntry
from engine.errors import ExecutionFailed, LetterIncomplete, NotFound
from engine.store.change import NewTask
from engine.store.tables import ComplaintCase, LetterRow
from engine.store.writes import insert, update
from engine.vocabulary import COMPLAINANT, SETTLED_STATUSES, UNANSWERED_STATUSES, Outcome, Status

#: The deadline by which the complainant adds what is missing.
COMPLETE = "complete"
#: Standings after which nothing at all is waited for.
OVER = SETTLED_STATUSES - {Status.ANSWERED}
#: What a step may change in a case.
_MOVED = ("kind", "status", "outcome", "service_type", "answered_at", "closed_at", "agency_id", "unit_id",
          "restricted_to")


class Effects:
    """Collected while the run goes on, written at the end of the step. Does nothing for a run without a case."""

    def __init__(self, file: CaseFile):
        self.file = file
        self.variables: dict = {}
        self.open_elements: frozenset[str] = frozenset()
        self.ledger = CaseLedger(file)
        self._letters: list[dict] = []
        self._escalations = Escalations(file)
        self._transfers = Transfers(file)
        self._links = CaseLinks(file)
        self._before = self._standing()

    def passed(self, elements: tuple[str, ...], at: datetime) -> None:
        """Stops the clocks that the end of an element stops."""
        stopped_by = clocks_of(self.file.definition).stopped_by
        for element_id in elements:
            if element_id in self.open_elements:
                continue  # another unit has not answered yet: the last one stops the clock
            for code in stopped_by.get(element_id, ()):
                self.ledger.meet(code, at)

    def entered(self, elements: tuple[str, ...], at: datetime) -> None:
        """Statuses and outcome that the elements just entered give to the case."""
        case = self.file.case
        if case is None:
            return
        service_type = self.variables.get("service_type")
        if isinstance(service_type, str) and service_type and case.service_type != service_type:
            case.service_type = service_type[:120]
        for element_id in elements:
            status = self.file.property_of(element_id, "status")
            if status and status != case.status:
                self._set_status(status, element_id, at)
        outcome = self.variables.get("outcome")
        if case.status == Status.ANSWERED and case.outcome is None and outcome is None:
            outcome = outcome_told(self.file)
        if case.status in SETTLED_STATUSES and outcome in list(Outcome) and case.outcome != outcome:
            case.outcome = Outcome(outcome)  # a draft's outcome is nobody's answer yet

    def task_due(self, element_id: str, lane: str | None, at: datetime) -> datetime | None:
        """The earlier of the task's own deadline, which starts here at the latest, and the statutory one until the reply."""
        if self.file.case is None:
            return None
        code, due = self.file.property_of(element_id, DUE), []
        if code in self.file.definition.deadlines:
            self.ledger.start(code, at)
            due.append(self.ledger.due[code])
        is_answered = self.file.case.answered_at is not None or self.file.case.status in SETTLED_STATUSES
        if not is_answered and lane != COMPLAINANT and REPLY in self.ledger.due:
            due.append(self.ledger.due[REPLY])
        return min(due, default=None)

    def opened(self, task, at: datetime) -> NewTask:
        """The row of a task that opens now: whose it is and by when it is due."""
        if self.file.case is not None and self.file.property_of(task.element_id, DUE_ANEW) == "yes":
            self.ledger.start_anew(self.file.property_of(task.element_id, DUE), at)
        agency_id = self._transfers.agency_of_task(task.element_id)
        is_own = self.file.case is not None and agency_id == self.file.case.agency_id
        unit_id = task.unit_id or (self.file.case.unit_id if is_own else None)
        role = role_of_task(self.file, task.lane) if is_own else task.lane
        return NewTask(task.task_id, task.element_id, task.kind, role, unit_id, at,
                       self.task_due(task.element_id, task.lane, at), agency_id)

    def carry_out(self, request, at: datetime) -> None:
        """What a service task asked for: a letter to write, a fact to record, another agency, few who may see the case."""
        if request.operator in TRANSFER_OPERATORS:
            return self._transfers.carry_out(request, at)
        if request.operator in RESTRICT_OPERATORS:
            return restrict(self.file, request, at)
        parameters = request.parameters
        if request.operator == "record_fact":
            self.file.note("fact_recorded", at, request.element_id, fact=str(parameters.get("fact", "")))
            return
        if request.operator == ESCALATE:
            due_on = self.ledger.due_on(str(parameters.get("deadline", "")))
            self._escalations.reach(parameters, request.element_id, at, due_on)
            return
        if request.operator in ABOUT_OTHERS:
            self._links.carry_out(request, at)
            return
        if self.file.case is None:
            self.file.note("letter_not_written", at, request.element_id, letter=str(parameters.get("letter", "")))
            return
        letter, to = str(parameters.get("letter", "")), str(parameters.get("to", COMPLAINANT))
        if self.file.is_quiet(at):
            self.file.note("letter_not_sent", at, request.element_id, letter=letter, addressee=to, why="imported")
            return
        for row in self._composed(letter, to, request.element_id, at):
            self._letters.append(row)
            self.file.note("letter_written", at, request.element_id, letter_id=row["id"], letter=letter,
                           addressee=to, channel=row["state"])

    def tell(self, entry: LedgerEntry) -> int:
        """Writes to the complainant that the answer takes longer; how many letters that were. Where the family has no such
        letter the history says that none was written."""
        file, shown = self.file, {"letter": INTERIM_REPLY, "addressee": COMPLAINANT}
        if file.work.shelf.letter_by_act(file.work.session, file.definition, INTERIM_REPLY, file.case.language) is None:
            self.file.note("letter_not_written", entry.at, None, **shown, why="no_such_letter")
            return 0
        rows = compose_letters(self.file, INTERIM_REPLY, COMPLAINANT, None, entry.at, None, self.ledger.due_on(REPLY),
                               told=entry)
        for row in rows:
            self._letters.append(row)
            self.file.note("letter_written", entry.at, None, letter_id=row["id"], **shown, channel=row["state"])
        return len(rows)

    def _composed(self, letter: str, to: str, element_id: str, at: datetime) -> list[dict]:
        outcome = self.file.case.outcome or self.variables.get("outcome")
        try:
            if "outcome" in self.file.definition.letter(letter, self.file.case.language).placeholders:
                outcome = outcome_told(self.file) or outcome  # of this reply, not of the one before it
            return compose_letters(self.file, letter, to, element_id, at, outcome, self.ledger.due_on(REPLY),
                                   self.ledger.new(REPLY), complete_on=self._complete_on(letter, at))
        except (LetterIncomplete, NotFound) as problem:  # the definition's fault: whoever moved the case can mend nothing
            raise ExecutionFailed(element=element_id, reason=str(problem)) from problem

    def _complete_on(self, letter: str, at: datetime) -> date | None:
        """The last day for what the letter asks for: its clock starts with the letter, a moment before the task opens."""
        definition, language = self.file.definition, self.file.case.language
        if COMPLETE not in definition.deadlines or "complete_on" not in definition.letter(letter, language).placeholders:
            return None
        self.ledger.start(COMPLETE, at)
        return self.ledger.due_on(COMPLETE)

    def ended(self, at: datetime) -> None:
        case = self.file.case
        if case is not None and case.closed_at is None:
            case.closed_at = at
        self.ledger.meet_all(at)

    def last_things(self, at: datetime) -> None:
        """Before the step is written: what it left behind."""
        self._transfers.end_left_behind(self.open_elements, at)

    def write(self) -> None:
        """After the step itself: case, ledger and letters."""
        later, instance_id = self.file.work.transaction.later, self.file.change.instance_id
        moved = {name: value for name, value in self._standing().items() if value != self._before[name]}
        if moved and self.file.change.expected_version is not None:  # SQLite rewrites the indexes of every column named
            later(update(ComplaintCase, {"instance_id": instance_id}, **moved))
        self.ledger.write()
        later(*insert(LetterRow, *self._letters), *self._escalations.writes(), *self._transfers.writes(), *self._links.writes())
        defer_letters(self.file.work, self._letters)

    def _standing(self) -> dict:
        case = self.file.case
        return {name: getattr(case, name) for name in _MOVED} if case is not None else {}

    def _set_status(self, status: str, element_id: str, at: datetime) -> None:
        case = self.file.case
        case.status = Status(status)
        self.file.note("status_changed", at, element_id, status=status)
        for code in clocks_of(self.file.definition).stopped_at.get(status, ()):
            self.ledger.meet(code, at)
        if case.status in SETTLED_STATUSES and case.answered_at is None:
            if case.status not in UNANSWERED_STATUSES:
                case.answered_at = at
            self.ledger.meet(REPLY, at)
        if case.status in OVER or case.status == Status.RENEWED:  # the tasks of the first reply are gone with it
            self.ledger.meet_all(at, but=self._of_open_tasks())

    def _of_open_tasks(self) -> set[str | None]:
        """The clocks of tasks that stay open beside a case that is over, such as the answer to the Mediator."""
        return {self.file.property_of(element_id, DUE) for element_id in self.open_elements}
