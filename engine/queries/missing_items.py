"""What the complainant was asked to add: the list as the letter and the page say it."""

from collections.abc import Iterable

import orjson

from engine.definitions import Definition

MISSING, MORE = "missing", "missing_more"


def missing_items(definition: Definition, said: Iterable[tuple[str, str]], language: str) -> tuple[str, ...]:
    """The points of the newest request among (element, JSON of the answers), oldest first, and what the dispatcher added in
    their own words; empty where nothing was asked."""
    for element_id, answers in reversed(list(said)):
        form, values = definition.form(element_id), orjson.loads(answers)
        if form is not None and MISSING in form.names and values.get(MISSING):
            asked = [option.label for field in form.fields(language, values) if field.key == MISSING
                     for option in field.options if option.chosen]
            return (*asked, *([values[MORE]] if values.get(MORE) else []))
    return ()
