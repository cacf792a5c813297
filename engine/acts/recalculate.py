"""Have open dates counted again: begin it with its choices, stop it, go on with it. The dates are moved batch by batch
(recalculate_some.py), so what is asked here returns at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from engine.acts.claim_due import refuse_people
from engine.acts.work import Receipt, Work
from engine.domain.access import recalculates
from engine.domain.recalculation import Plan
from engine.errors import Forbidden, InvalidAnswers, LawNotDeployed, NotFound, RecalculationOver, RecalculationRuns
from engine.jobs import Deferred, JobKind
from engine.queries.new_dates import NewDates
from engine.queries.open_clocks import cases_to_count
from engine.queries.recalculation import completed
from engine.store.tables import Recalculation, new_id
from engine.vocabulary import Cause, Reach, RecalculationState

LANGUAGES = ("ar", "fr", "en")
_LONGEST = 500
#: Nothing was heard of it for so long: its job was lost, or the worker that had it.
SILENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class StartRecalculation:
    """`reasons` is the sentence that every moved case shows, by language (at least one): the decree, the law. With
    `with_letters` the complainant of each case whose date of reply moves is written to. `deferred` hands the work to the
    queue; without it whoever asks carries it out by RecalculateSome."""

    plan: Plan
    reasons: Mapping[str, str]
    with_letters: bool = False
    deferred: bool = True


@dataclass(frozen=True)
class StopRecalculation:
    """What was moved stays moved. Nothing more is begun."""

    recalculation_id: str


@dataclass(frozen=True)
class ResumeRecalculation:
    """Goes on where it was stopped, or where its worker died."""

    recalculation_id: str
    deferred: bool = True


@dataclass(frozen=True)
class DeferRecalculation:
    """Hands the running recalculation to the queue again: by the worker that leaves the rest to the next job, or, with
    `only_silent`, by the one that looks for what was lost."""

    only_silent: bool = False


def start_recalculation(act: StartRecalculation, work: Work) -> Receipt:
    """Answers with its id and the number of cases to look at. A reach of none is written down as the decision it is.

    Raises Forbidden, InvalidAnswers without a reason, LawNotDeployed, RecalculationRuns, and what `completed` does.
    """
    _refuse_others(work)
    reasons = _reasons(act.reasons)
    if act.plan.cause == Cause.LAW:
        raise LawNotDeployed()
    plan = completed(work.session, act.plan)
    _refuse_second(work)
    is_empty = plan.reach == Reach.NONE
    total = 0 if is_empty else cases_to_count(work.session, NewDates(work.session, work.shelf, plan))
    row = Recalculation(
        id=new_id(), cause=plan.cause, calendar=plan.calendar, since_version=plan.since_version, to_version=plan.to_version,
        family=plan.family, definition_hash=plan.definition_hash, agency_id=plan.agency_id, reach=plan.reach,
        lodged_since_on=plan.lodged_since_on, never_later=plan.never_later, with_letters=act.with_letters,
        state=RecalculationState.DONE if is_empty else RecalculationState.RUNNING, total=total,
        started_at=work.now, worked_at=work.now, ended_at=work.now if is_empty else None, by_account=work.by.id,
        **{f"reason_{language}": text for language, text in reasons.items()})
    work.session.add(row)
    work.session.flush()
    if act.deferred and not is_empty:
        _defer(work, row.id)
    return Receipt(id=row.id, count=total)


def stop_recalculation(act: StopRecalculation, work: Work) -> Receipt:
    """Raises Forbidden, NotFound, RecalculationOver."""
    _refuse_others(work)
    row = _held(work, act.recalculation_id)
    if row.state != RecalculationState.RUNNING:
        raise RecalculationOver(which=row.id, state=row.state)
    row.state = RecalculationState.STOPPED
    return Receipt(id=row.id, count=row.seen)


def resume_recalculation(act: ResumeRecalculation, work: Work) -> Receipt:
    """One that runs already is only handed to the queue again. Raises Forbidden, NotFound, RecalculationOver,
    RecalculationRuns."""
    _refuse_others(work)
    row = _held(work, act.recalculation_id)
    if row.state == RecalculationState.DONE:
        raise RecalculationOver(which=row.id, state=row.state)
    if row.state == RecalculationState.STOPPED:
        _refuse_second(work)
        row.state, row.worked_at = RecalculationState.RUNNING, work.now
    if act.deferred:
        _defer(work, row.id)
    return Receipt(id=row.id, count=row.total - row.seen)


def defer_recalculation(act: DeferRecalculation, work: Work) -> Receipt:
    """Raises Forbidden."""
    refuse_people(work)
    row = _running(work)
    if row is None or act.only_silent and row.worked_at > work.now - SILENCE:
        return Receipt()
    _defer(work, row.id)
    return Receipt(id=row.id)


def _refuse_others(work: Work) -> None:
    if not recalculates(work.by):
        raise Forbidden(who=work.by.name, what="have open dates counted again")


def _refuse_second(work: Work) -> None:
    """Of two that begin at the same moment the index lets one in, and the bus asks for the other a second time."""
    running = _running(work)
    if running is not None:
        raise RecalculationRuns(which=running.id)


def _running(work: Work) -> Recalculation | None:
    return work.session.scalar(select(Recalculation).where(Recalculation.state == RecalculationState.RUNNING))


def _held(work: Work, recalculation_id: str) -> Recalculation:
    row = work.session.get(Recalculation, recalculation_id, with_for_update=True)
    if row is None:
        raise NotFound(what="recalculation", which=recalculation_id)
    return row


def _reasons(given: Mapping[str, str]) -> dict[str, str]:
    """The sentence in every language: where one is missing, the French, then whatever there is."""
    texts = {language: " ".join((given.get(language) or "").split()) for language in LANGUAGES}
    known = next((texts[language] for language in ("fr", "ar", "en") if texts[language]), "")
    if not known or max(map(len, texts.values())) > _LONGEST:
        raise InvalidAnswers({"reason": f"1 to {_LONGEST} characters"})
    return {language: text or known for language, text in texts.items()}


def _defer(work: Work, recalculation_id: str) -> None:
    work.jobs.defer_all(work.session, JobKind.RECALCULATE, [
        Deferred({"recalculation_id": recalculation_id}, f"recalculate:{recalculation_id}")])
