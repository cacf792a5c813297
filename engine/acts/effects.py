"""What a step means outside the diagram: the public status, the ledger of deadlines, letters and facts."""

from datetime import date, datetime

from engine.acts.case_file import CaseFile
from engine.acts.defer_letters import defer_letters
from engine.acts.escalate import OPERATOR as ESCALATE
from engine.acts.escalate import Escalations
from engine.acts.legal_dates import LODGED, ledger_row
from engine.acts.write_letter import compose_letters
from engine.errors import ExecutionFailed, LetterIncomplete, NotFound
from engine.store.tables import ComplaintCase, Deadline, LetterRow
from engine.store.writes import insert, update
from engine.vocabulary import COMPLAINANT, SETTLED_STATUSES, Outcome, Status

REPLY = "reply"
_MOVED = ("status", "outcome", "service_type", "answered_at", "closed_at")  # what a step may change in a case


class Effects:
    """Collected while the run goes on, written at the end of the step. Does nothing for a run without a case."""

    def __init__(self, file: CaseFile):
        self.file = file
        self.variables: dict = {}
        self._deadlines_new: dict[str, dict] = {}
        self._deadlines_met: dict[str, datetime] = {}
        self._letters: list[dict] = []
        self._escalations = Escalations(file)
        self._known: dict[str, datetime] = {}
        self._before = self._standing()

    def knows(self, deadlines: dict[str, datetime]) -> None:
        """Takes over the due instants that the ledger holds, by code."""
        self._known = dict(deadlines)

    def start_deadlines(self) -> None:
        """The ledger rows of every deadline that starts with the deposit."""
        for code, rule in self.file.definition.deadlines.items():
            if rule.starts == LODGED:
                self._start_deadline(code, self.file.case.lodged_at)

    def entered(self, elements: tuple[str, ...], at: datetime) -> None:
        """Statuses and outcome that the elements just entered give to the case."""
        case = self.file.case
        if case is None:
            return
        service_type = self.variables.get("service_type")
        if isinstance(service_type, str) and case.service_type != service_type:
            case.service_type = service_type[:120]
        for element_id in elements:
            status = self.file.property_of(element_id, "status")
            if status and status != case.status:
                self._set_status(status, element_id, at)
        outcome = self.variables.get("outcome")
        if case.status in SETTLED_STATUSES and outcome in list(Outcome) and case.outcome != outcome:
            case.outcome = Outcome(outcome)  # a draft's outcome is nobody's answer yet

    def task_completed(self, element_id: str, at: datetime) -> None:
        """Meets the deadline that the element's property `due` names."""
        code = self.file.property_of(element_id, "due")
        if self.file.case is not None and code and code != REPLY:
            self._meet(code, at)

    def task_due(self, element_id: str, lane: str | None, at: datetime) -> datetime | None:
        """The earlier of the task's own deadline and the statutory one, which runs until the reply."""
        if self.file.case is None:
            return None
        code = self.file.property_of(element_id, "due")
        due = []
        if code in self.file.definition.deadlines:
            if code not in self.known_deadlines():
                self._start_deadline(code, at)
            due.append(self.known_deadlines()[code])
        is_answered = self.file.case.answered_at is not None or self.file.case.status in SETTLED_STATUSES
        if not is_answered and lane != COMPLAINANT and REPLY in self.known_deadlines():
            due.append(self.known_deadlines()[REPLY])
        return min(due, default=None)

    def carry_out(self, request, at: datetime) -> None:
        """What a service task asked for: a letter to write or a fact to record."""
        parameters = request.parameters
        if request.operator == "record_fact":
            self.file.note("fact_recorded", at, request.element_id, fact=str(parameters.get("fact", "")))
            return
        if request.operator == ESCALATE:
            self._escalations.reach(parameters, request.element_id, at, self._due_on(str(parameters.get("deadline", ""))))
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

    def _composed(self, letter: str, to: str, element_id: str, at: datetime) -> list[dict]:
        outcome = self.file.case.outcome or self.variables.get("outcome")
        try:
            return compose_letters(self.file, letter, to, element_id, at, outcome, self.new_deadline(REPLY))
        except (LetterIncomplete, NotFound) as problem:  # the definition's fault: whoever moved the case can mend nothing
            raise ExecutionFailed(element=element_id, reason=str(problem)) from problem

    def ended(self, at: datetime) -> None:
        case = self.file.case
        if case is not None and case.closed_at is None:
            case.closed_at = at

    def write(self) -> None:
        """After the step itself: case, ledger and letters."""
        later, instance_id = self.file.work.transaction.later, self.file.change.instance_id
        standing = self._standing()
        if standing != self._before and self.file.change.expected_version is not None:
            later(update(ComplaintCase, {"instance_id": instance_id}, **standing))
        later(*insert(Deadline, *self._deadlines_new.values()), *insert(LetterRow, *self._letters),
              *self._escalations.writes())
        for code, at in self._deadlines_met.items():
            later(update(Deadline, {"instance_id": instance_id, "code": code, "met_at": None}, met_at=at))
        defer_letters(self.file.work, self._letters)

    def _standing(self) -> dict:
        case = self.file.case
        return {name: getattr(case, name) for name in _MOVED} if case is not None else {}

    def new_deadline(self, code: str) -> dict | None:
        """The ledger row of a deadline that this step starts."""
        return self._deadlines_new.get(code)

    def known_deadlines(self) -> dict[str, datetime]:
        """Due instants by code: those stored and those this step starts."""
        return self._known

    def _due_on(self, code: str) -> date | None:
        due_at = self._known.get(code)
        return self.file.definition.calendar.local_day(due_at) if due_at else None

    def _start_deadline(self, code: str, started: datetime) -> None:
        row = ledger_row(self.file.change.instance_id, self.file.definition, code, started)
        self._deadlines_new[code] = row
        self.known_deadlines()[code] = row["due_at"]

    def _set_status(self, status: str, element_id: str, at: datetime) -> None:
        case = self.file.case
        case.status = Status(status)
        self.file.note("status_changed", at, element_id, status=status)
        if case.status in SETTLED_STATUSES and case.answered_at is None:
            if case.status != Status.WITHDRAWN:
                case.answered_at = at
            self._meet(REPLY, at)

    def _meet(self, code: str, at: datetime) -> None:
        if code in self._deadlines_new:
            self._deadlines_new[code]["met_at"] = self._deadlines_new[code]["met_at"] or at
        else:
            self._deadlines_met.setdefault(code, at)
