"""The process owner's pages: see a process, change it by upload, be told every problem, take it home."""

import io
import json
import zipfile

from engine.acts.deploy_definition import DeployDefinition
from engine.definitions import Bundle, Definition, read_family
from engine.domain.access import Person
from tests.people import HANANE, INES, NADIA
from tests.steps import lodge
from tests.web.desk_visit import page_of, posted, sign_in, text_of

LETTER = "bpmn/letters/receipt.fr.txt"


def national() -> Bundle:
    return read_family("national")


def upload(visit, *files: tuple[str, bytes], do: str = "publish", note: str = "Une phrase de plus", follow: bool = False):
    visit.get("/studio/national/upload")
    data = {"note": note, "do": do, "files": [(io.BytesIO(content), name) for name, content in files]}
    return visit.post("/studio/national/upload", data, follow=follow, content_type="multipart/form-data")


def changed_letter() -> bytes:
    return national().files[LETTER] + "\nBureau ouvert le samedi.\n".encode()


def test_a_family_shows_what_the_law_holds_fast_in_it_and_which_rules_are_ours(app):
    for language, reply in (("ar", "جواب معلل"), ("fr", "Réponse motivée"), ("en", "reasoned reply")):
        page = sign_in(app, HANANE, language).get("/studio/national?part=law")
        ours = [tag for tag in page.all("span") if tag.get("class") == "tag warning"]

        assert any(reply in row and "communicate_reply" in row for row in page.words("tr")), language
        assert len(ours) == 1 + 9, "one that says what the mark means, and the rules that are ours for want of a source"
        assert {link.rpartition("/")[2] for link in page.links if "/letters/" in link} == {
            "receipt", "receipt_feedback", "reply", "inadmissible", "renewal_reply", "information"}


def test_a_broken_obligation_is_named_with_its_basis_in_the_readers_language(app):
    visit = sign_in(app, HANANE, "ar")
    letter = national().files["bpmn/letters/reply.ar.txt"].decode().replace("وسيط المملكة", "…").encode()

    told = page_of(upload(visit, ("reply.ar.txt", letter)))

    assert told.status == 422 and "التذكير بحق اللجوء إلى الوسيط" in text_of(told) and "المادة 1" in text_of(told)


def test_a_family_is_shown_as_picture_text_dates_forms_letters_and_versions(app):
    for language in ("ar", "fr", "en"):
        visit = sign_in(app, HANANE, language)
        assert "/studio/national" in visit.get("/studio").links
        picture = visit.get("/studio/national")
        assert picture.text.count("<svg") == len(Definition.of(national()).processes) and len(picture.all("li")) > 30
        assert "2-17-265" in (words := text_of(visit.get("/studio/national?part=dates"))) or "2.17.265" in words
        content = visit.get("/studio/national?part=content")
        for link in content.links:
            if "/forms/" in link or "/letters/" in link:
                assert visit.get(link).status == 200, link
        assert visit.get("/studio/national?part=versions").status == 200


def test_an_uploaded_letter_is_a_new_version_that_new_cases_follow(app, insaf):
    before = lodge(insaf).reference
    visit = sign_in(app, HANANE)
    page = upload(visit, ("receipt.fr.txt", changed_letter()), follow=True)
    assert page.status == 200 and "Version 2" in text_of(page)
    after, nadia = lodge(insaf).reference, sign_in(app, NADIA)
    letters = {}
    for reference in (before, after):
        links = nadia.get(f"/cases/{reference}?part=documents").links
        letters[reference] = text_of(nadia.get(next(link for link in links if link.startswith("/letters/"))))
    assert "samedi" not in letters[before] and "samedi" in letters[after]


def test_the_same_files_again_change_nothing_and_the_page_says_so(app):
    visit = sign_in(app, HANANE)
    page = upload(visit, ("receipt.fr.txt", national().files[LETTER]), follow=True)
    assert "rien n’a changé" in text_of(page)


