"""What the forms do in a browser without a line of JavaScript."""

import pytest

from tests.browser.lodging import WORDS, start
from tests.browser.hands import fill, press

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def test_a_question_that_depends_on_an_answer_appears_and_goes_with_it(visitor):
    page = visitor("en", javascript=False)
    start(page)
    while not page.locator("input[name=contact_channel]").count():
        fill(page, WORDS["en"])
        press(page)
    shown = []
    for number in (0, 1, 0):
        page.locator(f"label[for=f-contact_channel-{number}]").click()
        shown.append((page.locator("[name=email]").is_visible(), page.locator("[name=address]").is_visible()))
    assert shown == [shown[0], shown[0][::-1], shown[0]] and sum(shown[0]) == 1


def test_the_summary_of_problems_has_the_focus_and_its_link_leads_to_the_question(visitor):
    page = visitor("fr", javascript=False)
    page.goto("/c")
    page.locator("main form .button").first.click()
    assert page.locator(".summary:focus").count() == 1
    page.locator(".summary a").click()
    assert page.locator("#reference:focus").count() == 1
