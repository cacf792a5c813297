"""A caller is told where a case stands: after saying who they are, in sentences, and the telling is in the history."""

from datetime import timedelta

import pytest

from engine.domain.caller import names_agree
from engine.queries import public_case, spoken_standing
from engine.queries.events import events_of
from tests.people import ADIL, FATIMA, OMAR
from tests.steps import case_of, lodge, signed_in
from tests.web.desk_visit import page_of, posted, sign_in, text_of

SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def told(insaf, reference: str) -> list:
    with insaf.reading() as session:
        return [event for event in events_of(session, case_of(insaf, reference).instance_id) if event.kind == "standing_told"]


@pytest.mark.parametrize(("extra", "how"), [({"code": True}, "code"), ({"name": "EL FASSI zineb"}, "name")])
def test_who_knows_the_code_or_the_name_is_told_and_the_history_says_so(app, insaf, extra, how):
    receipt, visit = lodge(insaf, language="ar"), sign_in(app, ADIL, "fr")
    visit.get("/counter/caller")
    said = {"code": receipt.follow_up_code.lower().replace("-", " ")} if extra.get("code") else extra
    page = visit.post("/counter/caller", {"reference": receipt.reference.lower(), **said})
    assert page.answer.request.path == f"/counter/standing/{receipt.reference}"
    assert "الجمعة 3 يوليوز 2026" in text_of(page), "in the language of the case first"
    assert "vendredi 3 juillet 2026" in text_of(visit.get(f"/counter/standing/{receipt.reference}?in=fr"))
    event, = told(insaf, receipt.reference)
    assert (event.body, event.actor_id) == ({"how": how}, signed_in(insaf, ADIL).id)
    with insaf.reading() as session:
        case = public_case(session, insaf.shelf, receipt.reference, insaf.clock.now())
    assert case.timeline[0].code == "standing_told", "the complainant reads that somebody asked"
    assert ADIL.name in text_of(visit.get(f"/cases/{receipt.reference}?part=timeline"))


@SQLITE
def test_a_wrong_code_a_wrong_name_and_a_case_of_others_get_one_and_the_same_answer(app, insaf):
    receipt, other = lodge(insaf), lodge(insaf)
    answers = set()
    for persona, said in ((ADIL, {"code": other.follow_up_code}), (ADIL, {"name": "Zineb"}), (ADIL, {"name": "Zineb Alaoui"}),
                          (ADIL, {}), (ADIL, {"reference": "NAT-2026-999999-Z", "name": "Zineb El Fassi"}),
                          (FATIMA, {"code": receipt.follow_up_code})):
        visit = sign_in(app, persona, "fr")
        visit.get("/counter/caller")
        page = page_of(posted(visit, "/counter/caller", {"reference": receipt.reference, **said}))
        assert page.status == 422 and page.value("code") == ""
        answers.add(next(one for one in page.words("li") if "vont pas ensemble" in one))
    assert len(answers) == 1 and not told(insaf, receipt.reference)


@SQLITE
def test_nothing_is_shown_before_the_caller_was_asked(app, insaf):
    receipt, visit = lodge(insaf), sign_in(app, ADIL)
    page = visit.get(f"/counter/standing/{receipt.reference}")
    assert page.answer.request.path == "/counter/caller" and receipt.reference not in text_of(page)
    assert sign_in(app, OMAR).get("/counter/caller").status == 404


@SQLITE
def test_guessing_ends_after_ten_tries(app, insaf):
    app.config["RATELIMIT_IN_TESTS"] = True
    reference, visit = lodge(insaf).reference, sign_in(app, ADIL)
    visit.get("/counter/caller")
    seen = [posted(visit, "/counter/caller", {"reference": reference, "name": f"Zineb {n}"}).status_code for n in range(11)]
    assert seen == [422] * 10 + [429]


@SQLITE
def test_what_was_written_is_not_among_the_sentences_and_a_late_reply_is_said_to_be_late(insaf):
    receipt, adil = lodge(insaf), signed_in(insaf, ADIL)
    with insaf.reading() as session:
        early = str(spoken_standing(session, insaf.shelf, receipt.reference, adil, insaf.clock.now()))
        late = str(spoken_standing(session, insaf.shelf, receipt.reference, adil, insaf.clock.now() + timedelta(days=70)))
    assert "Dossier sans réponse" not in early and "Zineb" not in early
    assert "You get a reasoned reply by" in early and "It is late" in late and "Elle est en retard" in late


@pytest.mark.parametrize(("said", "agrees"), [
    ("zineb el fassi", True), ("Fassi Zineb", True), ("Zineb", False), ("", False), ("Zineb Fassi Alaoui", False),
    ("زينب", False)])
def test_a_name_is_known_by_two_of_its_words_in_any_order(said, agrees):
    assert names_agree(said, "Zineb El Fassi") is agrees


def test_letter_forms_do_not_matter_and_a_name_of_one_word_is_one_word():
    assert names_agree("امينة بنجلون", "أمينة بنجلون") and names_agree("Amina", "Amina") and not names_agree("x", "")
