"""Signing in: one answer for every wrong try, sessions that end, passwords set through a link."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.store.tables import LetterRow
from tests.people import INES, PASSWORD, RACHID, SALMA
from tests.web.desk_visit import posted, sign_in, text_of
from tests.web.visit import Visit
from webapp.security import limiter

NEW = "four words nobody joins"


def try_to_sign_in(app, email, password, **more):
    visit = Visit(app.test_client(), "fr")
    visit.get("/sign-in")
    return posted(visit, "/sign-in", {"email": email, "password": password, **more})


def link_in_the_outbox(insaf) -> str:
    with insaf.reading() as session:
        body = session.scalars(select(LetterRow.body).where(LetterRow.code == "reset")
                               .order_by(LetterRow.created_at.desc())).first()
    return re.search(r"(/password/new\?\S+)", body)[1]


def test_an_officer_signs_in_and_stands_on_the_worklist(app):
    assert "Tâches" in sign_in(app, INES).get("/desk").title


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(app):
    unknown = try_to_sign_in(app, "nobody@example.org", "x" * 14)
    wrong = try_to_sign_in(app, "nobody@example.org", PASSWORD)
    known = try_to_sign_in(app, INES.email, "x" * 14)
    bare = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (unknown, wrong, known)]
    assert {answer.status_code for answer in (unknown, wrong, known)} == {422}
    assert len(set(bare)) == 1


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_after_signing_in_one_stays_on_this_site(app, target):
    answer = try_to_sign_in(app, INES.email, PASSWORD, next=target)
    assert answer.headers["Location"] == "/desk"


def test_after_signing_in_one_is_where_one_wanted_to_go(app):
    assert try_to_sign_in(app, INES.email, PASSWORD, next="/register?kind=complaint").headers["Location"] == \
        "/register?kind=complaint"


def test_without_signing_in_every_staff_page_leads_to_the_gate(app):
    client = app.test_client()
    for path in ("/desk", "/register", "/register.csv", "/letters", "/search?q=a", "/supervision", "/studio", "/admin",
                 "/account", "/cases/NAT-2026-000001-A", "/tasks/x", "/attachments/x"):
        answer = client.get(path)
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?next="), path


def test_a_session_ends_after_thirty_idle_minutes(app, insaf):
    visit, begun = sign_in(app, INES), insaf.clock.now()
    insaf.clock.set(begun + timedelta(minutes=29))
    assert visit.client.get("/desk").status_code == 200
    insaf.clock.set(begun + timedelta(minutes=58))
    assert visit.client.get("/desk").status_code == 200
    insaf.clock.set(begun + timedelta(minutes=89))
    page = visit.get("/desk")
    assert "session" in text_of(page) and page.answer.request.path == "/sign-in"


def test_a_session_ends_after_twelve_hours_however_busy(app, insaf):
    visit, begun = sign_in(app, INES), insaf.clock.now()
    for quarter in range(1, 48):
        insaf.clock.set(begun + timedelta(minutes=15 * quarter))
        assert visit.client.get("/account").status_code == 200
    insaf.clock.set(begun + timedelta(hours=12, minutes=1))
    assert visit.client.get("/account").status_code == 303


def test_changing_the_password_ends_the_other_sessions_and_not_this_one(app):
    here, elsewhere = sign_in(app, INES), sign_in(app, INES)
    here.get("/account")
    wrong = posted(here, "/account/password", {"current": "x", "new": NEW, "again": NEW})
    assert wrong.status_code == 422 and "mot de passe actuel" in wrong.text
    differ = posted(here, "/account/password", {"current": PASSWORD, "new": NEW, "again": "other"})
    assert differ.status_code == 422
    short = posted(here, "/account/password", {"current": PASSWORD, "new": "short", "again": "short"})
    assert short.status_code == 422 and "12" in short.text
    done = here.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert done.status == 200 and done.answer.request.path == "/account"
    assert elsewhere.client.get("/desk").status_code == 303
    sign_in(app, INES, password=NEW)


def test_a_forgotten_password_is_set_through_a_link_that_works_once(app, insaf):
    visit = Visit(app.test_client(), "ar")
    visit.get("/password/forgotten")
    known = visit.post("/password/forgotten", {"email": SALMA.email})
    visit.get("/password/forgotten")
    unknown = visit.post("/password/forgotten", {"email": "nobody@example.org"})
    assert text_of(known) == text_of(unknown)
    path = link_in_the_outbox(insaf)
    page = visit.get(path)
    assert SALMA.email in text_of(page)
    token = page.value("token")
    assert posted(visit, "/password/new", {"token": token, "new": "short", "again": "short"}).status_code == 422
    visit.post("/password/new", {"token": token, "new": NEW, "again": NEW})
    assert visit.get(path).status == 410
    assert posted(visit, "/password/new", {"token": token, "new": NEW, "again": NEW}).status_code == 410
    sign_in(app, SALMA, password=NEW)


def test_a_link_is_too_old_after_two_hours(app, insaf):
    visit = Visit(app.test_client())
    visit.get("/password/forgotten")
    visit.post("/password/forgotten", {"email": SALMA.email})
    insaf.clock.set(insaf.clock.now() + timedelta(hours=2, minutes=1))
    assert visit.get(link_in_the_outbox(insaf)).status == 410
    assert visit.get("/password/new?token=forged").status == 410


def test_the_language_of_an_account_comes_back_on_another_device(app):
    visit = sign_in(app, INES)
    visit.get("/account")
    visit.post("/account/language", {"language": "ar"})
    other = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/sign-in").text)[1]
    other.post("/sign-in", data={"csrf_token": token, "email": INES.email, "password": PASSWORD})
    assert '<html lang="ar" dir="rtl">' in other.get("/desk").text
    assert posted(visit, "/account/language", {"language": "tlh"}).status_code == 422


def test_too_many_tries_for_one_address_are_stopped(app):
    app.config["RATELIMIT_IN_TESTS"] = True
    limiter.reset()
    answers = [try_to_sign_in(app, RACHID.email, "x" * 14).status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]


def test_signing_out_needs_a_post_with_its_token(app):
    visit = sign_in(app, INES)
    assert visit.client.get("/sign-out").status_code == 405
    assert visit.client.post("/sign-out").status_code == 400
    visit.post("/sign-out")
    assert visit.client.get("/desk").status_code == 303
