"""The conversation of a case on the pages of both sides, without any script."""

from io import BytesIO

import pytest

from tests.people import FATIMA, INES, NADIA
from tests.steps import lodge as lodge_by_act
from tests.web.desk_visit import posted, sign_in, text_of
from tests.web.visit import Visit, lodge

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def given(name: str, data: bytes = PDF):
    return (BytesIO(data), name)


def test_a_question_and_its_answer_go_both_ways_with_a_file_and_the_badge_comes_and_goes(app, insaf):
    zineb = Visit(app.test_client())
    reference, _ = lodge(zineb)
    ines = sign_in(app, INES)
    address = f"/conversation/{reference}"
    page = ines.get(address)
    page = ines.post(address, {"text": "Quelle est la date du reçu ?", "form_key": page.value("form_key")})
    assert "Quelle est la date du reçu" in page.text and INES.name in page.text
    page = zineb.get(f"/c/{reference}")
    assert "L’organisme vous a écrit" in page.text and f"/c/{reference}/messages" in page.links
    page = zineb.get(f"/c/{reference}/messages")
    assert "Quelle est la date du reçu" in page.text and INES.name not in page.text
    page = zineb.post(f"/c/{reference}/messages", {"text": "Le 12 mars.", "form_key": page.value("form_key"),
                                                   "files": given("reçu.pdf")}, content_type="multipart/form-data")
    assert "reçu.pdf" in page.text and "Votre message a été envoyé" in page.text
    assert zineb.client.get(next(link for link in page.links if "/files/" in link)).data == PDF
    assert "1 message à traiter" in text_of(ines.get("/desk"))
    assert "Amina Benjelloun" in text_of(ines.get("/messages"))
    page = ines.get(address)
    assert "Le 12 mars." in page.text and ines.client.get(
        next(link for link in page.links if "/attachments/" in link)).data == PDF
    ines.post(address, {"do": "settle", "form_key": page.value("form_key")})
    assert "message à traiter" not in text_of(ines.get("/desk")) and "Aucun plaignant" in text_of(ines.get("/messages"))


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_what_cannot_be_sent_comes_back_with_its_words_and_its_files(app, text):
    zineb = Visit(app.test_client())
    reference, _ = lodge(zineb)
    address = f"/c/{reference}/messages"
    zineb.get(address)
    page = zineb.post(address, {"text": text, "files": given("reçu.pdf")}, content_type="multipart/form-data")
    assert page.status == 422 and "4 000 caractères" in page.text.replace("\u202f", " ") and "reçu.pdf" in page.text
    page = zineb.post(address, {"text": "Voici.", "given_file": page.value("given_file")})
    assert page.status == 200 and "reçu.pdf" in page.text and "Voici." in page.text


def test_a_file_of_another_kind_is_refused_and_the_words_stay(app):
    zineb = Visit(app.test_client())
    reference, _ = lodge(zineb)
    address = f"/c/{reference}/messages"
    zineb.get(address)
    page = zineb.post(address, {"text": "Voici.", "files": given("virus.exe", b"MZ\x90")}, content_type="multipart/form-data")
    assert page.status == 422 and "virus.exe" in page.text and "Voici." in page.text


def test_strangers_and_other_agencies_find_no_conversation(app, insaf):
    reference = lodge_by_act(insaf).reference
    stranger, fatima = Visit(app.test_client()), sign_in(app, FATIMA)
    stranger.get("/c")
    assert stranger.get(f"/c/{reference}/messages").status == 404
    assert stranger.post(f"/c/{reference}/messages", {"text": "x"}).status == 404
    assert fatima.get(f"/conversation/{reference}").status == 404
    assert posted(fatima, f"/conversation/{reference}", {"text": "x"}).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_of_a_conversation_speak_every_language_and_need_no_script(app, insaf, language):
    reference = lodge_by_act(insaf).reference
    nadia = sign_in(app, NADIA, language)
    for address in (f"/conversation/{reference}", "/messages"):
        page = nadia.get(address)
        assert page.status == 200 and not page.all("script")
