"""With the keyboard alone: the order leads to the main form, and where one stands can be seen."""

import pytest

from tests.browser.hands import path_of, shown, sign_in
from tests.people import INES
from tests.steps import lodge, open_tasks

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
STANDS = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const styles = [one, label].filter(Boolean).map(each => getComputedStyle(each));
    return {name: one.name || one.id || one.className, inMain: !!one.closest('main form'),
            seen: styles.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                                       || style.boxShadow !== 'none')};
}"""


def tab(page) -> dict:
    """One step with the Tab key; every stop must be visible."""
    page.keyboard.press("Tab")
    stands = page.evaluate(STANDS)
    assert stands["seen"], f"the focus on {stands['name']} cannot be seen"
    return stands


def tab_to(page, wanted: str, at_most: int = 40) -> int:
    """Step on until the control of this name; returns the number of steps."""
    for step in range(1, at_most):
        if tab(page)["name"] == wanted:
            return step
    raise AssertionError(f"{wanted} is not reached in {at_most} steps")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_message_is_begun_with_the_keyboard_alone(visitor, language):
    page = visitor(language)
    page.goto("/lodge/agency")
    assert tab(page)["name"] == "skip", "the first stop leads to the content"
    page.keyboard.press("Enter")
    tab_to(page, "q")
    tab_to(page, "agency")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lodge/kind")
    tab_to(page, "kind")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lodge/questions/1")
    page.keyboard.press("Tab")
    page.locator("main form button.button").first.focus()
    page.keyboard.press("Enter")
    page.locator(".summary").wait_for()
    assert page.evaluate("() => document.activeElement.className") == "summary", "what is wrong is read first"


def test_a_task_is_taken_and_done_with_the_keyboard_alone(visitor, insaf):
    reference = lodge(insaf).reference
    page = sign_in(visitor("fr"), INES)
    page.goto(f"/tasks/{open_tasks(insaf, reference)['triage']}")
    page.locator("form[action$='/claim'] button").wait_for()
    for _ in range(40):
        if tab(page)["inMain"]:
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "service_type")
    page.keyboard.type("Retard")
    tab_to(page, "urgency")
    page.keyboard.press("Space")
    tab_to(page, "admissible")
    page.keyboard.press("Space")
    tab_to(page, "note")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert path_of(page) == "/desk", shown(page)
