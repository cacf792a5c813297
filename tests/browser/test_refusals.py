"""Error pages, each provoked by what a visitor does: their status, their language, a way on."""

import pytest

from tests.browser.hands import fill, path_of, press, sign_in, speak
from tests.browser.lodging import WORDS, start
from tests.browser.papers import file, png
from tests.people import INES
from webapp.security import limiter

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])
TITLES = {
    404: {"ar": "هذه الصفحة غير موجودة", "fr": "Cette page n’existe pas", "en": "This page does not exist"},
    413: {"ar": "حجم الإرسال كبير جدا", "fr": "L’envoi est trop volumineux", "en": "This is too large to be sent"},
    422: {"ar": "هناك ما يجب تصحيحه", "fr": "Quelque chose est à corriger", "en": "Something must be corrected"},
    429: {"ar": "محاولات كثيرة", "fr": "Trop de tentatives", "en": "Too many attempts"},
    500: {"ar": "عذرا، تعذر ذلك", "fr": "Désolé, cela n’a pas fonctionné", "en": "Sorry, this did not work"},
}


def explained(page, answer, status: int, language: str) -> None:
    """The page of this error, whole, in the reader's language."""
    assert answer.status == status
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert TITLES[status][language] in page.inner_text("h1") and page.locator("h1").count() == 1
    if language != "en":
        assert TITLES[status]["en"] not in page.content()
    assert page.locator("main a[href='/']").count() == 1, "a way on"


@LANGUAGES
def test_an_address_that_leads_nowhere(visitor, language):
    page = visitor(language, javascript=False, width=360)
    explained(page, page.goto("/nowhere"), 404, language)


@LANGUAGES
def test_more_than_can_be_sent(visitor, app, language):
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    page = visitor(language, javascript=False, width=360)
    start(page)
    while not page.locator("input[type=file]").count():
        fill(page, WORDS[language])
        press(page)
    page.set_input_files("input[type=file]", file("photo.png", png() + bytes(150_000)))
    explained(page, press(page), 413, language)
    page.goto("/lodge/check")
    assert "/questions/" in path_of(page), "what was answered before is kept"


@LANGUAGES
def test_an_answer_that_was_tampered_with(visitor, language):
    page = sign_in(visitor(language), INES)
    speak(page, language)
    page.goto("/account")
    page.evaluate("() => { document.querySelector('#language option').value = 'xx' }")
    page.select_option("#language", "xx")
    explained(page, press(page, "form[action$='/language'] button"), 422, language)


@LANGUAGES
def test_too_many_attempts(visitor, app, language):
    app.config["RATELIMIT_IN_TESTS"] = True
    limiter.reset()
    page = visitor(language, javascript=False, width=360)
    page.goto("/c")
    for _ in range(10):
        page.fill("#reference", "NAT-2026-000001-A")
        page.fill("#code", "0000000000")
        assert press(page).status == 422
    page.fill("#code", "0000000000")
    explained(page, press(page), 429, language)
    limiter.reset()


@LANGUAGES
def test_a_failure_of_ours(visitor, app, language):
    def crash():
        raise RuntimeError("the words of a crash")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["public.privacy"] = crash
    page = visitor(language, javascript=False, width=360)
    explained(page, page.goto("/privacy"), 500, language)
    assert "the words of a crash" not in page.content()
