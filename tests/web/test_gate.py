"""What stands before every view: whose form it is, how often one may try, who is signed in."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from tests.people import INES, PASSWORD
from tests.web.desk_visit import sign_in
from tests.web.visit import Visit
from webapp.security.forgery import form_token

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


@pytest.fixture
def signed(app):
    """Somebody who is signed in; `try_with(token)` posts a harmless form with it and gives the status."""
    visit = sign_in(app, INES)
    visit.get("/account")
    visit.try_with = lambda token: visit.client.post(
        "/account/language", data={"language": "fr", **({} if token is None else {"csrf_token": token})}).status_code
    return visit


def test_a_form_is_believed_with_the_token_of_its_session_under_whatever_mask(app, signed):
    signed.client.get("/account")
    again = Visit(signed.client)
    again.get("/account")
    assert again.token != signed.token
    assert signed.try_with(signed.token) == signed.try_with(again.token) == 303


def test_a_form_without_its_token_is_refused_before_its_view(signed):
    token = signed.token
    other = "B" if token[0] == "A" else "A"
    for wrong in (None, "", "x", "é" + token[1:], token[:-8], token[:-4], other + token[1:], token[4:], "A" * 1_000_000,
                  urlsafe_b64encode(urlsafe_b64decode(token)[:40]).decode(), urlsafe_b64encode(bytes(80)).decode()):
        assert signed.try_with(wrong) == 400, wrong


def test_the_token_of_another_session_is_worth_nothing(app, signed):
    stranger = Visit(app.test_client())
    stranger.get("/sign-in")
    assert signed.try_with(stranger.token) == 400


def test_a_visitor_without_any_session_cannot_make_a_token(app):
    with app.test_request_context():
        token = form_token()
    assert app.test_client().post("/sign-in", data={"csrf_token": token, "email": INES.email,
                                                    "password": PASSWORD}).status_code == 400


def test_who_signs_in_anew_has_another_secret_than_before(app, signed):
    old = signed.token
    signed.get("/account")
    signed.post("/sign-out")
    signed.get("/sign-in")
    assert signed.client.post("/sign-in", data={"csrf_token": old, "email": INES.email, "password": PASSWORD}).status_code == 400
