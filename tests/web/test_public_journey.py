"""Lodging without an account and without any script."""

from io import BytesIO

import pytest

from engine.acts.attach_files import LARGEST_FILE
from engine.queries import public_case
from tests.web.visit import ANSWERS, Visit, lodge, write_all

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def _files_page(visit: Visit):
    """Go as far as the question about files."""
    visit.post("/lodge/agency", {"agency": "NAT"})
    page = visit.post("/lodge/kind", {"kind": "complaint"})
    for _ in range(20):
        if any(one.get("type") == "file" for one in page.all("input")):
            return page
        page = visit.post(page.answer.request.path, ANSWERS)
    raise AssertionError("no question about files")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_complaint_is_lodged_in_every_language(client, insaf, language):
    visit = Visit(client, language)
    reference, code = lodge(visit)
    with insaf.reading() as session:
        case = public_case(session, insaf.shelf, reference, insaf.clock.now())
    assert (case.language, case.kind, case.status) == (language, "complaint", "in_review")
    assert case.lodged_values["happened_on"] == "2026-05-04", "digits of any script are understood"
    assert case.complainant_name == "Amina Benjelloun" and len(code) == 11


def test_the_page_before_sending_names_the_body_and_the_legal_date(client):
    visit = Visit(client)
    page = write_all(visit)
    assert "Agence nationale des services" in page.text
    assert "vendredi 3 juillet 2026" in page.text, "60 days after 4 May 2026"


def test_the_receipt_can_be_loaded_again_and_gives_the_code_only_to_this_visitor(app, client):
    visit = Visit(client)
    reference, code = lodge(visit)
    assert code in visit.get("/lodge/sent").text
    stranger = Visit(app.test_client())
    page = stranger.get("/lodge/sent")
    assert reference not in page.text and code not in page.text


def test_sending_twice_makes_one_case(app, client):
    visit = Visit(client)
    write_all(visit)
    cookie = client.get_cookie("insaf").value
    first = visit.post("/lodge/send")
    again = app.test_client()
    again.set_cookie("insaf", cookie)
    second = Visit(again).post("/lodge/send", {"csrf_token": visit.token})
    codes = [[one.text for one in page.all("span") if one.get("class") == "code"] for page in (first, second)]
    assert codes[0] == codes[1] and len(codes[0]) == 2


def test_every_answer_may_be_changed_from_the_last_page(client):
    visit = Visit(client)
    page = write_all(visit)
    address = next(link for link in page.links if "/questions/2" in link and "back=check" in link)
    assert visit.get(address).value("subject") == ANSWERS["subject"]
    page = visit.post(address, {"subject": "Un autre objet, plus court"})
    assert page.answer.request.path == "/lodge/check" and "Un autre objet" in page.text


def test_a_wrong_answer_comes_back_with_what_was_typed_and_a_message(client):
    visit = Visit(client)
    visit.post("/lodge/agency", {"agency": "NAT"})
    visit.post("/lodge/kind", {"kind": "complaint"})
    page = visit.post("/lodge/questions/2", {"subject": "Non"})
    assert page.status == 422 and page.value("subject") == "Non"
    assert [one for one in page.all("a") if one.get("href") == "#f-subject"], "the summary leads to the question"


def test_a_body_is_found_in_plain_words_whatever_the_language_of_the_page(client):
    visit = Visit(client, "en")
    for words in ("zitoun", "الزيتون", "COMMUNE oued"):
        assert "Commune of Oued Zitoun" in visit.get(f"/lodge/agency?q={words}").text
    assert "Nothing was found" in visit.get("/lodge/agency?q=xyzzy").text


def test_the_matter_in_plain_words_leads_to_the_body_and_answers_the_first_question(client):
    visit = Visit(client)
    page = visit.get("/lodge/agency?q=حفرة في الطريق")
    assert "Routes et trottoirs" in page.text and "D’habitude : la commune" in page.text.replace("\u202f", " ")
    assert [one.get("value") for one in page.all("input") if one.get("type") == "radio"] == ["OZT"]
    visit.post("/lodge/agency", {"agency": "NAT", "service": page.value("service")})
    page = visit.post("/lodge/kind", {"kind": "complaint"})
    assert [one.get("value") for one in page.all("input") if one.get("checked") is not None] == ["roads_transport"]
    visit.post("/lodge/agency", {"agency": "NAT", "service": "<script>"})
    assert "<script>" not in visit.get("/lodge/questions/1").text


def test_without_a_word_the_matters_are_there_to_choose_from(client):
    visit = Visit(client, "ar")
    page = visit.get("/lodge/agency")
    address = next(link for link in page.links if "q=" in link)
    assert visit.get(address).status == 200 and "الماء والتطهير" in page.text


