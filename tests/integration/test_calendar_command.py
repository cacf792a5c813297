"""`run.py calendar`: shown, decreed, added, imported, exported, proposed."""

import pytest
from click.testing import CliRunner

from cli import main
from tests.people import NATIONAL

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
WHY = ("--source", "décret 2-27-311", "--reason", "seen on the 10th")


@pytest.fixture
def run(insaf):
    def run(*words, code=0):
        told = CliRunner().invoke(main, ["calendar", *map(str, words), "--database", insaf.settings.database_url],
                                  env={"INSAF_DATA": str(insaf.settings.data)})
        assert told.exit_code == code, told.output
        return told.output
    return run


def test_a_feast_is_decreed_from_the_shell_and_the_year_says_so(run):
    assert "2027-03-10 to 2027-03-11" in run("show", 2027)
    assert "3 days recorded; the calendar has version 3. No open date was moved; 0 would" in run(
        "decree", "2027-03-10", "--begins-on", "2027-03-11", *WHY)
    shown = run("show", 2027)
    assert "2027-03-11 to 2027-03-12" in shown and "décret 2-27-311" in shown and "09:00 to 15:00" in shown
    assert "is no forecast any more" in run("decree", "2027-03-11", *WHY, code=1)
    assert "is no day" in run("cancel", "tomorrow", *WHY, code=2)


def test_an_agencys_day_is_added_and_taken_back(run):
    named = ("--name-fr", "Jour de souk", "--name-ar", "يوم السوق", "--agency", NATIONAL)
    assert "version 1" in run("add", "2027-06-01", *named, *WHY)
    assert "agency" in run("show", 2027, "--agency", NATIONAL) and "souk" not in run("show", 2027)
    assert "version 2" in run("cancel", "2027-06-01", "--agency", NATIONAL, *WHY)


def test_feasts_are_proposed_recorded_exported_and_known_when_they_come_back(run, tmp_path):
    assert "7 of 7 days are new; nothing was recorded" in run("propose", 2028)
    assert "7 days recorded" in run("propose", 2028, "--record")
    file = tmp_path / "days.ics"
    run("export", file, "--language", "fr")
    assert b"STATUS:TENTATIVE" in file.read_bytes()
    assert "0 of" in run("import", file)
    file.write_text("no calendar")
    assert "cannot be taken" in run("import", file, code=1)
