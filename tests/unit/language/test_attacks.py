"""A diagram is somebody else's text: whatever it says, no Python runs, nothing is opened, nothing grows without bound."""

import time

import pytest

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_expression, compile_script

NAMES = {"x": 1, "name": "n", "items": list(range(1000)), "record": {"a": 1}}
FUNCTIONS = {"deadline": lambda code: code}

EXPRESSIONS = [
    "__import__('os').system('true')",
    "open('/etc/passwd').read()",
    "eval('1')",
    "exec('x = 1')",
    "compile('1', '', 'eval')",
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__.__mro__",
    "deadline.__globals__['__builtins__']",
    "deadline.__code__",
    "(lambda: 1)()",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "{**record}",
    "f'{x:>1000000000}'",
    "'%1000000000d' % 1",
    "'{0.__class__}'.format(x)",
    "getattr(x, 'real')",
    "globals()",
    "vars()",
    "type(x)",
    "breakpoint()",
    "9**9**9",
    "'a' * 10**10",
    "[0] * 1000000000",
    "1 << 1000000000",
    "range(1000000000000)",
    "sum(range(100000))",
    "int('9' * 10000)",
    "str(items)",
    "list('abc')",
    "dict(**record)",
    "deadline(*items)",
    "x.real",
    "await x",
    "yield x",
    "(x := 5)",
    "...",
    "b'x'",
    "1j",
    "-" * 1500 + "1",
    "not " * 400 + "x",
    "[" * 150 + "]" * 150,
    "1e999",
]

SCRIPTS = [
    "while True: pass",
    "import os; os.system('true')",
    "x.__class__ = name",
    "__builtins__ = 1",
    "deadline.__globals__['x'] = 1",
    "x = [].append",
    "x = deadline",
    "x = [[[1] * 1000] * 1000] * 1000",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_attack_in_a_condition_is_refused_or_fails_at_once(text):
    began = time.monotonic()
    with pytest.raises((ExpressionRefused, ExpressionFailed)):
        compile_expression(text).evaluate(NAMES, FUNCTIONS)
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("text", SCRIPTS)
def test_an_attack_in_a_script_is_refused_or_fails_at_once(text):
    began = time.monotonic()
    with pytest.raises((ExpressionRefused, ExpressionFailed)):
        compile_script(text).run(NAMES, FUNCTIONS)
    assert time.monotonic() - began < 0.5


def test_doubling_a_text_in_a_script_stays_within_bounds():
    with pytest.raises((ExpressionRefused, ExpressionFailed)):
        compile_script("x = 'aaaaaaaaaa'\n" + "x = x + x\n" * 30).run({})


def test_a_function_is_no_value_that_could_be_stored_or_looked_into():
    with pytest.raises(ExpressionFailed):
        compile_expression("deadline").evaluate({}, FUNCTIONS)
