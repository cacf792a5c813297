"""What people do when a case is another agency's."""

from sqlalchemy import select

from engine.store.tables import CaseTransfer, ComplaintCase
from tests.people import INES
from tests.steps import ANSWERS, do


def offer(insaf, reference: str, to: str, by=INES) -> None:
    """At triage it is seen that another body is competent."""
    do(insaf, reference, "triage", by, **ANSWERS["triage"], route="elsewhere", transfer_to=to)


def transfers(insaf, reference: str) -> list[CaseTransfer]:
    with insaf.reading() as session:
        return list(session.scalars(select(CaseTransfer).join(
            ComplaintCase, ComplaintCase.instance_id == CaseTransfer.instance_id)
            .where(ComplaintCase.reference == reference).order_by(CaseTransfer.number)))
