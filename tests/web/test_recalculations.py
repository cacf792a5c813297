"""The national desk looks what a decree would move, moves it with a sentence, and follows how far it has come."""

from engine.store.tables import Recalculation
from sqlalchemy import select
from tests.integration.recalculating import CODE, FRIDAY, MONDAY, decree, due, finish, shorter
from tests.people import HANANE, INES, NADIA, YOUSSEF
from tests.steps import lodge
from tests.web.desk_visit import sign_in, text_of

NEW = "/national/recalculations/new"
LOOK = f"{NEW}?cause=calendar&calendar={CODE}&look=1&reach=all"
ORDER = {"cause": "calendar", "calendar": CODE, "look": "1", "reach": "all"}
REASONS = {"reason_fr": "Décret n° 2-26-100", "reason_ar": "مرسوم رقم 2.26.100"}


def begun(insaf) -> str:
    with insaf.reading() as session:
        return session.scalars(select(Recalculation.id)).one()


def test_a_decree_is_looked_at_then_moved_with_a_sentence_in_both_languages(app, insaf):
    reference = lodge(insaf).reference
    decree(insaf, FRIDAY)
    visit = sign_in(app, HANANE)
    page = visit.get(LOOK)
    assert "1 date serait déplacée" in text_of(page) and "vendredi 3 juillet 2026" in text_of(page)
    assert "Jour férié : le 3 juillet 2026 est férié (2-26-100)" in page.text, "the recorded change suggests the sentence"
    assert visit.post(NEW, {**ORDER, "reason_fr": "Décret"}).status == 422 and due(insaf, reference).due_on == FRIDAY
    page = visit.post(NEW, {**ORDER, **REASONS, "letters": "1"}, follow=True)
    assert "en cours" in text_of(page) and "Décret n° 2-26-100" in text_of(page)
    visit.post(f"/national/recalculations/{begun(insaf)}", {"do": "stop"})
    assert "Reprendre" in text_of(visit.get(f"/national/recalculations/{begun(insaf)}"))
    visit.post(f"/national/recalculations/{begun(insaf)}", {"do": "resume"})
    finish(insaf, begun(insaf))
    page = visit.get(f"/national/recalculations/{begun(insaf)}")
    assert "terminé" in text_of(page).lower() and due(insaf, reference).due_on == MONDAY
    assert "Décret n° 2-26-100" in text_of(visit.get("/national/recalculations"))
    assert "nouvelle date le 6 juillet 2026" in text_of(sign_in(app, NADIA).get(f"/cases/{reference}?part=timeline"))


def test_a_law_can_be_tried_out_and_another_version_taken_but_a_trial_is_never_applied(app, insaf):
    lodge(insaf)
    rule = shorter(insaf, 30)
    visit = sign_in(app, HANANE, "ar")
    page = visit.get(f"{NEW}?cause=law&deadline=national/reply&days=30&unit=working&look=1&reach=all")
    assert "سيتغير تاريخ واحد" in text_of(page) and 'name="reason_fr"' not in page.text
    page = visit.get(f"{NEW}?cause=rule&version=national/{rule}&look=1&reach=all")
    assert 'name="reason_fr"' in page.text
    assert visit.post(NEW, {**ORDER, **REASONS, "cause": "law", "deadline": "national/reply", "days": "30"}).status == 409


def test_bad_questions_get_a_sentence(app, insaf):
    visit = sign_in(app, HANANE)
    for asked in ("look=1", "look=1&reach=lodged_since&lodged_since_on=x", "look=1&reach=all&calendar=moon",
                  f"look=1&reach=all&calendar={CODE}&to=99", f"look=1&reach=all&calendar={CODE}&agency=%00",
                  "cause=rule&look=1&reach=all&version=national/abc", "cause=law&look=1&reach=all&deadline=x"):
        page = visit.get(f"{NEW}?{asked}")
        assert page.status == 200, asked
    assert visit.get("/national/recalculations/nothing").status == 404


def test_others_find_no_such_page(app, insaf):
    for persona in (INES, YOUSSEF):
        visit = sign_in(app, persona)
        for path in ("/national/recalculations", NEW):
            assert visit.get(path).status == 404
