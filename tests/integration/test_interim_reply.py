"""An interim reply: the complainant is written to, the ledger keeps it, the legal date stays where it was.

Lodged on Monday 4 May 2026: reply by Friday 3 July.
"""

from datetime import date

import pytest
from sqlalchemy import select

from engine.acts.change_clock import RecordInterimReply
from engine.acts.complete_task import CompleteTask
from engine.acts.deploy_definition import DeployDefinition
from engine.definitions import Bundle, read_family
from engine.domain.access import Person
from engine.errors import InvalidAnswers
from engine.queries.events import events_of
from engine.queries.timeline import timeline_of
from engine.store.tables import Deadline, DeadlineEntry, LetterRow
from tests.integration.recalculating import decree
from tests.people import INES, KARIM, OMAR
from tests.steps import BY_LETTER, at, do, lodge, open_tasks, signed_in

WHY, UNTIL = "un expert est entendu", date(2026, 7, 20)
ANSWER = {
    "fr": (WHY, "au plus tard le 20 juillet 2026", "qui reste le 3 juillet 2026", "Médiateur du Royaume",
           "annonce la réponse pour le lundi 20 juillet 2026 ; elle ne déplace pas cette date",
           "L’échéance est donc le vendredi 3 juillet 2026"),
    "ar": (WHY, "20 يوليوز 2026", "3 يوليوز 2026", "وهو لا يغير هذا التاريخ", "وسيط المملكة"),
}


@pytest.mark.parametrize(("language", "asked", "state"), [("fr", {}, "due"), ("ar", BY_LETTER, "to_print")])
def test_the_complainant_is_written_to_once_in_their_language_and_the_reason_stands_in_no_event(insaf, language, asked, state):
    case, by = lodge(insaf, language=language, **asked), signed_in(insaf, INES)
    decree(insaf, date(2026, 7, 3))  # nobody has had the open dates counted again: the date promised is the date told
    act = RecordInterimReply(case.reference, "reply", UNTIL, WHY)
    told = [insaf.bus.ask(act, by=by, key="told-once") for _ in range(2)]
    assert [(receipt.count, receipt.repeated, receipt.due_on) for receipt in told] == [
        (1, repeated, date(2026, 7, 3)) for repeated in (False, True)]
    with insaf.reading() as session:
        [letter] = session.scalars(select(LetterRow).where(LetterRow.code == "interim_reply")).all()
        [entry] = session.scalars(select(DeadlineEntry)).all()
        due_on = session.get(Deadline, (case.instance_id, "reply")).due_on
        history = events_of(session, case.instance_id)
        public = timeline_of(session, insaf.shelf, case.instance_id, public=True)
    body = letter.body.replace("\u202f", " ").replace("\xa0", " ")
    assert [words for words in ANSWER[language] if words not in body] == []
    assert (letter.language, letter.addressee, letter.state) == (language, "complainant", state)
    assert (entry.kind, entry.reason, entry.until_on, due_on) == ("interim_reply", WHY, UNTIL, date(2026, 7, 3))
    assert history[-1].body["letter_id"] == letter.id and not any("expert" in str(event.body) for event in history)
    [shown] = [item.title["fr"] for item in public if item.code == "interim_reply_recorded"]
    assert shown == "Réponse d’attente : Réponse motivée, annoncée pour le 20 juillet 2026 ; la date légale ne change pas"


def test_a_family_without_the_letter_keeps_the_reply_and_says_that_none_was_written(insaf):
    files = {name: data for name, data in read_family("national").files.items() if "letters/interim_reply." not in name}
    insaf.bus.ask(DeployDefinition(Bundle("national", files)), by=Person.system())
    case = lodge(insaf)
    told = insaf.bus.ask(RecordInterimReply(case.reference, "reply", UNTIL, WHY), by=signed_in(insaf, INES))
    with insaf.reading() as session:
        assert session.scalars(select(LetterRow).where(LetterRow.code == "interim_reply")).all() == [] and told.count == 0
        assert [entry.kind for entry in session.scalars(select(DeadlineEntry))] == ["interim_reply"]
        assert events_of(session, case.instance_id)[-1].kind == "letter_not_written"


def test_fifteen_days_before_the_date_the_officer_is_asked_and_a_day_gone_by_is_refused(insaf):
    case = lodge(insaf)
    do(insaf, case.reference, "triage", INES)
    do(insaf, case.reference, "assign_officer", KARIM)
    insaf.clock.set(at("2026-06-20T12:00+01:00"))
    do(insaf, case.reference, "investigate", OMAR)
    task, omar = open_tasks(insaf, case.reference)["write_interim_reply"], signed_in(insaf, OMAR)

    with pytest.raises(InvalidAnswers) as refused:
        insaf.bus.ask(CompleteTask(task, {"reason": "Un expert est encore entendu.", "until_on": "2026-06-19"}), by=omar)
    assert refused.value.errors == {"until_on": "Choisissez un jour à venir"}
    insaf.bus.ask(CompleteTask(task, {"reason": "Un expert est encore entendu.", "until_on": "2026-07-20"}), by=omar)

    with insaf.reading() as session:
        [letter] = session.scalars(select(LetterRow).where(LetterRow.code == "interim_reply")).all()
        [entry] = session.scalars(select(DeadlineEntry)).all()
        told = " ".join(str(event.body) for event in events_of(session, case.instance_id))
    assert "Un expert est encore entendu." in letter.body and "expert" not in told
    assert (entry.kind, entry.until_on, entry.before_on == entry.after_on) == ("interim_reply", date(2026, 7, 20), True)
    assert set(open_tasks(insaf, case.reference)) == {"draft_reply"}
