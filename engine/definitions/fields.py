"""Questions ready for a template."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.lookups import LOOKUPS

LONG_TEXT = 250
FEW_OPTIONS = 6
SCALARS = (str, int, float, bool)


@dataclass(frozen=True)
class Option:
    """One choice. `id` is the id of its input."""

    value: str
    label: str
    help: str = ""
    id: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One question in one language with the answer given so far and what is wrong with it.

    `kind` is the widget: text textarea radios select checkbox checkboxes date tel email number files repeat, or out of the
    database (`lookups.py`) agency unit units people. `name`
    is the name of the input (of a group: its stem), `key` the name in the answers. A date has three inputs named
    `<name>-day|month|year` with `parts` as their values; a repeat has `items`, a list of lists of fields, and
    `blank`, one empty item to add; its inputs are named `<name>-<number>-<key>`.
    """

    name: str
    key: str
    id: str
    label: str
    kind: str
    help: str = ""
    options: tuple[Option, ...] = ()
    value: object = None
    error: str = ""
    required: bool = False
    autocomplete: str = ""
    show_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    shown: bool = True
    role: str = ""
    parts: Mapping[str, str] = field(default_factory=dict, hash=False)
    items: tuple[tuple["Field", ...], ...] = ()
    blank: tuple["Field", ...] = ()
    max_length: int | None = None
    max_items: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    rows: int = 0

    @property
    def text(self) -> str:
        """The answer as the text of an input."""
        return shown_text(self.value)

    @property
    def described_by(self) -> str:
        """The ids for aria-describedby."""
        return " ".join(
            part for part in (f"{self.id}-hint" if self.help else "", f"{self.id}-error" if self.error else "") if part
        )

    @property
    def first_id(self) -> str:
        """The id that the link of an error summary must lead to."""
        if self.kind == "date":
            return f"{self.id}-day"
        if self.kind in ("radios", "checkboxes", *LOOKUPS) and self.options:
            return self.options[0].id
        return f"{self.id}-add" if self.kind == "repeat" and not self.items else self.id


