"""A case becomes confidential, or ordinary again; what service tasks of a diagram ask for. Its work goes with it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from engine.acts.case_file import CaseFile
from engine.errors import ExecutionFailed
from engine.queries.standing import is_open_task
from engine.store.tables import HumanTask
from engine.vocabulary import COMPLAINANT, NATIONAL_DESK

RESTRICT, LIFT = "restrict_case", "lift_restriction"
OPERATORS = frozenset({RESTRICT, LIFT})


def restrict(file: CaseFile, request, at: datetime) -> None:
    """From now on only the role `to` of the agency sees the case and does its work, or whoever saw it before. Raises
    ExecutionFailed for a role that is none of the agency."""
    if file.case is None:
        return
    role = str(request.parameters.get("to", "")) if request.operator == RESTRICT else None
    if role is not None and (role not in file.definition.roles or role in (COMPLAINANT, NATIONAL_DESK)):
        raise ExecutionFailed(element=request.element_id, reason=f"{role or 'nobody'} is no role of the agency's people")
    if file.case.restricted_to != role:
        file.case.restricted_to = role
        file.note("case_restricted" if role else "restriction_lifted", at, request.element_id)
        _pass_work_on(file)


def role_of_task(file: CaseFile, lane: str | None) -> str | None:
    """Who does a task of that lane: in a confidential case those who may see it, whatever the diagram says, for a task must not
    wait for people who cannot find it. What the complainant or the national desk does stays theirs (docs/decisions/0036)."""
    closed_to_others = file.case is not None and file.case.restricted_to is not None
    return file.case.restricted_to if closed_to_others and lane not in (COMPLAINANT, NATIONAL_DESK) else lane


def _pass_work_on(file: CaseFile) -> None:
    """The tasks that are open already change hands; whoever had taken one has it no more."""
    change, elements = file.change, file.definition.elements
    rows = file.work.session.execute(select(HumanTask.id, HumanTask.element_id).where(
        HumanTask.instance_id == change.instance_id, HumanTask.agency_id == file.case.agency_id, is_open_task()))
    for task_id, element_id in rows:
        lane = elements[element_id].lane if element_id in elements else None
        if lane != COMPLAINANT:
            change.tasks_regiven[task_id] = role_of_task(file, lane)
    for place, task in enumerate(change.tasks_new):
        if task.agency_id == file.case.agency_id and task.element_id in elements:
            change.tasks_new[place] = replace(task, role=role_of_task(file, elements[task.element_id].lane))
