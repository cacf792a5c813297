"""Behind a pooler such as PgBouncer, which hands a connection on after each transaction and has few of them."""

import socket
import threading
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from cli.wiring import require_newest
from engine.bootstrap import bootstrap
from engine.errors import Unavailable
from engine.store import database as database_room
from tests.fixtures.wired import settings_for
from tests.people import INES
from tests.steps import do, lodge

ON_POSTGRESQL = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)


@contextmanager
def a_port_that_notes_how_it_is_greeted():
    """Its URL, and what the first who calls says; then it hangs up."""
    said = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        def listen():
            caller, _ = server.accept()
            with closing(caller):
                said.append(caller.recv(4096))
        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield f"postgresql+psycopg://a:b@127.0.0.1:{server.getsockname()[1]}/c?sslmode=disable&gssencmode=disable", said
        listener.join(10)


@pytest.mark.parametrize("pooled", [True, False])
def test_a_pooler_is_greeted_without_the_options_that_it_refuses(tmp_path, pooled):
    with a_port_that_notes_how_it_is_greeted() as (url, said):
        with pytest.raises(Unavailable):
            require_newest(replace(settings_for(url, tmp_path), pooled=pooled))
    assert (b"options" in said[0]) is not pooled


def test_an_act_never_wants_a_second_connection_beside_its_own(insaf):
    fresh = bootstrap(insaf.settings, insaf.clock)  # has read no definition yet
    out, most = set(), []
    event.listen(fresh.database.connections, "checkout", lambda raw, *_: (out.add(id(raw)), most.append(len(out))))
    event.listen(fresh.database.connections, "checkin", lambda raw, _: out.discard(id(raw)))
    do(fresh, lodge(fresh).reference, "triage", INES)
    assert max(most) == 1
    fresh.close()


@ON_POSTGRESQL
def test_a_server_that_takes_connections_and_drops_them_again_is_an_outage(insaf, monkeypatch):
    dialect = insaf.database.connections.dialect
    monkeypatch.setattr(database_room, "TRUSTED_SECONDS", -1)
    monkeypatch.setattr(dialect, "do_ping", lambda _raw: (_ for _ in ()).throw(dialect.dbapi.OperationalError("gone")))
    with pytest.raises(Unavailable, match="does not answer"), insaf.reading():
        pass
