"""A rung of escalation: noted once for a case and a deadline, and laid ready for the morning of those it concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.acts.case_file import CaseFile
from engine.acts.escalation_recipients import recipients
from engine.domain.mornings import next_morning
from engine.store.tables import Escalation, EscalationNotice
from engine.store.writes import Write, insert

OPERATOR = "escalate"


@dataclass(frozen=True)
class Rung:
    """What a service task `escalate` asks for: the deadline's code, the rung's own name, whom to tell (roles)."""

    code: str
    name: str
    roles: tuple[str, ...]

    @classmethod
    def asked(cls, parameters) -> "Rung":
        roles = str(parameters.get("to", "")).replace(",", " ").split()
        return cls(str(parameters.get("deadline", ""))[:40], str(parameters.get("rung", ""))[:40], tuple(dict.fromkeys(roles)))


class Escalations:
    """The rungs that one step reaches. Reaching one again, after a return, a transfer, a retry or a move to another version,
    is noted nowhere and told nobody."""

    def __init__(self, file: CaseFile):
        self._file = file
        self._rungs: list[dict] = []
        self._notices: list[dict] = []

    def reach(self, parameters, element_id: str, at: datetime, due_on: date | None) -> None:
        """`at` is the legal time of the rung, `due_on` the day its deadline stands at. One that lies before the deposit, as
        thirty days before the end of twenty, is nobody's."""
        rung, file = Rung.asked(parameters), self._file
        if file.case is None or file.is_quiet(at) or at < file.case.lodged_at or self._is_known(rung):
            return
        instance_id = file.change.instance_id
        key = {"instance_id": instance_id, "code": rung.code, "rung": rung.name}
        self._rungs.append({**key, "element_id": element_id, "at": at, "due_on": due_on, "roles": ",".join(rung.roles)[:200]})
        told = recipients(file, rung.roles)
        tell_at = next_morning(file.work.calendars.of(file.definition, file.case.agency_id), file.work.now)
        self._notices += [{**key, "recipient_id": recipient, "tell_at": tell_at, "told_at": None, "letter_id": None}
                          for recipient in told.ids]
        file.note("escalated", at, element_id, deadline=rung.code, rung=rung.name, to=list(rung.roles), told=len(told.ids),
                  **({"held_by_nobody": list(told.held_by_nobody)} if told.held_by_nobody else {}))

    def writes(self) -> list[Write]:
        return [*insert(Escalation, *self._rungs), *insert(EscalationNotice, *self._notices)]

    def _is_known(self, rung: Rung) -> bool:
        if any((row["code"], row["rung"]) == (rung.code, rung.name) for row in self._rungs):
            return True
        if self._file.change.expected_version is None:
            return False
        return self._file.work.session.scalar(select(Escalation.rung).where(
            Escalation.instance_id == self._file.change.instance_id, Escalation.code == rung.code,
            Escalation.rung == rung.name)) is not None
