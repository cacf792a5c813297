"""Who signs in, who keeps whom, which processes are deployed, and whom one can write to."""

from datetime import date, timedelta

import pytest

from engine import queries
from engine.acts.keep_account import ChangeAccount
from engine.acts.keep_agency import ChangeAgency, CreateAgency, CreateUnit
from engine.domain.access import Person
from engine.domain.password_link import password_token
from engine.errors import NotFound
from engine.store.database import Database
from engine.vocabulary import Kind
from tests.fixtures.wired import START
from tests.people import AGENCIES, EVERYBODY, HANANE, INES, NADIA, OMAR, PASSWORD, RACHID, SALMA, YOUSSEF
from tests.steps import lodge, signed_in


def ask(insaf, query, *values, by=None, **named):
    person = {"person": signed_in(insaf, by)} if by else {}
    with insaf.reading() as session:
        return query(session, insaf.shelf, *values, **person, **named)


def test_the_right_password_opens_the_account_and_tells_its_rights(insaf):
    rights = {}
    for persona in (SALMA, NADIA, YOUSSEF, HANANE, RACHID):
        with insaf.reading() as session:
            account = queries.sign_in(session, f" {persona.email.upper()} ", PASSWORD, insaf.clock.now())
        assert account == insaf.ask(queries.account_of, account.person.id)
        assert (account.person.email, account.person.language, account.active) == (persona.email, persona.language, True)
        assert (account.agency_code, bool(account.agency_names)) == (persona.agency, persona.agency is not None)
        rights[persona] = set(account.rights)
    assert rights == {SALMA: set(), NADIA: {"supervise"}, YOUSSEF: {"administer", "keep_calendar"},
                      HANANE: {"own_processes", "keep_calendar", "recalculate"},
                      RACHID: {"supervise", "administer", "own_processes", "keep_calendar", "recalculate"}}


@pytest.mark.parametrize(("email", "password"), [
    (INES.email, "wrong"), (INES.email, ""), ("nobody@example.org", PASSWORD), ("", ""), ("\x00", "\ud800"),
])
def test_a_wrong_address_or_password_is_nobody(insaf, email, password):
    with insaf.reading() as session:
        assert queries.sign_in(session, email, password, insaf.clock.now()) is None
    assert insaf.ask(queries.account_of, email) is None


def test_a_closed_account_does_not_open(insaf):
    omar = signed_in(insaf, OMAR)
    insaf.bus.ask(ChangeAccount(omar.id, omar.name, ("officer",), "NAT", active=False), by=signed_in(insaf, RACHID))
    with insaf.reading() as session:
        assert queries.sign_in(session, OMAR.email, PASSWORD, insaf.clock.now()) is None
    account = insaf.ask(queries.account_of, omar.id)
    assert not account.active and account.session_version == 2


def test_a_password_link_names_its_account_until_it_ends_or_the_password_changes(insaf):
    secret, now, ines = insaf.settings.secret, insaf.clock.now(), signed_in(insaf, INES)
    with insaf.reading() as session:
        def opens(token, at=now):
            return queries.reset_account(session, secret, token, at)
        assert opens(password_token(ines.id, 1, now, secret)) == INES.email
        assert opens(password_token(ines.id, 2, now, secret)) is None
        assert opens(password_token(ines.id, 1, now, secret), now + timedelta(hours=2)) is None
        assert opens(password_token("nobody", 1, now, secret)) is None
        assert opens("") is None


def test_an_administrator_keeps_every_agency_one_of_an_agency_their_own_and_others_none(insaf):
    lodge(insaf)
    page = ask(insaf, queries.agencies, by=RACHID)
    assert [(row.code, row.family, row.open_cases) for row in page.rows] == [("NAT", "national", 1), ("OZT", "commune", 0)]
    assert page.rows[0].people == sum(person.agency == "NAT" for person in EVERYBODY) and page.rows[0].family_names["fr"]
    assert [row.code for row in ask(insaf, queries.agencies, by=RACHID, text="الزيتون").rows] == ["OZT"]
    first = ask(insaf, queries.agencies, by=RACHID, limit=1)
    assert [row.code for row in ask(insaf, queries.agencies, by=RACHID, after=first.after).rows] == ["OZT"]
    assert [row.code for row in ask(insaf, queries.agencies, by=YOUSSEF).rows] == ["NAT"]
    assert {row.agency_code for row in ask(insaf, queries.accounts, by=YOUSSEF).rows} == {"NAT"}
    for stranger in (INES, NADIA, HANANE):
        with pytest.raises(NotFound):
            ask(insaf, queries.agencies, by=stranger)
        with pytest.raises(NotFound):
            ask(insaf, queries.accounts, by=stranger)
    with pytest.raises(NotFound):
        ask(insaf, queries.agency_page, "OZT", by=YOUSSEF)


def test_accounts_are_listed_by_name_with_the_names_of_their_roles(insaf):
    insaf.bus.ask(CreateUnit("NAT", "Guichet", "الشباك", "Counter"), by=signed_in(insaf, YOUSSEF))
    agency = ask(insaf, queries.agency_page, "nat", by=YOUSSEF)
    assert [unit.names["fr"] for unit in agency.units] == ["Guichet"] and agency.values["family"] == "national"
    [row] = ask(insaf, queries.accounts, by=RACHID, text="OMAR").rows
    assert (row.name, row.roles, row.role_names["officer"]["fr"], row.agency_code) == (
        "Omar Tazi", ("officer",), "Agent traitant", "NAT")
    assert ask(insaf, queries.account_page, row.id, by=YOUSSEF) == row
    page = ask(insaf, queries.accounts, by=RACHID, limit=4)
    rest = ask(insaf, queries.accounts, by=RACHID, after=page.after)
    assert sorted(row.email for row in page.rows + rest.rows) == sorted(person.email for person in EVERYBODY)
    with pytest.raises(NotFound):
        ask(insaf, queries.account_page, signed_in(insaf, RACHID).id, by=YOUSSEF)


