"""Two cases were joined and are two: the page where a unit head says so."""

import pytest

from tests.people import FATIMA, INES, KARIM
from tests.steps import ANSWERS, case_of, do, lodge
from tests.web.desk_visit import page_of, sign_in, text_of

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
WHY = "Deux guichets et deux dates : ce sont deux réclamations."


@pytest.fixture
def joined(insaf):
    first, second = lodge(insaf).reference, lodge(insaf).reference
    do(insaf, second, "triage", INES, **ANSWERS["triage"], route="duplicate", duplicate_of=first)
    do(insaf, second, "confirm_duplicate", KARIM, joined=True)
    return first, second


def test_a_unit_head_separates_with_a_reason_and_stands_before_the_case_taken_up_again(app, insaf, joined):
    first, second = joined
    karim, path = sign_in(app, KARIM), f"/separate/{second}"
    assert path in karim.get(f"/cases/{second}").links and path not in karim.get(f"/cases/{first}").links
    page = karim.post(path, {"reason": "Non."})
    assert page.status == 422 and "en une phrase" in text_of(page) and "Non." in page.text
    page = page_of(karim.client.post(path, data={"csrf_token": karim.token, "reason": WHY}, follow_redirects=True))
    again = page.answer.request.path.removeprefix("/cases/")
    assert again not in joined and f"repris sous la référence {again}" in text_of(page)
    assert case_of(insaf, again).lodged_at == case_of(insaf, second).lodged_at
    assert "Repris" in text_of(page) and karim.get(path).status == 404


def test_nobody_else_is_shown_that_page(app, joined):
    first, second = joined
    for persona in (INES, FATIMA):
        visit = sign_in(app, persona)
        assert visit.get(f"/separate/{second}").status == visit.post(f"/separate/{second}", {"reason": WHY}).status == 404
    assert sign_in(app, KARIM).get(f"/separate/{first}").status == 404