def test_files_are_kept_when_something_else_is_wrong_and_reach_the_case(client, insaf):
    visit = Visit(client)
    path = _files_page(visit).answer.request.path
    page = visit.post(path, {"attachments": [(BytesIO(PNG), "../../photo du mur.png"), (BytesIO(b"MZ\0\0"), "run.exe")]})
    assert page.status == 422 and "photo du mur.png" in page.text and "run.exe" in " ".join(page.words("p"))
    page = visit.post(path, {})
    assert page.answer.request.path != path, "the good file stayed, the bad one is forgotten"
    while "/questions/" in page.answer.request.path:
        page = visit.post(page.answer.request.path, ANSWERS)
    assert "photo du mur.png" in page.text and "../" not in page.text
    page = visit.post("/lodge/send")
    case = visit.get(page.answer.request.path.replace("/lodge/sent", "") or "/lodge/sent")
    reference = next(one.text for one in case.all("span") if one.get("class") == "code")
    page = visit.get(f"/c/{reference}")
    address = next(link for link in page.links if "/files/" in link)
    answer = client.get(address)
    assert answer.data == PNG and answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_kept_file_can_be_taken_away(client):
    visit = Visit(client)
    path = _files_page(visit).answer.request.path
    page = visit.post(path, {"attachments": (BytesIO(PNG), "photo.png"), "stay": "1"})
    button = next(one for one in page.all("button") if one.get("name") == "remove")
    assert "photo.png" not in visit.post(path, {"remove": button.get("value")}).text


@pytest.mark.parametrize("data", [b"", b"x" * (LARGEST_FILE + 1), b"<html><script>alert(1)</script></html>"])
def test_a_file_that_is_empty_too_large_or_of_another_kind_is_refused_by_name(client, data):
    visit = Visit(client)
    page = visit.post(_files_page(visit).answer.request.path, {"attachments": (BytesIO(data), "carte.pdf")})
    assert page.status == 422 and "carte.pdf" in " ".join(page.words("p"))


def test_more_files_than_the_form_allows_are_refused_and_the_first_ones_kept(client):
    visit = Visit(client)
    many = [(BytesIO(PNG + bytes([n])), f"photo{n}.png") for n in range(9)]
    page = visit.post(_files_page(visit).answer.request.path, {"attachments": many})
    kept = [one for one in page.all("button") if one.get("name") == "remove"]
    assert page.status == 422 and 1 < len(kept) < 9


def test_without_a_draft_the_journey_starts_again_and_says_why(client):
    visit = Visit(client)
    for path in ("/lodge/kind", "/lodge/questions/1", "/lodge/check"):
        page = visit.get(path)
        assert page.answer.request.path == "/lodge/agency" and "gardées un jour" in page.text


def test_going_straight_to_the_end_leads_back_to_the_first_unanswered_question(client):
    visit = Visit(client)
    visit.post("/lodge/agency", {"agency": "NAT"})
    assert visit.get("/lodge/check").answer.request.path == "/lodge/kind"
    visit.post("/lodge/kind", {"kind": "complaint"})
    page = visit.get("/lodge/check")
    assert page.answer.request.path == "/lodge/questions/1" and page.words("h2")[0] == "Il y a un problème"
    assert visit.post("/lodge/send").answer.request.path == "/lodge/questions/1"


def test_one_address_cannot_fill_the_disk_with_drafts(app):
    app.config["RATELIMIT_IN_TESTS"] = True
    told = [app.test_client().get("/lodge/to/NAT").status_code for _ in range(301)]
    assert told == [303] * 300 + [429]


@pytest.mark.parametrize(("fits", "says"), [("danger", "177"), ("court", "tribunal"), ("information", "3737"),
                                            ("private", "consommateurs")])
def test_what_does_not_belong_here_stops_with_what_to_do_instead(client, fits, says):
    visit = Visit(client)
    page = visit.get("/lodge?agency=OZT")
    assert page.answer.request.path == "/lodge/start"
    page = visit.post("/lodge/start?agency=OZT", {"fits": fits})
    assert page.answer.request.path == f"/lodge/stop/{fits}" and says in page.text
    on = next(link for link in page.links if link.startswith("/lodge/to/OZT"))
    assert "Commune de Oued Zitoun" in visit.get(on).text, "nobody is shut out: people know their matter best"


def test_what_belongs_here_goes_on_to_the_body_and_no_choice_is_a_mistake(client):
    visit = Visit(client)
    assert visit.post("/lodge/start", {"fits": "none"}).answer.request.path == "/lodge/agency"
    assert visit.post("/lodge/start?agency=OZT", {"fits": "none"}).answer.request.path == "/lodge/kind"
    for wrong in ("", "x" * 500):
        page = visit.post("/lodge/start", {"fits": wrong})
        assert page.status == 422 and "#fits-0" in page.links
    assert visit.get("/lodge/stop/none").status == 404 and visit.get("/lodge/to/NOPE").answer.request.path == "/lodge/agency"
