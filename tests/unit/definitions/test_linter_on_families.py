"""The families of the house are sound; taking something the law asks for away from them is noticed."""

import json
from pathlib import Path

import pytest

from engine.definitions import Bundle, check, check_path, inject_choice_conditions, read_family, read_files

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT.parent / "shared" / "conformance" / "sample.json"
CASES = json.loads(SAMPLE.read_text())["cases"] if SAMPLE.exists() else []


@pytest.fixture(scope="module")
def national() -> Bundle:
    return read_family("national", ROOT / "bpmn", ROOT / "forms")


def found(bundle: Bundle) -> set[str]:
    return {finding.code for finding in check(bundle)}


def without(bundle: Bundle, *names: str) -> Bundle:
    return Bundle(bundle.family, {name: data for name, data in bundle.files.items() if name not in names})


def changed(bundle: Bundle, name: str, old: str, new: str) -> Bundle:
    text = bundle.files[name].decode()
    assert old in text
    return bundle.with_files({name: text.replace(old, new).encode()})


@pytest.mark.parametrize("family", ["national", "commune"])
def test_the_families_we_ship_have_nothing_against_them(family):
    assert check(read_family(family, ROOT / "bpmn", ROOT / "forms")) == []


def test_a_missing_letter_form_or_calendar_is_an_error(national):
    assert "letter_missing" in found(without(national, "bpmn/letters/receipt.ar.txt"))
    assert "form_missing" in found(without(national, "forms/triage-schema.json"))
    assert "form_missing" in found(without(national, "forms/lodge-schema.json"))
    assert "calendar_missing" in found(without(national, "bpmn/calendar.toml"))


def test_the_law_cannot_be_drawn_away(national):
    diagram = "bpmn/complaint.bpmn"
    assert "law_receipt" in found(changed(national, diagram, "'receipt'", "'closing'"))
    assert "law_breach" in found(changed(national, diagram, "deadline('reply')", "deadline('triage')"))
    assert "law_withdrawal" in found(changed(national, diagram, 'name="withdrawal"', 'name="farewell"'))
    assert "law_locked" in found(changed(national, diagram, "record_breach", "record_something"))
    assert "law_reply_lengthened" in found(changed(national, "bpmn/deadlines.dmn", ">60<", ">90<"))
    assert "law_reply_deadline" in found(changed(national, "bpmn/deadlines.dmn", '"reply"', '"answer"'))


def test_roles_deadlines_and_properties_must_be_known(national):
    diagram = "bpmn/complaint.bpmn"
    assert "lane_unknown" in found(changed(national, "bpmn/investigation.bpmn", 'name="officer"', 'name="clerk"'))
    assert "deadline_unknown" in found(
        changed(national, diagram, "before_deadline('reply', 15)", "before_deadline('x', 15)")
    )
    assert "operator_unknown" in found(changed(national, diagram, 'id="record_fact"', 'id="launch"'))
    assert "status_unknown" in found(changed(national, diagram, 'value="received"', 'value="arrived"'))
    assert "translation_missing" in found(changed(national, diagram, 'name="name_ar"', 'name="name_xx"'))


def test_a_variable_that_nothing_sets_is_an_error(national):
    bundle = changed(national, "bpmn/complaint.bpmn", "outcome = ", "outcomes = ")
    bundle = changed(bundle, "bpmn/reply_drafting.bpmn", "validated == ", "validatd == ")

    wrong = [finding for finding in check(bundle) if finding.code == "variable_undefined"]

    assert [finding.wrong for finding in wrong] == ["its condition reads validatd, which nothing has set by then"]
    assert "validated" in wrong[0].fix


def test_an_unknown_placeholder_in_a_letter_is_an_error(national):
    bundle = changed(national, "bpmn/letters/reply.fr.txt", "{{ reference }}", "{{ numero }}")

    assert "letter_placeholder" in found(bundle)


def test_a_form_with_a_strange_widget_or_condition_is_an_error(national):
    form = json.loads(national.files["forms/triage-uischema.json"])
    first = next(key for key in form if not key.startswith("ui:"))
    form[first]["ui:widget"] = "slider"
    form[first]["ui:showIf"] = {"nothing": ["x"]}

    codes = found(national.with_files({"forms/triage-uischema.json": json.dumps(form).encode()}))

    assert {"form_widget", "form_condition"} <= codes


@pytest.mark.parametrize(
    "name",
    [
        "bpmn/complaint.bpmn",
        "bpmn/deadlines.dmn",
        "bpmn/calendar.toml",
        "bpmn/family.toml",
        "bpmn/letters/reply.fr.txt",
        "forms/triage-schema.json",
        "forms/triage-uischema.json",
    ],
)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2",
        b"\xff\xfe\xfd",
        b"<a>",
        b"{",
        b"[]",
        b"a = [",
        b"<x/>",
        b"{}" * 9,
        "é".encode("latin-1"),
        b"<!DOCTYPE a><a/>",
        b"x" * 1_000_002,
    ],
)
def test_doubtful_files_are_findings_and_never_exceptions(national, name, data):
    findings = check(national.with_files({name: data}))

    assert all(finding.wrong and finding.fix for finding in findings)
    assert [finding for finding in findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "name",
    [
        "a.bpmn",
        "a.dmn",
        "deadlines.dmn",
        "calendar.toml",
        "a.toml",
        "a-schema.json",
        "a-uischema.json",
        "receipt.fr.txt",
        "a.png",
        "nothing.bpmn",
    ],
)
def test_checking_any_path_gives_findings(tmp_path, name):
    if name != "nothing.bpmn":
        (tmp_path / name).write_bytes(b"\x89PNG\0\xff")

    assert check_path(tmp_path / name)


def test_a_folder_and_the_files_in_it_can_be_checked():
    assert check_path(ROOT / "bpmn" / "national") == []
    assert check_path(ROOT / "bpmn" / "national" / "complaint.bpmn") == []
    assert check_path(ROOT / "bpmn" / "national" / "letters" / "receipt.fr.txt") == []
    assert check_path(ROOT / "forms" / "national" / "triage-schema.json") == []


def test_the_outside_sample_where_it_lies_beside_the_project_is_judged_as_expected():
    for case in CASES:
        bundle = read_files([SAMPLE.parent / file for file in case["files"]])
        if case["needs_choice_conditions_injected"]:
            bundle = bundle.with_files({name: inject_choice_conditions(data) for name, data in bundle.files.items()})
        errors = [str(finding) for finding in check(bundle) if finding.severity == "error"]
        assert bool(errors) == (case["expected_status"] == "rejected"), (case["id"], errors)
