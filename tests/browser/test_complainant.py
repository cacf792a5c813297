"""A complainant without an account and without JavaScript: lodges, keeps the receipt, follows, withdraws."""

import pytest
from sqlalchemy import func, select

from engine.store.tables import ComplaintCase
from tests.browser.hands import fill, follow, path_of, press, shown
from tests.browser.lodging import WORDS, answer_all, open_case, send, start
from tests.browser.papers import file, pdf, png
from tests.steps import case_of

SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
AGENCY = {"ar": "الوكالة الوطنية للخدمات", "fr": "Agence nationale des services", "en": "National Services Agency"}
LEGAL_DAY = {"ar": "3 يوليوز 2026", "fr": "3 juillet 2026", "en": "3 July 2026"}
FILES = [file("صورة الورش.png", png()), file("demande de permis.pdf", pdf())]


def one_question(page):
    """What the page asks stands in its one heading."""
    assert page.locator("main h1").count() == 1


@SQLITE
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_complaint_is_lodged_question_by_question_without_javascript(visitor, insaf, language):
    page = visitor(language, javascript=False, width=360)
    start(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    answer_all(page, {**WORDS[language], "attachments": FILES}, one_question)
    last = shown(page)
    assert AGENCY[language] in last and LEGAL_DAY[language] in last, "agency and legal date before sending"
    assert all(one["name"] in last for one in FILES) and WORDS[language]["subject"] in last
    reference, code = send(page)
    page.reload()
    assert [reference, code] == page.locator(".keys .code").all_inner_texts(), "loaded again, not sent again"
    case = case_of(insaf, reference)
    assert (case.language, case.kind) == (language, "complaint")
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).select_from(ComplaintCase)) == 1


@SQLITE
def test_a_missing_answer_is_named_and_what_was_given_is_kept(visitor):
    page = visitor("fr", javascript=False, width=360)
    start(page)
    answer = press(page)
    assert answer.status == 422
    link = page.locator(".summary a")
    assert link.inner_text() == "Choisissez de quoi il s’agit"
    assert page.locator(link.get_attribute("href")).count() == 1, "the summary leads to the question"
    while not page.locator("input[type=file]").count():
        fill(page, WORDS["fr"])
        press(page)
    page.set_input_files("input[type=file]", [FILES[1], file("programme.exe", b"MZ\0\0")])
    assert press(page).status == 422 and "programme.exe" in page.inner_text(".summary")
    assert FILES[1]["name"] in page.inner_text(".files")
    press(page)
    fill(page, {"consent": "true"})
    assert press(page).status == 422 and page.locator("[name=consent]").is_checked(), "the tick is kept"
    answer_all(page, WORDS["fr"])
    assert FILES[1]["name"] in shown(page) and "programme.exe" not in shown(page)


@SQLITE
def test_an_answer_is_changed_from_the_last_page_and_going_back_loses_nothing(visitor):
    page = visitor("en", javascript=False, width=360)
    start(page)
    answer_all(page, WORDS["en"])
    follow(page, ".facts a[href*='/questions/2']")
    assert page.input_value("[name=subject]") == WORDS["en"]["subject"]
    page.fill("[name=subject]", "No answer to my building permit")
    press(page)
    assert path_of(page) == "/lodge/check" and "No answer to my building permit" in shown(page)
    page.go_back()
    page.go_back()
    page.goto("/lodge/check")
    assert "No answer to my building permit" in shown(page)


def test_a_case_is_followed_from_another_browser_and_withdrawn(visitor, insaf):
    page = visitor("ar", javascript=False, width=360)
    start(page)
    answer_all(page, {**WORDS["ar"], "attachments": FILES})
    reference, code = send(page)

    elsewhere = visitor("ar", javascript=False, width=360)
    open_case(elsewhere, reference, "0000-0000-00")
    assert path_of(elsewhere) == "/c" and elsewhere.locator(".summary").count() == 1
    open_case(elsewhere, reference.lower(), code.replace("-", " ").lower())
    assert path_of(elsewhere) == f"/c/{reference}" and code not in elsewhere.url
    assert elsewhere.locator(".timeline li").count() >= 2
    with elsewhere.expect_download() as taken:
        elsewhere.get_by_role("link", name=FILES[1]["name"]).click()
    assert taken.value.suggested_filename == FILES[1]["name"]
    assert taken.value.path().read_bytes() == FILES[1]["buffer"]
    follow(elsewhere, "section[aria-labelledby=documents] a[href*='/letters/']")
    assert reference in shown(elsewhere)

    elsewhere.goto(f"/c/{reference}/withdraw")
    elsewhere.fill("#reason", "توصلت بالرخصة.")
    press(elsewhere, "button.warn")
    assert path_of(elsewhere) == f"/c/{reference}" and case_of(insaf, reference).status == "withdrawn"
    assert not elsewhere.locator("a[href$='/withdraw']").count()
    page.goto(f"/c/{reference}")
    assert page.locator(".status-withdrawn").count() == 1


@SQLITE
def test_without_the_code_nobody_sees_a_case(visitor):
    page = visitor("fr", javascript=False)
    start(page)
    answer_all(page, WORDS["fr"])
    reference, code = send(page)
    stranger = visitor("fr", javascript=False)
    stranger.goto(f"/c/{reference}")
    assert path_of(stranger) == "/c" and WORDS["fr"]["subject"] not in stranger.content()
    assert code not in stranger.content()
