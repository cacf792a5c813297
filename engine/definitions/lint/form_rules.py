"""Forms: can every question be asked, shown and answered?"""

from collections import Counter
from functools import lru_cache

import orjson
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from engine.definitions.definition import LODGE, form_files
from engine.definitions.fields import choices_of, shown_text, ui_of
from engine.definitions.forms import Form
from engine.definitions.lookups import LOOKUPS
from engine.definitions.lint.form_keyword_rules import check_keywords
from engine.definitions.lint.subject import Subject
from engine.definitions.lint.variable_rules import AT_START

WIDGETS = frozenset(
    {
        "text",
        "textarea",
        "radios",
        "select",
        "checkbox",
        "checkboxes",
        "date",
        "tel",
        "email",
        "number",
        "files",
        "repeat",
        "case",
    }
) | LOOKUPS
CHOOSING = frozenset({"radios", "select", "checkboxes"})


def check_forms(subject: Subject) -> None:
    """Every form of the family. Left out under the profile "engine"."""
    if not subject.strict:
        return
    used = Counter()
    for element in subject.elements():
        used[form_files(element.id, element.properties)[0]] += 1
    asking = {element.id: element for element in subject.elements() if element.kind == "userTask"}
    ids = Counter(element.id for element in subject.elements() if element.kind == "userTask")
    for element_id, times in ids.items():
        if times > 1:
            subject.say(
                "form_id_twice",
                asking[element_id],
                f"{times} user tasks of the family have this id, and would share a form",
                "Ids of tasks that ask are unique in a family.",
            )
    for name in subject.bundle.named("-schema.json", under="forms/"):
        file = name.removeprefix("forms/")
        if not file.startswith("shared/") and file not in used and file != f"{LODGE}-schema.json":
            subject.say(
                "form_unused", None, "no task of the diagrams asks this form", "Delete it, or correct its name.", name
            )
    if LODGE not in subject.forms and subject.main is not None and f"forms/{LODGE}-schema.json" not in subject.unread:
        subject.say(
            "form_missing",
            None,
            f"there is no form {LODGE}-schema.json to begin with",
            "Add the questions a complainant is asked.",
            f"forms/{LODGE}-schema.json",
        )
    for form in subject.forms.values():
        check_form(subject, form)


def check_form(subject: Subject, form: Form, file: str = "") -> None:
    """One form: its schema, its widgets, its conditions, its pages, its translations."""
    file = file or f"forms/{form.code}-schema.json"
    problem = _schema_problem(orjson.dumps(form.schema))
    if problem:
        subject.say("form_schema", None, f"it is no valid JSON Schema: {problem[:160]}", "Correct that part.", file)
        return
    check_keywords(subject, form, file)
    for name in form.names:
        _question(subject, form, name, file)
    for names in form.ui.get("ui:pages", []) if isinstance(form.ui.get("ui:pages"), list) else []:
        for name in names if isinstance(names, list) else [names]:
            if not isinstance(name, str) or name not in form.schema["properties"]:
                subject.say(
                    "form_page", None, f"ui:pages names {name!r}, which is no question", "Correct the name.", file
                )
    for key, value in form.ui.items():
        if not key.startswith("ui:") and key not in form.schema["properties"] and isinstance(value, dict):
            subject.say(
                "form_ui_stranger",
                None,
                f"the form description speaks of {key}, which is no question",
                "Correct the name, or delete that part.",
                file.replace("-schema.json", "-uischema.json"),
            )
    if not form.title("en"):
        subject.say("name_missing", None, "the form has no title", "Add a title.", file)
    else:
        _translated(subject, form.schema, "the title", file)


@lru_cache(maxsize=512)
def _schema_problem(schema: bytes) -> str:
    """What makes it no JSON Schema, or nothing. A family is checked again after every change, and few change a form."""
    try:
        Draft202012Validator.check_schema(orjson.loads(schema))
    except SchemaError as problem:
        return problem.message
    return ""


def _question(subject: Subject, form: Form, name: str, file: str) -> None:
    question, widget = form.schema["properties"][name], form.widget(name)
    if not name.isidentifier() or not name.islower() or name in AT_START:
        subject.say(
            "form_identifier",
            None,
            f"the name {name!r} cannot be used for a question",
            "Use small letters and underscores, and none of the names that belong to the case: "
            f"{', '.join(sorted(AT_START))}.",
            file,
        )
    if widget not in WIDGETS:
        subject.say(
            "form_widget",
            None,
            f"the question {name} has the widget {widget!r}, which does not exist",
            f"Use one of {', '.join(sorted(WIDGETS))}.",
            file,
        )
    if widget in CHOOSING and not choices_of(question):
        subject.say(
            "form_widget", None, f"the question {name} offers no answers to choose from", "List them under oneOf.", file
        )
    if "ui:showIf" in ui_of(form.ui, name) and not form.conditions(name):
        subject.say(
            "form_condition",
            None,
            f"the condition of the question {name} cannot be read",
            'Write it like "ui:showIf": {"service": ["water", "other"]}.',
            file,
        )
    for other, values in form.conditions(name).items():
        if other not in form.schema["properties"] or other == name:
            subject.say(
                "form_condition",
                None,
                f"the question {name} depends on {other}, which is no other question",
                "Correct ui:showIf.",
                file,
            )
            continue
        offered = {shown_text(choice["const"]) for choice in choices_of(form.schema["properties"][other])}
        if offered and not set(values) & offered:
            subject.say(
                "form_condition",
                None,
                f"the question {name} is shown for {', '.join(values)}, which {other} never is",
                "Correct ui:showIf.",
                file,
            )
    if not question.get("title"):
        subject.say("name_missing", None, f"the question {name} has no text", "Add a title.", file)
    _translated(subject, question, f"the question {name}", file)
    for choice in choices_of(question):
        if choice.get("title"):
            _translated(subject, choice, f"the answer {shown_text(choice['const'])} of {name}", file)


def _translated(subject: Subject, part, what: str, file: str) -> None:
    for language in subject.facts.languages:
        own = part.get("x-i18n", {}).get(language, {}) if isinstance(part.get("x-i18n"), dict) else {}
        for key in ("title", "description"):
            if language != "en" and part.get(key) and not (isinstance(own, dict) and own.get(key)):
                subject.say(
                    "translation_missing",
                    None,
                    f"{what} has no {key} in {language}",
                    f"Add it under x-i18n.{language}.",
                    file,
                )
