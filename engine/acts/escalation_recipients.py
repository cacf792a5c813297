"""Who is behind the roles that a rung names, at the moment it is reached."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select

from engine.acts.case_file import CaseFile
from engine.queries.standing import is_open_task
from engine.store.tables import Account, AccountRole, Agency, HumanTask, PersonComplainedAbout, Submission
from engine.vocabulary import COMPLAINANT, HOLDER, NATIONAL_DESK


@dataclass(frozen=True)
class Recipients:
    """`ids` are accounts, or the agency itself where nobody at all was found and it has an address of its own."""

    ids: tuple[str, ...]
    held_by_nobody: tuple[str, ...]


def recipients(file: CaseFile, roles: tuple[str, ...]) -> Recipients:
    """For each role of the agency: who of it has taken an open task of the case; else who did the last one of that lane;
    else those of the case's unit; else all who hold it. `holder` stands for whoever the case waits for, `national_desk`
    for those who belong to no agency. Of a confidential case only those hear who may read it, and the national desk where it is
    named or nobody else is there; never those whom the case complains about."""
    waits, restricted_to = _open_tasks(file), file.case.restricted_to
    wanted = [role for role in roles if role != HOLDER]
    if restricted_to is not None:  # whoever the diagram names: of a confidential case few may even hear
        wanted = [restricted_to, *(role for role in wanted if role == NATIONAL_DESK)]
    elif HOLDER in roles:
        wanted = [role for role, _ in waits if role and role != COMPLAINANT] + wanted
    before = _last_done(file) if restricted_to is None else {}  # in a closed lane the next one is mostly somebody else
    taken = {**before, **{role: account for role, account in waits if account}}
    holders = _holders(file, tuple(dict.fromkeys(wanted)))
    if restricted_to is not None and not holders.get(restricted_to):
        holders = _holders(file, (restricted_to, NATIONAL_DESK))
        wanted.append(NATIONAL_DESK)
    found: dict[str, None] = {}
    nobody = []
    for role in dict.fromkeys(wanted):
        theirs = holders.get(role, ())
        is_with_one = taken.get(role) in {account for account, _ in theirs}
        people = [taken[role]] if is_with_one else _of_the_unit(theirs, file.case.unit_id)
        found.update(dict.fromkeys(people))
        if not people:
            nobody.append(role)
    if not found and restricted_to is None:
        agency = file.work.session.get(Agency, file.case.agency_id)
        found.update({agency.id: None} if agency.email else {})
    return Recipients(tuple(found), tuple(nobody))


def _open_tasks(file: CaseFile) -> list[tuple[str | None, str | None]]:
    """(role, who took it) of the tasks that are open as the step begins."""
    rows = file.work.session.execute(select(HumanTask.role, HumanTask.assignee_id).where(
        HumanTask.instance_id == file.change.instance_id, is_open_task()).order_by(HumanTask.created_at, HumanTask.id))
    stored = [(row.role, row.assignee_id) for row in rows]
    return stored or [(task.role, task.assignee_id) for task in file.change.tasks_new]


def _last_done(file: CaseFile) -> dict[str | None, str]:
    """Who last did a task of each lane of this case."""
    rows = file.work.session.execute(select(Submission.element_id, Submission.by_account).where(
        Submission.instance_id == file.change.instance_id, Submission.by_account.is_not(None))
        .order_by(Submission.at, Submission.id))
    elements = file.definition.elements
    return {elements[row.element_id].lane: row.by_account for row in rows if row.element_id in elements}


def _holders(file: CaseFile, roles: tuple[str, ...]) -> dict[str, list[tuple[str, str | None]]]:
    """(account, unit) of everybody who holds each role, in the agency, or for the national desk outside of any."""
    rows = file.work.session.execute(
        select(AccountRole.role, Account.id, Account.unit_id, Account.agency_id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(Account.active, AccountRole.role.in_(roles),
               Account.agency_id.is_(None) | (Account.agency_id == file.case.agency_id), ~is_complained_about(file))
        .order_by(Account.email))
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in rows:
        if (row.agency_id is None) == (row.role == NATIONAL_DESK):
            found.setdefault(row.role, []).append((row.id, row.unit_id))
    return found


def is_complained_about(file: CaseFile) -> ColumnElement[bool]:
    """The accounts that this case complains about: they are told nothing of it."""
    return exists().where(PersonComplainedAbout.instance_id == file.change.instance_id,
                          PersonComplainedAbout.account_id == Account.id)


def _of_the_unit(holders, unit_id: str | None) -> list[str]:
    """Those of the unit, where it has any; else all."""
    inside = [account for account, unit in holders if unit_id and unit == unit_id]
    return inside or [account for account, _ in holders]
