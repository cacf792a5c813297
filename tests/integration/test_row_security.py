"""The second wall on PostgreSQL: a login that does not own the tables sees the rows of the agency that asks, whatever the
program asks for."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import event, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from cli import main
from engine.acts.claim_task import ClaimTask
from engine.acts.converse import WriteInConversation
from engine.acts.keep_draft import SaveTaskDraft
from engine.bootstrap import bootstrap
from engine.domain.access import Person
from engine.errors import PoolerForgets
from engine.notes import WriteNote
from engine.queries.register import RegisterFilters, register
from engine.store.row_security import asking_for
from engine.store.tables import (
    Agency, CaseEvent, CaseTransfer, ComplaintCase, Contact, ConversationMessage, Deadline, HumanTask, LetterRow, Submission,
    PersonComplainedAbout, TaskDraft, Timer, internal_note,
)
from tests.integration.handing import offer
from tests.people import COMMUNE, FATIMA, INES
from tests.steps import case_of, do, lodge, open_tasks, signed_in

pytestmark = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)
GUARDED = (ComplaintCase, HumanTask, LetterRow, Contact, CaseEvent, Timer, ConversationMessage, TaskDraft,
           internal_note.InternalNote)


@pytest.fixture
def pages(insaf):
    """The same database through a login that pages use: one case lies in each of two agencies."""
    role, password = f"pages_{secrets.token_hex(4)}", secrets.token_hex(8)
    with insaf.database.writing() as session:
        session.execute(text(f"create role {role} login password '{password}'"))
    told = CliRunner().invoke(main, ["db", "grant", role, "--database", insaf.settings.database_url],
                              env={"INSAF_DATA": str(insaf.settings.data)})
    assert told.exit_code == 0, told.output
    url = make_url(insaf.settings.database_url).set(username=role, password=password).render_as_string(False)
    wired = bootstrap(replace(insaf.settings, database_url=url), clock=insaf.clock)
    both = lodge(wired), lodge(wired, agency=COMMUNE, problem_category="lighting", neighbourhood="Hay Zitoun", danger=False)
    for case, persona in zip(both, (INES, FATIMA), strict=True):
        by, task = signed_in(wired, persona), open_tasks(wired, case.reference)["triage"]
        for act in (WriteInConversation(case.reference, "Merci."), WriteNote(case.reference, "Vu."), ClaimTask(task),
                    SaveTaskDraft(task, {"urgency": "normal"})):
            wired.bus.ask(act, by=by)
    yield wired
    wired.close()
    with insaf.database.writing() as session:
        session.execute(text(f"drop owned by {role}"))
        session.execute(text(f"drop role {role}"))


def agencies_seen(session) -> set[int]:
    """How many agencies each way of asking shows cases of."""
    cases = ComplaintCase.__table__
    return {
        len({case.agency_id for case in session.scalars(select(ComplaintCase))}),
        len(set(session.connection().execute(select(cases.c.agency_id)).scalars())),
        len(set(session.execute(text("select agency_id from complaint_case")).scalars())),
        session.scalar(select(func.count(ComplaintCase.agency_id.distinct()))),
        session.scalar(text("select count(*) from human_task t join complaint_case c using (instance_id)"
                            " where t.state = 'open'")),
    }


def test_each_agency_sees_its_own_rows_the_national_desk_all_and_nobody_none(pages):
    ines, fatima = signed_in(pages, INES), signed_in(pages, FATIMA)
    for person in (ines, fatima, ines):
        with pages.reading(person=person) as session:
            assert agencies_seen(session) == {1}
            for table in GUARDED:
                assert session.scalar(select(func.count()).select_from(table)) > 0, table
                theirs = session.scalars(select(table)).all()
                assert {row.agency_id for row in theirs if hasattr(row, "agency_id")} <= {person.agency_id}
    with pages.reading(person=Person.system()) as session:
        assert agencies_seen(session) == {2}
    with pages.database.reading() as session:  # nobody said who asks
        assert agencies_seen(session) == {0}


def test_no_row_of_another_agency_can_be_written_and_a_bulk_update_stops_at_the_wall(pages):
    ines = signed_in(pages, INES)
    with pages.reading() as session:
        other = session.scalar(select(Agency.id).where(Agency.code == COMMUNE))
        theirs = session.scalar(select(ComplaintCase.instance_id).where(ComplaintCase.agency_id == other))
    with pytest.raises(DBAPIError, match="row-level security"), asking_for(ines.agency_id):
        with pages.database.writing() as session:
            session.execute(insert(HumanTask).values(
                id="01890000-0000-7000-8000-000000000000", instance_id=theirs, element_id="triage", kind="userTask",
                agency_id=other, state="open", created_at=pages.clock.now()))
    with asking_for(ines.agency_id), pages.database.writing() as session:
        assert session.execute(update(ComplaintCase).values(service_type="moved")).rowcount == 1
        assert session.execute(text("delete from contact where instance_id = :id"), {"id": theirs}).rowcount == 0
    with pages.reading() as session:
        assert session.get(ComplaintCase, theirs).service_type != "moved" and session.get(Contact, theirs) is not None


def test_the_work_of_the_day_goes_on_behind_the_wall_and_asks_no_more_of_the_database(pages, insaf):
    with pages.reading() as session:
        reference = session.scalar(select(ComplaintCase.reference).join(Agency, Agency.id == ComplaintCase.agency_id)
                                   .where(Agency.code != COMMUNE))
    do(pages, reference, "triage", INES)
    statements = []
    event.listen(pages.database.connections, "before_cursor_execute",
                 lambda _c, _cursor, statement, *_: statements.append(statement))
    for person in (INES, INES, INES):
        with pages.reading(person=signed_in(insaf, person)) as session:
            session.scalars(select(HumanTask)).all()
    assert len(statements) == 3, statements  # the binding is not among them: the connection was bound before


def test_a_pooler_that_forgets_and_a_login_that_is_not_held_are_refused(pages, insaf):
    pooled = bootstrap(replace(pages.settings, pooled=True), clock=insaf.clock)
    with pytest.raises(PoolerForgets), pooled.reading():
        pass
    pooled.close()
    for role in (make_url(insaf.settings.database_url).username, "nobody_at_all"):
        told = CliRunner().invoke(main, ["db", "grant", role, "--database", insaf.settings.database_url],
                                  env={"INSAF_DATA": str(insaf.settings.data)})
        assert told.exit_code == 1 and "gets no rights" in told.output


def test_a_case_that_is_offered_and_taken_over_passes_the_wall_and_what_comes_after_stays_behind_it(pages, insaf):
    reference = lodge(pages).reference
    run = case_of(insaf, reference).instance_id
    ines, fatima = signed_in(pages, INES), signed_in(pages, FATIMA)
    offer(pages, reference, COMMUNE)

    def rows_of(person, *tables) -> list[int]:
        with pages.reading(person=person) as session:
            return [session.scalar(select(func.count()).select_from(table).where(table.instance_id == run)) for table in tables]

    assert rows_of(fatima, ComplaintCase, Contact, Deadline) == [1, 1, 2] == rows_of(ines, ComplaintCase, Contact, Deadline)
    do(pages, reference, "accept_transfer", FATIMA, accepted=True)
    done = rows_of(ines, CaseEvent, Submission)
    insaf.clock.set(insaf.clock.now() + timedelta(hours=1))
    do(pages, reference, "triage", FATIMA)
    assert rows_of(fatima, ComplaintCase, Contact, Deadline) == [1, 1, 3]
    assert rows_of(ines, ComplaintCase, HumanTask, LetterRow, Deadline, Timer) == [0, 0, 1, 0, 0]  # its own letter
    assert rows_of(ines, CaseEvent, Submission) == done < rows_of(fatima, CaseEvent, Submission)
    assert rows_of(ines, CaseTransfer, Contact) == [1, 1]
    for named, lines in ((False, 1), (True, 0)):  # nobody reads the line of a case about themselves, behind the wall either
        if named:
            with insaf.database.writing() as session:
                session.execute(insert(PersonComplainedAbout).values(
                    instance_id=run, account_id=ines.id, named_at=insaf.clock.now(), named_by=None))
        with pages.reading(person=ines) as session:
            kept = register(session, pages.shelf, RegisterFilters(), ines, insaf.clock.now())
        assert kept.given_away == lines == len([row for row in kept.rows if row.reference == reference])
