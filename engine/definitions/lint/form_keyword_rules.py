"""What a form says that nobody carries out: keywords of JSON schema and of other tools' forms, types that no widget asks,
patterns that could try for ever."""

from collections.abc import Iterator, Mapping

from engine.definitions.forms import Form
from engine.definitions.lint.subject import Subject
from engine.definitions.patterns import NoPattern, compile_pattern

#: Keywords that hold schemas, by name or in a row.
_NAMED, _LISTED = ("properties", "dependentSchemas"), ("allOf", "anyOf", "oneOf")
_SINGLE = ("items", "if", "then", "else", "not", "contains")
_JUDGED = frozenset({
    *_NAMED, *_LISTED, *_SINGLE, "type", "const", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "required", "dependentRequired"})
#: What says something about a form and asks nothing of an answer.
_TOLD = frozenset({"title", "description", "$schema", "$comment", "$id", "$defs", "definitions", "examples",
                   "additionalProperties", "unevaluatedProperties"})
#: Of a whole form only these are judged; a choice between forms has no page.
_UNJUDGED_OF_A_FORM = frozenset({"oneOf", "not", "enum", "const"})
_NEVER = {
    "patternProperties": "the questions of a form have names of their own",
    "$dynamicRef": "only $ref is followed", "$recursiveRef": "only $ref is followed",
}
_UI = frozenset({"ui:widget", "ui:order", "ui:pages", "ui:showIf", "ui:required", "ui:rows", "ui:autocomplete", "ui:errors",
                 "ui:carried"})
ASKED = frozenset({"string", "boolean", "integer", "number", "array"})


def check_keywords(subject: Subject, form: Form, file: str) -> None:
    """Everything in a form that would be passed over, told once each."""
    told: set[str] = set()
    for place, schema in _schemas(form.schema):
        for key, value in schema.items():
            if key == "pattern" and isinstance(value, str):
                _pattern(subject, place, value, file)
            elif key in _NEVER:
                subject.say("form_schema", None, f"{place} says {key}, and {_NEVER[key]}", "Write it out.", file)
            elif key not in told and _is_passed_over(place, key):
                told.add(key)
                subject.say("form_keyword", None, f"{place} says {key}, which is not carried out here",
                            _INSTEAD.get(key, "Delete it, or say it with a keyword that is."), file)
    for name, question in form.schema["properties"].items():
        _type(subject, name, question, file)
    for name, own in (("the form", form.ui), *form.ui.items()):
        for key in sorted(own.keys() - _UI - told) if isinstance(own, Mapping) else ():
            if key.startswith("ui:"):
                told.add(key)
                subject.say("form_keyword", None, f"{name} says {key}, which is not carried out here",
                            _INSTEAD.get(key, "Delete it."), file.replace("-schema.json", "-uischema.json"))


_INSTEAD = {
    "default": "Delete it: an answer that nobody gave is no answer.",
    "dependencies": "Write dependentRequired, or ui:showIf in the uiSchema.",
    "enumNames": "Write oneOf with const and title.",
    "readOnly": "Write the words into the task's instructions.",
    "ui:help": "Write it as the description of the question.",
    "ui:description": "Write it as the description of the question.",
    "ui:title": "Write it as the title of the question.",
    "ui:placeholder": "Write it as the description of the question.",
}


def _is_passed_over(place: str, key: str) -> bool:
    if place == "the form" and key in _UNJUDGED_OF_A_FORM:
        return True
    return key not in _JUDGED and key not in _TOLD and not key.startswith("x-") and key not in _NEVER


def _pattern(subject: Subject, place: str, pattern: str, file: str) -> None:
    try:
        compile_pattern(pattern)
    except NoPattern as problem:
        subject.say("form_pattern", None, f"the pattern of {place} is not understood: {problem}",
                    "Use letters, classes, groups, alternatives and repetitions.", file)


def _type(subject: Subject, name: str, question: Mapping, file: str) -> None:
    kind = question.get("type", "string")
    if kind not in ASKED if isinstance(kind, str) else "string" not in kind:
        said = kind if isinstance(kind, str) else " or ".join(map(str, kind))
        subject.say("form_type", None, f"the question {name} is of the type {said}, which no widget asks for",
                    "Ask each part as a question of its own, or a list of records as an array.", file)


def _schemas(schema: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Every schema in a form, with words for where it stands. What belongs to a choice (`const`, `title`) is no rule."""
    pending: list[tuple[str, object]] = [("the form", schema)]
    while pending:
        place, node = pending.pop()
        if not isinstance(node, Mapping):
            continue
        yield place, node
        for key in _NAMED:
            inner = node.get(key)
            pending += [(f"the question {name}", part) for name, part in inner.items()] if isinstance(inner, Mapping) else []
        inside = place if place != "the form" else "a condition of the form"
        for key in _LISTED:
            pending += [(inside, part) for part in node[key]] if isinstance(node.get(key), list) else []
        pending += [(inside, node[key]) for key in _SINGLE if key in node]
