"""Every address and every form of the program, knocked at with the keys of a confidential case by those who must not see it.

The rules are read from the application, so a page written tomorrow is knocked at as well; one with a key of a new name fails
here until somebody says what to put in.
"""

import re

import pytest
from sqlalchemy import insert

from engine.store.tables import PersonComplainedAbout
from tests.people import AMINA, COMMUNE, NATIONAL
from tests.steps import signed_in
from tests.web.closed_case import NAME, SUBJECT, WORD, agency_roles, closed_case, hire, rows_of
from tests.web.desk_visit import sign_in
from tests.web.visit import Visit

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
#: About whoever asks, not about cases.
ABOUT_ONESELF = ("auth.", "static", "language.", "health.", "public.close")
#: Of these only the one who holds every post asks all; they are slow and know no case.
NOT_OF_CASES = ("admin.", "studio.", "national.")
#: What stands where an address asks for something that is no key of the case.
PLACES = {"code": "reply", "number": "1", "by": "court", "family": "national", "element_id": "assess_alert", "agency": NATIONAL,
          "unit_id": "0" * 32, "account_id": "0" * 32, "recalculation_id": "0" * 32, "which": "late"}
OTHERWISE = {"desk.seizure": {"by": "mediator"}, "desk.report_seizure": {"by": "mediator"}, "public.stop": {"code": "urgent"}}
SEARCHES = [f"{list_}{mark}{query}" for list_, mark in (
    ("/register?q=", ""), ("/register.csv?q=", ""), ("/register/print?q=", ""), ("/search?q=", ""),
    ("/supervision/runs?q=", ""), ("/supervision/runs?state=running&q=", "")) for query in ("guichet", "fassi", "{reference}")]
LISTS = ["/desk?view=all", "/desk?view=mine", "/desk?view=done", "/supervision/late/soon", "/supervision/late/inside",
         "/supervision/work?agency=NAT&of=nobody",
         "/supervision/work?agency=NAT&of={holder}", "/counter/enter?agency=NAT", "/cases/{reference}?part=timeline",
         "/cases/{reference}?part=documents", "/cases/{reference}?part=progress", "/cases/{like}", "/cases/{like}?part=timeline",
         "/supervision/runs?q={instance_id}", "/studio/national/running?text={reference}"]
FORM = {"reason": "Parce que.", "request": "7", "sure": "yes", "text": "Bonjour", "days": "3", "until_on": "2026-12-01",
        "name": "ZINEB FASSI EL", "is_alert": "true", "assessment": "Rien du tout.", "withdraw": "yes", "to": "{holder}",
        "reference": "{reference}", "task": "{task_id}", "posted_on": "2026-08-03", "case": "{reference}", "admissible": "true",
        "grounds": "Tout.", "satisfied": "true", "instance": "{instance_id}", "q": "guichet"}
#: A form that does one of several things.
DOES = {"desk.change_clock": ("suspend", "resume", "extend", "tell"), "supervision.move_tasks": ("look", "move"),
        "supervision.settle_incident": ("retry", "back", "cancel"), "desk.converse": ("write", "settle")}


@pytest.fixture
def case(insaf):
    return {**closed_case(insaf), "holder": signed_in(insaf, AMINA).id}


