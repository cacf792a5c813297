"""What the language of the diagrams can say, and how it answers when it cannot."""

import pytest

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_expression, plain
from engine.language.values import Unfit

NAMES = {"decision": "upheld", "amount": 3, "case": {"kind": "complaint", "tags": ["a", "b"]}, "nothing": None}


@pytest.mark.parametrize(("text", "value"), [
    ("decision == 'upheld' and amount > 2", True),
    ("decision == 'x' or amount", 3),
    ("not amount", False),
    ("1 < amount <= 3", True),
    ("amount + 2 * 3 - 4 / 2", 7.0),
    ("7 // 2 + 7 % 2", 4),
    ("-amount", -3),
    ("'up' + 'held' == decision", True),
    ("amount in [1, 2, 3]", True),
    ("'kind' not in case", False),
    ("case.kind", "complaint"),
    ("case['tags'][-1]", "b"),
    ("decision[0] + decision[-1]", "ud"),
    ("dict(case, kind='x')['kind'] + dict(case)['kind']", "xcomplaint"),
    ("nothing is None", True),
    ("'low' if amount < 2 else 'high'", "high"),
    ("{'a': [amount, True]}", {"a": [3, True]}),
    ("len(case.tags) + max(1, 2) + int('4')", 8),
    ("  amount  # a comment", 3),
])
def test_an_expression_has_the_value_python_would_give_it(text, value):
    assert compile_expression(text).evaluate(NAMES) == value


def test_what_is_read_and_called_is_known_before_anything_runs():
    compiled = compile_expression("deadline(code) > start.at and other")
    assert compiled.reads == {"code", "start", "other"}
    assert compiled.calls == {"deadline"}


def test_functions_of_the_host_are_called_with_values():
    assert compile_expression("twice(amount, by=3)").evaluate(NAMES, {"twice": lambda x, by: x * by}) == 9


@pytest.mark.parametrize(("text", "said"), [
    ("decison == 1", "there is no variable decison. Did you mean decision?"),
    ("case.kinds", "there is no field kinds. Did you mean kind?"),
    ("dedline('reply')", "there is no function dedline. Did you mean deadline?"),
    ("amount + decision", "a text is not a number"),
    ("amount / 0", "divides by zero"),
    ("decision < amount", "do not fit"),
    ("case.tags[5]", "no item 5"),
    ("amount.bit_length", "a number has no fields"),
    ("amount * 1000000000 * 1000000000", "out of range"),
])
def test_a_failure_names_the_variable_and_the_nearest_there_is(text, said):
    with pytest.raises(ExpressionFailed) as failed:
        compile_expression(text).evaluate(NAMES, {"deadline": lambda code: code})
    assert said in str(failed.value)


def test_a_message_never_shows_what_a_variable_holds():
    with pytest.raises(ExpressionFailed) as failed:
        compile_expression("complaint + 1").evaluate({"complaint": "my neighbour Ahmed"})
    assert "Ahmed" not in str(failed.value)


@pytest.mark.parametrize("text", ["", "   ", "x if", "${x}", "x = 1", "x" * 5000, "+".join(["1"] * 500), "(" * 300, "\0"])
def test_what_is_no_expression_is_refused_with_a_reason(text):
    with pytest.raises(ExpressionRefused):
        compile_expression(text)


def test_values_become_what_json_can_hold():
    assert plain({"a": (1, 2.5), 3: None}) == {"a": [1, 2.5], "3": None}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**16, object(), {"a": {1, 2}}, {(1,): 2}, b"x",
                                   [[]] * 30_000, "x" * 200_000])
def test_what_a_snapshot_cannot_hold_is_refused(value):
    with pytest.raises(Unfit):
        plain(value)
