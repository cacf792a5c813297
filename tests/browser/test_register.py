"""The register: seen, filtered, downloaded; and the search by reference and by name."""

import csv
import io

import pytest

from tests.browser.hands import fill, follow, path_of, press, shown, sign_in
from tests.people import COMMUNE, FATIMA, NADIA
from tests.steps import lodge

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
LAMP = {"problem_category": "lighting", "neighbourhood": "Hay Zitoun", "danger": False}


def test_the_register_is_filtered_and_the_file_holds_the_same_and_no_formula(visitor, insaf):
    formula = lodge(insaf, full_name="=HYPERLINK(\"http://evil.example\")", subject="+212 شكاية").reference
    suggestion = lodge(insaf, kind="suggestion").reference
    theirs = lodge(insaf, agency=COMMUNE, **LAMP).reference
    page = sign_in(visitor("fr"), NADIA)
    follow(page, "nav a[href='/register']")
    assert formula in shown(page) and suggestion in shown(page) and theirs not in shown(page)
    page.select_option("#kind", "complaint")
    press(page, ".filters-go button")
    assert formula in shown(page) and suggestion not in shown(page)
    with page.expect_download() as taken:
        page.click("a[href^='/register.csv']")
    data = taken.value.path().read_bytes()
    row, = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert data.startswith("\ufeff".encode()) and taken.value.suggested_filename == "register-2026-05-04.csv"
    assert (row["reference"], row["subject"]) == (formula, "'+212 شكاية") and row["complainant"].startswith("'=")


def test_printing_the_register_leaves_out_what_is_only_for_the_screen(visitor, insaf):
    reference = lodge(insaf).reference
    page = sign_in(visitor("fr"), NADIA)
    page.goto("/register")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible() and not page.locator("nav.tabs").is_visible()
    assert page.get_by_text(reference).first.is_visible()


@pytest.mark.parametrize("typed", ["ahmed", "أحمد", "احمد", "العلوى", "علوي"])
def test_a_case_is_found_by_the_name_however_it_is_spelt(visitor, insaf, typed):
    arabic = lodge(insaf, agency=COMMUNE, full_name="أحمد العلوي", **LAMP).reference
    latin = lodge(insaf, agency=COMMUNE, full_name="Ahmed El Alaoui", **LAMP).reference
    page = sign_in(visitor("ar"), FATIMA)
    fill(page, {"q": typed})
    page.fill("#q", typed)
    press(page, "form.search button")
    found, other = (latin, arabic) if typed.isascii() else (arabic, latin)
    assert found in shown(page), shown(page)
    assert other not in shown(page)


def test_a_case_is_found_by_its_reference_and_another_agencys_is_not(visitor, insaf):
    mine, theirs = lodge(insaf).reference, lodge(insaf, agency=COMMUNE, **LAMP).reference
    page = sign_in(visitor("fr"), NADIA)
    page.fill("#q", f" {mine.lower()} ")
    press(page, "form.search button")
    follow(page, f"a[href='/cases/{mine}']")
    assert path_of(page) == f"/cases/{mine}"
    page.goto(f"/search?q={theirs}")
    assert theirs not in page.inner_text("main table, main .empty")
