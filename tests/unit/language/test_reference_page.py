"""The page that describes the language says what is true."""

import re
from pathlib import Path

from engine.language import BUILT_IN, TIMER_FUNCTIONS, compile_expression, compile_script
from engine.language.bounds import LONGEST_TEXT, MOST_PARTS, MOST_PARTS_STORED_BY_A_SCRIPT, MOST_STEPS
from engine.language.cells import compile_cell
from engine.language.grammar import LONGEST_SCRIPT, LONGEST_SOURCE, MOST_NODES, MOST_NODES_OF_A_SCRIPT
from engine.language.methods import CHANGING, NAMES

PAGE = (Path(__file__).parents[3] / "docs/reference/language.md").read_text()
SECTIONS = {part.partition("\n")[0].strip(): part for part in PAGE.split("\n## ")}


def test_every_expression_of_the_page_compiles():
    examples = re.search(r"```python\n(.*?)```", SECTIONS["Expressions"], re.S)[1].splitlines()
    names = {"decision": "upheld", "amount": 3, "case": {"tags": ["u"]}, "reference": "R", "days": 3}
    assert [compile_expression(line).evaluate(names) for line in examples] == [True, True, "R: 3.00", "in time"]
    for row in re.findall(r"^\| [a-z]+ .*\|$", SECTIONS["Expressions"], re.M):
        for text in re.findall(r"`([^`]+)`", row.split("|")[2]):
            assert text == "not in" or len(text.split()) == 1 or compile_expression(text)


def test_the_script_of_the_page_runs():
    text = re.search(r"```python\n(.*?)```", SECTIONS["Scripts"], re.S)[1]
    points = [{"title": "a", "done": True}, {"title": "b", "done": False}]
    assert compile_script(text).run({"points": points})["open_points"] == ["b"]


def test_every_function_and_method_is_named_and_every_named_one_exists():
    named = set(re.findall(r"`([a-z ]+)`", SECTIONS["Expressions"].partition("Functions:")[2].partition(";")[0])[0].split())
    assert named == set(BUILT_IN)
    assert all(f"{name}(" in PAGE for name in TIMER_FUNCTIONS)
    methods = set(re.findall(r"\.([a-z]+)\(\)", SECTIONS["Expressions"]))
    assert methods <= NAMES and NAMES - methods <= {"casefold", "swapcase", "isalpha", "isalnum", "isspace", "isupper", "islower",
                                                    "isnumeric"}
    assert set(re.findall(r"\.([a-z]+)\(\)", SECTIONS["Scripts"])) == set(CHANGING)


def test_every_cell_of_the_page_is_read():
    cells = [cell for row in re.findall(r"^\| (`.*?) \|", SECTIONS["Cells of decision tables"], re.M)
             for cell in re.findall(r"`([^`]+)`", row)]
    assert len(cells) > 10 and all(cell == "-" or compile_cell(cell) for cell in cells)


def test_the_limits_of_the_page_are_the_limits():
    for number in (LONGEST_SOURCE, MOST_NODES, LONGEST_SCRIPT, MOST_NODES_OF_A_SCRIPT, MOST_STEPS, LONGEST_TEXT, MOST_PARTS,
                   MOST_PARTS_STORED_BY_A_SCRIPT):
        assert f"{number:,}" in SECTIONS["Limits"]
