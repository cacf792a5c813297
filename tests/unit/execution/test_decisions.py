"""Decision tables, and what is read of diagrams from another modeller."""

import pytest

from engine.errors import ExecutionFailed
from engine.execution import validate
from tests.unit.execution.diagrams import (
    bundle, declared, definitions, end, event, flows, node, process, simple, spec, start, user,
)
from tests.unit.execution.story import Story

IN_OURS = node("businessRuleTask", "rule", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>size"
               "</spiffworkflow:calledDecisionId></bpmn:extensionElements>")
IN_CAMUNDAS = '<bpmn:businessRuleTask id="rule" camunda:decisionRef="size"/>'


def table(policy: str, *rules: tuple[str, str]) -> str:
    rows = "".join(f'<rule id="r{n}"><inputEntry id="i{n}"><text>{when}</text></inputEntry><outputEntry id="o{n}"><text>{then}'
                   "</text></outputEntry></rule>" for n, (when, then) in enumerate(rules))
    return ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="n">'
            f'<decision id="size" name="Size"><decisionTable id="t" hitPolicy="{policy}"><input id="i" label="x">'
            '<inputExpression id="e" typeRef="number"><text>x</text></inputExpression></input>'
            f'<output id="o" name="res" typeRef="string"/>{rows}</decisionTable></decision></definitions>')


def asked(rule: str, decision: str) -> tuple[str, str]:
    return definitions(process(start(), user("a"), rule, end(), flows("begin > a > rule > done"))), decision


@pytest.mark.parametrize("rule", [IN_OURS, IN_CAMUNDAS])
@pytest.mark.parametrize(("policy", "x", "result"), [("UNIQUE", 7, "big"), ("UNIQUE", 3, "small"), ("COLLECT", 7, ["big", 8])])
def test_a_decision_table_is_asked_in_either_spelling(rule, policy, x, result):
    diagram, decision = asked(rule, table(policy, ("&lt; 5", '"small"'), ("5 &lt; ? &lt; 9", '"big"'), ("7", "x + 1")))
    assert validate(bundle(diagram, tables=(decision,))) == []
    assert Story.begin(spec(diagram, tables=(decision,))).complete("a", x=x).variables == {"x": x, "res": result}


@pytest.mark.parametrize(("policy", "x", "result"), [
    ("FIRST", 7, {"res": "a"}), ("ANY", 1, {"res": "a"}), ("RULE ORDER", 7, {"res": ["a", "b"]}),
    ('COLLECT" aggregation="COUNT', 7, {"res": 2}), ('COLLECT" aggregation="MAX', 7, {"res": "b"}), ("UNIQUE", 20, {}),
    ('COLLECT" aggregation="SUM', 20, {"res": 0}), ("COLLECT", 20, {})])
def test_every_hit_policy_that_is_accepted_is_carried_out(policy, x, result):
    diagram, decision = asked(IN_OURS, table(policy, ("&lt; 10", '"a"'), ("[5..8]", '"b"')))
    assert validate(bundle(diagram, tables=(decision,))) == []
    assert Story.begin(spec(diagram, tables=(decision,))).complete("a", x=x).variables == {"x": x, **result}


def test_what_a_row_gives_may_be_spelled_as_editors_of_tables_spell_it():
    diagram, decision = asked(IN_OURS, table("UNIQUE", ("7", "true"), ("8", "null"), ("9", '"true"')))
    drawn = spec(diagram, tables=(decision,))
    assert [Story.begin(drawn).complete("a", x=x).variables["res"] for x in (7, 8, 9)] == [True, None, "true"]


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER", 'FIRST" aggregation="SUM', 'COLLECT" aggregation="MEAN'])
def test_a_hit_policy_that_is_not_carried_out_is_refused_by_name(policy):
    diagram, decision = asked(IN_OURS, table(policy, ("-", '"a"')))
    refused = str(validate(bundle(diagram, tables=(decision,))))
    assert policy.rpartition('"')[2] in refused


def test_rows_that_fit_and_disagree_stop_a_table_that_says_they_never_do():
    diagram, decision = asked(IN_OURS, table("ANY", ("-", '"a"'), ("7", '"b"')))
    with pytest.raises(ExecutionFailed, match="at rule: several rows"):
        Story.begin(spec(diagram, tables=(decision,))).complete("a", x=7)


