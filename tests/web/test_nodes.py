"""What several nodes share, and whom they believe."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import request

from engine.acts.limit_requests import ForgetRequests
from engine.bootstrap import bootstrap
from engine.domain.access import Person
from engine.errors import SettingsProblem
from engine.settings import read_settings
from engine.store.files import DraftStore, FileStore
from tests.people import RACHID
from tests.web.test_desk_sign_in import try_to_sign_in
from webapp import create_app
from webapp.security.proxies import KnownProxies

PROXY, VISITOR, LIAR = "10.0.0.5", "196.200.131.7", "1.2.3.4"


@pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
def test_two_nodes_have_one_limit_together_and_it_ends_with_its_window(insaf):
    other = bootstrap(insaf.settings, clock=insaf.clock)
    nodes = [create_app(one, TESTING=True, RATELIMIT_IN_TESTS=True) for one in (insaf, other)]
    answers = [try_to_sign_in(nodes[number % 2], RACHID.email, "x" * 14).status_code for number in range(9)]
    assert answers == [422] * 8 + [429]
    insaf.clock.set(insaf.clock.now() + timedelta(minutes=6))
    assert try_to_sign_in(nodes[0], RACHID.email, "x" * 14).status_code == 422
    insaf.clock.set(insaf.clock.now() + timedelta(days=2))
    assert insaf.bus.ask(ForgetRequests(), by=Person.system()).count > 9
    other.close()


@pytest.mark.parametrize("scheme", ["file://", ""], ids=["bucket", "folder"])
def test_a_file_and_a_draft_that_one_node_keeps_are_there_for_the_other(tmp_path, scheme):
    place = f"{scheme}{tmp_path}/shared"
    key = FileStore(place).put(b"a photograph")
    assert FileStore(place).put(b"a photograph") == key
    assert FileStore(place).get(key) == b"a photograph"
    here, there = DraftStore(place), DraftStore(place)
    here.put("a" * 32, "answers.json", b"{}")
    here.put("a" * 32, "file", b"bytes")
    assert there.get("a" * 32, "file") == b"bytes"
    there.delete("a" * 32, "file")
    there.delete("a" * 32, "file")
    with pytest.raises(FileNotFoundError):
        here.get("a" * 32, "file")
    there.sweep(datetime.now(UTC) - timedelta(days=1))
    assert here.get("a" * 32, "answers.json") == b"{}"
    here.sweep(datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(FileNotFoundError):
        there.get("a" * 32, "answers.json")


def test_a_path_that_leads_out_of_the_folder_names_nothing(tmp_path):
    (tmp_path / "secret").write_bytes(b"x")
    store = DraftStore(tmp_path / "data")
    for draft, part in (("..", "../secret"), ("../..", "secret"), (str(tmp_path), "secret"), ("a", "\0")):
        with pytest.raises(FileNotFoundError):
            store.get(draft, part)


def seen_by(wrap, remote: str, **said: str) -> tuple[str, str, str]:
    """(address, scheme, host) that the application sees of a request that comes from `remote` and says this."""
    seen = {}
    wrap(lambda environ, _start: seen.update(environ))(
        {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http", "HTTP_HOST": "inside",
         **{f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in said.items()}}, None)
    return seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]


def test_the_address_of_a_visitor_comes_from_the_last_proxy_that_is_known():
    def known(app):
        return KnownProxies(app, (PROXY, "10.1.0.0/16"))
    assert seen_by(known, PROXY, **{"for": f"{LIAR}, {VISITOR}, 10.1.2.3", "proto": "https", "host": "insaf.example"}) == \
        (VISITOR, "https", "insaf.example")
    assert seen_by(known, VISITOR, **{"for": LIAR, "proto": "https", "host": "evil.example"}) == (VISITOR, "http", "inside")
    assert seen_by(known, PROXY, **{"for": "<script>", "proto": "gopher"}) == (PROXY, "http", "inside")


def test_what_proxies_say_is_heard_only_where_the_setting_names_them(insaf):
    for said, expected in (("", LIAR), ("1", VISITOR), (LIAR, VISITOR), (PROXY, LIAR)):
        trusted = read_settings({"INSAF_DATA": str(insaf.settings.data), "INSAF_TRUSTED_PROXIES": said}).trusted_proxies
        app = create_app(replace(insaf, settings=replace(insaf.settings, trusted_proxies=trusted)))
        heard = []
        app.before_request(lambda heard=heard: heard.append(request.remote_addr))
        app.test_client().get("/livez", headers={"X-Forwarded-For": VISITOR}, environ_base={"REMOTE_ADDR": LIAR})
        assert heard == [expected], said


@pytest.mark.parametrize(("name", "value"), [
    ("INSAF_TRUSTED_PROXIES", "the proxy"), ("INSAF_FILES", "ftp://host/files"), ("INSAF_POOLER", "yes")])
def test_a_setting_that_means_nothing_is_named(tmp_path, name, value):
    with pytest.raises(SettingsProblem, match=name):
        read_settings({"INSAF_DATA": str(tmp_path), name: value})
