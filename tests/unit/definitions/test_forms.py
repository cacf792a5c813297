"""Forms: questions for a page, posts into answers, messages in three languages."""

import json

import pytest
from werkzeug.datastructures import MultiDict

from engine.definitions import Definition, Form, read_family
from engine.definitions.form_messages import CATALOGUE
from engine.errors import DefinitionUnreadable

OTHER = {"title": "Other", "x-i18n": {"fr": {"title": "Autre"}, "ar": {"title": "أخرى"}}}
SCHEMA = {
    "type": "object",
    "title": "Lodge",
    "allOf": [{"$ref": "shared/contact-schema.json"}],
    "properties": {
        "service": {
            "type": "string",
            "title": "Which service?",
            "x-i18n": {"fr": {"title": "Quel service ?"}},
            "oneOf": [{"const": "water", "title": "Water"}, {"const": "other", **OTHER}],
        },
        "which": {"type": "string", "title": "Which one?", "maxLength": 20},
        "people": {"type": "integer", "title": "How many people", "minimum": 1, "maximum": 40},
        "amount": {"type": "number", "title": "Amount"},
        "happened_on": {"type": "string", "format": "date", "title": "When"},
        "what": {"type": "string", "title": "What", "minLength": 5, "maxLength": 4000},
        "harm": {"type": "array", "title": "Harm", "items": {"type": "string", "enum": ["money", "time"]}},
        "witnesses": {
            "type": "array",
            "title": "Witnesses",
            "maxItems": 2,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "title": "Name", "maxLength": 60},
                    "phone": {"type": "string"},
                },
            },
        },
        "papers": {"type": "array", "title": "Papers", "x-role": "attachments", "items": {"type": "string"}},
        "consent": {"type": "boolean", "const": True, "title": "I agree"},
    },
    "required": ["service", "which", "what", "consent"],
}
CONTACT = {
    "properties": {
        "reply_by": {"type": "string", "title": "Reply by", "enum": ["email", "letter"], "x-role": "contact_channel"},
        "email": {"type": "string", "title": "E-mail", "x-role": "email"},
    },
    "required": ["reply_by", "email"],
}
UI = {
    "ui:order": ["service", "which", "what"],
    "ui:pages": [["service", "which"], ["reply_by", "email"]],
    "which": {"ui:showIf": {"service": ["other"]}},
    "papers": {"ui:widget": "files"},
    "witnesses": {"items": {"phone": {"ui:widget": "tel"}}},
}
SHARED_UI = {"email": {"ui:widget": "email", "ui:autocomplete": "email", "ui:showIf": {"reply_by": ["email"]}}}
FILES = {
    "forms/lodge-schema.json": json.dumps(SCHEMA).encode(),
    "forms/lodge-uischema.json": json.dumps(UI).encode(),
    "forms/shared/contact-schema.json": json.dumps(CONTACT).encode(),
    "forms/shared/contact-uischema.json": json.dumps(SHARED_UI).encode(),
}
FORM = Form.of(FILES, "lodge", "lodge-schema.json", "lodge-uischema.json")
GOOD = MultiDict(
    [
        ("service", "other"),
        ("which", "Lamps"),
        ("what", "No light"),
        ("consent", "true"),
        ("reply_by", "letter"),
        ("people", "١٢"),
        ("amount", "1 250,5"),
        ("harm", "money"),
        ("harm", "time"),
        ("happened_on-day", "7"),
        ("happened_on-month", "٣"),
        ("happened_on-year", "2026"),
        ("witnesses-0-name", "Ali"),
        ("witnesses-0-phone", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"),
        ("witnesses-3-name", ""),
    ]
)


def test_a_post_becomes_typed_answers():
    assert FORM.parse(GOOD) == {
        "service": "other",
        "which": "Lamps",
        "what": "No light",
        "reply_by": "letter",
        "people": 12,
        "amount": 1250.5,
        "happened_on": "2026-03-07",
        "harm": ["money", "time"],
        "consent": True,
        "witnesses": [{"name": "Ali", "phone": "06 12 34 56 78"}],
    }
    assert FORM.problems(FORM.parse(GOOD), "en") == {}


def test_pages_hold_one_question_unless_they_are_grouped():
    assert FORM.pages[:3] == [["service", "which"], ["reply_by", "email"], ["what"]]
    assert all(len(page) == 1 for page in FORM.pages[2:])


def test_a_question_that_is_hidden_is_neither_kept_nor_demanded():
    answers = FORM.parse(MultiDict([("service", "water"), ("which", "Lamps")]), ["service", "which"])

    assert answers == {"service": "water"}
    assert FORM.problems(answers, "en", ["service", "which"]) == {}
    assert FORM.kept({"service": "water", "which": "Lamps", "stranger": 1}) == {"service": "water"}


def test_what_is_asked_only_for_some_answers_must_be_answered_where_it_is_asked():
    form = Definition.of(read_family("national")).form("triage")
    said = {"service_type": "delay", "urgency": "normal"}
    assert form.problems(said, "en").keys() == form.problems({**said, "route": "here"}, "en").keys() == {"admissible"}
    assert form.problems({**said, "admissible": False}, "en").keys() == {"ground", "grounds"}
    assert form.problems({**said, "route": "duplicate"}, "en").keys() == {"duplicate_of"}
    assert form.problems({**said, "route": "complete"}, "en").keys() == {"missing"}


def test_a_condition_may_rest_on_the_answer_of_another_page():
    posted = MultiDict([("email", "a@example.org")])

    assert FORM.parse(posted, ["email"], {"reply_by": "email"}) == {"email": "a@example.org"}
    assert FORM.parse(posted, ["email"], {"reply_by": "letter"}) == {}
    assert [field.key for field in FORM.fields("en", {"reply_by": "letter"}, {}, ["email"])] == []
    assert [field.shown for field in FORM.fields("en", {"reply_by": "letter"}, {}, ["reply_by", "email"])] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "name, posted, message",
    [
        ("service", "", "Choose: Which service"),
        ("service", "fire", "Which service: choose one of the answers offered"),
        ("what", "", "Enter: What"),
        ("what", "abc", "What: write at least 5 characters"),
        ("people", "many", "How many people must be a whole number, like 12"),
        ("people", "0", "How many people must be 1 or more"),
        ("people", "41", "How many people must be 40 or less"),
        ("people", "9" * 300, "How many people must be a whole number, like 12"),
        ("amount", "NaN", "Amount must be a number, like 12"),
        ("happened_on-day", "31", "When must be a real date, like 27 3 2026"),
        ("consent", "", "Tick the box to go on: I agree"),
        ("harm", "pain", "Harm: choose one of the answers offered"),
        ("what", "x" * 4001, "What: write no more than 4000 characters"),
    ],
)
def test_a_wrong_answer_gets_one_message(name, posted, message):
    key = name.partition("-")[0]

    assert FORM.problems(FORM.parse(MultiDict({name: posted}), [key]), "en", [key]) == {key: message}


