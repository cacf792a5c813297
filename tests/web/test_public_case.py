"""Following a case with reference and follow-up code."""

from datetime import timedelta

import pytest

from tests.people import INES, KARIM, NADIA, OMAR
from tests.steps import do
from tests.web.visit import Visit, lodge


@pytest.fixture
def lodged(app):
    """(reference, code) of a case that somebody lodged earlier, on another device."""
    return lodge(Visit(app.test_client()))


def test_reference_and_code_open_the_case_whatever_the_capitals_and_dashes(client, lodged):
    reference, code = lodged
    visit = Visit(client)
    visit.get("/c")
    page = visit.post("/c", {"reference": f" {reference.lower()} ", "code": code.lower().replace("-", " ")})
    assert page.answer.request.path == f"/c/{reference}" and "Permis de construire" in page.title
    assert code not in page.text, "the code is shown on the receipt alone"
    assert "3 juillet 2026" in page.text and "0 jours écoulés sur 60" in page.text


def test_a_wrong_code_and_an_unknown_reference_get_the_same_answer(client, lodged):
    reference, code = lodged
    visit = Visit(client)
    visit.get("/c")
    answers = {visit.post("/c", {"reference": one, "code": other}).words("h2")[0] + str(n // 9)
               for n, (one, other) in enumerate([(reference, "AAAAA-AAAAA"), ("NAT-2026-999999-A", code), ("", "")])}
    assert len(answers) == 1
    assert visit.get(f"/c/{reference}").answer.request.path == "/c"


def test_strangers_reach_no_part_of_a_case(client, lodged):
    reference, _ = lodged
    visit = Visit(client)
    visit.get("/c")
    for path in (f"/c/{reference}/withdraw", f"/c/{reference}/letters/x", f"/c/{reference}/files/x",
                 f"/c/{reference}/answer/x"):
        assert client.get(path).status_code == 404
    assert visit.post(f"/c/{reference}/withdraw").status == 404


def test_guessing_codes_is_slowed_down_and_a_right_code_never_counts(app, lodged):
    reference, code = lodged
    app.config["RATELIMIT_IN_TESTS"] = True
    honest, guesser = Visit(app.test_client()), Visit(app.test_client())
    honest.get("/c"), guesser.get("/c")
    assert {honest.post("/c", {"reference": reference, "code": code}).status for _ in range(15)} == {200}
    told = [guesser.post("/c", {"reference": reference, "code": f"{n:010}"}) for n in range(12)]
    assert [page.status for page in told] == [422] * 10 + [429] * 2
    assert told[-1].title == "Trop de tentatives"


def test_a_complainant_withdraws(client, insaf):
    visit = Visit(client)
    reference, _ = lodge(visit)
    page = visit.get(f"/c/{reference}/withdraw")
    assert "sans retour" in page.text
    page = visit.post(f"/c/{reference}/withdraw", {"reason": "Réglé entre-temps.\0", "form_key": page.value("form_key")})
    assert page.answer.request.path == f"/c/{reference}" and "Retirée" in page.text
    assert f"/c/{reference}/withdraw" not in page.links
    assert visit.post(f"/c/{reference}/withdraw").status == 409


def test_the_receipt_is_there_to_print_in_the_language_of_the_case(client):
    visit = Visit(client, "ar")
    reference, code = lodge(visit)
    page = visit.get(f"/c/{reference}")
    letter = visit.get(next(link for link in page.links if "/letters/" in link))
    assert reference in letter.text and code in letter.text
    assert [one.get("lang") for one in letter.all("article")] == ["ar"]


def test_a_late_case_says_so_in_words(client, insaf):
    visit = Visit(client, "en")
    reference, _ = lodge(visit)
    insaf.clock.set(insaf.clock.now() + timedelta(days=63))
    page = visit.get(f"/c/{reference}")
    assert "3 days late" in page.text and "is late" in page.text


def test_closing_the_case_on_a_shared_device_forgets_it(client):
    visit = Visit(client)
    reference, _ = lodge(visit)
    visit.get(f"/c/{reference}")
    visit.post("/c/close")
    assert visit.get(f"/c/{reference}").answer.request.path == "/c"


def test_the_complainant_says_whether_the_reply_satisfies(client, insaf):
    visit = Visit(client)
    reference, _ = lodge(visit)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, reference, element, persona, **({"officer": OMAR.email} if element == "assign_officer" else {}))
    page = visit.get(f"/c/{reference}")
    assert "Votre dossier est rouvert" in page.text and "Réponse donnée" in page.text
    address = next(link for link in page.links if "/answer/" in link)
    page = visit.get(address)
    assert visit.post(address, {"form_key": page.value("form_key")}).status == 422
    name = next(one.get("name") for one in page.all("input") if one.get("type") == "radio")
    choice = next(one.get("value") for one in page.all("input") if one.get("type") == "radio")
    page = visit.post(address, {name: choice, "form_key": page.value("form_key")})
    assert "Votre réponse est enregistrée" in page.text and "Clôturée" in page.text


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_the_reply_stays_in_sight_while_it_is_looked_at_again(client, insaf):
    visit = Visit(client)
    reference, _ = lodge(visit)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)
    address = f"/c/{reference}/renew"
    page = visit.post(address, {"reason": "Un point est resté sans réponse.", "form_key": visit.get(address).value("form_key")})
    assert "Nouvel examen en cours" in page.text and "La première réponse" in page.words("h2")
    assert "Votre dossier est rouvert" in page.text
