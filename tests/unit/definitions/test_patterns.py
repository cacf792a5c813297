"""Patterns of forms say what Python's would, and answer at once whatever stands in them."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.form_problems import find_problems
from engine.definitions.patterns import MOST_STEPS, NoPattern, compile_pattern

LETTERS = st.sampled_from(["a", "b", "\\d", "[ab]", "[^a]", ".", "\\w", "\\.", "-", "é", "\\b", "^", "$"])
ENDINGS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "{0}"])
PATTERNS = st.recursive(
    st.builds(lambda letter, ending: letter + (ending if letter not in ("^", "$", "\\b") else ""), LETTERS, ENDINGS),
    lambda inner: st.one_of(st.builds("{}{}".format, inner, inner), st.builds("({}|{})".format, inner, inner),
                            st.builds("(?:{}){}".format, inner, ENDINGS)), max_leaves=8)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, st.lists(st.text("ab1.-é _", max_size=7), min_size=1, max_size=6))
def test_it_fits_where_pythons_own_would(pattern, texts):
    try:
        understood = re.compile(pattern)
    except re.error:
        return
    for text in texts:
        assert compile_pattern(pattern).fits(text) is (understood.search(text) is not None), (pattern, text)


@pytest.mark.parametrize("pattern", [
    "^(a+)+$", "^(a|a)*$", "(a*)*b", "(a+a+)+b", "^(a?){60}a{60}$", "^(([a-z])+.)+[A-Z]$", "(.*a){12}$"])
def test_a_pattern_that_tries_every_way_answers_at_once(pattern):
    schema = {"properties": {"x": {"type": "string", "title": "X", "pattern": pattern}},
              "if": {"properties": {"x": {"pattern": pattern}}}, "then": {"required": ["y"]}}
    began = time.monotonic()
    assert find_problems(schema, {}, {"x": "a" * 40 + "!"}, "fr").keys() <= {"x"}
    compile_pattern(pattern).fits("a" * 1500 + "!")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("pattern", [
    "(?=a)", "(a)\\1", "(?i)a", "a{2000}", "((a{40}){40}){40}", "a**", "*a", "[a", "(a", "a)", "a{3,1}", "\\p{L}", "a{",
    "(" * 30 + ")" * 30, "a" * (MOST_STEPS + 1)])
def test_what_is_not_understood_is_refused(pattern):
    with pytest.raises(NoPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize("rule", [{"$dynamicRef": "http://127.0.0.1:9/x"}, {"$ref": "http://127.0.0.1:9/x"},
                                  {"patternProperties": {"^(a+)+$": {"type": "string"}}}])
def test_a_rule_that_leads_elsewhere_judges_nothing_and_nothing_is_fetched(rule):
    schema = {"properties": {"x": {"type": "string", "title": "X", **rule}}, "anyOf": [rule]}
    assert find_problems(schema, {}, {"x": "a"}, "fr") == {}
