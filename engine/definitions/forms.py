"""What people are asked at one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from engine.definitions.answers import is_decision, parse_answers
from engine.definitions.fields import (
    Field,
    build_fields,
    conditions_of,
    is_met,
    ordered,
    translated,
    ui_of,
    widget_of,
)
from engine.definitions.form_problems import Judges, find_problems
from engine.definitions.form_schema import merged_ui, resolved_schema
from engine.definitions.lookups import LOOKUPS, Choices, with_choices
from engine.definitions.spoken_day import long_day


@dataclass(frozen=True)
class Form:
    """The form of one element: a resolved JSON Schema and its uiSchema. It keeps nothing of what it is asked, only what
    follows from itself; safe to share between threads."""

    code: str
    schema: Mapping = field(hash=False)
    ui: Mapping = field(hash=False)
    _judges: Judges = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, files: Mapping[str, bytes], code: str, schema_file: str, ui_file: str) -> "Form":
        """The form in two files below forms/ of a bundle. Raises `DefinitionUnreadable`."""
        return cls(code, resolved_schema(files, schema_file), merged_ui(files, ui_file, schema_file))

    def offering(self, choices: Choices) -> "Form":
        """The same form with the choices of its lookups written out, by question."""
        return Form(self.code, with_choices(self.schema, choices), self.ui) if choices else self

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All question names in the order they are asked."""
        return tuple(ordered(self.schema, self.ui))

    @cached_property
    def lookups(self) -> tuple[str, ...]:
        """The questions that are answered out of the database."""
        return tuple(name for name in self.names if self.widget(name) in LOOKUPS)

    @cached_property
    def decision_names(self) -> frozenset[str]:
        """The names of the variables this form can set: its closed questions."""
        return frozenset(name for name in self.names if is_decision(self.schema["properties"][name], ui_of(self.ui, name)))

    @property
    def carried(self) -> list[str]:
        """The questions that begin with what the case says already (`ui:carried`): a choice to correct, not to make again."""
        return [name for name in self.names if ui_of(self.ui, name).get("ui:carried") is True]

    @property
    def pages(self) -> list[list[str]]:
        """The questions of each page: ui:pages, then one page for every question that it leaves out."""
        waiting = dict.fromkeys(self.names)
        pages = []
        for named in self.ui.get("ui:pages", []) if isinstance(self.ui.get("ui:pages"), list) else []:
            page = (
                [name for name in named if isinstance(name, str) and name in waiting]
                if isinstance(named, list)
                else []
            )
            pages.append(list(dict.fromkeys(page)))
            for name in page:
                waiting.pop(name, None)
        return [page for page in pages if page] + [[name] for name in waiting]

    def pages_for(self, values: Mapping) -> list[list[str]]:
        """The pages that the answers so far ask for; a page whose questions are all hidden by other pages falls out."""
        return [
            page
            for page in self.pages
            if any(self.asks(name, values) or set(conditions_of(ui_of(self.ui, name))) & set(page) for name in page)
        ]

    def asks(self, name: str, values: Mapping) -> bool:
        """Whether these answers ask for the question."""
        return name in self.schema["properties"] and is_met(self._conditions[name], values)

    def title(self, language: str) -> str:
        return translated(self.schema, "title", language)

    def description(self, language: str) -> str:
        return translated(self.schema, "description", language)

    def label(self, name: str, language: str) -> str:
        """The question in a language."""
        return translated(self.schema["properties"].get(name, {}), "title", language) or name

    def widget(self, name: str) -> str:
        return self._widgets.get(name) or widget_of({}, ui_of(self.ui, name))

    def conditions(self, name: str) -> dict[str, tuple[str, ...]]:
        """The answers on which a question depends: {other question: values}; empty where it is always asked."""
        return conditions_of(ui_of(self.ui, name))

    @cached_property
    def _widgets(self) -> dict[str, str]:
        return {name: widget_of(self.schema["properties"][name], ui_of(self.ui, name)) for name in self.names}

    @cached_property
    def _conditions(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {name: self.conditions(name) for name in self.names}

    def role(self, name: str) -> str:
        """`x-role` of a question: name, email, phone, address, text, subject, contact_channel, attachments; or
        empty."""
        role = self.schema["properties"].get(name, {}).get("x-role", "")
        return role if isinstance(role, str) else ""

    def by_role(self, values: Mapping) -> dict[str, object]:
        """The answers that say who asks and what about, by role."""
        return {self.role(name): values[name] for name in self.names if self.role(name) and name in values}

    def fields(self, language: str, values: Mapping = {}, errors: Mapping = {}, names=None) -> list[Field]:
        """The questions (of one page, if `names` is given) ready for a template."""
        return build_fields(self.schema, self.ui, language, values, errors, names)

    def parse(self, posted, names=None, known: Mapping = {}) -> dict:
        """Posted strings as typed answers. `known` are the answers of other pages, on which conditions may rest."""
        return parse_answers(self.schema, self.ui, posted, names, "", known)

    def problems(self, values: Mapping, language: str, names=None) -> dict[str, str]:
        """A message for each question (of one page) answered wrongly or not at all; empty when all is well."""
        return find_problems(self.schema, self.ui, values, language, names, self._judges)

    def kept(self, values: Mapping) -> dict:
        """The answers to questions that are shown: what a later change of mind hid is dropped, strangers too."""
        kept = {name: values[name] for name in self.names if name in values}
        while hidden := [name for name in kept if not self.asks(name, kept)]:
            for name in hidden:
                del kept[name]
        return kept

    def split(self, values: Mapping) -> tuple[dict, dict]:
        """(decisions, texts): closed answers that the workflow may know, and everything else, which can be erased."""
        decisions = {
            name: value
            for name, value in values.items()
            if isinstance(value, (str, int, float, bool, list)) and name in self.decision_names
        }
        return decisions, {name: value for name, value in values.items() if name not in decisions}

    def shown_answers(self, values: Mapping, language: str) -> list[tuple[str, str]]:
        """(question, answer) as text in a language, for a summary before sending and for the case file."""
        return [
            (field.label, _answer_text(field, language))
            for field in self.fields(language, values)
            if field.key in values and field.shown
        ]

    def answer_texts(self, values: Mapping, language: str) -> dict[str, str]:
        """The same by question name: what a letter's placeholders are filled from."""
        return {
            field.key: _answer_text(field, language)
            for field in self.fields(language, values)
            if field.key in values and field.shown
        }


def _answer_text(field: Field, language: str) -> str:
    if field.kind == "date" and field.text:
        return _day_text(field.text, language)
    chosen = [option.label for option in field.options if option.chosen]
    if chosen:
        return ("، " if language == "ar" else ", ").join(chosen)
    if field.kind == "checkbox":
        yes, no = {"ar": ("نعم", "لا"), "fr": ("Oui", "Non")}.get(language, ("Yes", "No"))
        return yes if field.value is True else no
    if field.kind == "repeat":
        return "; ".join(
            " — ".join(_answer_text(part, language) for part in item if part.value is not None)
            for item in field.items
        )
    if isinstance(field.value, list):
        return ", ".join(str(item) for item in field.value)
    return field.text


def _day_text(text: str, language: str) -> str:
    """A day in words; what is none stays as it was typed."""
    try:
        return long_day(date.fromisoformat(text), language)
    except ValueError:
        return text