def test_an_email_address_must_look_like_one():
    for wrong in (
        "a",
        "a@b@c",
        "a b@example.org",
        "@example.org",
        "a@-x.org",
        "a@example",
        "a@example.org\nBcc: x@y.org",
    ):
        assert "email" in FORM.problems({"reply_by": "email", "email": wrong}, "en", ["reply_by", "email"]), wrong
    assert (
        FORM.problems({"reply_by": "email", "email": "fatima.z@mail.example.org"}, "en", ["reply_by", "email"]) == {}
    )


def test_problems_inside_a_repeated_group_name_their_row():
    answers = {"witnesses": [{"name": "Ali"}, {"phone": "06 12 34 56 78"}, {"name": "Zoe"}]}

    assert set(FORM.problems(answers, "fr", ["witnesses"])) == {"witnesses-1-name", "witnesses"}


def test_labels_options_and_messages_speak_three_languages():
    service = FORM.fields("ar", {"service": "other"}, {}, ["service"])[0]

    assert [option.label for option in service.options] == ["Water", "أخرى"]
    assert [option.chosen for option in service.options] == [False, True]
    assert FORM.fields("fr")[0].label == "Quel service ?"
    assert all(set(entry) == {"ar", "fr", "en"} for entry in CATALOGUE.values())


def test_a_day_is_read_as_words_in_each_language_and_what_is_none_as_it_stands():
    read = {one: FORM.answer_texts({"happened_on": "2026-11-01"}, one)["happened_on"] for one in ("ar", "fr", "en")}
    assert read == {"ar": "1 نونبر 2026", "fr": "1er novembre 2026", "en": "1 November 2026"}
    assert FORM.answer_texts({"happened_on": "in spring"}, "en")["happened_on"] == "in spring"


def test_closed_answers_are_decisions_and_everything_else_is_text():
    decisions, texts = FORM.split(FORM.parse(GOOD))

    assert decisions == {"service": "other", "reply_by": "letter", "people": 12, "amount": 1250.5, "consent": True}
    assert set(texts) == {"which", "what", "happened_on", "harm", "witnesses"}


def test_answers_are_found_by_their_role():
    assert FORM.by_role({"email": "a@example.org", "service": "water"}) == {"email": "a@example.org"}


def test_a_field_carries_all_a_template_needs():
    email = FORM.fields("en", {"reply_by": "email", "email": "x"}, {"email": "wrong"}, ["reply_by", "email"])[1]

    assert (email.id, email.kind, email.autocomplete, email.required, email.text) == (
        "f-email",
        "email",
        "email",
        True,
        "x",
    )
    assert (email.described_by, email.error, email.show_if) == ("f-email-error", "wrong", {"reply_by": ("email",)})


@pytest.mark.parametrize(
    "schema",
    [
        b"",
        b"[]",
        b"{",
        b'{"properties": []}',
        b'{"properties": {"a": 1}}',
        b'{"allOf": [{"$ref": "shared/nothing.json"}]}',
        b'{"allOf": [{"$ref": "../../etc/passwd"}]}',
        b'{"properties": {"a": {"$ref": "#/properties/a"}}}',
        b'{"properties": {"a": {"$ref": "#/nowhere"}}}',
        b"[" * 100_000,
    ],
)
def test_a_form_that_cannot_be_read_is_refused(schema):
    with pytest.raises(DefinitionUnreadable):
        Form.of({"forms/a-schema.json": schema}, "a", "a-schema.json", "a-uischema.json")
