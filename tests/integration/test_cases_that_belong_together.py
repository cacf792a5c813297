"""Cases lodged twice: found, joined after a second person has looked, and separated again with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.acts.erase_texts import EraseTexts
from engine.acts.forget_keys import ForgetOldKeys
from engine.acts.separate_case import SeparateCase
from engine.domain.access import Person
from engine.errors import ErasedMeanwhile, Forbidden, Invalid, InvalidAnswers, NotFound
from engine.queries.case_page import case_page
from engine.queries.events import events_of
from engine.store.tables import CaseLikeness, Deadline, Submission
from engine.vocabulary import ErasureBasis
from engine.worker import Worker
from tests.people import INES, KARIM, NADIA
from tests.steps import case_of, do, lodge, signed_in

WHY = "Deux guichets et deux jours différents."
OF_HAMZA = {"full_name": "Hamza Idrissi", "email": "hamza@example.org", "subject": "Guichet fermé à dix heures"}


def pass_days(insaf, days: int) -> None:
    insaf.clock.set(insaf.clock.now() + timedelta(days=days))


def join(insaf, reference: str, other: str):
    return do(insaf, reference, "triage", INES, service_type="delay", urgency="normal", route="duplicate", duplicate_of=other)


def linked(insaf, reference: str, persona=INES):
    with insaf.reading() as session:
        return case_page(session, insaf.shelf, reference, signed_in(insaf, persona), insaf.clock.now()).linked


def joined_pair(insaf) -> tuple[str, str]:
    first = lodge(insaf).reference
    pass_days(insaf, 3)
    second = lodge(insaf).reference
    join(insaf, second, first.lower())
    do(insaf, second, "confirm_duplicate", KARIM, joined=True)
    return first, second


def test_the_dispatcher_is_shown_cases_of_the_same_person_or_subject_and_none_older_than_90_days(insaf):
    old = lodge(insaf, **OF_HAMZA)
    pass_days(insaf, 91)
    mine, alike = lodge(insaf), lodge(insaf, **{**OF_HAMZA, "subject": "Réponse sans dossier"})
    assert [(other.reference, other.kind, other.same_person) for other in linked(insaf, alike.reference)] == [
        (mine.reference, "similar", False)]
    again = lodge(insaf, **OF_HAMZA)
    assert {other.reference: other.same_person for other in linked(insaf, again.reference)} == {alike.reference: True}
    assert [other.reference for other in linked(insaf, old.reference)] == []


def test_signs_are_forgotten_after_90_days(insaf):
    lodge(insaf)
    pass_days(insaf, 91)
    kept = lodge(insaf)
    insaf.bus.ask(ForgetOldKeys(), by=Person.system())
    with insaf.reading() as session:
        assert set(session.scalars(select(CaseLikeness.instance_id))) == {kept.instance_id}


@pytest.mark.parametrize(("named", "word"), [
    ("NAT-2026-999999-X", "Aucun dossier"), ("itself", "le dossier lui-même"), ("of somebody else", "Une autre personne"),
    ("joined", "clos sans réponse")])
def test_a_case_is_joined_to_none_that_does_not_exist_is_itself_another_person_s_or_never_answered(insaf, named, word):
    mine = lodge(insaf).reference
    other = {"itself": lambda: mine, "of somebody else": lambda: lodge(insaf, **OF_HAMZA).reference,
             "joined": lambda: joined_pair(insaf)[1]}.get(named, lambda: named)()
    with pytest.raises(InvalidAnswers) as refused:
        join(insaf, mine, other)
    assert word in refused.value.errors["duplicate_of"]
    assert case_of(insaf, mine).status == "in_review"


def test_a_joined_case_points_to_the_other_and_the_dispatcher_cannot_be_the_second_person(insaf):
    first, second = joined_pair(insaf)
    assert (case_of(insaf, second).status, case_of(insaf, first).status) == ("joined", "in_review")
    for one, other, is_parent in ((second, first, True), (first, second, False)):
        joined = [found for found in linked(insaf, one) if found.kind == "duplicate"]
        assert [(found.reference, found.is_parent) for found in joined] == [(other, is_parent)]


def test_what_was_joined_by_mistake_is_separated_with_its_own_day_of_deposit_and_legal_date(insaf):
    _, second = joined_pair(insaf)
    before = case_of(insaf, second)
    pass_days(insaf, 10)
    again = insaf.bus.ask(SeparateCase(second, WHY), by=signed_in(insaf, NADIA), key="once")
    assert insaf.bus.ask(SeparateCase(second, WHY), by=signed_in(insaf, NADIA), key="once").reference == again.reference
    after = case_of(insaf, again.reference)
    assert (after.lodged_at, after.kind, after.status) == (before.lodged_at, before.kind, "in_review")
    with insaf.reading() as session:
        dates = [session.get(Deadline, (case.instance_id, "reply")).due_on for case in (before, after)]
        history = events_of(session, before.instance_id)
        [reason] = session.scalars(select(Submission.answers).where(Submission.element_id == "separation")).all()
    assert dates[0] == dates[1] and WHY in reason
    assert history[-1].kind == "case_separated" and WHY not in str(history[-1].body)
    with pytest.raises(NotFound):
        insaf.bus.ask(SeparateCase(second, WHY), by=signed_in(insaf, NADIA))


def test_what_was_erased_is_not_taken_up_again(insaf):
    _, second = joined_pair(insaf)
    Worker(insaf).send_due()
    insaf.bus.ask(EraseTexts(second, ErasureBasis.REQUEST, "DPO-2026-9"), by=Person.system())
    with insaf.reading() as session:
        assert not case_page(session, insaf.shelf, second, signed_in(insaf, NADIA), insaf.clock.now()).may_separate
    with pytest.raises(ErasedMeanwhile):
        insaf.bus.ask(SeparateCase(second, WHY), by=signed_in(insaf, NADIA))


def test_separating_takes_a_reason_and_somebody_above_the_dispatcher(insaf):
    _, second = joined_pair(insaf)
    with pytest.raises(Forbidden):
        insaf.bus.ask(SeparateCase(second, WHY), by=signed_in(insaf, INES))
    with pytest.raises(Invalid):
        insaf.bus.ask(SeparateCase(second, " "), by=signed_in(insaf, KARIM))
