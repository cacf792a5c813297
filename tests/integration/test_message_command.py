"""`run.py message`: what a script of another system can do, and what it is told."""

import json
import re

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from cli import main
from engine.queries.timeline import timeline_of
from tests.integration.talking import (
    FAILS, WAITING, begin, complete, deploy, kept, open_at, state_of,
)
from tests.people import INES
from tests.steps import do, lodge


@pytest.fixture
def message(insaf):
    settings = insaf.settings
    environment = {"DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data), "INSAF_SECRET": settings.secret}
    return lambda *words: CliRunner().invoke(main, ["message", *map(str, words)], env=environment)


def test_a_message_from_the_shell_reaches_the_run_that_waits_for_it(message, insaf):
    run = begin(insaf, deploy(insaf, "waiting", WAITING))
    complete(insaf, run, "ready")
    assert f"{run} waits for opinion_asked with the key K-1\n0 messages not taken" in message("list").output
    told = message("send", "opinion_asked", "--key", "K-1", "--json", '{"subject": 3}')
    assert (told.output, told.exit_code) == (f"opinion_asked was taken by {run}.\n", 0)
    assert list(open_at(insaf, run)) == ["think"]
    with insaf.reading() as session:
        titles = {item.code: item.title["en"] for item in timeline_of(session, insaf.shelf, run)}
    assert titles["message_received"] == "Message received: opinion_asked"


def test_what_nobody_takes_is_kept_and_listed_and_sent_once_for_one_word(message, insaf):
    deploy(insaf, "waiting", WAITING)
    for _ in range(2):
        told = message("send", "opinion_asked", "--key", "K-2", "--once", "monday")
        assert told.output == "Nobody takes opinion_asked with the key K-2 now. It is kept for 30 days.\n"
    listed = json.loads(message("list", "--json").output)
    one, = listed["messages"]
    assert (one["name"], one["key"], one["state"], one["from"], one["error"]) == ("opinion_asked", "K-2", "waiting", None, None)
    assert one["id"] in message("list").output and "sent" in message("list").output
    refused = message("retry", one["id"])
    assert refused.exit_code == 1 and "failed or expired" in refused.output


def test_a_receiver_that_fails_is_told_to_the_sender_and_the_message_is_kept(message, insaf):
    run = begin(insaf, deploy(insaf, "fails", FAILS))
    told = message("send", "opinion_asked", "--key", "K-1")
    assert told.exit_code == 1 and "stopped at count" in told.output and "kept" in told.output
    assert state_of(insaf, run) == "incident" and kept(insaf) == [("opinion_asked", "K-1", "waiting")]
    assert "limit" in message("list").output


@pytest.mark.parametrize(("words", "said"), [
    (("send", "withdrawl", "--key", "K-1"), "They wait for: court_seized, mediator_seized, renewal, withdrawal"),
    (("send", "withdrawal", "--key", ""), "business key"),
    (("send", "withdrawal", "--key", "K-1", "--json", "{"), "not JSON"),
    (("send", "withdrawal", "--key", "K-1", "--json", "[1]"), "an object"),
    (("send", "withdrawal", "--key", "K-1", "--json", '{"a": {"b": 1}}'), "named values"),
    (("send", "withdrawal", "--key", "K-1", "--keep-days", "0"), "365"),
])
@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_what_cannot_be_sent_is_one_sentence(message, words, said):
    told = message(*words)
    assert told.exit_code == 1 and said in told.output and "Traceback" not in told.output


def test_a_case_that_sends_and_awaits_nothing_new_pays_nothing(insaf):
    """Complaints wait for their withdrawal all their life, under their own key: no statement touches the message tables."""
    said = []

    @event.listens_for(insaf.database.connections, "before_cursor_execute")
    def note(connection, cursor, statement, *rest):
        said.append(statement)

    receipt = lodge(insaf)
    do(insaf, receipt.reference, "triage", INES)
    assert said and not [statement for statement in said if re.search(r"(into|from|update|join) message", statement, re.I)]
