"""A court or the Mediator is seized of a case: who may say so, what it needs, and when nothing waits for it any more."""

import pytest

from engine import queries
from engine.acts.complete_task import CompleteTask
from engine.acts.report_seizure import ReportSeizure
from engine.domain.access import Person
from engine.errors import Forbidden, InvalidAnswers, MessageNotExpected, NotFound
from engine.queries.events import events_of
from engine.store.tables import Deadline
from tests.people import FATIMA, INES, KARIM, NADIA, OMAR, SAID
from tests.steps import ANSWERS, do, lodge, open_tasks, signed_in


def ask(insaf, query, *arguments, by):
    with insaf.reading() as session:
        return query(session, insaf.shelf, *arguments, person=signed_in(insaf, by))


def test_whoever_handles_the_case_may_report_a_court_and_the_handling_goes_on_meanwhile(insaf):
    receipt = lodge(insaf)
    assert ask(insaf, queries.reportable_to, receipt.reference, by=OMAR).by == ("court", "mediator")

    insaf.bus.ask(ReportSeizure(receipt.reference, "court", "Copy of the claim"), by=signed_in(insaf, OMAR))

    assert set(open_tasks(insaf, receipt.reference)) == {"triage", "note_court_seizure"}
    assert ask(insaf, queries.reportable_to, receipt.reference, by=OMAR).by == ("mediator",)
    with pytest.raises(MessageNotExpected):
        insaf.bus.ask(ReportSeizure(receipt.reference, "court", "Again"), by=signed_in(insaf, OMAR))


def test_who_does_no_task_of_the_case_may_not_report(insaf):
    receipt = lodge(insaf)
    assert ask(insaf, queries.reportable_to, receipt.reference, by=SAID).by == ()
    with pytest.raises(Forbidden):
        insaf.bus.ask(ReportSeizure(receipt.reference, "mediator", "A letter"), by=signed_in(insaf, SAID))
    with pytest.raises(NotFound):
        insaf.bus.ask(ReportSeizure(receipt.reference, "mediator", "A letter"), by=signed_in(insaf, FATIMA))


@pytest.mark.parametrize(("by", "reason"), [("court", "  "), ("king", "He said so"), ("court", "x" * 2001)])
def test_a_report_says_who_was_seized_and_how_that_is_known(insaf, by, reason):
    receipt = lodge(insaf)
    with pytest.raises(InvalidAnswers):
        insaf.bus.ask(ReportSeizure(receipt.reference, by, reason), by=signed_in(insaf, NADIA))


def test_the_reason_stands_in_the_file_and_in_no_event(insaf):
    receipt = lodge(insaf)
    insaf.bus.ask(ReportSeizure(receipt.reference, "mediator", "Letter no. 77"), by=signed_in(insaf, NADIA))
    with insaf.reading() as session:
        page = queries.case_page(session, insaf.shelf, receipt.reference, signed_in(insaf, NADIA), insaf.clock.now())
        told = " ".join(str(event.body) for event in events_of(session, receipt.instance_id))
    assert [block.reason for block in page.answers] == ["Letter no. 77"] and "Letter no. 77" not in told


def test_a_report_is_no_task_that_somebody_has_done(insaf):
    receipt = lodge(insaf)
    insaf.bus.ask(ReportSeizure(receipt.reference, "mediator", "Letter no. 77"), by=signed_in(insaf, NADIA))
    with insaf.reading() as session:
        done = queries.worklist_for(session, insaf.shelf, signed_in(insaf, NADIA), insaf.clock.now(), view="done")
    assert not done.rows and done.counts["done"] == 0


def test_after_the_reply_only_the_mediator_is_still_to_be_reported_and_their_clock_outlives_the_case(insaf):
    receipt = lodge(insaf)
    for element, person in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                            ("validate_reply", NADIA)):
        do(insaf, receipt.reference, element, person)
    assert ask(insaf, queries.reportable_to, receipt.reference, by=OMAR).by == ("mediator",)
    insaf.bus.ask(ReportSeizure(receipt.reference, "mediator", "Letter no. 77"), by=signed_in(insaf, OMAR))
    task = open_tasks(insaf, receipt.reference)["give_satisfaction"]
    insaf.bus.ask(CompleteTask(task, ANSWERS["give_satisfaction"]), by=Person.complainant(receipt.reference))

    with insaf.reading() as session:
        clocks = {code: session.get(Deadline, (receipt.instance_id, code)).met_at for code in ("satisfaction", "mediator")}
    assert clocks["satisfaction"] is not None and clocks["mediator"] is None
    assert set(open_tasks(insaf, receipt.reference)) == {"answer_mediator"}