def test_every_problem_is_named_with_its_element_and_what_to_do(app):
    visit = sign_in(app, HANANE)
    broken = national().files["bpmn/complaint.bpmn"].replace(b'id="send_receipt"', b'id="Send It"', 1)
    page = page_of(upload(visit, ("complaint.bpmn", broken), ("receipt.fr.txt", b"no head"), ("poem.md", b"x")))
    assert page.status == 422 and len(page.all("tr")) > 1
    page = page_of(upload(visit, ("complaint.bpmn", broken), ("receipt.fr.txt", b"no head")))
    assert page.status == 422
    assert "receipt.fr.txt" in text_of(page) and "complaint.bpmn" in text_of(page)
    assert text_of(page).count("Version 1") == 0
    assert len([link for link in visit.get("/studio/national?part=versions").links if "/versions/" in link
                and "export" not in link]) == 1


def test_doubtful_files_are_refused_with_words_and_nothing_else(app):
    visit = sign_in(app, HANANE)
    for files in ((), (("complaint.bpmn", b""),), (("complaint.bpmn", b"\x00\xff"),), (("../../etc/passwd", b"x"),),
                  (("complaint.bpmn", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),),
                  (("triage-schema.json", b"[1,2"),), (("family.toml", b"main = 3"),), (("deadlines.dmn", b"<a/>"),),
                  (("receipt.fr.txt", b"x" * (2 * 1024 * 1024 + 1)),)):
        for do in ("check", "publish"):
            page = page_of(upload(visit, *files, do=do))
            assert page.status == 422, (files and files[0][0], do)
            assert "root:" not in page.text


def test_checking_only_says_what_would_happen_and_changes_nothing(app):
    visit = sign_in(app, HANANE)
    page = page_of(upload(visit, ("receipt.fr.txt", changed_letter()), do="check", note=""))
    assert page.status == 200
    assert "Version 2" not in text_of(visit.get("/studio/national?part=versions"))
    assert page_of(upload(visit, ("receipt.fr.txt", changed_letter()), note="")).status == 422


def test_the_archive_holds_exactly_the_version(app):
    visit = sign_in(app, HANANE)
    link = next(link for link in visit.get("/studio/national").links if link.endswith("export.zip"))
    with zipfile.ZipFile(io.BytesIO(visit.client.get(link).data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files == dict(national().files)
    assert visit.get("/studio/commune/versions/" + link.split("/")[4] + "/export.zip").status == 404


def test_only_process_owners_find_the_studio(app):
    visit = sign_in(app, INES)
    visit.get("/account")
    for path in ("/studio", "/studio/national", "/studio/national/upload"):
        assert visit.get(path).status == 404
    assert posted(visit, "/studio/national/upload", {"note": "x"}).status_code == 404


def test_a_file_made_to_exhaust_the_server_is_refused_with_a_word(app):
    unfolding = {f"d{n}": {"properties": {f"p{k}": {"$ref": f"#/$defs/d{n + 1}"} for k in range(9)}} for n in range(10)}
    bomb = {"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": {**unfolding, "d10": {}}}
    deep = b'{"properties":' * 900 + b"{}" + b"}" * 900
    visit = sign_in(app, HANANE)
    for name, content in (("triage-schema.json", json.dumps(bomb).encode()), ("triage-schema.json", deep),
                          ("triage-uischema.json", deep), ("calendar.toml", b"x=" + b"9" * 10_000)):
        page = page_of(upload(visit, (name, content), do="check"))
        assert page.status == 422 and name in text_of(page), name


def test_where_a_family_differs_stands_on_a_page_of_its_own_with_both_drawings(app, insaf):
    insaf.bus.ask(DeployDefinition(read_family("commune"), "for the test"), by=Person.system())
    for language, words in (("ar", "أعيد رسم"), ("fr", "est redessiné"), ("en", "is drawn anew")):
        visit = sign_in(app, HANANE, language)
        page = visit.get("/studio/commune?part=differences")
        assert words in text_of(page) and page.text.count("<svg") == 2 * page.text.count('id="pair-')
        assert "/studio/commune?part=differences" in visit.get("/studio/commune").links
        assert "/studio/national?part=differences" not in visit.get("/studio/national").links