def test_a_list_of_a_table_asked_again_is_the_new_one():
    drawn = definitions(process(start(), user("a"), IN_OURS, end(), node("exclusiveGateway", "again", default="f_again_done"),
                                flows("begin > a > rule > again > done", "again > a : x > 5")))
    decision = table("COLLECT", ("&gt; 0", "x"), ("&gt; 5", "x + 1"))
    story = Story.begin(spec(drawn, tables=(decision,), profile="agency")).complete("a", x=7).complete("a", x=2)
    assert story.variables["res"] == [2]


@pytest.mark.parametrize("cell", ["().__class__", "lambda: 1", "{y for y in x}"])
def test_a_cell_outside_the_language_is_refused(cell):
    diagram, decision = asked(IN_OURS, table("UNIQUE", ("7", cell)))
    assert [finding.element_id for finding in validate(bundle(diagram, tables=(decision,)))] == ["rule"]


def test_a_cell_that_fails_names_the_task():
    diagram, decision = asked(IN_OURS, table("UNIQUE", ("7", "amout + 1")))
    with pytest.raises(ExecutionFailed, match="at rule: .*no variable amout. Did you mean amount"):
        Story.begin(spec(diagram, tables=(decision,))).complete("a", x=7, amount=1)


def test_a_missing_decision_is_refused():
    diagram, _ = asked(IN_CAMUNDAS, "")
    assert [finding.code for finding in validate(bundle(diagram))] == ["library_refuses"]


def test_forms_and_attributes_of_camunda_are_left_alone():
    form = ('<bpmn:extensionElements><camunda:formData><camunda:formField id="x" type="long"/></camunda:formData>'
            "</bpmn:extensionElements>"
            '<bpmn:multiInstanceLoopCharacteristics isSequential="true" camunda:collection="out" camunda:elementVariable="one">'
            "<bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>")
    story = Story.begin(simple(start(), user("u", form), end(), flows("begin > u > done")))
    assert story.complete("u", x=1).complete("u", x=2).variables == {"x": 2}
    sends = '<bpmn:messageEventDefinition messageRef="m" camunda:expression="w + 1"/>'
    drawn = spec(definitions(declared("message", "m"), process(
        start(), node("parallelGateway", "split"), node("intermediateCatchEvent", "c", event("message", "m")), user("a"),
        node("intermediateThrowEvent", "t", sends), node("parallelGateway", "join"), end(),
        flows("begin > split > c > join", "split > a > t > join", "join > done"))))
    assert Story.begin(drawn).complete("a", w=1).variables == {"w": 1}


@pytest.mark.parametrize("inner", ['<bpmn:multiInstanceLoopCharacteristics camunda:collection="items"/>'])
def test_copies_counted_only_in_camundas_way_are_refused(inner):
    parts = (start(), user("u", inner), end(), flows("begin > u > done"))
    assert [finding.element_id for finding in validate(bundle(definitions(process(*parts))))] == ["u"]


@pytest.mark.parametrize(("n", "said"), [([1], "not a whole number"), (501, "501 copies are more than 500"), (10**12, "copies")])
def test_too_many_copies_are_stopped_before_they_exist(n, said):
    copies = ("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>n</bpmn:loopCardinality>"
              "</bpmn:multiInstanceLoopCharacteristics>")
    drawn = simple(start(), user("u", copies), end(), flows("begin > u > done"))
    with pytest.raises(ExecutionFailed, match=f"at u: .*{said}"):
        Story.begin(drawn, n=n)


@pytest.mark.parametrize("n", [2.5, "3", None])
def test_copies_in_turn_are_counted_whole_and_none_are_passed_by(n):
    copies = ('<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>n</bpmn:loopCardinality>'
              "</bpmn:multiInstanceLoopCharacteristics>")
    drawn = simple(start(), user("u", copies), user("z"), end(), flows("begin > u > z > done"))
    with pytest.raises(ExecutionFailed, match="at u: how often it happens is not a whole number"):
        Story.begin(drawn, n=n)
    assert Story.begin(drawn, n=-2).open == Story.begin(drawn, n=0).open == ["z"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_a_list_with_nothing_in_one_place_is_gone_through_whole(sequential):
    copies = (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"><bpmn:loopDataInputRef>items'
              '</bpmn:loopDataInputRef><bpmn:inputDataItem id="item"/></bpmn:multiInstanceLoopCharacteristics>')
    drawn = simple(start(), user("u", copies), user("z"), end(), flows("begin > u > z > done"))
    story = Story.begin(drawn, items=["x", None, "y"])
    for _ in range(3):
        story.complete("u")
    assert story.open == ["z"]
