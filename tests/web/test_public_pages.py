"""What holds for every page: well made, in three languages, light, protected."""

import gzip
import json
import re

import pytest

from tests.web.visit import Visit, lodge, write_all

PAGES = ("/", "/c", "/lodge/start", "/lodge/stop/danger", "/lodge/agency", "/accessibility", "/privacy", "/sign-in", "/nowhere")
LIGHT = 60 * 1024


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_parses_strictly_and_has_one_heading_landmarks_and_labels(client, language):
    visit = Visit(client, language)
    for path in PAGES:
        page = visit.get(path)  # get() itself fails on a fault
        assert page.tree.find(".") is not None and f'lang="{language}"' in page.text
    write_all(visit)


def test_the_language_is_switched_without_leaving_the_page(client):
    page = Visit(client, "fr").get("/c?reference=NAT")
    address = next(link for link in page.links if link.startswith("/language/ar"))
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/c?reference=NAT")
    assert 'dir="rtl"' in client.get("/c").text


@pytest.mark.parametrize("wanted", [
    "//evil.example", "https://evil.example/", "/\\evil.example", "/a\r\nX: y", "javascript:1", "",
])
def test_the_language_switch_never_leads_to_a_foreign_site(client, wanted):
    answer = client.get("/language/en", query_string={"back": wanted})
    assert answer.headers["Location"] == "/" and "X" not in answer.headers


def test_the_browsers_language_is_spoken_until_one_is_chosen_and_arabic_to_strangers(client):
    heard = {header: client.get("/", headers={"Accept-Language": header}).text.split('lang="')[1][:2]
             for header in ("fr-FR,fr;q=0.9", "en", "de,zgh", "")}
    assert heard == {"fr-FR,fr;q=0.9": "fr", "en": "en", "de,zgh": "ar", "": "ar"}


def test_nothing_inline_or_foreign_may_run(client):
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_this_site_alone(client):
    cookie = client.get("/c").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_https_makes_cookies_secure_and_asks_for_https_ever_after(insaf):
    from dataclasses import replace

    from webapp import create_app
    app = create_app(replace(insaf, settings=replace(insaf.settings, base_url="https://insaf.example")), TESTING=True)
    answer = app.test_client().get("/c", base_url="https://insaf.example")
    assert "Secure" in answer.headers["Set-Cookie"] and "max-age" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("status, asked", [(404, ("get", "/nowhere")), (405, ("put", "/c")), (400, ("post", "/c"))])
def test_errors_are_pages_in_three_languages(app, status, asked):
    titles = set()
    for language in ("ar", "fr", "en"):
        client = app.test_client()
        client.set_cookie("language", language)
        answer = getattr(client, asked[0])(asked[1])
        assert answer.status_code == status
        titles.add(Visit(client, language)._look(answer).title)
    assert len(titles) == 3


def test_a_body_that_is_too_large_is_told_so(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page = Visit(client)
    page.get("/c")
    assert page.post("/c", {"reference": "x" * 2000}).status == 413


def test_a_crash_is_said_sorry_for_without_its_words(app, client, monkeypatch, capfd):
    from webapp import door
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False

    def crash(*_values):
        raise RuntimeError("the address of Amina is")
    monkeypatch.setattr(door, "read", crash)
    page = Visit(client).get("/lodge/agency")
    assert page.status == 500 and page.title == "Désolé, cela n’a pas fonctionné"
    logged = capfd.readouterr().err
    assert "Amina" not in page.text + logged and "RuntimeError" in logged


def test_requests_are_logged_without_paths_and_addresses(app, client, capfd):
    app.config["TESTING"] = False
    client.get("/c/NAT-2026-000001-X")
    line = json.loads(capfd.readouterr().err.strip().splitlines()[-1])
    assert line["rule"] == "/c/<reference>" and line["status"] == 303
    assert "000001" not in json.dumps(line) and "127.0.0.1" not in json.dumps(line)


def test_the_probes_answer(client):
    assert client.get("/livez").json == {"status": "alive"}
    assert (client.get("/readyz").status_code, client.get("/readyz").json["status"]) == (200, "ready")


def _weight(client, path: str, loaded: set) -> int:
    """Bytes that travel for an address and all it needs, each once."""
    if path in loaded:
        return 0
    loaded.add(path)
    answer = client.get(path, headers={"Accept-Encoding": "gzip", "Accept-Language": "ar"}, follow_redirects=True)
    assert answer.status_code == 200, path
    packed = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(answer.data) if packed else answer.data).decode(errors="replace")
    needed = re.findall(r'(?:<link rel="(?:stylesheet|icon)"[^>]*|<img[^>]*(?:src))[^>]*?(?:href|src)?="(/static/[^"]+)"', text)
    folder = path.split("?")[0].rsplit("/", 1)[0]
    needed += [f"{folder}/{name}" for name in re.findall(r'url\("?([^")]+)"?\)', text)] if answer.mimetype == "text/css" else []
    return len(answer.data) + sum(_weight(client, one, loaded) for one in needed)


def test_every_public_page_weighs_less_than_60_kb_as_it_travels_with_all_that_it_needs(client):
    visit = Visit(client, "ar")
    reference, _ = lodge(visit)
    for path in (*PAGES[:-2], "/lodge/agency?q=حفرة", "/calendar", "/c/lost", f"/c/{reference}", "/lodge/sent"):
        loaded: set = set()
        weight = _weight(client, path, loaded)
        assert 10_000 < weight < LIGHT, (path, weight)
        assert any("app.css" in one for one in loaded) and any(".woff2" in one or ".svg" in one for one in loaded), loaded


def test_what_cannot_be_unpacked_is_not_packed_and_small_answers_stay_as_they_are(client):
    assert "Content-Encoding" not in client.get("/").headers and "Accept-Encoding" in client.get("/").headers["Vary"]
    assert "Content-Encoding" not in client.get("/livez", headers={"Accept-Encoding": "gzip"}).headers
    head = client.head("/", headers={"Accept-Encoding": "gzip"})
    assert head.status_code == 200 and "Content-Encoding" not in head.headers


def test_static_files_are_kept_by_browsers_and_change_their_address_with_their_content(client):
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address and "max-age=31536000" in client.get(address).headers["Cache-Control"]
