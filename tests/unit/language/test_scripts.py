"""Scripts: assignments, if, for over a list; nothing in place."""

import pytest

from engine.errors import ExpressionFailed, ExpressionRefused
from engine.language import compile_script


def test_a_script_gives_what_it_assigned_and_leaves_the_names_alone():
    names = {"count": 1}
    assert compile_script("count = count + 1\nlate = count > 1").run(names) == {"count": 2, "late": True}
    assert names == {"count": 1}


def test_a_field_is_assigned_in_a_copy_so_that_history_is_not_rewritten():
    address = {"city": "Alger", "lines": ["1"]}
    names = {"person": {"address": address}}
    done = compile_script("person.address.city = 'Oran'\nperson['address']['lines'][0] = '2'").run(names)
    assert done == {"person": {"address": {"city": "Oran", "lines": ["2"]}}}
    assert address == {"city": "Alger", "lines": ["1"]}


def test_several_variables_are_assigned_at_once_after_all_values_are_known():
    assert compile_script("a, b = b, a").run({"a": 1, "b": 2}) == {"a": 2, "b": 1}
    assert compile_script("a, (b, r.c) = 1, [2, 3]").run({"r": {"c": 0}}) == {"a": 1, "b": 2, "r": {"c": 3}}
    compiled = compile_script("a, b = pair")
    assert (compiled.reads, compiled.writes) == ({"pair"}, {"a", "b"})
    for pair in ([1], [1, 2, 3], 7, "ab"):
        with pytest.raises(ExpressionFailed, match="2 variables are given"):
            compiled.run({"pair": pair})


def test_a_compiled_script_keeps_nothing_of_a_run_that_failed():
    compiled = compile_script("a, b = x, 1\nc = a")
    with pytest.raises(ExpressionFailed):
        compiled.run({})
    assert compiled.run({"x": 5}) == {"a": 5, "b": 1, "c": 5}


def test_only_the_branch_taken_assigns():
    compiled = compile_script("if amount > 2:\n    size = 'big'\nelif amount > 1:\n    size = 'some'\nelse:\n    size = 'none'")
    assert [compiled.run({"amount": amount})["size"] for amount in (3, 2, 0)] == ["big", "some", "none"]


def test_a_script_indented_inside_its_element_is_read():
    assert compile_script("\n      x = 1\n      if x:\n          y = 2\n    ").run({}) == {"x": 1, "y": 2}


def test_what_is_deleted_is_gone_and_only_there():
    record = {"a": 1, "b": 2}
    names = {"x": 1, "y": 2, "r": record, "xs": [1, 2, 3]}
    compile_script("z = x\ndel x, z\ndel r['a']\ndel xs[0]").apply(names)
    assert names == {"y": 2, "r": {"b": 2}, "xs": [2, 3]} and record == {"a": 1, "b": 2}
    with pytest.raises(ExpressionFailed, match="no variable gone"):
        compile_script("y = 3\ndel gone").apply(names)
    assert names["y"] == 2


def test_lists_and_records_are_changed_by_statements_in_copies():
    tags = ["a"]
    names = {"tags": tags, "case": {"tags": tags}, "record": {"a": 1}}
    text = "tags.append('b')\ncase.tags.extend(['c', 'd'])\nrecord.update(b=2)\nrecord.pop('a')\ntags.insert(0, 'z')\ntags.sort()"
    assert compile_script(text).run(names) == {"tags": ["a", "b", "z"], "case": {"tags": ["a", "c", "d"]}, "record": {"b": 2}}
    assert tags == ["a"]


def test_a_loop_goes_through_a_list_and_leaves_its_name_behind():
    text = ("total = 0\nfor key, n in rows.items():\n    if n < 0:\n        continue\n"
            "    if n > 50:\n        break\n    total += n")
    compiled = compile_script(text)
    assert compiled.run({"rows": {"a": 1, "b": -1, "c": 2, "d": 99, "e": 5}}) == {"total": 3, "key": "d", "n": 99}
    assert (compiled.reads, compiled.writes) == ({"rows"}, {"total", "key", "n"})


def test_a_mistake_in_a_script_is_named_with_its_line_and_column():
    with pytest.raises(ExpressionFailed, match=r"no variable lenght \(line 3, column 11\). Did you mean length"):
        compile_script("\n    x = 1\n    if x: y = lenght\n").run({"length": 1})
    with pytest.raises(ExpressionRefused, match=r"there is no .apend\(\), did you mean .append\(\)|\(line 2, column"):
        compile_script("x = []\nx = x.appendd(1)")


def test_reads_are_the_names_needed_from_outside():
    compiled = compile_script("a = 1\nb = a + c\nif d:\n    e = 1\nf = e")
    assert compiled.reads == {"c", "d", "e"}
    assert compiled.writes == {"a", "b", "e", "f"}


def test_a_failure_assigns_nothing():
    with pytest.raises(ExpressionFailed):
        compile_script("x = 1\ny = missing").run({})


def test_dates_of_functions_are_kept_as_text():
    from datetime import date
    assert compile_script("on = today()").run({}, {"today": lambda: date(2026, 3, 2)}) == {"on": "2026-03-02"}


@pytest.mark.parametrize("text", [
    "while True:\n    pass", "for x in y:\n    pass\nelse:\n    pass",
    "import os", "def f():\n    pass", "class A:\n    pass", "del x[1:2]", "del f().x",
    "x: int", "break", "(x := 1)", "*x, = [1]", "x[1:2] = [3]", "f().y = 1", "try:\n    x = 1\nexcept E:\n    x = 2",
    "with x:\n    pass", "global x", "return 1", "assert x", "raise x", "print('x')", "x @= y", "async def f(): pass",
])
def test_everything_but_assignments_if_and_for_is_refused(text):
    with pytest.raises(ExpressionRefused):
        compile_script(text)
