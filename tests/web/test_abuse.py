"""Spam and mistakes are stopped by contact and content, and nobody is shut out who can press Send once more."""

from datetime import timedelta

import pytest

from tests.web.visit import ANSWERS, Visit, lodge, write_all


def answers(**changed) -> dict:
    return {**ANSWERS, **changed}


def send(app, **changed):
    visit = Visit(app.test_client())
    write_all(visit, answers=answers(**changed))
    return visit.post("/lodge/send")


def test_many_people_at_one_counter_or_cyber_cafe_are_never_locked_out(app):
    pages = [send(app, email=f"person{n}@example.org", subject=f"Dossier numéro {n} sans réponse") for n in range(6)]
    assert {page.answer.request.path for page in pages} == {"/lodge/sent"}


def test_one_contact_may_send_five_messages_a_day_and_is_told_what_to_do(app, insaf):
    told = [send(app, subject=f"Dossier numéro {n} sans réponse").status for n in range(5)]
    page = send(app, subject="Dossier numéro 5 sans réponse", email="AMINA@example.org ")
    assert told == [200] * 5 and page.status == 422 and "3737" in page.text and "/lodge/send" == page.answer.request.path
    insaf.clock.set(insaf.clock.now() + timedelta(hours=25))
    assert send(app, subject="Dossier numéro 5 sans réponse").answer.request.path == "/lodge/sent"


def test_the_same_message_in_another_window_is_not_lodged_twice(app):
    assert send(app).answer.request.path == "/lodge/sent"
    page = send(app)
    assert page.status == 422 and "déjà" not in page.text and "24 heures" in page.text
    assert page.words("h2")[0] == "Il y a un problème" and ANSWERS["subject"] in page.text, "nothing is lost"


def test_a_machine_that_fills_every_field_is_stopped_and_a_browser_that_did_may_send_again(app):
    visit = Visit(app.test_client())
    page = write_all(visit)
    assert page.value("website") == ""
    assert visit.post("/lodge/send", {"website": "http://spam.example"}).status == 422
    assert visit.post("/lodge/send", {"website": ""}).answer.request.path == "/lodge/sent"


def test_a_form_answered_in_no_time_is_shown_once_more(app, insaf):
    app.config["RATELIMIT_IN_TESTS"] = True
    visit = Visit(app.test_client())
    write_all(visit)
    page = visit.post("/lodge/send")
    assert page.status == 422 and "très rapide" in page.text
    assert visit.post("/lodge/send").answer.request.path == "/lodge/sent"
    slow = Visit(app.test_client())
    write_all(slow, answers=answers(subject="Un autre dossier sans réponse"))
    insaf.clock.set(insaf.clock.now() + timedelta(seconds=9))
    assert slow.post("/lodge/send").answer.request.path == "/lodge/sent"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_notice_that_was_agreed_to_stands_in_the_history_with_its_version(client, language):
    visit = Visit(client, language)
    page = visit.get("/privacy")
    day = {"ar": "22 نونبر 2026", "fr": "22 novembre 2026"}[language]
    assert day in page.text and len(page.words("h2")) == 4
    reference, _ = lodge(visit)
    assert day in visit.get(f"/c/{reference}").text


def test_the_body_can_be_changed_from_the_last_page_and_the_answers_stay(client):
    visit = Visit(client)
    page = write_all(visit)
    address = next(link for link in page.links if link.startswith("/lodge/agency"))
    page = visit.get(address)
    action = next(one.get("action") for one in page.all("form") if one.get("method") == "post")
    visit.post(action, {"agency": "OZT"})
    chosen = [one.get("value") for one in visit.get("/lodge/agency").all("input") if one.get("checked") is not None]
    assert chosen == ["OZT"]
    pages = [visit.get(f"/lodge/questions/{number}") for number in range(1, 8)]
    assert any(ANSWERS["subject"] in page.text for page in pages)
