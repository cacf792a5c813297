"""`run.py deadline explain`: a date and why it is that date, with and without a database."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from cli import main
from engine.acts.keep_calendar import NamedDay, RecordHoliday
from tests.people import HANANE
from tests.steps import at, lodge, signed_in

FIRST = "2026-09-01T10:00:00+01:00"


@pytest.fixture
def explain(tmp_path):
    """`explain("--family", "national", ...)` where no database is."""
    environment = {"DATABASE_URL": "", "INSAF_DATA": str(tmp_path / "nothing"), "INSAF_SECRET": ""}
    return lambda *words, **env: CliRunner().invoke(main, ["deadline", "explain", *words], env={**environment, **env})


@pytest.fixture
def on_database(explain, insaf):
    settings = insaf.settings
    environment = {"DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data), "INSAF_SECRET": settings.secret}
    return lambda *words: explain(*words, **environment)


def test_without_a_database_the_files_tell_the_date_and_nothing_is_left_behind(explain, tmp_path):
    told = explain("--family", "national", "--deadline", "reply", "--lodged", FIRST, "--json")
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found["due_on"] == "2026-11-02"
    assert at(found["due_at"]) == datetime(2026, 11, 2, 23, 59, 59, tzinfo=ZoneInfo("Africa/Casablanca"))
    assert len(found["lines"]) == 3 and "Saturday 31 October 2026 (Unity Day)" in found["lines"][1]
    assert (found["unrolled_on"], found["first_on"], found["days"]) == ("2026-10-31", "2026-09-02", 60)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("language", "name"), [
    ("ar", "الجواب المعلل: الاثنين 2 نونبر 2026"), ("fr", "Réponse motivée\u202f: lundi 2 novembre 2026"),
    ("en", "Reasoned reply: Monday 2 November 2026")])
def test_in_words_it_begins_with_the_date_and_ends_with_the_stricter_one(explain, language, name):
    lines = explain("--family", "national", "--lodged", FIRST, "--language", language).stdout.splitlines()
    assert lines[0] == name and len(lines) == 5


@pytest.mark.parametrize(("words", "told"), [
    (("--family", "nowhere", "--lodged", FIRST), "There is no process family nowhere."),
    (("--family", "national", "--lodged", FIRST, "--deadline", "lunch"), "The family national has no deadline lunch. It has: "),
    (("--family", "national", "--lodged", "2026-09-01T10:00:00"), "it does not say in which zone"),
    (("--family", "national", "--lodged", "yesterday"), "yesterday cannot be read as an instant"),
    (("--family", "national", "--lodged", "2026-02-30T10:00:00+01:00"), "Write day, hour and distance to UTC, such as"),
    (("--family", "national", "--lodged", "9999-12-31T23:59:59+00:00"), "its year is not between 1900 and 2200"),
    (("--family", "national"), "--lodged cannot be read as an instant: it was not given"),
    ((), "give either --family with --lodged, or --case"),
    (("--family", "national", "--case", "X", "--lodged", FIRST), "give either --family with --lodged, or --case"),
])
def test_what_cannot_be_told_is_refused_in_a_sentence(explain, words, told):
    found = explain(*words)
    assert found.exit_code == 1 and told in found.stderr and not found.stdout
    assert len(found.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_named_and_the_files_serve(explain):
    told = explain("--family", "national", "--lodged", FIRST, "--json", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert json.loads(told.stdout)["due_on"] == "2026-11-02"
    assert "Counted with the calendar of the files alone. The service cannot work just now" in told.stderr


def test_days_off_recorded_in_the_database_count(on_database, insaf):
    day = NamedDay(date(2026, 11, 2), "عطلة", "Jour férié exceptionnel", "Special holiday")
    insaf.bus.ask(RecordHoliday((day,), "Decree 2-26-999", "announced"), by=signed_in(insaf, HANANE))
    found = json.loads(on_database("--family", "national", "--lodged", FIRST, "--json").stdout)
    assert (found["due_on"], found["calendar_version"]) == ("2026-11-03", 1)
    assert "Monday 2 November 2026 (Special holiday, by Decree 2-26-999)" in found["lines"][1]


def test_a_case_is_explained_as_it_is_stored(on_database, insaf):
    reference = lodge(insaf).reference  # 4 May 2026
    found = json.loads(on_database("--case", reference.lower(), "--json").stdout)
    assert (found["due_on"], found["case"]) == ("2026-07-03", reference) and "Monday 4 May 2026" in found["lines"][0]
    triage = json.loads(on_database("--case", reference, "--deadline", "triage", "--json").stdout)
    assert triage["due_on"] == "2026-05-19"
    assert f"{reference} has no deadline lunch. It has: reply, triage." in on_database(
        "--case", reference, "--deadline", "lunch").stderr
    assert "There is no case NAT-2026-999999-A." in on_database("--case", "NAT-2026-999999-A").stderr
