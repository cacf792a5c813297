"""What is wrong with a set of answers: JSON Schema decides, one message a question says it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import SchemaError, UnknownType, ValidationError
from jsonschema.protocols import Validator
from referencing.exceptions import Unresolvable

from engine.definitions.fields import choices_of, is_required, is_shown, ordered, translated, ui_of, widget_of
from engine.definitions.form_messages import message
from engine.definitions.lookups import LOOKUPS
from engine.definitions.patterns import NoPattern, compile_pattern

EMAIL = re.compile(
    r"[^@\s,;<>()\"\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){1,8}"
)
TELEPHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{4,23}[0-9]")
EMPTY = (None, "", [], {})
WORDS = ("title", "description", "x-i18n", "x-role")
Judges = dict[tuple[str, bool], Validator]  # by question, and whether its items are judged one by one
formats = FormatChecker(formats=())


@formats.checks("email")
def _is_email(value) -> bool:
    return not isinstance(value, str) or bool(EMAIL.fullmatch(value))


@formats.checks("date", raises=ValueError)
def _is_date(value) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and 1900 <= date.fromisoformat(value).year <= 2999)


def _fits_pattern(_judge, pattern, value, _schema) -> Iterator[ValidationError]:
    """In place of the library's own, which tries every way and may take for ever. What is not understood judges nothing."""
    try:
        if isinstance(value, str) and isinstance(pattern, str) and not compile_pattern(pattern).search(value):
            yield ValidationError("it does not fit the pattern")
    except (NoPattern, UnicodeError):  # half of a sign is in no pattern
        return


#: The names of questions are compared with no pattern at all.
Judge = validators.extend(Draft202012Validator, {"pattern": _fits_pattern, "patternProperties": lambda *_: ()})


def find_problems(schema: Mapping, ui: Mapping, values: Mapping, language: str, names=None,
                  judges: Judges | None = None) -> dict[str, str]:
    """A message for every question that is answered wrongly or not at all, by field name (`witnesses-0-name` inside
    a repeated group). Questions that are not shown are not judged. `judges` keeps validators for the next time: making
    one costs more than asking it."""
    judges = {} if judges is None else judges
    asked = [name for name in ordered(schema, ui, names) if is_shown(ui_of(ui, name), values)]
    found: dict[str, str] = {}
    for name in asked:
        question, own = schema["properties"][name], ui_of(ui, name)
        required = is_required(schema, own, name)
        for path, text in _problems_of(question, own, values.get(name), required, name, language, judges):
            found.setdefault(path, text)
    for name, text in _conditional(schema, ui, values, asked, language):
        found.setdefault(name, text)
    return found


def _problems_of(question, ui, value, required, path, language, judges) -> Iterator[tuple[str, str]]:
    kind = widget_of(question, ui)

    def say(problem: str, bound: object = "") -> tuple[str, str]:
        label = translated(question, "title", language) or path
        return path, message(problem, label, language, bound, ui.get("ui:errors"))

    if value in EMPTY or (kind == "checkbox" and value is False):
        if required and (kind != "checkbox" or question.get("const") is True or value is None):
            yield say(_missing(kind, question))
        elif kind == "checkbox" and question.get("const") is True and value is False:
            yield say("must_tick")
        return
    if kind == "repeat" and isinstance(value, list) and isinstance(question.get("items"), Mapping):
        yield from _problems_in_items(question["items"], ui, value, path, language)
        question = {**question, "items": {}}
    if kind == "tel" and isinstance(value, str) and not TELEPHONE.fullmatch(value):
        yield say("tel")
        return
    if kind == "email" or kind == "date":
        question = {**question, "format": kind}
    for problem in _errors(question, value, judges, (path, question.get("items") == {})):
        yield say(*_kind_of(problem, question))
        return


def _problems_in_items(each: Mapping, ui: Mapping, rows: list, path: str, language: str) -> Iterator[tuple[str, str]]:
    own = ui.get("items") if isinstance(ui.get("items"), Mapping) else {}
    each = {"properties": {}, **each}
    for number, row in enumerate(rows):
        if isinstance(row, Mapping):
            for name, text in find_problems(each, own, row, language).items():
                yield f"{path}-{number}-{name}", text


def _conditional(schema, ui, values, asked, language) -> Iterator[tuple[str, str]]:
    """What `if`, `then`, `dependentRequired` and the like of the whole form demand of the questions asked."""
    rules = {
        key: schema[key]
        for key in ("if", "then", "else", "allOf", "anyOf", "dependentRequired", "dependentSchemas")
        if key in schema
    }
    for problem in _errors(rules, {name: values[name] for name in asked if name in values}, {}, ("", False)) if rules else []:
        missing = re.match(r"'([^']+)' is a (?:required|dependency)", problem.message)
        name = missing[1] if missing else str(problem.absolute_path[0]) if problem.absolute_path else ""
        if name in asked:
            question, own = schema["properties"][name], ui_of(ui, name)
            kind = (_missing(widget_of(question, own), question),) if missing else _kind_of(problem, question)
            yield name, message(
                kind[0], translated(question, "title", language) or name, language, *kind[1:], own=own.get("ui:errors")
            )


def _errors(schema: Mapping, value, judges: Judges, key: tuple[str, bool]) -> list[ValidationError]:
    """The errors of a value. A schema that is itself wrong judges nothing: the linter refuses it before it is
    deployed."""
    try:
        if key not in judges:
            plain = {name: part for name, part in schema.items() if name not in WORDS}
            judges[key] = Judge(plain, format_checker=formats)
        return [leaf for error in list(judges[key].iter_errors(value)) for leaf in _leaves(error)]
    except (SchemaError, UnknownType, re.error, Unresolvable, TypeError, ValueError, AttributeError,
            KeyError, RecursionError):
        return []


def _leaves(error: ValidationError) -> list[ValidationError]:
    return (
        [leaf for part in error.context for leaf in _leaves(part)]
        if error.context and error.validator in ("allOf", "anyOf", "if")
        else [error]
    )


def _kind_of(problem: ValidationError, question: Mapping) -> tuple[str, object]:
    """Which message of the catalogue fits, and the bound to show in it."""
    bound = problem.validator_value
    if problem.validator in ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"):
        return problem.validator, bound
    if problem.validator in ("oneOf", "enum", "const"):
        return ("must_tick" if question.get("type") == "boolean" else "option"), ""
    if problem.validator == "format":
        return str(bound), ""
    if problem.validator == "type" and question.get("type") in ("integer", "number"):
        return question["type"], ""
    return ("option" if choices_of(question) else "form"), ""


def _missing(kind: str, question: Mapping) -> str:
    if kind == "checkbox":
        return "must_tick" if question.get("const") is True else "choose"
    if kind == "files":
        return "attach"
    return "choose" if kind in ("radios", "select", "checkboxes", *LOOKUPS) else "required"
