"""The table of deadlines: what its columns mean, what an older table lacks, and what an editor writes back."""

from pathlib import Path

import pytest

from engine.definitions import Bundle, check, read_family
from engine.definitions.deadlines_table import FILE, deadline_cells, deadline_rules
from engine.definitions.deadlines_writer import deadlines_dmn
from engine.domain.ledger import Extending, Pausing
from engine.errors import DefinitionUnreadable

ROOT = Path(__file__).parents[3]
NATIONAL = (ROOT / "bpmn/national/deadlines.dmn").read_bytes()
SHORT = {"deadline": "reply", "starts": "lodged", "days": 60, "grade": "statutory"}


def test_the_national_clock_of_the_reply_stands_still_for_nobody_and_gets_no_more_days():
    reply = deadline_rules(NATIONAL)["reply"]
    assert (reply.days, reply.unit, reply.roll, reply.grade, reply.evidence) == (60, "calendar", True, "statutory", "official")
    assert (reply.until, reply.locked, reply.suspend, reply.extend) == ("communicate_reply", True, Pausing(), Extending())


def test_the_internal_clocks_stand_still_for_a_while_by_the_hand_of_those_who_may():
    rules = deadline_rules(NATIONAL)
    assert {code: (rule.days, rule.until) for code, rule in rules.items() if rule.grade == "internal"} == {
        "triage": (15, "triage"), "assign": (3, "assign_officer"), "investigate": (30, "investigate"),
        "draft": (40, "draft_reply"), "validate": (50, "validate_reply"), "satisfaction": (15, "give_satisfaction"),
        "remedy": (30, "carry_out_remedy"), "renewal": (30, "send_renewal_reply"), "mediator": (60, "answer_mediator"),
        "court": (5, "confirm_court_seizure"),
        "complete": (15, "note_asked"), "consider": (60, "consider_feedback"), "information": (20, "send_information"),
        "opinion": (10, "give_opinion")}
    assert rules["investigate"].suspend == Pausing("continue", ("system", "officer", "unit_head", "supervisor"), 15)
    assert rules["investigate"].extend == Extending(("unit_head", "supervisor"), 10)
    assert not [code for code, rule in rules.items() if rule.suspend.mode != "none" and not rule.suspend.days]


def test_a_table_without_the_newer_columns_is_read_as_one_that_knows_no_pause():
    old = deadlines_dmn([SHORT]).decode()
    for name in ("until", "evidence", "locked", "suspend", "suspend_by", "suspend_days", "extend_by", "extend_days", "roll"):
        old = old.replace(f'      <output id="output_{name}" label="{name}" name="{name}"', "<!--").replace(
            f'<outputEntry id="rule_reply_{name}">\n          <text></text>\n        </outputEntry>', "")
    old = "\n".join(line for line in old.splitlines() if "<!--" not in line)
    [rule] = deadline_rules(old.encode()).values()
    assert (rule.days, rule.unit, rule.roll, rule.suspend, rule.extend) == (60, "calendar", True, Pausing(), Extending())
    assert (rule.until, rule.evidence, rule.locked) == ("", "", False)


def test_what_an_editor_writes_is_what_it_reads():
    cells = deadline_cells(NATIONAL)
    assert deadline_rules(deadlines_dmn(cells)) == deadline_rules(NATIONAL) and deadlines_dmn(cells) == NATIONAL
    odd = {**SHORT, "basis_en": 'A "quoted" <word>\\ & more\nbelow'}
    assert deadline_rules(deadlines_dmn([odd]))["reply"].basis == {"en": 'A "quoted" <word>\\ & more below'}


@pytest.mark.parametrize(("cells", "told"), [
    ({"days": 0}, "days is 0"), ({"days": "sixty"}, "days is 'sixty'"), ({"days": None}, "days is 0"),
    ({"unit": "hours"}, "unit is 'hours'"), ({"suspend": "always"}, "suspend is 'always'"),
    ({"suspend_days": -1}, "suspend_days is -1"), ({"extend_days": True}, "extend_days is True"),
    ({"evidence": "hearsay"}, "evidence is 'hearsay'"), ({"locked": 1}, "locked is 1"), ({"until": 3}, "until is 3"),
    ({"starts": ""}, "starts is empty"), ({"deadline": "to reply"}, "its deadline code is 'to reply'"),
])
def test_a_cell_that_cannot_be_read_is_named_with_its_row(cells, told):
    with pytest.raises(DefinitionUnreadable) as caught:
        deadline_rules(deadlines_dmn([SHORT | cells]))
    assert caught.value.wrong == f"row 1 of the table: {told}" and caught.value.kind == "deadline_row"


def test_a_variant_may_shorten_what_is_held_fast_and_do_nothing_else_to_it():
    national = read_family("national", ROOT / "bpmn", ROOT / "forms")
    extending = b'extends = "national"\n[name]\nen = "Quick"\nfr = "Vite"\nar = "\xd8\xb3\xd8\xb1\xd9\x8a\xd8\xb9"\n'
    base = {"bpmn/extends/national/deadlines.dmn": NATIONAL, "bpmn/family.toml": extending,
            "bpmn/extends/national/family.toml": national.files["bpmn/family.toml"]}

    def found(code: str, **changed) -> set[str]:
        rows = [row | changed if row["deadline"] == code else row for row in deadline_cells(NATIONAL)]
        rows = [row for row in rows if row.get("deadline")]
        bundle = Bundle("quick", {**national.files, **base, FILE: deadlines_dmn(rows)}, "agency")
        return {finding.code for finding in check(bundle)} - {"law_reply_lengthened", "law_triage_lengthened"}

    assert found("reply", days=45) == found("triage", days=10) == found("investigate", days=35) == set()
    assert found("triage", days=16) == found("triage", unit="working") == found("triage", until="draft_reply") == {
        "deadline_locked"}
    assert "deadline_locked" in found("reply", locked=False)
