"""What people wrote in a case is erased: at the end of its time of keeping, or because the person asked for it by right."""

from dataclasses import dataclass

import orjson
from sqlalchemy import delete, func, select, update

from engine.acts.append_event import append_to
from engine.acts.claim_due import refuse_people
from engine.acts.held_case import name_of
from engine.acts.work import Receipt, Work
from engine.definitions import Definition
from engine.domain.access import erases_texts
from engine.errors import CaseStillRuns, ErasedBefore, ErasedByAnother, Forbidden, Invalid, LettersOnTheWay
from engine.queries.seen import case_to_change
from engine.queries.typed import typed
from engine.store.erasure import empty_rows, sweep_files
from engine.store.look_up import hold_instance
from engine.store.tables import CaseLikeness, Contact, LetterRow, Submission
from engine.vocabulary import ErasureBasis, InstanceState, LetterState

LONGEST_NOTE = 60


@dataclass(frozen=True)
class EraseTexts:
    """`request` is the number under which the person's request is kept; it is no place for their name. A confidential case is
    erased by somebody who may see it and did none of its tasks: nobody takes away the traces of their own work."""

    reference: str
    basis: ErasureBasis
    request: str = ""


def erase_texts(act: EraseTexts, work: Work) -> Receipt:
    """Chain, figures, dates and timeline stay. Decisions (yes or no, a number, a choice from a list) stay as well: the
    register and the yearly report are made of them. Law 09-08; the time of keeping is the family's own policy.

    Raises NotFound, Forbidden, ErasedByAnother, CaseStillRuns, LettersOnTheWay, ErasedBefore, Invalid.
    """
    case = case_to_change(work.session, act.reference, work.by)
    if not erases_texts(work.by, case.agency_id, case.restricted_to):
        raise Forbidden(who=work.by.name, what=f"erase what was written in {case.reference}")
    request = typed(act.request, LONGEST_NOTE)
    if act.basis == ErasureBasis.REQUEST and not request:
        raise Invalid(what="the number of the request", reason="it is missing")
    held = hold_instance(work.transaction, case.instance_id, work.by.id)
    if case.restricted_to is not None and held.done_by_asker:
        raise ErasedByAnother(who=work.by.name, reference=case.reference)
    if held.instance.state not in (InstanceState.ENDED, InstanceState.CANCELLED):
        raise CaseStillRuns(reference=name_of(held))
    contact = work.session.get(Contact, case.instance_id)
    if contact is not None and contact.erased_at is not None:
        raise ErasedBefore(reference=name_of(held), on=contact.erased_at.date())
    waiting = work.session.scalar(select(func.count()).where(
        LetterRow.instance_id == case.instance_id,
        LetterRow.state.in_((LetterState.DUE, LetterState.SENDING, LetterState.TO_PRINT))))
    if waiting:
        raise LettersOnTheWay(reference=name_of(held), count=waiting)
    definition = work.shelf.definition(held.instance.definition_hash, work.session)
    append_to(work, held, "texts_erased", basis=str(act.basis), **({"request": request} if request else {}))
    empty_rows(work.session, case.instance_id)
    work.session.execute(delete(CaseLikeness).where(CaseLikeness.instance_id == case.instance_id)
                         .execution_options(synchronize_session=False))
    _keep_decisions(work, definition, case.instance_id)
    work.session.execute(update(Contact).where(Contact.instance_id == case.instance_id).values(erased_at=work.now))
    return Receipt(case.reference, case.instance_id)


def _keep_decisions(work: Work, definition: Definition, instance_id: str) -> None:
    rows = work.session.execute(select(Submission.id, Submission.element_id, Submission.answers)
                                .where(Submission.instance_id == instance_id, Submission.answers != "{}")).all()
    for row in rows:
        form = definition.form(row.element_id)
        kept = form.split(orjson.loads(row.answers))[0] if form is not None else {}
        work.session.execute(update(Submission).where(Submission.id == row.id).values(answers=orjson.dumps(kept).decode()))


@dataclass(frozen=True)
class SweepFiles:
    """`count` in the receipt says how many files of erased cases were deleted."""


def sweep_kept_files(act: SweepFiles, work: Work) -> Receipt:
    """Raises Forbidden for people."""
    refuse_people(work)
    return Receipt(count=sweep_files(work.session, work.files))
