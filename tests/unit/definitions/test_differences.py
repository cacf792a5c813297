"""What a variant does otherwise than the family it extends is told in whole sentences, and nothing that is the same."""

import json

import pytest
from click.testing import CliRunner

from cli import main
from engine.definitions import Definition, families, read_family
from engine.definitions.comparing.differences import differences
from tests.content.obligations.drawing import Drawing

NATIONAL = read_family("national")
VARIANTS = [family for family in families() if Definition.of(read_family(family)).facts.extends]


def told(change=lambda drawing: None, language="en"):
    drawing = Drawing(NATIONAL)
    change(drawing)
    found = differences(Definition.of(drawing.bundle), Definition.of(NATIONAL), language)
    return {group.key: list(group.sentences) for group in found.groups}


def test_a_family_beside_itself_has_no_differences():
    assert told() == {}


@pytest.mark.parametrize(("change", "group", "sentence"), [
    (lambda d: d.cell("reply", "days", "45"), "deadlines", "“Reasoned reply” is shorter: 45 days instead of 60 days."),
    (lambda d: d.cell("reply", "days", "75"), "deadlines", "“Reasoned reply” is counted otherwise: 75 days instead of 60 days."),
    (lambda d: d.set("investigate", "name", "Look into it"), "steps", "“Investigate” is called “Look into it”."),
    (lambda d: d.staffed(d.insert("investigate", d.after("investigate"), "task"), "officer"), "steps",
     "Added in “Investigation”: “Look at it”, done by: Officer."),
    (lambda d: d.insert("investigate", d.after("investigate"), "task"), "stages",
     "“Investigation” is drawn anew (investigation.bpmn)."),
    (lambda d: d.property("validate_reply", "not_by", "investigate"), "steps",
     "“Validate the reply” may not be done by whoever did: Investigate, instead of: Draft the reply."),
    (lambda d: d.timer("reminder_5_days", "before_deadline('reply', 7)"), "steps",
     "waits for something else: before_deadline('reply', 7), instead of: before_deadline('reply', 5)."),
    (lambda d: d.parameter("send_receipt", "letter", "closing"), "steps", "letter: 'closing', to: 'complainant'"),
    (lambda d: d.words("validated == True", "validated == True and outcome != ''"), "steps", "and outcome != ''"),
    (lambda d: d.text("bpmn/letters/reply.fr.txt", "Médiateur", "médiateur"), "letters", "“reply” has other words in: French."),
    (lambda d: d.form("investigate-schema", lambda form: form["properties"].pop("findings")), "forms",
     "“Investigate” does not ask: "),
])
def test_each_kind_of_difference_is_a_sentence_of_its_group(change, group, sentence):
    assert any(sentence in line for line in told(change)[group]), told(change)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("family", VARIANTS)
def test_every_variant_is_told_in_every_language_without_a_sentence_twice_and_keeps_what_is_locked(family, language):
    own = Definition.of(read_family(family))
    found = differences(own, Definition.of(read_family(own.facts.extends)), language)
    lines = [line for group in found.groups for line in group.sentences]
    assert lines and len(lines) == len(set(lines)) and not [line for line in lines if "{" in line]
    assert {is_there for _, is_there in found.locked} == {True}
    assert all(key in own.processes for key in found.redrawn)


def test_a_locked_element_that_is_gone_is_told():
    drawing = Drawing(read_family("commune"))
    drawing.cut("record_breach")
    found = differences(Definition.of(drawing.bundle), Definition.of(NATIONAL), "en")
    assert [name for name, is_there in found.locked if not is_there] == [Definition.of(NATIONAL).label("record_breach", "en")]


def test_the_command_says_the_same_as_text_and_as_json():
    told = CliRunner().invoke(main, ["process", "differences", "bpmn/commune"])
    assert told.exit_code == 0 and "“Investigation” is drawn anew (investigation.bpmn)." in told.output
    parts = json.loads(CliRunner().invoke(main, ["process", "differences", "bpmn/commune", "--json"]).output)
    assert parts["base"] == "national" and {group["key"] for group in parts["groups"]} >= {"stages", "steps", "forms"}
    assert "extends no other" in CliRunner().invoke(main, ["process", "differences", "bpmn/national"]).output
