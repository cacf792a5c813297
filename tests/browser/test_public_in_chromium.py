"""The complainant's pages as people see them: a telephone, no script, three languages, and what axe-core says."""

import pytest

from tests.web.visit import ANSWERS

pytestmark = pytest.mark.browser
PHOTO = {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 64}


def _answer(page) -> None:
    """Fill in what is visible of one page of questions."""
    for box in page.locator("main input[type=radio]").all():
        if box.get_attribute("value") == ANSWERS.get(box.get_attribute("name")):
            page.locator(f"label[for='{box.get_attribute('id')}']").click()
    for line in page.locator("main input.input:visible, main textarea:visible").all():
        if line.get_attribute("name") in ANSWERS:
            line.fill(ANSWERS[line.get_attribute("name")])
    for box in page.locator("main input[type=checkbox]").all():
        page.locator(f"label[for='{box.get_attribute('id')}']").click()
    if page.locator("main input[type=file]").count():
        page.locator("main input[type=file]").set_input_files([PHOTO])


def _walk(page, look) -> None:
    """From the first page to the receipt and the case; `look` is called on every page."""
    page.goto("/")
    look()
    page.locator(".banner .button").first.click()
    look()
    page.locator(".choice label").first.click()
    page.locator("main .buttons .button").first.click()
    look()
    page.locator(".choice label").first.click()
    page.locator("main .buttons .button").first.click()
    for _ in range(20):
        if "/questions/" not in page.url:
            break
        look()
        _answer(page)
        page.locator("main .buttons .button").first.click()
    look()
    page.locator("main form .button").click()
    look()
    page.locator("main .buttons .button").first.click()
    look()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_complaint_is_lodged_and_followed_on_a_telephone_without_script(visitor, language):
    page = visitor(language=language, javascript=False, width=360)
    seen = []
    _walk(page, lambda: seen.append((page.locator("html").get_attribute("dir"), page.locator("h1").count())))
    assert set(seen) == {("rtl" if language == "ar" else "ltr", 1)} and len(seen) > 9
    assert page.locator("text=photo.png").count() == 1
    assert page.locator(".timeline .event").count() >= 1


@pytest.mark.parametrize("language, width", [("ar", 360), ("fr", 1280)])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(visitor, accessibility_problems, language, width):
    page = visitor(language=language, width=width)
    found = []

    def look():
        page.wait_for_load_state("load")
        found.extend(accessibility_problems(page))
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{page.url} is wider than the screen")
    _walk(page, look)
    assert not found, found


def test_axe_would_notice(visitor, accessibility_problems):
    page = visitor()
    page.goto("/c")
    page.evaluate("() => document.querySelector('label[for=code]').remove()")
    assert any("label" in problem for problem in accessibility_problems(page))


def test_a_question_that_depends_on_an_answer_appears_without_any_script(visitor):
    page = visitor(language="en", javascript=False)
    page.goto("/lodge")
    for _ in range(2):
        page.locator(".choice label").first.click()
        page.locator("main .buttons .button").first.click()
    while not page.locator("input[name=contact_channel]").count():
        _answer(page)
        page.locator("main .buttons .button").first.click()
    email, address = page.locator("[name=email]"), page.locator("[name=address]")
    assert not email.is_visible() and not address.is_visible()
    page.locator("label[for=f-contact_channel-0]").click()
    assert email.is_visible() != address.is_visible()
    page.locator("label[for=f-contact_channel-1]").click()
    assert email.is_visible() != address.is_visible()


def test_the_problem_summary_has_the_focus_and_its_link_leads_to_the_question(visitor):
    page = visitor(language="fr", javascript=False)
    page.goto("/c")
    page.locator("main form .button").first.click()
    assert page.locator(".summary:focus").count() == 1
    page.locator(".summary a").click()
    assert page.locator("#reference:focus").count() == 1
