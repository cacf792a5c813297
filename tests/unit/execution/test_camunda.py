"""Diagrams in Camunda's spelling run as that modeller means them."""

import pytest

from tests.unit.execution.diagrams import declared, definitions, end, event, flows, node, process, simple, spec, start, user
from tests.unit.execution.story import Story


def repeated(inner: str = "", sequential: str = "false", **attributes: str) -> str:
    written = "".join(f' camunda:{key}="{value}"' for key, value in attributes.items())
    return (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"{written}>{inner}'
            "</bpmn:multiInstanceLoopCharacteristics>")


COUNT = "<bpmn:loopCardinality>n</bpmn:loopCardinality>"


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize(("how", "variables", "after"), [
    (repeated, {"items": [1, 2, 3]}, {"items": [11, 12, 13]}),
    (lambda **more: repeated(COUNT, **more), {"n": 3}, {"n": 3, "items": [11, 12, 13]}),
    (lambda **more: repeated(COUNT, **more), {"n": [7, 8, 9]}, {"n": [7, 8, 9], "items": [11, 12, 13]}),
])
def test_copies_by_collection_or_by_number_that_may_be_a_collection(sequential, how, variables, after):
    copies = how(sequential=sequential, collection="items", elementVariable="item")
    story = Story.begin(simple(start(), user("u", copies), end(), flows("begin > u > done")), **variables)
    for value in (11, 12, 13):
        story.complete("u", item=value)
    assert story.ended and story.variables == after


def test_a_number_in_one_case_and_a_collection_in_the_next_do_not_disturb_each_other():
    copies = repeated(COUNT, collection="items", elementVariable="item")
    drawn = simple(start(), user("u", copies), end(), flows("begin > u > done"))
    first, second = Story.begin(drawn, n=["a", "b"]), Story.begin(drawn, n=1)
    assert second.complete("u", item=5).variables == {"n": 1, "items": [5]}
    assert first.complete("u", item=1).complete("u", item=2).variables == {"n": ["a", "b"], "items": [1, 2]}


def test_a_form_in_the_diagram_is_left_alone():
    form = ('<bpmn:extensionElements><camunda:formData><camunda:formField id="x" type="long"/></camunda:formData>'
            "</bpmn:extensionElements>")
    assert Story.begin(simple(start(), user("u", form), end(), flows("begin > u > done"))).complete("u", x=1).ended


def test_a_message_carries_one_value_into_one_variable():
    sends = '<bpmn:messageEventDefinition messageRef="m" camunda:expression="w + 1" camunda:resultVariable="{}"/>'
    for name, variable in (("got", "got"), ("", "c_Response")):
        drawn = spec(definitions(declared("message", "m"), process(
            start(), node("parallelGateway", "split"), node("intermediateCatchEvent", "c", event("message", "m")), user("a"),
            node("intermediateThrowEvent", "t", sends.format(name)), node("parallelGateway", "join"), end(),
            flows("begin > split > c > join", "split > a > t > join", "join > done"))))
        assert Story.begin(drawn).complete("a", w=1).variables == {"w": 1, variable: 2}


@pytest.mark.parametrize(("policy", "x", "result"), [("UNIQUE", 7, "big"), ("UNIQUE", 3, "small"), ("COLLECT", 7, ["big", 8])])
def test_a_decision_table_is_asked_in_either_spelling(policy, x, result):
    rules = "".join(f'<rule id="r{n}"><inputEntry id="i{n}"><text>{when}</text></inputEntry><outputEntry id="o{n}"><text>{then}'
                    "</text></outputEntry></rule>"
                    for n, (when, then) in enumerate([("&lt; 5", '"small"'), ("5 &lt; ? &lt; 9", '"big"'), ("7", "x + 1")]))
    table = ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="n">'
             f'<decision id="size" name="Size"><decisionTable id="t" hitPolicy="{policy}"><input id="i" label="x">'
             '<inputExpression id="e" typeRef="number"><text>x</text></inputExpression></input>'
             f'<output id="o" name="res" typeRef="string"/>{rules}</decisionTable></decision></definitions>')
    spiff = node("businessRuleTask", "rule", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>size"
                 "</spiffworkflow:calledDecisionId></bpmn:extensionElements>")
    for rule in (spiff, '<bpmn:businessRuleTask id="rule" camunda:decisionRef="size"/>'):
        drawn = spec(definitions(process(start(), user("a"), rule, end(), flows("begin > a > rule > done"))), tables=(table,))
        assert Story.begin(drawn).complete("a", x=x).variables == {"x": x, "res": result}
