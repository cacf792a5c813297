"""The decree obliges to reply to complaints; who observes or suggests is told of our own rule, until it is raised."""

import pytest
from sqlalchemy import select

from engine.queries.deadline_words import deadline_lines
from engine.queries.public_case import public_case
from engine.store.tables import LetterRow
from engine.vocabulary import Kind
from tests.people import INES
from tests.steps import do, lodge

DECREE = {"fr": "2-17-265", "ar": "2.17.265", "en": "2-17-265"}


def page(insaf, reference: str):
    with insaf.reading() as session:
        return public_case(session, insaf.shelf, reference, insaf.clock.now())


def told(insaf, reference: str) -> dict[str, str]:
    """By language, why the page says that the body writes by that day."""
    return {language: " ".join(deadline_lines(page(insaf, reference).due_why, language)) for language in DECREE}


def receipt(insaf) -> str:
    with insaf.reading() as session:
        return session.scalar(select(LetterRow.body).where(LetterRow.code == "receipt"))


@pytest.mark.parametrize(("kind", "language"), [(Kind.OBSERVATION, "fr"), (Kind.SUGGESTION, "ar"), (Kind.OBSERVATION, "en")])
def test_nobody_who_observes_or_suggests_is_told_that_the_decree_sets_a_date(insaf, kind, language):
    case = lodge(insaf, kind=kind, language=language)
    assert not [one for one, words in told(insaf, case.reference).items() if DECREE[one] in words]
    assert DECREE[language] not in receipt(insaf)


def test_an_observation_raised_to_a_complaint_gets_the_decree_from_the_day_it_was_lodged(insaf):
    case = lodge(insaf, kind=Kind.OBSERVATION)
    before = page(insaf, case.reference).due_on
    do(insaf, case.reference, "triage", INES, service_type="delay", urgency="normal", raised=True, admissible=True)
    assert page(insaf, case.reference).due_on == before
    assert all(DECREE[one] in words for one, words in told(insaf, case.reference).items())


def test_a_complaint_is_told_of_the_decree(insaf):
    case = lodge(insaf)
    assert all(DECREE[one] in words for one, words in told(insaf, case.reference).items()) and DECREE["fr"] in receipt(insaf)
