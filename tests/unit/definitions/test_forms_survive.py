"""Whatever is posted, stored or written into a form: a message or a refusal, never an exception."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.definitions import Form
from engine.errors import DefinitionUnreadable
from tests.unit.definitions.test_forms import FORM, SCHEMA

NAMES = [
    *SCHEMA["properties"],
    "email",
    "reply_by",
    "happened_on-day",
    "happened_on-year",
    "witnesses-0-name",
    "witnesses-99999999-name",
    "witnesses--1-name",
    "witnesses-x",
    "witnesses-٣-name",
    "stranger",
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\0",
            "\ud800",
            "\U0010ffff",
            "9" * 5000,
            "1e999",
            "-inf",
            "0x10",
            "1_0",
            "٣",
            "²",
            "true",
            "other",
            "email",
            "\u202e",
            "-",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), TEXTS), max_size=20), st.sampled_from(["ar", "fr", "en", "xx"]))
def test_no_post_whatever_breaks_a_form(pairs, language):
    answers = FORM.parse(MultiDict(pairs))
    problems = FORM.problems(answers, language)
    FORM.fields(language, answers, problems)
    FORM.shown_answers(answers, language)
    FORM.split(FORM.kept(answers))

    json.dumps(answers, allow_nan=False).encode()
    assert not any(sign in json.dumps(answers, ensure_ascii=False) for sign in ("\0", "\ud800"))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=8))
def test_answers_of_any_type_get_messages_and_never_exceptions(values):
    problems = FORM.problems(values, "en")

    assert all(isinstance(text, str) and text for text in problems.values())
    FORM.fields("en", values, problems)
    FORM.parse(values)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["properties", "required", "allOf", "type", "oneOf", "title", "x-i18n"]), JUNK),
    st.dictionaries(st.sampled_from(["ui:order", "ui:pages", "a", "service"]), JUNK),
)
def test_a_strange_form_is_refused_or_shown_but_never_breaks(schema, ui):
    files = {"forms/a-schema.json": json.dumps(schema).encode(), "forms/a-uischema.json": json.dumps(ui).encode()}
    try:
        form = Form.of(files, "a", "a-schema.json", "a-uischema.json")
    except DefinitionUnreadable:
        return
    answers = form.parse(MultiDict({"a": "1"}))
    form.fields("fr", answers, form.problems(answers, "fr"))
    assert isinstance(form.pages, list)
