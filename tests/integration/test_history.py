"""History can be added to and never rewritten, and who tries is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.queries.audit import broken_chains
from tests.people import INES
from tests.steps import do, lodge

UNLOCK = {
    "sqlite": ["drop trigger case_event_no_update", "drop trigger case_event_no_delete"],
    "postgresql": ["drop trigger case_event_append_only on case_event"],
}
FORGERIES = {
    "another text": ("update case_event set body = (select body from case_event where seq = 2) where seq = 1", "changed"),
    "another order": ("update case_event set seq = 7 where seq = 2", "number"),
    "an event gone": ("delete from case_event where seq = 2", "number"),
    "the end gone": ("delete from case_event where seq = (select max(seq) from case_event)", "head"),
    "everything gone": ("delete from case_event", "gone"),
}


@pytest.mark.parametrize("act", ["update case_event set body = ''", "delete from case_event"])
def test_the_database_refuses_to_change_history(insaf, act):
    lodge(insaf)
    with pytest.raises(DBAPIError, match="append-only"), insaf.database.writing() as session:
        session.execute(text(act))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_by_somebody_with_the_keys_is_found(insaf, kind_of_database, forgery):
    receipt = lodge(insaf)
    do(insaf, receipt.reference, "triage", INES)
    statement, word = FORGERIES[forgery]
    with insaf.database.writing() as session:
        for unlock in UNLOCK[kind_of_database]:
            session.execute(text(unlock))
        session.execute(text(statement))
    with insaf.reading() as session:
        [broken] = broken_chains(session).broken
    assert word in str(broken)