def addresses(app, case, method: str, but) -> list[tuple[str, str]]:
    """(endpoint, address) of every rule, with the case's keys in it."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in rule.methods and not rule.endpoint.startswith((*ABOUT_ONESELF, *but)):
            values = {**PLACES, **case}
            values |= {"code": NATIONAL} if rule.endpoint.startswith("admin.") else {}
            for some in ({}, OTHERWISE.get(rule.endpoint, {})):
                path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
                found.append((rule.endpoint, path.format(**values, **some) if not some else path.format(**{**values, **some})))
    return sorted(set(found))


def looked_at(app, visit, case, but=NOT_OF_CASES) -> list[tuple[str, str, int, str]]:
    """(what, address, status, text) of every page."""
    asked = [*addresses(app, case, "GET", but), *((path.split("?")[0], path.format(**case)) for path in SEARCHES + LISTS)]
    answers = ((what, path, visit.client.get(path)) for what, path in asked)
    return [(what, path, one.status_code, one.get_data().decode("utf-8", "replace")) for what, path, one in answers]


def posted(app, visit, case, but=NOT_OF_CASES) -> list[tuple[str, str, int, str]]:
    form = {name: value.format(**case) for name, value in FORM.items()}
    found = []
    for what, path in addresses(app, case, "POST", but):
        for do in DOES.get(what, ("",)):
            answer = visit.client.post(path, data={"csrf_token": visit.token, **form, "do": do})
            found.append((what, path, answer.status_code, answer.get_data().decode("utf-8", "replace")))
    return found


def tells(answers) -> set[str]:
    return {f"{what} {path}" for what, path, _, text in answers if any(word in text for word in (SUBJECT, NAME, WORD))}


def names_it(answers, case) -> set[str]:
    """Answers that give the reference to one who did not say it."""
    return {f"{what} {path}" for what, path, _, text in answers
            if case["reference"] in text and case["reference"] not in path and "q=" not in path}


@pytest.fixture
def named(insaf, case):
    """Of the inspectorate, and the case complains about them."""
    persona = hire(insaf, "Named", NATIONAL, {*agency_roles(), "inspectorate"})
    with insaf.database.writing() as session:
        session.execute(insert(PersonComplainedAbout).values(
            instance_id=case["instance_id"], account_id=signed_in(insaf, persona).id, named_at=insaf.clock.now(), named_by=None))
    return persona


def closed_to(app, insaf, visit, case, but=NOT_OF_CASES) -> None:
    """Fails where an answer tells of the case, or what was sent has changed it."""
    before, answers = rows_of(insaf, case), looked_at(app, visit, case, but)
    sent = posted(app, visit, case, but)
    assert not tells([*answers, *sent]) and not names_it(answers, case)
    assert not [one[:3] for one in sent if one[2] == 400 or one[2] >= 500]
    after = rows_of(insaf, case)
    assert after == before, {table for table in after if after[table] != before.get(table)}


def test_whoever_has_every_other_post_of_the_agency_finds_no_word_of_it_and_changes_nothing(app, insaf, case):
    visit = sign_in(app, hire(insaf, "Everywhere", NATIONAL, agency_roles()))
    closed_to(app, insaf, visit, case, but=())
    nothing = {**case, "reference": "NAT-2026-000999-X", **{key: "0" * 32 for key in (
        "task_id", "letter_id", "instance_id", "attachment_id", "incident_id")}}
    kept, unknown = looked_at(app, visit, case), looked_at(app, visit, nothing)
    assert [one[2] for one in kept] == [one[2] for one in unknown], "a case that is kept from them differs from none"


def test_neither_do_an_inspector_next_door_a_visitor_and_an_inspector_it_complains_about(app, insaf, case, named):
    for persona in (hire(insaf, "Neighbour", COMMUNE, {*agency_roles(), "inspectorate"}), named):
        closed_to(app, insaf, sign_in(app, persona), case)
    visit = Visit(app.test_client())
    visit.get("/c")
    closed_to(app, insaf, visit, case)


def test_who_looks_after_all_agencies_learns_the_reference_and_no_word_and_changes_nothing_but_an_incident(app, insaf, case):
    visit = sign_in(app, hire(insaf, "Overall", None, {"national_desk", "process_owner", "data_protection_officer"}, True))
    before, answers = rows_of(insaf, case), looked_at(app, visit, case)
    sent = posted(app, visit, case, but=(*NOT_OF_CASES, "supervision.settle_incident"))
    assert not tells([*answers, *sent]) and {"desk.register", "supervision.late", "supervision.run"} <= {
        told.split()[0] for told in names_it(answers, case)}
    assert rows_of(insaf, case) == before


def test_the_same_doors_open_to_an_inspector_who_may(app, insaf, case):
    visit = sign_in(app, hire(insaf, "Trusted", NATIONAL, {*agency_roles(), "inspectorate"}))
    before, answers = rows_of(insaf, case), looked_at(app, visit, case)
    assert {"desk.case", "desk.clock", "desk.conversation", "desk.dates", "desk.letter", "desk.messages", "desk.notes",
            "desk.seizure", "counter.receipt", "/cases/{like}"} - {told.split()[0] for told in tells(answers)} <= {
                "desk.seizure", "counter.receipt"}
    assert {what for what, _, status, _ in answers if status == 200} >= {"desk.seizure", "desk.erase_texts", "counter.receipt"}
    posted(app, visit, case)
    changed = {table for table, rows in rows_of(insaf, case).items() if rows != before.get(table)}
    assert {"case_event", "internal_note", "conversation_message", "deadline_entry", "human_task", "letter"} <= changed
