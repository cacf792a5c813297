"""Patterns of forms answer at once whatever stands in them, and nothing in a form leads out of it."""

import time

import pytest

from engine.definitions.form_problems import find_problems
from engine.definitions.patterns import NoPattern, compile_pattern


def form(**rule) -> dict:
    return {"properties": {"x": {"type": "string", "title": "X", **rule}}, "required": ["x"]}


def test_a_pattern_judges_an_answer_wherever_it_fits():
    letters = form(pattern="^[A-Z]{2}-\\d{4}(é|b)?$")
    assert find_problems(letters, {}, {"x": "AB-1234é"}, "fr") == {} and "x" in find_problems(letters, {}, {"x": "AB-123"}, "fr")
    assert find_problems(form(pattern="b+"), {}, {"x": "abc"}, "fr") == {}


@pytest.mark.parametrize("pattern", [
    "^(a+)+$", "^(a|a)*$", "(a*)*b", "(a+a+)+b", "^(a?){60}a{60}$", "^(([a-z])+.)+[A-Z]$", "(.*a){12}$"])
def test_a_pattern_that_tries_every_way_answers_at_once(pattern):
    rule = {"pattern": pattern}
    whole = {**form(**rule), "if": {"properties": {"x": rule}}, "then": {"required": ["y"]}}
    began = time.monotonic()
    assert find_problems(whole, {}, {"x": "a" * 19_000 + "!"}, "fr").keys() <= {"x"}
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("pattern", [
    "(?=a)", "(?<!a)b", "(a)\\1", "((a{99}){99}){99}", "a**", "*a", "[a", "(a", "a)", "a{3,1}"])
def test_what_could_take_for_ever_or_is_none_is_refused(pattern):
    with pytest.raises(NoPattern):
        compile_pattern(pattern)
    assert find_problems(form(pattern=pattern), {}, {"x": "a"}, "fr") == {}


@pytest.mark.parametrize("rule", [{"$dynamicRef": "http://127.0.0.1:9/x"}, {"$ref": "http://127.0.0.1:9/x"},
                                  {"patternProperties": {"^(a+)+$": {"type": "string"}}}])
def test_a_rule_that_leads_elsewhere_judges_nothing_and_nothing_is_fetched(rule):
    assert find_problems({**form(**rule), "anyOf": [rule]}, {}, {"x": "a"}, "fr") == {}
