"""Where a case stands, in short sentences to be read out on the telephone, in Arabic, French and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.definitions.spoken_day import LOCALES, full_day
from engine.domain.access import Person
from engine.queries.public_case import PublicCase, public_case
from engine.queries.seen import case_by_reference
from engine.queries.spoken_words import SAID, STANDINGS
from engine.queries.typography import french
from engine.queries.words import KINDS, STATUSES, Texts, texts_of
from engine.store.definition_shelf import DefinitionShelf


@dataclass(frozen=True)
class SpokenStanding:
    """Sentences by language: where it `stands`, what date comes `next`, `who` must act, what the caller `can` do."""

    reference: str
    language: str
    stands: tuple[Texts, ...] = field(hash=False)
    next: tuple[Texts, ...] = field(hash=False)
    who: tuple[Texts, ...] = field(hash=False)
    can: tuple[Texts, ...] = field(hash=False)


def spoken_standing(session: Session, shelf: DefinitionShelf, reference: str, person: Person, now: datetime) -> SpokenStanding:
    """Nothing of what was written is among them: whoever listens may not be alone. Raises NotFound."""
    row = case_by_reference(session, reference, person)
    case = public_case(session, shelf, row.reference, now)
    kind = {language: text if language == "ar" else text.lower() for language, text in texts_of(KINDS, case.kind).items()}
    stands = _said("lodged", kind=kind, reference=case.reference, agency=case.agency_names, day=case.lodged_on)
    standing = STANDINGS.get(str(case.status))
    standing = _printed(standing) if standing else _said("standing", status=texts_of(STATUSES, case.status))
    return SpokenStanding(case.reference, case.language, (stands, standing), _next(case), _who(case), _can(case))


def _next(case: PublicCase) -> tuple[Texts, ...]:
    told = [_said("answer_by", day=task.due_on) for task in case.tasks if task.due_on]
    if case.triage_due_on and not case.over and case.days_left is not None and case.days_left >= 0:
        told.append(_said("checked_by", day=case.triage_due_on))
    if case.due_on and not case.over:
        told.append(_said("late" if case.days_left < 0 else "reply_by", day=case.due_on))
    elif case.answered_on:
        told.append(_said("replied", day=case.answered_on))
    return tuple(told) or (_said("no_date"),)


def _who(case: PublicCase) -> tuple[Texts, ...]:
    if case.tasks:
        return tuple(_said("you", step=task.step) for task in case.tasks)
    return (_said({"agency": "agency", "complainant": "choice"}.get(case.waiting_for, "nobody")),)


def _can(case: PublicCase) -> tuple[Texts, ...]:
    told = [_said("answer")] if case.tasks else []
    if case.may_renew:
        told.append(_said("renew_until", day=case.renew_until) if case.renew_until else _said("renew"))
    if case.may_withdraw:
        told.append(_said("withdraw"))
    return (*told, _said("follow"), _said("mediator"))


def _said(name: str, **values: Mapping | date | str) -> Texts:
    """The sentence in every language; days with their weekday, texts by language."""
    return _printed({language: SAID[name][language].format(**{key: _text(value, language) for key, value in values.items()})
                     for language in LOCALES})


def _printed(texts: Texts) -> Texts:
    return {language: french(text) if language == "fr" else text for language, text in texts.items()}


def _text(value: Mapping | date | str, language: str) -> str:
    if isinstance(value, date):
        return full_day(value, language)
    return value if isinstance(value, str) else value.get(language) or value.get("fr") or ""
