"""What a diagram asks about other cases: find those like this one, join it to another, raise it to a complaint."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.acts.case_file import CaseFile
from engine.domain.likeness import likeness_keys
from engine.errors import ExecutionFailed
from engine.store.tables import CaseLikeness, CaseLink, ComplaintCase
from engine.store.writes import Write, insert
from engine.vocabulary import Kind

FIND, LINK, RAISE = "find_duplicates", "link_case", "raise_to_complaint"
SIMILAR, DUPLICATE, SEPARATED = "similar", "duplicate", "separated"
OPERATORS = (FIND, LINK, RAISE)
#: A dispatcher compares a handful; of a mass of alike cases the newest are shown.
_MOST_SHOWN = 5
_LONGEST = 90


class CaseLinks:
    """Collected while the run goes on, written with the step."""

    def __init__(self, file: CaseFile):
        self.file = file
        self._links: list[dict] = []
        self._signs: list[dict] = []

    def carry_out(self, request, at: datetime) -> None:
        if self.file.case is None:
            return
        if request.operator == FIND:
            self._find(int(request.parameters.get("days", _LONGEST)), request.element_id, at)
        elif request.operator == LINK:
            self._link(request, at)
        elif self.file.case.kind != Kind.COMPLAINT:
            self.file.note("kind_raised", at, request.element_id, kind=str(self.file.case.kind))
            self.file.case.kind = Kind.COMPLAINT

    def writes(self) -> list[Write]:
        return [*insert(CaseLikeness, *self._signs), *insert(CaseLink, *self._links)]

    def _find(self, days: int, element_id: str, at: datetime) -> None:
        """Other cases of the agency in the last days that share a sign with this one; signs of its own are put down."""
        file, contact = self.file, self.file.contact
        if file.is_quiet(at) or contact is None or contact.erased_at is not None:
            return
        mine, since = file.change.instance_id, file.case.lodged_at - timedelta(days=min(days, _LONGEST))
        signs = likeness_keys(file.case.agency_id, file.work.settings.secret, contact.email, contact.phone, contact.name,
                              contact.subject)
        row = CaseLikeness
        found = file.work.session.execute(
            select(row.instance_id).where(row.sign.in_(signs), row.at >= since, row.instance_id != mine)
            .group_by(row.instance_id, row.at).order_by(row.at.desc()).limit(_MOST_SHOWN)).scalars().all() if signs else []
        self._signs += [{"sign": sign, "instance_id": mine, "at": file.case.lodged_at} for sign in signs]
        self._links += [self._row(other, SIMILAR, at) for other in found]
        told = file.work.session.scalar(select(func.count()).where(  # whoever reads this timeline may not know of the others
            ComplaintCase.instance_id.in_(found), ComplaintCase.restricted_to.is_(None))) if found else 0
        if told:
            file.note("similar_found", at, element_id, count=told)

    def _link(self, request, at: datetime) -> None:
        reference, kind = str(request.parameters.get("parent", "")), str(request.parameters.get("kind", DUPLICATE))
        other = self.file.work.session.scalar(select(ComplaintCase.instance_id).where(ComplaintCase.reference == reference))
        if other is None or other == self.file.change.instance_id:
            raise ExecutionFailed(element=request.element_id, reason=f"there is no other case {reference!r} to join this one to")
        self._links.append({**self._row(other, kind, at), "by_account": self.file.work.by.id})
        self.file.note("case_linked", at, request.element_id, link=kind, other=reference)

    def _row(self, other: str, kind: str, at: datetime) -> dict:
        return {"child_id": self.file.change.instance_id, "parent_id": other, "kind": kind, "by_account": None, "at": at,
                "undone_by": None, "undone_at": None}
