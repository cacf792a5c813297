"""No family can leave out, weaken or put off what legal.toml lists; and nobody is refused who only does more."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from engine.definitions import Bundle, Definition, check, check_path, families, read_family
from engine.definitions.legal_list import FILE, obligations_of, read_obligations
from engine.definitions.lint.check import subject_of
from engine.definitions.lint.law.carriers import carried_by
from engine.definitions.lint.law.rules import check_law
from engine.definitions.upload import place_upload
from tests.content.obligations import page
from tests.content.obligations.breaking import BREAKAGES, BY_PROGRAM
from tests.content.obligations.drawing import SETTINGS, Drawing
from tests.content.obligations.honest import HONEST

ROOT = Path(__file__).parents[2]
FAMILIES = {family: read_family(family) for family in ("national", *(one for one in families() if one != "national"))}
SAID = {obligation.code: obligation for obligation in obligations_of(FAMILIES["national"])}
BY_OBLIGATION = defaultdict(list)
for _breakage in BREAKAGES:
    BY_OBLIGATION[_breakage.obligation].append(_breakage)
#: Breaks nothing where the director, a second person behind the first, still has to sign.
SIGNED_TWICE = {("establishment", how) for how in ("four_eyes-own_reply", "four_eyes-not_by_another_task")}
#: Each on the national family, and the first two of each obligation on every variant too.
TRIED = [("national", breakage) for breakage in BREAKAGES] + [
    (family, breakage) for family in FAMILIES if family != "national"
    for several in BY_OBLIGATION.values() for breakage in several[:2] if (family, str(breakage)) not in SIGNED_TWICE]


def law_findings(bundle):
    subject = subject_of(bundle)
    check_law(subject)
    return [finding for finding in subject.findings if finding.code.startswith("law_")]


def drawn(change, family="national"):
    drawing = Drawing(FAMILIES[family])
    change(drawing)
    return drawing.bundle


@pytest.mark.parametrize(("family", "breakage"), TRIED, ids=str)
def test_breaking_it_is_refused_with_the_obligation_its_basis_and_the_element(breakage, family):
    found = [finding for finding in law_findings(drawn(breakage.run, family))
             if finding.code == f"law_{breakage.code or breakage.obligation}"]

    assert breakage.names in {name for finding in found for name in (finding.element_id, finding.file)}
    for finding in found:
        assert finding.severity == "error" and finding.fix.endswith(".")
        assert f"Obligation: {SAID[breakage.obligation].titles['en']}. Basis: " in finding.wrong
        assert "Evidence: " in finding.wrong


def test_a_reply_that_two_others_agree_to_still_has_a_second_person_when_one_of_them_may_be_its_author():
    for breakage in BY_OBLIGATION["four_eyes"]:
        if ("establishment", str(breakage)) in SIGNED_TWICE:
            assert not law_findings(drawn(breakage.run, "establishment"))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("how", HONEST, ids=str)
def test_doing_more_or_sooner_is_not_refused(how, family):
    assert [str(finding) for finding in law_findings(drawn(HONEST[how], family))] == []


def test_every_obligation_is_broken_in_at_least_two_ways_or_held_by_the_program():
    for obligation in SAID.values():
        by_program = {requirement.kind for requirement in obligation.must} == {"program"}
        assert obligation.code in BY_PROGRAM if by_program else len(BY_OBLIGATION[obligation.code]) >= 2, obligation.code
    assert set(BY_OBLIGATION) | set(BY_PROGRAM) == set(SAID)
    for file, name in (test for tests in BY_PROGRAM.values() for test in tests):
        assert f"def {name}(" in (ROOT / file).read_text(), (file, name)


def test_the_reference_is_what_the_list_the_family_and_these_tests_say():
    told = (ROOT / "docs" / "reference" / page.FILE).read_text(encoding="utf-8")

    assert told == page.page(), "run `make obligations`"
    assert page.TESTS == Path(__file__).relative_to(ROOT).as_posix()
    assert told.count("\n") < 300


@pytest.mark.parametrize("family", FAMILIES)
def test_every_obligation_has_its_place_in_every_family(family):
    for one in carried_by(Definition.of(FAMILIES[family])):
        assert one.carriers and one.kept, one.obligation.code


def test_a_family_that_breaks_an_obligation_is_shown_to_break_it():
    broken = carried_by(Definition.of(drawn(lambda drawing: drawing.cut("send_receipt"))))

    assert [one.obligation.code for one in broken if not one.kept] == ["receipt"]


def test_a_variant_cannot_leave_the_law_behind_by_renaming_its_process():
    bundle = drawn(lambda d: (d.words('id="complaint"', 'id="request"'),
                              d.words('processRef="complaint"', 'processRef="request"'),
                              d.words("'receipt'", "'closing'"),
                              d.top(SETTINGS, 'process = "request"')), "commune")

    assert "law_receipt" in {finding.code for finding in law_findings(bundle)}


def test_a_variant_cannot_unlock_what_its_base_has_locked():
    def change(drawing):
        drawing.add(SETTINGS, "\n[law]\nlocked = []\n")
        drawing.cut("send_receipt")

    assert "law_locked" in {finding.code for finding in law_findings(drawn(change, "commune"))}


ADDITION = """
[site_photos]
grade = "policy"
title = { ar = "صور", fr = "Photos", en = "Photos of the place" }
basis = { ar = "سياسة الجماعة", fr = "Règle de la commune", en = "A policy of the commune" }
must = [{ asks = "photos", required = true }]
"""


def test_a_family_adds_obligations_and_its_own_diagram_is_held_to_them():
    bundle = FAMILIES["commune"].with_files({"bpmn/extends/commune/legal.toml": ADDITION.encode()})

    added = [finding for finding in law_findings(bundle) if finding.code == "law_added"]

    assert ["Photos of the place" in finding.wrong for finding in added] == [True]
    assert bundle.content_hash != FAMILIES["commune"].content_hash


def test_a_family_cannot_restate_what_stands_in_the_national_list(tmp_path):
    weaker = ADDITION.replace("site_photos", "receipt")
    found = law_findings(FAMILIES["commune"].with_files({"bpmn/extends/commune/legal.toml": weaker.encode()}))

    assert [(finding.code, finding.file) for finding in found] == [("law_entry", "bpmn/extends/commune/legal.toml")]


def test_an_upload_adds_to_the_list_and_never_replaces_it():
    before = FAMILIES["commune"]
    after, misplaced = place_upload(before, [("legal.toml", ADDITION.encode()), ("bpmn/legal.toml", ADDITION.encode())])

    assert misplaced == [] and after.files[FILE] == before.files[FILE]
    assert [one.code for one in obligations_of(after)] == [*SAID, "site_photos"]


def test_a_version_from_before_the_list_stays_readable_and_its_next_upload_is_held_to_it():
    files = {name: data for name, data in FAMILIES["national"].files.items() if name != FILE}
    old = Bundle("national", files)

    assert obligations_of(old) == []
    assert {finding.code for finding in check(old)} == {"law_list"}
    bundle, _ = place_upload(old, [("reply.fr.txt", old.files["bpmn/letters/reply.fr.txt"])])
    assert bundle.files[FILE] == FAMILIES["national"].files[FILE]


@pytest.mark.parametrize(("text", "what"), [
    ("[receipt]\n", "grade"), ('[a]\ngrade = "rumour"\n', "rumour"), ("a = 1\n", "no table"),
    (ADDITION.replace("must = ", "ought = "), "must hold"), (ADDITION.replace("asks", "begs"), "begs"),
    (ADDITION.replace("required", "obliged"), "obliged"), (ADDITION.replace("true", '"yes"'), "required is 'yes'"),
    (ADDITION.partition("must")[0] + 'must = [{ every_end_passes = [{ flies = "x" }] }]', "step"),
    (ADDITION.replace('fr = "Photos", ', ""), "every language"), (ADDITION + "more = 1\n", "more"),
])
def test_a_list_that_cannot_be_understood_is_a_sentence(text, what, tmp_path):
    (tmp_path / "legal.toml").write_text(text, encoding="utf-8")

    finding, = check_path(tmp_path / "legal.toml")

    assert finding.code == "law_entry" and what in finding.wrong


@pytest.fixture
def copied(tmp_path):
    """The project's families and forms in a folder of their own, and what the command says of one of them."""
    shutil.copytree(ROOT / "bpmn", tmp_path / "bpmn")
    shutil.copytree(ROOT / "forms", tmp_path / "forms")

    def checked(family, changes=None):
        for name, data in (changes.bundle.files if changes else {}).items():
            if changes.bundle.files[name] != FAMILIES[family].files.get(name):
                place = name.removeprefix("bpmn/") if name.startswith("bpmn/") else name
                target = tmp_path / ("bpmn" if name.startswith("bpmn/") else "forms") / family / place.removeprefix("forms/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        return CliRunner().invoke(main, ["process", "check", str(tmp_path / "bpmn" / family)])

    return checked


@pytest.mark.parametrize("family", FAMILIES)
def test_the_command_refuses_a_copy_of_a_family_in_which_the_receipt_waits_for_somebody(copied, family):
    drawing = Drawing(FAMILIES[family])
    drawing.staffed(drawing.insert("register_complaint", "send_receipt", "task", "read_it_first"), "dispatcher")

    told = copied(family, drawing)

    assert told.exit_code == 1
    line = next(line for line in told.output.splitlines() if "[law_receipt]" in line)
    assert "read_it_first" in line and "an instant notice of receipt" in line and "Evidence: press" in line


def test_the_command_refuses_a_variant_whose_own_letter_leaves_the_notice_out_in_arabic(copied):
    drawing = Drawing(FAMILIES["commune"])
    drawing.text("bpmn/letters/reply.ar.txt", "وسيط المملكة", "الجهة المعنية")

    told = copied("commune", drawing)

    assert told.exit_code == 1 and "[law_recourse]" in told.output
    assert "bpmn/letters/reply.ar.txt" in told.output and "Article 1 (text seen)" in told.output


@pytest.mark.parametrize("family", FAMILIES)
def test_the_command_lets_a_copy_of_a_family_with_one_more_step_and_fewer_days_pass(copied, family):
    drawing = Drawing(FAMILIES[family])
    drawing.staffed(drawing.insert("investigate", drawing.after("investigate"), "task", "hear_both_sides"), "officer")
    drawing.cell("reply", "days", "45")

    told = copied(family, drawing)

    assert (told.exit_code, told.output.splitlines()[-1][:9]) == (0, "0 errors,"), told.output


def test_the_list_itself_is_checked_by_its_path():
    assert check_path("bpmn/legal.toml") == []
    assert [one.code for one in read_obligations(FAMILIES["national"].files[FILE])] == list(SAID)
