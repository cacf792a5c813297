"""What the language accepts means what Python means by it: generated expressions, computed by both."""

import ast
import builtins
import copy
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_expression, compile_script

#: Generated texts such as `1if 2else 3` are Python's to frown at.
pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")

NAMES = {"a": 3, "b": -2.5, "yes": True, "none": None, "word": "Ali, Baya", "empty": "", "items": [3, 1, 2, 3],
         "words": ["b", "a"], "record": {"kind": "x", "n": 2, "deep": {"k": [1, 2]}}, "rows": [{"n": 1}, {"n": 4}]}
OFFERED = {name: getattr(builtins, name) for name in (
    "len", "min", "max", "sum", "abs", "round", "any", "all", "sorted", "list", "dict", "range", "str", "int", "float", "bool",
    "reversed", "enumerate", "zip")}

LEAVES = [*NAMES, "'x'", "'a'", "''", "True", "None", "[]", "{}", "record['n']", "rows[0]['n']", "items[1]", "0", "1", "2",
          "7", "-3", "0.5", "2.0", "1e3"]
#: What the pieces are put together with; 0, 1 and 2 stand for expressions.
SHAPES = [
    *(f"(0 {sign} 1)" for sign in ("+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "in", "not in",
                                   "and", "or", "is", "is not")),
    "(0 if 1 else 2)", "(not 0)", "(-0)", "[0, 1]", "{'k': 0, 'n': 1}", "0[1]", "0[1:]", "0[::-1]", "0[:1]",
    "[x for x in 0 if 1]", "[1 for x in 0]", "[[x, y] for x in 0 for y in 1]", "{x: 1 for x in 0}", "[x for x in 0]",
    *(f"{name}(0)" for name in ("len", "min", "max", "sum", "abs", "round", "any", "all", "sorted", "str", "int", "float",
                                "bool", "list")),
    *(f"{name}(0, 1)" for name in ("min", "max", "round", "sum")), "list(zip(0, 1))", "list(reversed(0))",
    *(f"0.{name}()" for name in ("upper", "lower", "strip", "split", "title", "copy", "isdigit")),
    *(f"0.{name}(1)" for name in ("count", "index", "startswith", "endswith", "split", "get", "find", "join", "strip",
                                  "removeprefix", "removesuffix")),
    "0.replace(1, 2)", "sorted(0.keys())", "[k for k, v in 0.items()]", "list(0.values())", "f'{a}{b:.2f}{yes}'", "f'{a:05d}'",
]
STATEMENTS = [
    "x = 0", "y = 0", "x += 0", "x = y = 0", "r['k'] = 0", "xs.append(0)", "xs.extend([0])", "for x in 0:\n    y = x",
    "for i in range(3):\n    if i == 1:\n        continue\n    xs += [i]", "if 0:\n    y = 1\nelse:\n    y = 2", "x, y = y, 0",
    "xs.sort()", "xs.pop()", "r.update(k=0)", "for i in xs:\n    if i == 2:\n        break", "xs.insert(0, 1)", "xs.remove(2)",
    "for k, v in {'a': 0}.items():\n    xs.append(v)"]


def made(rng: random.Random, depth: int) -> str:
    """An expression of the pieces above."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(LEAVES)
    return filled(rng, rng.choice(SHAPES), depth)


def filled(rng: random.Random, shape: str, depth: int) -> str:
    if shape.startswith("f'"):
        return shape
    return re.sub(r"(?<![\w.'])[012](?![\w.'])", lambda found: made(rng, depth - 1), shape)


def same(ours, theirs) -> bool:
    """Equal and of one type, all the way down; what Python pairs up in tuples are lists here."""
    if isinstance(theirs, dict) and not isinstance(ours, dict):
        return False
    if isinstance(theirs, (list, tuple)):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(theirs, dict):  # a number that names a field is text as soon as the record is kept
        ours, theirs = ({str(key): value for key, value in record.items()} for record in (ours, theirs))
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    return type(ours) is type(theirs) and ours == theirs


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_accepted_has_the_value_of_python(seed):
    rng, accepted = random.Random(seed), 0
    for _ in range(40):
        text = made(rng, 3)
        try:
            ours = compile_expression(text).evaluate(NAMES)
        except (ExpressionRefused, ExpressionFailed):
            continue
        accepted += 1
        theirs = eval(text, {"__builtins__": OFFERED, **copy.deepcopy(NAMES)})  # made of the pieces above, nothing else
        assert same(ours, theirs), f"{text}: {ours!r}, not {theirs!r}"
    assert accepted


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_a_script_that_is_accepted_leaves_what_python_leaves(seed):
    rng = random.Random(seed)
    for _ in range(10):
        text = "\n".join(filled(rng, rng.choice(STATEMENTS), 2) for _ in range(rng.randint(1, 5)))
        before = {**NAMES, "x": 1, "y": 2, "xs": [2, 1], "r": {"k": 0}}
        try:
            ours = {**before, **compile_script(text).run(before)}
        except (ExpressionRefused, ExpressionFailed):
            continue
        theirs = copy.deepcopy(before)
        theirs["__builtins__"] = {**OFFERED, "copied": _copied}
        exec(_unshared(text), theirs)
        del theirs["__builtins__"]
        assert same(ours, theirs), text


def _copied(value):
    return copy.deepcopy(list(value) if isinstance(value, (type({}.items()), range, zip, enumerate)) else value)


def _unshared(text: str) -> str:
    """Variables never share a list here: what is assigned is a copy. Python is told to do the same."""
    class Copies(ast.NodeTransformer):
        def visit_Assign(self, node):
            if len(node.targets) > 1:
                kept = ast.Assign([ast.Name("kept_", ast.Store())], node.value)
                parts = [ast.Assign([target], _call(ast.Name("kept_", ast.Load()))) for target in node.targets]
                return [kept, *parts, ast.Delete([ast.Name("kept_", ast.Del())])]
            node.value = _call(node.value)
            return node

        def visit_Call(self, node):
            self.generic_visit(node)
            node.args = [_call(argument) for argument in node.args]
            return node

        def visit_For(self, node):
            self.generic_visit(node)
            node.iter = _call(node.iter)
            return node

    def _call(value):
        return ast.Call(ast.Name("copied", ast.Load()), [value], [])
    return ast.unparse(ast.fix_missing_locations(Copies().visit(ast.parse(text))))
