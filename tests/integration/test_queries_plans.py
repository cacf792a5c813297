"""Lists look into the indexes made for them: with a hundred thousand cases nothing else stays quick."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from engine import queries
from tests.people import INES, NADIA, OMAR
from tests.steps import lodge, signed_in

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def plan_of(insaf, persona, query, *values) -> str:
    """How SQLite goes about every statement of one question."""
    person, statements = signed_in(insaf, persona), []

    def keep(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    with insaf.reading() as session:
        event.listen(insaf.database.connections, "before_cursor_execute", keep)
        query(session, insaf.shelf, *values, person=person, now=insaf.clock.now())
        event.remove(insaf.database.connections, "before_cursor_execute", keep)
        raw = session.connection().connection.dbapi_connection
        return "\n".join(row[3] for statement, parameters in statements
                         for row in raw.execute("explain query plan " + statement, parameters))


@pytest.mark.parametrize(("query", "values", "persona", "index"), [
    (queries.worklist_for, (), OMAR, "ix_human_task_open"),
    (queries.worklist_for, (), OMAR, "ix_human_task_mine"),
    (queries.worklist_for, (), OMAR, "ix_submission_by"),
    (queries.worklist_for, (), OMAR, "ix_submission_instance"),
    (queries.overdue, (), NADIA, "ix_deadline_unmet"),
    (queries.overdue, (), NADIA, "ix_complaint_case_open"),
    (queries.overdue, (), NADIA, "ix_deadline_breached"),
    (queries.second_eyes, (), NADIA, "ix_human_task_open"),
    (queries.workload, (), NADIA, "ix_human_task_open"),
    (queries.letters_to_post, (), OMAR, "ix_letter_to_print"),
    (queries.register, (queries.RegisterFilters(),), OMAR, "ix_complaint_case_agency_lodged"),
], ids=lambda value: getattr(value, "__name__", None) or (value if isinstance(value, str) else ""))
def test_a_list_uses_the_index_made_for_it(insaf, query, values, persona, index):
    lodge(insaf)
    plan = plan_of(insaf, persona, query, *values)
    assert index in plan, plan
    assert not [line for line in plan.splitlines() if line.startswith("SCAN") and "anon" not in line
                and line.split()[1] in ("human_task", "complaint_case", "process_instance", "case_event", "letter")], plan


def test_the_worklist_is_six_questions_whatever_it_counts(insaf):
    """The calendar, the versions under way, the lines, the agency's name, the messages of the lines, all four counts."""
    lodge(insaf)
    person = signed_in(insaf, INES)
    with asked(insaf) as statements, insaf.reading() as session:
        assert queries.worklist_for(session, insaf.shelf, person, insaf.clock.now()).rows
    assert len(statements) == 6, statements


def test_the_number_of_statements_does_not_grow_with_the_list(insaf):
    counted = []
    for count in (1, 6):
        while len(queries_of(insaf)) < count:
            lodge(insaf)
        counted.append(len(statements_of(insaf)))
    assert counted[0] == counted[1]


def queries_of(insaf):
    with insaf.reading() as session:
        return queries.register(session, insaf.shelf, queries.RegisterFilters(), signed_in(insaf, OMAR),
                                insaf.clock.now()).rows


def statements_of(insaf) -> list[str]:
    person = signed_in(insaf, NADIA)
    with asked(insaf) as statements, insaf.reading() as session:
        now = insaf.clock.now()
        queries.register(session, insaf.shelf, queries.RegisterFilters(), person, now)
        queries.find_cases(session, insaf.shelf, "zineb", person, now)
        queries.worklist_for(session, insaf.shelf, person, now)
        queries.overdue(session, insaf.shelf, person, now, soon_days=90)
    return statements


@contextmanager
def asked(insaf):
    """The statements that are asked meanwhile."""
    statements = []

    def keep(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(insaf.database.connections, "before_cursor_execute", keep)
    yield statements
    event.remove(insaf.database.connections, "before_cursor_execute", keep)
