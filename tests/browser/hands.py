"""What a person does with a page, whatever its language: sign in, fill what is asked, press the button."""

from playwright.sync_api import Page, Response

from tests.people import PASSWORD, Persona


def press(page: Page, selector: str = "main form button.button:not(.quiet)") -> Response:
    """Press the button (by default the first one that goes on) and wait for the page that follows."""
    return _led(page, page.locator(selector).first)


def follow(page: Page, selector: str) -> Response:
    """Follow the first link that the selector finds."""
    return _led(page, page.locator(selector).first)


def _led(page: Page, control) -> Response:
    with page.expect_navigation() as led:
        control.click()
    return led.value


def path_of(page: Page) -> str:
    """The path of the page, without the site."""
    return "/" + page.url.split("/", 3)[3].partition("?")[0]


def sign_in(page: Page, persona: Persona, password: str = PASSWORD) -> Page:
    """The persona signs in and stands on the worklist."""
    page.goto("/sign-in")
    page.fill("#email", persona.email)
    page.fill("#password", password)
    press(page)
    assert path_of(page) == "/desk", page.inner_text("main")
    return page


def fill(page: Page, answers: dict) -> None:
    """Answer every question of `answers` that is shown on this page; a list goes into a box for files."""
    for name, value in answers.items():
        controls = page.locator(f'main form [name="{name}"]')
        if not controls.count() or not controls.first.is_visible():
            continue
        kind = controls.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            page.locator(f'main form [name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            controls.select_option(value)
        elif kind == "file":
            controls.set_input_files(value)
        else:
            controls.fill(value)


def shown(page: Page) -> str:
    """The words of the main part as they are shown."""
    return page.inner_text("main")


def speak(page: Page, language: str) -> None:
    """Choose the language as the switch in the head of each page does."""
    page.context.add_cookies([{"name": "language", "value": language, "url": _site(page)}])


def _site(page: Page) -> str:
    if page.url.startswith("http"):
        return page.url
    page.goto("/livez")
    return page.url
