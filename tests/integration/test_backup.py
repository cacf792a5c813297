"""One command takes everything away into a file, one command brings it back, on both databases."""

import os

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cli import main
from engine.acts.attach_files import NewAttachment
from engine.acts.lodge_complaint import LodgeComplaint
from engine.bootstrap import bootstrap
from engine.domain.access import Person
from engine.domain.reference_number import code_matches
from engine.queries.audit import broken_chains
from engine.store.tables import Attachment, CaseEvent, ComplaintCase
from tests.fixtures.databases import forget, new_database
from tests.fixtures.wired import settings_for
from tests.people import NATIONAL
from tests.steps import said

PHOTO = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def elsewhere(kind_of_database, session_folder, tmp_path):
    """Settings of a second installation: an empty database and data folder."""
    name = f"elsewhere-{os.urandom(6).hex()}"
    url = new_database(session_folder, kind_of_database, name)
    yield settings_for(url, tmp_path / "elsewhere")
    forget(session_folder, url)


@pytest.fixture
def case(insaf):
    return insaf.bus.ask(LodgeComplaint(NATIONAL, "complaint", "web", "fr", said(),
                                        (NewAttachment("photo.pdf", PHOTO),)), by=Person.anyone())


def run(settings, *words):
    environment = {"DATABASE_URL": settings.database_url, "INSAF_DATA": str(settings.data),
                   "INSAF_SECRET": settings.secret}
    return CliRunner().invoke(main, [str(word) for word in words], env=environment)


def counts(insaf) -> dict:
    with insaf.reading() as session:
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table))
                for table in (ComplaintCase, CaseEvent, Attachment)}


def test_what_was_backed_up_is_there_after_the_restore(insaf, case, elsewhere, tmp_path):
    file = tmp_path / "monday.tar"
    told = run(insaf.settings, "db", "backup", file)
    assert told.exit_code == 0, told.output
    assert file.stat().st_mode & 0o077 == 0, "only its owner may read it"
    told = run(elsewhere, "db", "restore", file)
    assert told.exit_code == 0, told.output
    restored = bootstrap(elsewhere)
    try:
        assert counts(restored) == counts(insaf)
        with restored.reading() as session:
            assert not broken_chains(session).broken
            kept = session.scalars(select(Attachment)).one()
        assert restored.files.get(kept.sha256) == PHOTO
        secret = (elsewhere.data / "secret").read_text()
        assert code_matches(case.reference, case.follow_up_code, secret)
    finally:
        restored.close()


def test_a_restore_never_overwrites_by_accident_and_replaces_when_told(insaf, case, tmp_path):
    file = tmp_path / "monday.tar"
    assert run(insaf.settings, "db", "backup", file).exit_code == 0
    refused = run(insaf.settings, "db", "restore", file)
    assert refused.exit_code == 1 and "--replace" in refused.output
    insaf.bus.ask(LodgeComplaint(NATIONAL, "complaint", "web", "fr", said()), by=Person.anyone())
    insaf.close()
    told = run(insaf.settings, "db", "restore", file, "--replace")
    assert told.exit_code == 0, told.output
    assert counts(insaf)["complaint_case"] == 1


@pytest.mark.parametrize("spoil", ["cut", "database changed", "attachment changed", "another file"])
def test_a_damaged_backup_is_refused_before_anything_changes(insaf, case, spoil, tmp_path):
    file = tmp_path / "monday.tar"
    assert run(insaf.settings, "db", "backup", file).exit_code == 0
    whole = file.read_bytes()
    middle = len(whole) // 2  # inside the database, by far the largest part
    file.write_bytes({"cut": whole[:middle], "database changed": whole[:middle] + b"\0spoilt\0" + whole[middle + 8:],
                      "attachment changed": whole.replace(PHOTO, PHOTO.lower()),
                      "another file": b"a shopping list"}[spoil])
    before = counts(insaf)
    told = run(insaf.settings, "db", "restore", file, "--replace")
    assert told.exit_code == 1 and "Nothing was changed" in told.output, told.output
    assert counts(insaf) == before


def test_a_backup_never_overwrites_another(insaf, tmp_path):
    file = tmp_path / "monday.tar"
    file.write_text("the one before")
    told = run(insaf.settings, "db", "backup", file)
    assert told.exit_code == 1 and "exists already" in told.output
    assert file.read_text() == "the one before"
