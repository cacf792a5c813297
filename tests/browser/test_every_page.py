"""Every page of every role, in each language, on a telephone and on a wide screen: fits, reads right, is accessible.

`SCREENSHOTS=folder` keeps a picture of each page to look at.
"""

import os
import re
from pathlib import Path

import pytest

from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.domain.reference_number import follow_up_code
from tests.browser import town as the_town
from tests.browser.addresses import SAME_PAGES_AS_OTHERS, STAFF, addresses_of
from tests.browser.hands import fill, path_of, press, sign_in, speak
from tests.browser.lodging import WORDS, answer_all, open_case, start
from tests.fixtures.databases import copy_of
from tests.fixtures.wired import settings_for
from tests.people import HOUDA

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])
WIDTHS = (1280, 360)
#: axe takes its time: once a page and language, on the telephone in Arabic, on the wide screen otherwise
EXAMINED_AT = {"ar": 360, "fr": 1280, "en": 1280}
#: What leads from the page of a case to its own pages.
ACTS = "a[href*='/answer/'], a[href$='/withdraw'], a[href*='/letters/'], a[href$='/messages'], a[href$='/renew']"
BEFORE_LODGING = ("/", "/lodge/start", "/lodge/stop/danger", "/lodge/agency?q=zzz", "/lodge/agency", "/accessibility", "/privacy",
                  "/calendar", "/c", "/c/lost", "/c/lost/told")
FITS = "() => [document.scrollingElement.scrollWidth, window.innerWidth]"


@pytest.fixture
def town(session_folder):
    return the_town.founded(session_folder)[1]


@pytest.fixture
def insaf(session_folder, tmp_path):
    """The program in the town, on its last day."""
    url = copy_of(session_folder, the_town.founded(session_folder)[0], tmp_path)
    wired = bootstrap(settings_for(url, tmp_path / "data"), clock=VirtualClock(the_town.TODAY))
    yield wired
    wired.close()


@pytest.fixture
def look(accessibility_problems):
    """`look(page, language)` returns what is wrong with the page at both widths, a line each."""
    def looked(page, language: str) -> list[str]:
        wrong = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide, screen = page.evaluate(FITS)
            wrong += [f"{wide} wide on a screen of {screen}"] if wide > screen else []
            if width == EXAMINED_AT[language]:  # French has the same colours at the same width
                wrong += accessibility_problems(page, colours=language != "en")
            _keep_picture(page, language, width)
        if page.locator("h1").count() != 1:
            wrong.append(f"{page.locator('h1').count()} h1")
        root = page.locator("html")
        if (root.get_attribute("lang"), root.get_attribute("dir")) != (language, "rtl" if language == "ar" else "ltr"):
            wrong.append("language or direction of the page")
        return [f"{page.url.split('/', 3)[3]}: {one}" for one in wrong]
    return looked


def _keep_picture(page, language: str, width: int) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        # Ids begin with the moment they were made, so their ends tell them apart; the heading says what the page is of.
        address = re.sub(r"[0-9a-f-]{28,}([0-9a-f]{6})", r"\1", page.url.split("/", 3)[3])
        name = re.sub(r"[^\w=.-]+", "_", address) or "home"
        page.screenshot(path=Path(folder) / f"{name}.{language}.{width}.png", full_page=True)


#: English shows on the pages of those who use most templates; the others' pages are the same ones with other rows.
@pytest.mark.parametrize(("persona", "language"), [
    pytest.param(one, language, id=f"{one.email.split('@')[0]}-{language}")
    for one in STAFF for language in ("ar", "fr", "en") if language != "en" or one not in SAME_PAGES_AS_OTHERS])
def test_every_page_of_the_staff(visitor, insaf, town, look, persona, language):
    page = sign_in(visitor(language, width=WIDTHS[0]), persona)
    speak(page, language)
    wrong = []
    for address in addresses_of(insaf, town, persona):
        answer = page.goto(address)
        assert answer.status == 200, address
        wrong += look(page, language)
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_what_is_read_out_to_a_caller(visitor, insaf, town, look, language):
    page = sign_in(visitor(language, width=WIDTHS[0]), HOUDA)
    speak(page, language)
    reference = town.cases["new"]
    page.goto("/counter/caller")
    press(page)
    wrong = look(page, language)
    page.goto("/counter/caller")
    fill(page, {"reference": reference, "code": follow_up_code(reference, insaf.settings.secret)})
    press(page)
    assert path_of(page).startswith("/counter/standing/"), page.inner_text("main")
    wrong += look(page, language)
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_every_page_of_the_lodging(visitor, look, language):
    page, wrong = visitor(language, width=WIDTHS[0]), []

    def see(page):
        wrong.extend(look(page, language))

    for address in BEFORE_LODGING:
        page.goto(address)
        see(page)
    start(page)
    press(page)
    see(page)
    answer_all(page, WORDS[language], see)
    see(page)
    press(page)
    see(page)
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_every_page_of_a_case_as_its_complainant_sees_it(visitor, insaf, town, look, language):
    page, wrong = visitor(language, width=WIDTHS[0]), []
    for stage in ("new", "late", "asked", "answered", "inadmissible", "withdrawn", "closed"):
        reference = town.cases[stage]
        open_case(page, reference, follow_up_code(reference, insaf.settings.secret))
        wrong += look(page, language)
        if stage in ("new", "asked", "answered"):
            for link in page.locator(ACTS).all():
                address, here = link.get_attribute("href"), page.url
                page.goto(address)
                wrong += look(page, language)
                page.goto(here)
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_every_page_around_signing_in_and_every_error(visitor, look, language):
    page, wrong = visitor(language, width=WIDTHS[0]), []
    for address in ("/sign-in", "/password/forgotten", "/password/forgotten?sent=1", "/password/new?token=x", "/nowhere"):
        page.goto(address)
        wrong += look(page, language)
    page.goto("/sign-in")
    page.fill("#email", "nobody@example.org")
    page.fill("#password", "x")
    press(page)
    wrong += look(page, language)
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_a_page_with_a_missing_label_or_too_wide_a_line_is_found(visitor, look, language):
    page = visitor(language, width=WIDTHS[0])
    page.goto("/c")
    page.evaluate("() => document.querySelector('label[for=code]').remove()")
    assert any("label" in one for one in look(page, language))
    page.evaluate("() => { document.querySelector('h1').style.width = '2000px' }")
    assert any("wide on a screen" in one for one in look(page, language))
    assert any("language" in one for one in look(page, "fr" if language == "ar" else "ar"))
