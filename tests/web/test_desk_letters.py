"""Letters for people without e-mail: listed, printed, and the day they were posted recorded."""

from tests.people import HAMID, INES
from tests.steps import BY_LETTER, lodge
from tests.web.desk_visit import page_of, posted, sign_in, text_of


def letter_to_post(visit) -> str:
    return next(link for link in visit.get("/letters").links if link.startswith("/letters/"))


def day(on: str) -> dict:
    year, month, number = on.split("-")
    return {"posted_on-day": number, "posted_on-month": month, "posted_on-year": year}


def test_a_letter_is_printed_posted_and_leaves_the_list(app, insaf):
    reference = lodge(insaf, **BY_LETTER).reference
    visit = sign_in(app, INES)
    path = letter_to_post(visit)
    page = visit.get(path)
    assert "12 rue des Oliviers" in text_of(page) and reference in text_of(page)
    done = visit.post(f"{path}/posted", day("2026-05-04"))
    assert done.answer.request.path == "/letters" and path not in done.links
    assert "postée" in text_of(visit.get(f"/cases/{reference}?part=documents"))


def test_an_impossible_day_is_explained_and_kept_on_the_page(app, insaf):
    lodge(insaf, **BY_LETTER)
    visit = sign_in(app, INES)
    path = letter_to_post(visit)
    for wrong in ("2026-05-05", "2025-01-01", "2026-02-30", "x-y-z", "٢٠٢٥-١-١"):
        visit.get(path)
        page = page_of(posted(visit, f"{path}/posted", day(wrong)))
        assert page.status == 422 and page.all("h1"), wrong
    assert path in visit.get("/letters").links


def test_a_day_in_arabic_digits_is_understood(app, insaf):
    lodge(insaf, **BY_LETTER)
    visit = sign_in(app, INES, "ar")
    path = letter_to_post(visit)
    visit.get(path)
    assert posted(visit, f"{path}/posted", day("٢٠٢٦-٥-٤")).status_code == 303
    visit.get(path)
    assert posted(visit, f"{path}/posted", day("2026-5-4")).status_code == 409


def test_a_letter_of_another_agency_is_nobodys(app, insaf):
    lodge(insaf, **BY_LETTER)
    path, hamid = letter_to_post(sign_in(app, INES)), sign_in(app, HAMID)
    assert hamid.get(path).status == 404 and path not in hamid.get("/letters").links
    hamid.get("/account")
    assert posted(hamid, f"{path}/posted", day("2026-05-04")).status_code == 404


def test_the_follow_up_code_is_shown_only_in_a_letter_that_must_be_printed(app, insaf):
    by_letter, by_email = lodge(insaf, **BY_LETTER), lodge(insaf)
    visit = sign_in(app, INES)
    for receipt, shown in ((by_letter, True), (by_email, False)):
        links = visit.get(f"/cases/{receipt.reference}?part=documents").links
        words = text_of(visit.get(next(link for link in links if link.startswith("/letters/"))))
        assert (receipt.follow_up_code in words) is shown and receipt.reference in words
