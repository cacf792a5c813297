"""A case goes to another agency: offered, taken over or not, and moved; what service tasks of a diagram ask for.

The run stays the same one, with its reference, its history and its legal dates: nothing of the ledger is touched. What
changes is whose it is: the case, its open tasks, the letters that wait to be posted (docs/decisions/0028).
"""

from datetime import datetime

from sqlalchemy import exists, func, select

from engine.acts.case_file import CaseFile
from engine.errors import CaseStaysHere, ExecutionFailed, NobodyTakesOver
from engine.store.tables import Account, AccountRole, Agency, CaseTransfer, HumanTask, LetterRow
from engine.store.writes import Write, insert, update
from engine.vocabulary import DISPATCHER, LetterState, TaskState, TransferState

OFFER, END_OFFER, MOVE = "offer_case", "end_offer", "move_case"
OPERATORS = frozenset({OFFER, END_OFFER, MOVE})
MOST_HOPS = 3
#: Values of the property `of_agency`: whose a user task is when it is not the case's own agency's.
OFFERED, NATIONAL = "offered", "national"


class Transfers:
    """What one step does to whose the case is."""

    def __init__(self, file: CaseFile):
        self._file = file
        self._offer: dict | None = None  # one of this very step
        self._writes: list[Write] = []

    def carry_out(self, request, at: datetime) -> None:
        """Raises NobodyTakesOver, CaseStaysHere, ExecutionFailed where the diagram asks for what cannot be."""
        code = str(request.parameters.get("to", ""))
        if self._file.case is None or self._file.is_quiet(at):
            self._file.note("transfer_not_made", at, request.element_id, to=code)
        elif request.operator == OFFER:
            self._make_offer(code, request.element_id, at)
        elif request.operator == END_OFFER:
            self._answer(self._open_offer(request.element_id), TransferState(str(request.parameters.get("as"))), at,
                         request.element_id)
        elif code:
            self._arbitrate(code, request.element_id, at)
        else:
            self._move(self._open_offer(request.element_id), TransferState.ACCEPTED, at, request.element_id)

    def agency_of_task(self, element_id: str) -> str | None:
        """Whose a task is that opens now."""
        whose = self._file.property_of(element_id, "of_agency")
        if whose == NATIONAL:
            return None
        return self._open_offer(element_id)["to_agency_id"] if whose == OFFERED else self._file.change.agency_id

    def end_left_behind(self, open_elements, at: datetime) -> None:
        """An offer whose task went away unanswered, with a withdrawal, a return or an end, is nobody's any more: the other agency
        sees the case no longer."""
        file, dropped = self._file, self._file.change.tasks_dropped
        if not dropped or self._writes or any(file.property_of(element, "of_agency") == OFFERED for element in open_elements):
            return
        if any(element.properties.get("of_agency") == OFFERED for element in file.definition.elements.values()):
            offer = self._standing_offer()
            if offer is not None:
                self._answer(offer, TransferState.WITHDRAWN, at, None)
                file.note("offer_ended", at, None, to_agency=offer["to_agency_id"], state=str(TransferState.WITHDRAWN))

    def writes(self) -> list[Write]:
        return [*insert(CaseTransfer, *([self._offer] if self._offer else [])), *self._writes]

    def _make_offer(self, code: str, element_id: str, at: datetime) -> None:
        target, number, hops = self._elsewhere(code), *self._so_far()
        if hops >= MOST_HOPS:
            raise ExecutionFailed(element=element_id, reason=f"the case has moved {hops} times; the national desk decides now")
        self._offer = self._row(target.id, number + 1, TransferState.OFFERED, at)
        self._file.note("case_offered", at, element_id, to_agency=target.id)

    def _arbitrate(self, code: str, element_id: str, at: datetime) -> None:
        """The national desk has decided, and its decision binds."""
        target, number = self._elsewhere(code), self._so_far()[0]
        self._offer = {**self._row(target.id, number + 1, TransferState.ARBITRATED, at), "answered_at": at}
        self._move(self._offer, TransferState.ARBITRATED, at, element_id)

    def _move(self, offer: dict, state: TransferState, at: datetime, element_id: str) -> None:
        file, case, change = self._file, self._file.case, self._file.change
        former, target = case.agency_id, offer["to_agency_id"]
        self._answer(offer, state, at, None, moved_at=at, until_event=change.event_count)
        case.agency_id = change.agency_id = target
        case.unit_id, change.moved_from = None, former
        change.tasks_follow = frozenset(file.work.session.scalars(select(HumanTask.id).where(
            HumanTask.instance_id == change.instance_id, HumanTask.agency_id == former, HumanTask.state == TaskState.OPEN)))
        self._writes.append(update(LetterRow, {"instance_id": change.instance_id, "agency_id": former,
                                               "state": LetterState.TO_PRINT}, agency_id=target))
        file.note("case_transferred", at, element_id, from_agency=former, to_agency=target, hop=self._so_far()[1] + 1)

    def _answer(self, offer: dict, state: TransferState, at: datetime, element_id: str | None, **more) -> None:
        values = {"state": state, "answered_at": at, **more}
        if offer is self._offer:
            offer.update(values)
        else:
            key = {"instance_id": self._file.change.instance_id, "number": offer["number"]}
            self._writes.append(update(CaseTransfer, key, **values))
        if element_id:
            self._file.note("offer_ended", at, element_id, to_agency=offer["to_agency_id"], state=str(state))

    def _open_offer(self, element_id: str) -> dict:
        found = self._offer or self._standing_offer()
        if found is None:
            raise ExecutionFailed(element=element_id, reason="the case is offered to nobody; offer_case must come before")
        return found

    def _standing_offer(self) -> dict | None:
        row = self._file.work.session.execute(
            select(CaseTransfer.number, CaseTransfer.to_agency_id).where(
                CaseTransfer.instance_id == self._file.change.instance_id, CaseTransfer.state == TransferState.OFFERED)
            .order_by(CaseTransfer.number.desc()).limit(1)).mappings().first()
        return dict(row) if row is not None else None

    def _so_far(self) -> tuple[int, int]:
        """How many offers there were before this step, and how many of them moved the case."""
        row = self._file.work.session.execute(
            select(func.coalesce(func.max(CaseTransfer.number), 0), func.count(CaseTransfer.moved_at))
            .where(CaseTransfer.instance_id == self._file.change.instance_id)).one()
        return tuple(row)

    def _elsewhere(self, code: str) -> Agency:
        session, language = self._file.work.session, self._file.work.by.language
        agency = session.scalar(select(Agency).where(Agency.code == code))
        if agency is None or not agency.active or not session.scalar(select(takes_in_cases(agency.id))):
            raise NobodyTakesOver(agency=agency.name(language) if agency else code)
        if agency.id == self._file.case.agency_id:
            raise CaseStaysHere(reference=self._file.name, agency=agency.name(language))
        return agency

    def _row(self, target_id: str, number: int, state: TransferState, at: datetime) -> dict:
        case, change = self._file.case, self._file.change
        return {"instance_id": change.instance_id, "number": number, "from_agency_id": case.agency_id,
                "to_agency_id": target_id, "state": state, "offered_at": at, "answered_at": None, "moved_at": None,
                "until_event": None, "reference": case.reference, "kind": case.kind, "channel": case.channel,
                "lodged_at": case.lodged_at, "definition_hash": change.definition_hash}


def takes_in_cases(agency_id):
    """Is there anybody in the agency who looks at what comes in?"""
    return exists().where(Account.agency_id == agency_id, Account.active, AccountRole.account_id == Account.id,
                          AccountRole.role == DISPATCHER)
