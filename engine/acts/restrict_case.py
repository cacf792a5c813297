"""A case becomes confidential, or ordinary again; what service tasks of a diagram ask for."""

from datetime import datetime

from engine.acts.case_file import CaseFile
from engine.errors import ExecutionFailed
from engine.vocabulary import COMPLAINANT, NATIONAL_DESK

RESTRICT, LIFT = "restrict_case", "lift_restriction"
OPERATORS = frozenset({RESTRICT, LIFT})


def restrict(file: CaseFile, request, at: datetime) -> None:
    """From now on only the role `to` of the agency sees the case, or whoever saw it before. Raises ExecutionFailed for a role
    that is none of the agency."""
    if file.case is None:
        return
    role = str(request.parameters.get("to", "")) if request.operator == RESTRICT else None
    if role is not None and (role not in file.definition.roles or role in (COMPLAINANT, NATIONAL_DESK)):
        raise ExecutionFailed(element=request.element_id, reason=f"{role or 'nobody'} is no role of the agency's people")
    if file.case.restricted_to != role:
        file.case.restricted_to = role
        file.note("case_restricted" if role else "restriction_lifted", at, request.element_id)