def shown_text(value: object) -> str:
    """A scalar answer as a person would type it; anything else is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, SCALARS) else ""


def widget_of(schema: Mapping, ui: Mapping) -> str:
    """The widget of a question: what the uiSchema says, else what its type asks for."""
    named = ui.get("ui:widget")
    if isinstance(named, str) and named:
        return named
    kind, choices = schema.get("type"), choices_of(schema)
    if kind == "boolean":
        return "checkbox"
    if kind == "array":
        return "repeat" if _object(schema.get("items")).get("type") == "object" else "checkboxes"
    if choices:
        return "radios" if len(choices) <= FEW_OPTIONS else "select"
    if kind in ("integer", "number"):
        return "number"
    by_format = {"date": "date", "email": "email"}.get(schema.get("format"))
    return by_format or (
        "textarea" if limit(schema, "maxLength") and limit(schema, "maxLength") > LONG_TEXT else "text"
    )


def choices_of(schema: Mapping) -> list[dict]:
    """The choices of a question as `const` objects, whether written as oneOf, as enum, or inside `items`."""
    holder = _object(schema.get("items")) if schema.get("type") == "array" else schema
    one_of, enum = holder.get("oneOf"), holder.get("enum")
    if isinstance(one_of, list):
        return [choice for choice in one_of if isinstance(choice, dict) and isinstance(choice.get("const"), SCALARS)]
    return [{"const": value} for value in enum if isinstance(value, SCALARS)] if isinstance(enum, list) else []


def translated(schema: Mapping, key: str, language: str) -> str:
    """`title` or `description` in a language; the untranslated one where there is none."""
    own = _object(_object(schema.get("x-i18n")).get(language)).get(key)
    text = own if isinstance(own, str) and own else schema.get(key)
    return text if isinstance(text, str) else ""


def limit(schema: Mapping, key: str):
    """A numeric bound of a schema, or None."""
    value = schema.get(key)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def conditions_of(ui: Mapping) -> dict[str, tuple[str, ...]]:
    """ui:showIf as texts: the question is asked where every named answer is one of the values; empty for null, which stands
    for no answer yet."""
    shown = ui.get("ui:showIf")
    if not isinstance(shown, Mapping):
        return {}
    return {
        key: tuple(shown_text(value) for value in (values if isinstance(values, list) else [values]))
        for key, values in shown.items()
    }


def is_shown(ui: Mapping, values: Mapping) -> bool:
    """Whether the answers so far ask for this question."""
    return is_met(conditions_of(ui), values)


def is_met(conditions: Mapping[str, tuple[str, ...]], values: Mapping) -> bool:
    """Do the answers so far meet every condition of a question?"""
    return all(_matches(values.get(key), wanted) for key, wanted in conditions.items())


def ordered(schema: Mapping, ui: Mapping, names=None) -> list[str]:
    """The names of the questions: ui:order first, the rest as they stand; only those in `names` if given."""
    properties = schema.get("properties", {})
    wanted = ui.get("ui:order") if isinstance(ui.get("ui:order"), list) else []
    known = [name for name in dict.fromkeys(name for name in wanted if isinstance(name, str)) if name in properties]
    known += [name for name in properties if name not in known]
    return known if names is None else [name for name in known if name in set(names)]


def ui_of(ui: Mapping, name: str) -> Mapping:
    return _object(ui.get(name))


def build_fields(
    schema: Mapping, ui: Mapping, language: str, values: Mapping, errors: Mapping, names=None, prefix: str = ""
) -> list[Field]:
    """The questions of a form, or of one item of a repeated group (`prefix` is then `<name>-<number>-`).

    A question whose condition lies on this page stays in the list with `show_if`, so that the page can hide it by
    CSS; one whose condition was answered on another page is decided here.
    """
    here = set(ordered(schema, ui, names))
    built = []
    for name in ordered(schema, ui, names):
        own = ui_of(ui, name)
        shown = is_shown(own, values)
        if not shown and not set(conditions_of(own)) & here:
            continue
        built.append(_field(schema, own, language, values, errors, name, prefix, shown))
    return built


def _field(schema, ui, language, values, errors, name, prefix, shown) -> Field:
    question = schema["properties"][name]
    kind, path = widget_of(question, ui), prefix + name
    value = values.get(name)
    identity = f"f-{path}"
    chosen = {shown_text(item) for item in (value if isinstance(value, list) else [value]) if item is not None}
    options = tuple(
        Option(
            shown_text(choice["const"]),
            translated(choice, "title", language) or shown_text(choice["const"]),
            translated(choice, "description", language),
            f"{identity}-{number}",
            shown_text(choice["const"]) in chosen,
        )
        for number, choice in enumerate(choices_of(question))
    )
    items, blank = (), ()
    if kind == "repeat":
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        each = (_object(question.get("items")), _object(ui.get("items")))
        items = tuple(
            tuple(build_fields(*each, language, row, errors, None, f"{path}-{number}-"))
            for number, row in enumerate(rows)
        )
        blank = tuple(build_fields(*each, language, {}, {}, None, f"{path}-{len(rows)}-"))
    return Field(
        name=path,
        key=name,
        id=identity,
        label=translated(question, "title", language) or name,
        kind=kind,
        help=translated(question, "description", language),
        options=options,
        value=value,
        error=errors.get(path, ""),
        required=is_required(schema, ui, name),
        autocomplete=_text(ui.get("ui:autocomplete")),
        show_if=conditions_of(ui),
        shown=shown,
        role=_text(question.get("x-role")),
        parts=_date_parts(value),
        items=items,
        blank=blank,
        max_length=limit(question, "maxLength"),
        max_items=limit(question, "maxItems"),
        minimum=limit(question, "minimum"),
        maximum=limit(question, "maximum"),
        rows=_rows(ui),
    )


def is_required(schema: Mapping, ui: Mapping, name: str) -> bool:
    """Required by the schema, or, for a conditional question, by `ui:required` once it is shown."""
    return name in schema.get("required", []) or ui.get("ui:required") is True


def _rows(ui: Mapping) -> int:
    rows = ui.get("ui:rows")
    return rows if isinstance(rows, int) and not isinstance(rows, bool) and 0 < rows <= 40 else 6


def _date_parts(value) -> dict[str, str]:
    """Day, month and year as they were typed, so that a wrong date can be shown again."""
    year, month, day = (str(value).split("-") + ["", "", ""])[:3] if isinstance(value, str) else ("", "", "")
    return {"day": day, "month": month, "year": year}


def _matches(value, wanted: tuple[str, ...]) -> bool:
    given = value if isinstance(value, list) and value else [value]
    return any(shown_text(item) in wanted for item in given)


def _object(value) -> Mapping:
    return value if isinstance(value, Mapping) else {}


def _text(value) -> str:
    return value if isinstance(value, str) else ""
