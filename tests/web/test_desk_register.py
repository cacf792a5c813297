"""The register: seen, filtered, downloaded; no cell of it can become a formula."""

import csv
import io

import pytest

from tests.people import COMMUNE, HAMID, INES, NADIA, RACHID
from tests.steps import at, lodge
from tests.web.desk_visit import sign_in, text_of
from webapp.desk.register_csv import harmless

AT_THE_COMMUNE = {"problem_category": "lighting", "neighbourhood": "Hay Zitoun", "danger": False}


def rows(answer) -> list[dict]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_the_register_shows_each_case_once_and_only_to_its_agency(app, insaf):
    mine, theirs = lodge(insaf).reference, lodge(insaf, agency=COMMUNE, **AT_THE_COMMUNE).reference
    nadia, hamid, rachid = (text_of(sign_in(app, who).get("/register")) for who in (NADIA, HAMID, RACHID))
    assert mine in nadia and theirs not in nadia
    assert theirs in hamid and mine not in hamid
    assert mine in rachid and theirs in rachid


def test_filters_narrow_the_page_and_the_file_alike(app, insaf):
    complaint = lodge(insaf).reference
    insaf.clock.set(at("2026-05-11T09:00:00+00:00"))
    suggestion = lodge(insaf, kind="suggestion", full_name="Amina Benjelloun").reference
    visit = sign_in(app, INES)
    for query, wanted in (("kind=suggestion", {suggestion}), ("to=2026-05-04", {complaint}), ("q=amina", {suggestion}),
                          ("from=2026-05-05", {suggestion}), ("status=closed", set()), ("channel=web", {complaint, suggestion}),
                          ("kind=nonsense&from=yesterday", {complaint, suggestion})):
        words = text_of(visit.get(f"/register?{query}"))
        assert {one for one in (complaint, suggestion) if one in words} == wanted, query
        assert {row["reference"] for row in rows(visit.client.get(f"/register.csv?{query}"))} == wanted, query


def test_the_whole_register_stands_on_one_page_to_print_oldest_first(app, insaf):
    references = [lodge(insaf).reference for _ in range(52)]
    visit = sign_in(app, NADIA)
    first = visit.get("/register")
    assert references[0] not in text_of(first)
    assert references[0] in text_of(visit.get(next(link for link in first.links if "after=" in link)))
    words = text_of(visit.get("/register/print?kind=complaint"))
    assert [words.index(one) for one in references] == sorted(words.index(one) for one in references)


def test_the_file_opens_in_a_spreadsheet_with_arabic_and_without_formulas(app, insaf):
    lodge(insaf, full_name="=cmd|' /C calc'!A0", subject="+212 شكاية")
    answer = sign_in(app, INES).client.get("/register.csv")
    row, = rows(answer)
    assert row["complainant"].startswith("'=") and row["subject"] == "'+212 شكاية"
    assert row["due_on"] == "2026-07-03" and row["lodged_on"] == "2026-05-04"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_what_could_start_a_formula_is_made_harmless(cell):
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell, kept", [(None, ""), (-3, "-3"), ("Rue 4", "Rue 4"), (True, "True"), ("a;b", "a;b")])
def test_other_cells_stay_as_they_are(cell, kept):
    assert harmless(cell) == kept
