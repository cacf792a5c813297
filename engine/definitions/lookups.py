"""Questions whose answers to choose from stand in the database: agencies, units, people.

A form alone does not know them. Whoever shows or judges it hands in the choices, and it then is a form like any other.
"""

from collections.abc import Mapping, Sequence

AGENCY, UNIT, UNITS, PEOPLE = "agency", "unit", "units", "people"
#: Widgets that take one of them, and those that take several.
ONE, SEVERAL = frozenset({AGENCY, UNIT}), frozenset({UNITS, PEOPLE})
LOOKUPS = ONE | SEVERAL
#: What may enter the process: codes and ids of bodies, never of people.
DECIDING = frozenset({AGENCY, UNIT, UNITS})
#: `x-role` of a question of the widget `people`: those chosen are complained about.
COMPLAINED_ABOUT = "complained_about"
#: What is chosen, with what it is called in each language.
Choices = Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]


def with_choices(schema: Mapping, choices: Choices) -> dict:
    """The schema with the choices of some of its questions written out, as a closed list has them."""
    properties = dict(schema.get("properties", {}))
    for name, found in choices.items():
        listed = [{"const": value, "title": names.get("en") or names.get("fr") or value,
                   "x-i18n": {language: {"title": text} for language, text in names.items()}} for value, names in found]
        question = properties[name]
        several = question.get("type") == "array"
        properties[name] = {**question, **({"items": {**question.get("items", {}), "oneOf": listed}} if several
                                           else {"oneOf": listed})}
    return {**schema, "properties": properties}
