"""With the keyboard alone: the order leads to the main form, and where one stands can be seen."""

import pytest

from tests.browser.hands import path_of, shown, sign_in
from tests.people import HANANE, HOUDA, INES, NADIA
from tests.steps import lodge, open_tasks

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
STANDS = """() => {
    const one = document.activeElement, label = one.labels && one.labels[0];
    const styles = [one, label].filter(Boolean).map(each => getComputedStyle(each));
    return {name: one.name || one.id || one.className, inMain: !!one.closest('main form'), stop: one.dataset.stop,
            seen: styles.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                                       || style.boxShadow !== 'none')};
}"""

#: Every control of the page's main part that can be seen gets a mark; of a group of radio buttons, which Tab enters once, one.
MARK = """() => {
    const groups = new Set(), marks = [];
    for (const one of document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')) {
        if (!one.checkVisibility() || one.type === 'hidden') continue;
        const mark = one.type === 'radio' ? one.name : one.dataset.stop = 'stop ' + marks.length;
        if (one.type === 'radio') one.dataset.stop = mark;
        if (!groups.has(mark)) { groups.add(mark); marks.push(mark); }
    }
    return marks;
}"""
AT_THE_END = """() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
    return document.activeElement === all.filter(one => one.checkVisibility() && one.type !== 'hidden').pop();
}"""
NEW_PAGES = [(HOUDA, "/counter/enter"), (HOUDA, "/counter/caller"), (INES, "/conversation/{case}"), (INES, "/notes/{case}"),
             (INES, "/seizures/court/{case}"), (NADIA, "/supervision"), (NADIA, "/supervision/work?of=nobody"),
             (NADIA, "/supervision/tasks/{task}"), (NADIA, "/supervision/validate"), (NADIA, "/supervision/incidents"),
             (NADIA, "/supervision/runs"), (NADIA, "/cases/{case}"), (HANANE, "/studio/commune?part=differences")]


def test_the_tab_key_reaches_every_control_of_the_pages_beside_the_diagrams(visitor, insaf):
    reference = lodge(insaf).reference
    task, missed = open_tasks(insaf, reference)["triage"], []
    for persona in (HOUDA, INES, NADIA, HANANE):
        page = sign_in(visitor("ar"), persona)
        for address in (address for who, address in NEW_PAGES if who is persona):
            page.goto(address.format(case=reference, task=task))
            marks = page.evaluate(MARK)
            assert marks, address
            reached = set()
            while not page.evaluate(AT_THE_END):
                reached.add(tab(page)["stop"])
            missed += [f"{address}: {mark}" for mark in marks if mark not in reached]
    assert not missed, "\n".join(missed)


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