def test_the_choices_for_an_account_come_from_the_lanes_of_its_family(insaf):
    choices = ask(insaf, queries.account_choices, by=YOUSSEF, agency_code="NAT")
    assert {"dispatcher", "officer", "unit_head", "supervisor", "agency_administrator", "body_head", "inspectorate",
            "counter_agent", "call_agent", "second_reviewer", "mediator_interlocutor",
            "data_protection_officer", "unit_officer", "service_owner"} == set(choices.roles)
    assert [code for code, _ in choices.agencies] == ["NAT"] and not choices.may_make_admin
    national = ask(insaf, queries.account_choices, by=RACHID)
    assert set(national.roles) == {"national_desk", "process_owner"} and national.may_make_admin
    assert [code for code, _ in national.agencies] == [code for code, *_ in AGENCIES]
    assert "field_agent" in ask(insaf, queries.account_choices, by=RACHID, agency_code="OZT").roles
    assert ask(insaf, queries.account_choices, by=RACHID, agency_code="NONE").units == ()
    assert set(ask(insaf, queries.family_choices, by=RACHID)) == {"national", "commune"}


def test_a_process_owner_sees_families_and_their_versions_and_may_try_an_upload(insaf):
    lodge(insaf)
    rows = {row.family: row for row in ask(insaf, queries.families, by=HANANE)}
    assert (rows["national"].version, rows["national"].agencies, rows["national"].running) == (1, 1, 1)
    page = ask(insaf, queries.family_page, "national", by=HANANE)
    [version] = page.versions
    assert (version.number, version.note, version.running) == (1, "for the tests", 1)
    assert ask(insaf, queries.definition_of, "national", version.content_hash, by=HANANE) is page.definition
    found = ask(insaf, queries.check_upload, "national", (("notes.docx", b"x"), ("complaint.bpmn", b"<")), by=HANANE)
    assert [finding.severity for finding in found] and found[0].code == "file_without_place"
    broken = ask(insaf, queries.check_upload, "national", (("complaint.bpmn", b"<"),), by=HANANE)
    assert any(finding.severity == "error" for finding in broken)
    letter = page.definition.bundle.files["bpmn/letters/receipt.fr.txt"] + b"\nMerci.\n"
    fine = ask(insaf, queries.check_upload, "national", (("receipt.fr.txt", letter),), by=HANANE)
    assert not [finding for finding in fine if finding.severity == "error"]
    for wrong in (("national\x00x",), ("nothing",)):
        with pytest.raises(NotFound):
            ask(insaf, queries.family_page, *wrong, by=HANANE)
    with pytest.raises(NotFound):
        ask(insaf, queries.definition_of, "commune", version.content_hash, by=HANANE)
    with pytest.raises(NotFound):
        ask(insaf, queries.families, by=INES)


def test_a_body_is_found_by_any_of_its_names_in_any_spelling(insaf):
    system = Person.system()
    insaf.bus.ask(CreateAgency("RAD", "national", "Régie d’électricité", "وكالة الماء والكهرباء", "Power Utility"), by=system)
    insaf.bus.ask(CreateAgency("OLD", "national", "Ancien office", "مكتب قديم", "Old Office"), by=system)
    insaf.bus.ask(ChangeAgency("OLD", "national", "Ancien office", "مكتب قديم", "Old Office", active=False), by=system)

    def found(text):
        return [agency.code for agency in ask(insaf, queries.find_agencies, text)]

    assert found("") == found("  ") == ["NAT", "OZT", "RAD"]
    for text in ("regie", "electricite REGIE", "utility", "الكهرباء", "وكاله الماء", "rad"):
        assert "RAD" in found(text), text
    assert found("old") == found("nothing like it") == [] and found("zitoun oued") == ["OZT"]
    choice = ask(insaf, queries.agency_choice, " rad ")
    assert (choice.code, choice.names["en"], choice.family_names["fr"]) == ("RAD", "Power Utility", "Parcours national")
    assert ask(insaf, queries.agency_choice, "OLD") is None and ask(insaf, queries.agency_choice, "\x00") is None


def test_before_lodging_one_learns_the_legal_date_the_form_and_the_kinds(insaf):
    page = ask(insaf, queries.lodging_page, "NAT", insaf.clock.now())
    assert (page.reply_due_on, page.reply_why.days, page.reply_why.rule.unit) == (date(2026, 7, 3), 60, "calendar")
    assert page.kinds == tuple(Kind) and page.zone == "Africa/Casablanca" and "2-17-265" in page.reply_why.rule.basis["en"]
    assert "subject" in page.form.names and len(page.content_hash) == 64
    with pytest.raises(NotFound):
        ask(insaf, queries.lodging_page, "NONE", insaf.clock.now())


def test_a_node_is_ready_when_database_and_definitions_are(insaf):
    lodge(insaf)
    with insaf.reading() as session:
        checks = {name: (ok, detail) for name, ok, detail in queries.readiness(session, insaf.clock.now())}
    assert all(ok for ok, _ in checks.values()) and set(checks) == {"database", "migrations", "definitions", "letters"}
    assert checks["letters"][1].startswith("1 wait")


def test_an_empty_database_is_not_ready_without_definitions(database_url):
    empty = Database(database_url)
    with empty.reading() as session:
        checks = {name: ok for name, ok, _ in queries.readiness(session, START)}
    empty.close()
    assert checks == {"database": True, "migrations": True, "definitions": False, "letters": True}
