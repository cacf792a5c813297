"""Cells of decision tables: what each way of writing means, and that they are as closed as everything else."""

import pytest

from engine.errors import ExpressionRefused
from engine.language.cells import VALUE, compile_cell


@pytest.mark.parametrize(("cell", "fits", "fits_not"), [
    ("7", [7], [8]), ('"a"', ["a"], ["b"]), ("true", [True], [False]), ("null", [None], [0]),
    ("< 5", [4], [5]), (">= 5", [5], [4]),
    ("[1..5]", [1, 5], [0, 6]), ("(1..5)", [2], [1, 5]), ("]1..5]", [5], [1]), ("[1..5[", [1], [5]), ("[-1..n]", [-1, 9], [10]),
    ('"a", "b"', ["a", "b"], ["c", ["a", "b"]]), ("< 2, 7, [10..12]", [1, 7, 11], [2, 9]), ('not("a", "b")', ["c"], ["a", "b"]),
    ("not([1..5])", [6], [3]), ("not(< 5)", [5], [4]), ("4 < ? < 6", [5], [4, 6]), ("in kinds", ["x"], ["y"]),
    ("not in kinds", ["y"], ["x"]), ("len(?) > 2", ["abc"], ["a"]), ('"what?"', ["what?"], ["what"]), ('"a, b"', ["a, b"], ["a"]),
    ("max(1, 3)", [3], [1]), ("[1, 2]", [[1, 2]], [1]), ('"true"', ["true"], [True]), ("n + 1", [10], [9]),
    ("?.startswith('a')", ["ab"], ["b"])])
def test_a_cell_fits_what_it_says(cell, fits, fits_not):
    names = {"kinds": ["x"], "n": 9}
    compiled = compile_cell(cell)
    assert [compiled.evaluate({**names, VALUE: value}) for value in fits] == [True] * len(fits)
    assert [compiled.evaluate({**names, VALUE: value}) for value in fits_not] == [False] * len(fits_not)


@pytest.mark.parametrize("cell", ["", "-", "  - ", None])
def test_an_empty_cell_fits_everything(cell):
    assert compile_cell(cell) is None


@pytest.mark.parametrize("cell", ["().__class__", "not(__import__('os'))", "[1..().__class__]", "?.__class__", "9**9**9",
                                  "lambda: 1",
                                  "(" * 200, "\"", "[1..", "," * 500, "1..5", "not(", "?" * 5000])
def test_a_cell_outside_the_language_is_refused(cell):
    with pytest.raises(ExpressionRefused):
        compile_cell(cell)
