"""Who may be given a task: the same answer for the page that offers people and for the act that hands it over."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import Definition
from engine.domain.access import Person, holds_role
from engine.queries.four_eyes import not_by
from engine.store.tables import Account, PersonComplainedAbout, Submission
from engine.vocabulary import COMPLAINANT

LEFT, ROLE, FOUR_EYES, OF_COMPLAINANT, HELD, ABOUT = "left", "role", "four_eyes", "of_complainant", "held", "about"


@dataclass(frozen=True)
class Hindrance:
    """Why a task may not be given to a person. `code`: their account is closed (left), they do not hold the role (role), they
    did `element_id` of the same case (four_eyes), the case complains about them (about), the task is the complainant's
    (of_complainant), they have it (held)."""

    code: str
    element_id: str | None = None


def hindrance(task, definition: Definition, account: Account, person: Person, did: Collection[str],
              is_about: bool = False) -> Hindrance | None:
    """None where the person of that account may be given the task. `did` are the user tasks they have done on its run, `is_about`
    that it complains about them."""
    if task.role == COMPLAINANT:
        return Hindrance(OF_COMPLAINANT)
    if not account.active:
        return Hindrance(LEFT)
    if not holds_role(person, task.role, task.agency_id, task.unit_id):
        return Hindrance(ROLE)
    if is_about:
        return Hindrance(ABOUT)
    barred = next((name for name in not_by(definition, task.element_id) if name in did), None)
    if barred is not None:
        return Hindrance(FOUR_EYES, barred)
    return Hindrance(HELD) if task.assignee_id == account.id else None


def done_on(session: Session, instance_ids: Collection[str], account_ids: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """The user tasks that some people have done on some runs, by (run, person)."""
    found: dict[tuple[str, str], set[str]] = {}
    for run, element_id, who in session.execute(
            select(Submission.instance_id, Submission.element_id, Submission.by_account)
            .where(Submission.instance_id.in_(instance_ids))):  # not by person as well: they may have done thousands elsewhere
        if who in account_ids:
            found.setdefault((run, who), set()).add(element_id)
    return found


def complained_about(session: Session, instance_ids: Collection[str], account_ids: Collection[str]) -> set[tuple[str, str]]:
    """Which of some people are complained about on which of some runs: (run, person)."""
    named = PersonComplainedAbout
    return set(map(tuple, session.execute(select(named.instance_id, named.account_id).where(
        named.instance_id.in_(instance_ids), named.account_id.in_(account_ids)))))
