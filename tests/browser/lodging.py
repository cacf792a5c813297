"""Lodging a message question by question, as a complainant does it in each language."""

from playwright.sync_api import Page

from tests.browser.hands import fill, path_of, press
from tests.people import NATIONAL

_SAME = {"service_type": "delay", "happened_on-day": "4", "happened_on-month": "3", "happened_on-year": "2026",
         "region": "rabat_sale_kenitra", "consent": "true", "contact_channel": "email"}

WORDS = {
    "ar": {**_SAME, "subject": "تأخر رخصة البناء", "what_happened": "أودعت الطلب في شهر مارس ولم أتوصل بأي جواب إلى اليوم.",
           "place": "سلا الجديدة", "expected": "أطلب جوابا معللا.", "full_name": "أمينة بنجلون", "email": "amina@example.org"},
    "fr": {**_SAME, "subject": "Permis de construire sans réponse", "what_happened": "Ma demande, déposée en mars, est restée "
           "sans réponse malgré deux rappels.", "place": "Salé", "expected": "Une réponse motivée.",
           "full_name": "Amina Benjelloun", "email": "amina@example.org"},
    "en": {**_SAME, "subject": "Building permit without an answer", "what_happened": "I applied in March and nobody has "
           "answered, although I asked twice.", "place": "Salé", "expected": "A reasoned answer.",
           "full_name": "Amina Benjelloun", "email": "amina@example.org"},
}
BY_LETTER = {"contact_channel": "letter", "address": "12 rue des Oliviers, 10000 Rabat"}


def start(page: Page, agency: str = NATIONAL, kind: str = "complaint") -> None:
    """From the home page to the first question."""
    page.goto("/")
    press(page, 'main a.button[href="/lodge"], a.button[href="/lodge"]')
    page.locator('input[name="fits"][value="none"]').check()
    press(page, "form[method=post] button.button")
    page.locator(f'input[name="agency"][value="{agency}"]').check()
    press(page, "form[method=post] button.button")
    page.locator(f'input[name="kind"][value="{kind}"]').check()
    press(page)


def answer_all(page: Page, answers: dict, on_each=lambda page: None) -> None:
    """Answer question after question up to the last page before sending."""
    for _ in range(20):
        if path_of(page) == "/lodge/check":
            return
        on_each(page)
        before = path_of(page)
        fill(page, answers)
        press(page)
        assert path_of(page) != before, page.inner_text("main")
    raise AssertionError("the questions do not end")


def send(page: Page) -> tuple[str, str]:
    """Send it; returns reference and follow-up code as the page shows them."""
    press(page)
    assert path_of(page) == "/lodge/sent", page.inner_text("main")
    return tuple(page.locator(".keys .code").all_inner_texts())


def open_case(page: Page, reference: str, code: str) -> None:
    """Follow a case with what stands on the receipt."""
    page.goto("/c")
    page.fill("#reference", reference)
    page.fill("#code", code)
    press(page)
