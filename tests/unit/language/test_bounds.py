"""The worst that can be written ends soon, wherever in a diagram it is written."""

import time
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from engine.errors import ExecutionFailed, ExpressionFailed, ExpressionRefused, InsafError
from engine.execution import Run, read_spec, validate
from engine.execution.host import Host
from engine.language import compile_expression, compile_script
from engine.language.bounds import METER, MOST_STEPS, Unfit, spend
from engine.language.cells import compile_cell
from tests.unit.execution.diagrams import bundle, definitions, end, flows, node, process, start
from tests.unit.execution.test_decisions import IN_OURS, asked, table
from tests.unit.language.test_attacks import EXPRESSIONS, SCRIPTS

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NAMES = {"items": list(range(1000)), "many": list(range(20_000)), "text": "ab" * 50_000, "x": 1,
         "record": {str(n): n for n in range(1000)}, "nested": [[n] * 20 for n in range(900)]}
WORST = [
    "[x for x in many for y in many]", "sum([sum(many) for x in many])", "[a for a in items for b in items for c in items]",
    " + ".join(["sum(many)"] * 60), " or ".join(["1 in many and False"] * 40), "[sorted(many) for x in items]",
    "[text + text for x in items]", "[text.upper() for x in many]", "[text.replace('a', 'b') for x in items]",
    "[text.split('a') for x in items]", "[x in text for x in items]", "[nested == [[0]] + nested for x in items]",
    "{str(x) + str(y): 1 for x in many for y in items}", "[min(many) for x in items]", "text * 2", "[0] * 20001",
    "f'{text}{text}'", "''.join([text for x in items])", "[record.items() for x in many]", "[many[::-1] for x in many]",
    " == ".join(["[[y, y] for y in [[x, x] for x in [[z, z] for z in many]]]"] * 2),
    "round(5, -1000000000)", "x ** 1000000000000000", "10 ** 15 ** 2", "int('9' * 5000)", "int('9' * 50)",
    "[dict(record) for x in many]", "[range(20000) for x in items]", "[zip(many, many) for x in items]",
    "[many == many + [1] for x in items]", "any([x > 5 for x in many for y in many])", "max([x for x in many for y in many])",
    "'{0}'.format(x)", "text.zfill(10 ** 9)", "text.ljust(1000)", "text.encode('utf-16')", "x.to_bytes(10, 'big')",
]
WORST_SCRIPTS = [
    "for a in items:\n    for b in items:\n        for c in items:\n            x = a",
    "y = []\nfor a in many:\n    y.append(a)", "y = {}\nfor a in many:\n    y[str(a)] = items",
    "y = 'a'\nfor a in many:\n    y += y",
    "y = [1]\nfor a in items:\n    y.extend(y)", "y = 1\nfor a in many:\n    y = y * 2", "for a in text:\n    x = text + a",
    "y = [1]\nfor a in y:\n    y.append(a)\nfor b in many:\n    y += [b]", "y = many", "y = [[1] * 900] * 900",
    "for a in many:\n    y = items", "y = {}\nfor a in items:\n    y.update(dict(record))\n    y[str(a)] = record",
]


@pytest.mark.parametrize("text", WORST)
def test_the_worst_expression_ends_within_its_steps(text):
    _ends(lambda: compile_expression(text).evaluate(NAMES))


@pytest.mark.parametrize("text", WORST_SCRIPTS)
def test_the_worst_script_ends_within_its_steps(text):
    _ends(lambda: compile_script(text).run(NAMES))


def _ends(evaluate) -> None:
    """By its steps, not by the clock of a busy machine; the clock only catches what no step counts."""
    began = time.process_time()
    try:
        evaluate()
    except (ExpressionRefused, ExpressionFailed) as problem:
        assert str(problem)
    assert time.process_time() - began < 0.5


def test_each_evaluation_has_all_its_steps_and_one_inside_another_takes_none_of_them():
    def inside(*_):
        return compile_expression("sum(many)").evaluate(NAMES)
    METER.left = 7
    assert compile_expression("sum(many) + inside() + sum(many)").evaluate(NAMES, {"inside": inside})
    assert METER.left == 7
    METER.left = MOST_STEPS
    with pytest.raises(Unfit, match="too many steps"):
        spend(MOST_STEPS + 1)
    METER.left = MOST_STEPS


