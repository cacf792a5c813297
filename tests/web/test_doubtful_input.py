"""Doubtful input at every door: a clear refusal, never a 500. `INSAF_FUZZ=10000` sends as many requests."""

import io
import os
import random

import pytest
from html5lib import HTMLParser
from werkzeug.routing import AnyConverter, IntegerConverter

from tests.people import HANANE, INES, NADIA, PASSWORD, RACHID
from tests.steps import BY_LETTER, lodge, open_tasks

REQUESTS = int(os.environ.get("INSAF_FUZZ", "600"))
NASTY = [
    "", " ", "0", "-1", "1e309", "null", "[]", "{}", "true", "\0", "a\0b", "\r\nSet-Cookie: a=b", "../../etc/passwd", "%00",
    "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "' or 1=1 --", "\u202e\u200f", "é" * 400, "١٢٣٤", "😀" * 50,
    "\ud800", "2026-02-30", "31/02/2026", "9" * 60, "x" * 20_000, "=cmd|' /C calc'!A0", "http://evil.example/", "//evil.example",
]
STAFF = (INES, NADIA, HANANE, RACHID)


def doors(app):
    """(method, rule) of everything that can be asked, sign-out aside, which would end the session."""
    return [(method, rule) for rule in app.url_map.iter_rules() for method in rule.methods & {"GET", "POST", "HEAD"}
            if rule.endpoint != "static" and "sign-out" not in rule.rule]


def field_names(app) -> list[str]:
    """Names that forms and filters really use, so that the garbage gets past the first check."""
    with app.insaf.reading() as session:
        _, definition = app.insaf.shelf.in_force(session, "national")
    names = {name for form in definition.forms.values() for name in form.names}
    return sorted(names | {"reference", "code", "q", "text", "agency", "kind", "after", "from_on", "to_on", "status", "view",
                           "email", "password", "token", "next", "note", "reason", "posted_on", "roles", "name_fr", "family",
                           "form_key", "answers", "_do", "confirm", "new", "current", "language", "page", "month"})


@pytest.mark.parametrize("kind_of_database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("persona", [None, *STAFF], ids=lambda p: p.name if p else "a visitor")
def test_no_request_whatever_it_carries_ends_in_a_server_error(app, insaf, persona):
    app.insaf = insaf
    app.config["WTF_CSRF_ENABLED"] = False  # the garbage is to reach the views, not to stop at their gate
    receipt = lodge(insaf, **BY_LETTER)
    task = open_tasks(insaf, receipt.reference)["triage"]
    chance, client = random.Random(f"{persona and persona.name}"), app.test_client()
    if persona:
        assert client.post("/sign-in", data={"email": persona.email, "password": PASSWORD}).status_code == 303
    else:
        client.post("/c", data={"reference": receipt.reference, "code": receipt.follow_up_code})
    known, names, routes = [receipt.reference, task, receipt.instance_id, "national", "NAT"], field_names(app), doors(app)
    for _ in range(REQUESTS // (2 * (len(STAFF) + 1))):
        method, rule = chance.choice(routes)
        arguments = {name: _argument(chance, rule, name, known) for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **arguments)
        answer = client.open(path, method=method, query_string=_pairs(chance, names), headers=_headers(chance),
                             **(_body(chance, names, known) if method == "POST" else {}))
        assert answer.status_code < 500, (method, path, answer.status_code)
        if answer.mimetype == "text/html" and method != "HEAD" and answer.status_code not in (302, 303):
            HTMLParser(strict=True).parse(answer.text)


def _argument(chance, rule, name, known):
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return chance.choice([0, 1, 2, 3, 9, 99, 10 ** 12])
    if isinstance(converter, AnyConverter):  # nothing else reaches the view
        return chance.choice(sorted(converter.items))
    value = chance.choice(known + NASTY[:24])
    return value.encode("utf-8", "replace").decode()[:300] or "x"


def _pairs(chance, names) -> list[tuple[str, str]]:
    return [(chance.choice(names), _clean(chance.choice(NASTY))) for _ in range(chance.randrange(5))]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _headers(chance) -> dict:
    return {"Accept-Language": chance.choice(["ar", "fr", "en", "xx;q=9", ",,,", "é"]),
            "X-Forwarded-For": chance.choice(["1.2.3.4", "nonsense"]), "Referer": chance.choice(["", "http://[", "/"])}


def _body(chance, names, known) -> dict:
    shape = chance.randrange(6)
    if shape == 0:
        return {"data": bytes(chance.randrange(256) for _ in range(200)),
                "content_type": chance.choice(["application/json", "multipart/form-data; boundary=x", "text/plain", "x"])}
    values: dict = {}
    for _ in range(chance.randrange(9)):
        values.setdefault(chance.choice(names), []).append(_clean(chance.choice(NASTY + known)))
    if shape == 1:
        values[chance.choice(["attachments", "files", "attachments-new", "file"])] = (
            io.BytesIO(chance.choice([b"", b"%PDF-1.4 x", b"<?xml version='1.0'?><a/>", b"\x89PNG\r\n\x1a\n", b"\0" * 999])),
            _clean(chance.choice(["a.bpmn", "triage-schema.json", "receipt.fr.txt", "deadlines.dmn", "../x", ""])))
    return {"data": values}
