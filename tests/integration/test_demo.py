"""The demo shows every standing a case can have, made by the same acts as the pages use."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.engine import make_url

from cli import demo, main
from cli.demo_people import PASSWORD, PEOPLE
from engine.bootstrap import bootstrap
from engine.clock import VirtualClock
from engine.errors import InsafError
from engine.queries.audit import broken_chains
from engine.store.tables import Account, CaseTransfer, ComplaintCase, DeadlineEntry, Incident, LetterRow
from tests.fixtures.wired import START, settings_for


@pytest.fixture
def filled(database_url, tmp_path):
    insaf = bootstrap(settings_for(database_url, tmp_path / "data"), clock=VirtualClock(START))
    demo.fill(insaf)
    yield insaf
    insaf.close()


def test_the_demo_holds_cases_at_every_stage_and_people_for_every_role(filled):
    with filled.reading() as session:
        cases = session.scalars(select(ComplaintCase)).all()
        assert {case.status for case in cases} == {
            "received", "in_review", "in_progress", "answered", "closed", "inadmissible", "withdrawn"} - {"received"}
        assert {case.language for case in cases} == {"ar", "fr", "en"}
        assert max(case.lodged_at for case in cases) < START
        assert not session.scalars(select(Incident)).all()
        assert set(session.scalars(select(CaseTransfer.state))) == {"accepted", "offered"}
        assert [(entry.code, entry.kind) for entry in session.scalars(select(DeadlineEntry))] == [("investigate", "suspended")]
        assert not broken_chains(session).broken
        assert len(session.scalars(select(Account)).all()) == len(PEOPLE)
        codes = {code for (code,) in session.execute(select(LetterRow.code))}
        assert {"receipt", "reply", "inadmissible", "escalation_digest"} <= codes
        assert not session.scalars(select(LetterRow).where(LetterRow.state == "due")).all(), "nothing is left to send"
    lines = []
    demo.introduce(filled, lines.append)
    assert any(PASSWORD in line for line in lines)
    assert all(any(person.email in line for line in lines) for person in PEOPLE)


@pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
def test_an_interrupted_demo_starts_over_and_touches_no_other_database(insaf, monkeypatch):
    settings, file = insaf.settings, Path(make_url(insaf.settings.database_url).database)
    assert not demo.forget_unfinished(settings) and file.exists()
    monkeypatch.setattr(demo, "STORIES", (replace(demo.STORIES[0], agency="NOWHERE"),))
    with pytest.raises(InsafError):
        demo.fill(insaf)
    insaf.close()
    assert not demo.forget_unfinished(settings.with_database("sqlite:////elsewhere/insaf.sqlite3"))
    assert demo.forget_unfinished(settings)
    assert not file.exists()


def test_the_demo_goes_into_an_empty_database_only(insaf):
    told = CliRunner().invoke(main, ["demo", "--database", insaf.settings.database_url],
                              env={"INSAF_DATA": str(insaf.settings.data)})
    assert told.exit_code == 1 and "empty one" in told.output
    lines = []
    demo.introduce(insaf, lines.append)
    assert not lines, "nobody of the demo is there"
