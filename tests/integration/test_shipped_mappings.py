"""The mappings that come with the program, on a few rows of the shape they are for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.queries.worklist import worklist_for
from engine.store.tables import Deadline, HumanTask
from tests import registers
from tests.people import FATIMA
from tests.registers import case_of
from tests.steps import signed_in

MAPPINGS = Path(__file__).parents[2] / "cli" / "mappings"


@pytest.fixture
def bring_in(insaf, tmp_path):
    """`bring_in(rows)` imports a register and gives what the report says of each row."""
    return lambda *words: registers.bring_in(insaf, tmp_path, *words)


def test_the_shipped_mapping_for_municipal_requests(insaf, bring_in):
    header = "SRNumber,CreatedDate,UpdatedDate,Owner,RequestType,Status,RequestSource,ServiceDate,ClosedDate,NCName\n"
    told = bring_in(
        "1-1,11/05/2017 01:30:00 AM,11/05/2017 01:40:00 AM,OZT,Dead Animal Removal,Pending,Call,,,HILLS NC\n"
        "1-2,12/31/2017 11:59:58 PM,01/09/2018 09:25:28 AM,OZT,Bulky Items,Closed,Self Service,,01/09/2018 09:18:35 AM,\n"
        "1-3,12/31/2017 11:00:00 PM,12/31/2017 11:10:00 PM,OZT,Feedback,Referred Out,Fax,,12/31/2017 11:10:00 PM,\n"
        "1-4,12/31/2017 11:00:00 PM,12/31/2017 11:10:00 PM,OZT,Other,Cancelled,Smoke,,12/31/2017 11:10:00 PM,\n"
        "1-5,2017-12-31T11:00:00.000,,OZT,Potholes,Paused,,,,\n",
        (MAPPINGS / "municipal_requests.toml").read_text(), header)
    assert [row.get("stands_at") for row in told] == [
        "investigate", "closed", "closed_inadmissible", "closed_withdrawn", "triage"]
    assert "happened twice" in told[0]["notes"][0]
    assert told[1]["reference"].startswith("OZT-2017-")
    assert case_of(insaf, "1-3").kind == "observation" and case_of(insaf, "1-3").outcome == "referred"
    with insaf.reading() as session:
        shown = worklist_for(session, insaf.shelf, signed_in(insaf, FATIMA), insaf.clock.now())
    assert len(shown.rows) == 1


def test_the_shipped_mapping_for_an_event_log(insaf, bring_in):
    header = ("case:channel,case:concept:name,case:department,case:enddate,case:startdate,concept:name,"
              "lifecycle:transition,time:timestamp\n")
    line = "Internet,{},General,{},2011-01-03 09:00:00+01:00,{},complete,{}\n"
    receipt, check, sent = ("Confirmation of receipt", "T02 Check confirmation of receipt",
                            "T05 Print and send confirmation of receipt")
    told = bring_in("".join([
        line.format("k-1", "", check, "2011-01-05 10:00:00+01:00"),
        line.format("k-1", "", receipt, "2011-01-04 10:00:00+01:00"),
        line.format("k-2", "2011-02-01 12:00:00+01:00", receipt, "2011-01-04 10:00:00+01:00"),
        line.format("k-1", "", sent, "2011-01-06 10:00:00+01:00"),
        line.format("k-1", "", "T99 Unheard of", "2011-01-07 10:00:00+01:00"),
        line.format("k-2", "2011-02-01 12:00:00+01:00", sent, "long ago"),
        line.format("k-2", "2011-02-01 12:00:00+01:00", check, "2011-02-03 12:00:00+01:00"),
    ]), (MAPPINGS / "permit_receipt_log.toml").read_text(), header)
    assert [(row["row"], row["done"], row.get("stands_at")) for row in told] == [
        (7, "refused", None), (3, "imported", "assign_officer"), (4, "imported", "closed")]
    assert "T99" in told[1]["notes"][0] and "1 of its events" in told[2]["notes"][0]
    case = case_of(insaf, "k-1")
    assert case.lodged_at == datetime(2011, 1, 3, 8, tzinfo=UTC)
    with insaf.reading() as session:
        assert session.get(Deadline, (case.instance_id, "triage")).met_at == datetime(2011, 1, 6, 9, tzinfo=UTC)
        assert session.scalars(select(HumanTask)).one().created_at == datetime(2011, 1, 6, 9, tzinfo=UTC)
    assert case_of(insaf, "k-2").closed_at == datetime(2011, 2, 1, 11, tzinfo=UTC)