ESCAPES = [text for text in EXPRESSIONS if "__" in text or "open" in text or "eval" in text or "**9" in text]
TIMED = "<bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>"
PLACES = {
    "condition": lambda text: [node("exclusiveGateway", "g", default="f_g_done"),
                               flows("begin > g > done", f"g > other : {text}"),
                               end("other"), end()],
    "timer": lambda text: [node("intermediateCatchEvent", "g", TIMED.format(text)), flows("begin > g > done"), end()],
    "conditional event": lambda text: [
        node("intermediateCatchEvent", "g", f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition>"
             "</bpmn:conditionalEventDefinition>"), flows("begin > g > done"), end()],
    "cardinality": lambda text: [
        node("userTask", "g", f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{text}</bpmn:loopCardinality>"
             "</bpmn:multiInstanceLoopCharacteristics>"), flows("begin > g > done"), end()],
    "completion condition": lambda text: [
        node("userTask", "g", "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
             f"<bpmn:completionCondition>{text}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"),
        flows("begin > g > done"), end()],
    "loop condition": lambda text: [
        node("userTask", "g", f'<bpmn:standardLoopCharacteristics><bpmn:loopCondition>{text}</bpmn:loopCondition>'
             "</bpmn:standardLoopCharacteristics>"), flows("begin > g > done"), end()],
    "parameter of a service": lambda text: [
        node("serviceTask", "g", '<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="record_fact">'
             f'<spiffworkflow:parameters><spiffworkflow:parameter id="name" type="str" value="{text}"/>'
             "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"),
        flows("begin > g > done"), end()],
    "script": lambda text: [node("scriptTask", "g", f"<bpmn:script>y = {text}</bpmn:script>"), flows("begin > g > done"), end()],
}


@pytest.mark.parametrize("place", PLACES)
def test_no_escape_runs_wherever_it_is_written(place):
    """Refused when the diagram is checked, or failed with a sentence when it is reached; never carried out."""
    for text in ESCAPES:
        parts = PLACES[place](escape(text, {'"': "&quot;"}))
        drawn = bundle(definitions(process(start(), *parts)))
        if validate(drawn) == []:
            with pytest.raises(ExecutionFailed):
                _to_the_end(read_spec(drawn), text)


def _to_the_end(spec, text) -> None:
    run = Run.start(spec, {"x": 1, "items": [1], "record": {}}, NOW)
    for task in run.open_tasks():
        run.complete(task.task_id, {}, NOW)
    raise AssertionError(f"{text} was carried out")


def test_no_escape_runs_in_a_decision_table_or_a_correlation():
    for text in ESCAPES:
        with pytest.raises(InsafError):
            test = compile_cell(text)
            test.evaluate({"cell_value": 1, "x": 1, "items": [1]})
        diagram, decision = asked(IN_OURS, table("UNIQUE", ("-", escape(text))))
        findings = validate(bundle(diagram, tables=(decision,)))
        assert findings or compile_expression(text).calls - {"deadline"}
        with pytest.raises(InsafError):
            Host(None, NOW).environment.evaluate(text, {"x": 1, "items": [1]})


@pytest.mark.parametrize("said", ["P999999999Y", "PT99999999999999H", "9999-12-31", "P" + "9" * 300 + "D", "'P1D' * 30000"])
def test_a_timer_without_measure_is_refused_with_a_sentence(said):
    drawn = bundle(definitions(process(start(), *PLACES["timer"](said))))
    if not [finding for finding in validate(drawn) if finding.severity == "error"]:
        try:
            Run.start(read_spec(drawn), {}, NOW)
        except ExecutionFailed as problem:
            assert "timer" in str(problem) or "calendar" in str(problem) or "duration" in str(problem)


def test_every_attack_of_scripts_names_its_line():
    for text in SCRIPTS:
        with pytest.raises((ExpressionRefused, ExpressionFailed), match=r"line 2, column \d+|shared|too"):
            compile_script("q = 1\n" + text).run({"x": 1, "name": "n"})
