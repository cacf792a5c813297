"""The receipt as a file: letters joined and in order, the code only for whom it belongs to, and no page without a way on."""

import subprocess

import pytest

from tests.people import HOUDA, INES
from tests.steps import lodge
from tests.web.desk_visit import sign_in, text_of
from tests.web.test_counter_entry import entered, reference_on
from tests.web.visit import Visit

SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def text_in(data: bytes) -> str:
    """What a reader who marks and copies everything gets, without the marks of direction."""
    assert data.startswith(b"%PDF")
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    marks = "\u202a\u202b\u202c\u200e\u200f\u2066\u2067\u2068\u2069"
    return " ".join("".join(sign for sign in told if sign not in marks).split())


def opened(app, receipt, language: str = "fr") -> Visit:
    visit = Visit(app.test_client(), language)
    visit.post("/c", {"reference": receipt.reference, "code": receipt.follow_up_code})
    return visit


@SQLITE
def test_an_arabic_receipt_reads_in_arabic_whatever_the_language_of_the_page(app, insaf):
    receipt = lodge(insaf, language="ar", subject="تأخر رخصة البناء", full_name="أمينة بنجلون")
    told = text_in(opened(app, receipt).client.get(f"/c/{receipt.reference}/receipt.pdf").data)
    for words in ("وصل", "أمينة بنجلون", "تأخر رخصة البناء", receipt.reference, receipt.follow_up_code, "يوليوز 2026"):
        assert words in told, told


@SQLITE
def test_the_receipt_is_for_those_who_know_the_code_and_lies_on_their_pages(app, insaf):
    receipt = lodge(insaf)
    path = f"/c/{receipt.reference}/receipt.pdf"
    assert app.test_client().get(path).status_code == 404
    visit = opened(app, receipt)
    assert path in visit.get(f"/c/{receipt.reference}").links
    answer = visit.client.get(path)
    assert answer.mimetype == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
    assert f"insaf-{receipt.reference}.pdf" in answer.headers["Content-Disposition"]


@SQLITE
def test_staff_get_the_code_on_it_only_for_what_they_have_just_entered(app, insaf):
    visit = sign_in(app, HOUDA)
    page = entered(visit, **{"came-language": "fr"})
    reference = reference_on(page)
    code = [one.text for one in page.all("span") if one.get("class") == "code"][1]
    path = f"/counter/receipt/{reference}"
    assert path in page.links and code in text_in(visit.client.get(path).data)
    others = sign_in(app, INES)
    assert path in others.get(f"/cases/{reference}?part=documents").links
    told = text_in(others.client.get(path).data)
    assert reference in told and code not in told and "30 avril 2026" in told


@SQLITE
def test_where_no_file_can_be_made_the_page_says_to_print(app, insaf, monkeypatch):
    receipt = lodge(insaf)
    visit = opened(app, receipt)
    monkeypatch.setattr("webapp.paper.receipt.PRESS", "/nowhere/press.py")
    page = visit.get(f"/c/{receipt.reference}/receipt.pdf")
    assert page.answer.request.path == f"/c/{receipt.reference}" and "Imprimer" in text_of(page)


@SQLITE
def test_nothing_that_was_written_is_taken_for_markup_or_fetched(app, insaf):
    subject = '<img src="file:///etc/hostname"><style>* { display: none }</style>'
    receipt = lodge(insaf, subject=subject)
    told = text_in(opened(app, receipt).client.get(f"/c/{receipt.reference}/receipt.pdf").data)
    assert "file:///etc/hostname" in told and receipt.reference in told
