"""Every word of the pages exists in Arabic and French, with its placeholders, and plural forms are right."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

import engine.errors
from webapp.i18n.catalogue import read_catalogues

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def _said() -> set:
    found = set()
    for path in [*WEBAPP.rglob("*.html"), *WEBAPP.rglob("*.py")]:
        method = "jinja2.ext.babel_extract" if path.suffix == ".html" else "python"
        found |= {message for _, message, _, _ in extract_from_file(method, str(path), keywords=KEYWORDS)}
    return {message for message in found if message and (isinstance(message, tuple) or message.strip())}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_text_of_the_pages_is_translated_with_its_placeholders(language):
    catalogue = read_catalogues()[language]._catalog
    missing, broken = [], []
    for message in _said():
        key = (message[0], 0) if isinstance(message, tuple) else message
        text = catalogue.get(key)
        if not text:
            missing.append(message)
        elif isinstance(message, str) and set(re.findall(r"%\(\w+\)s", text)) != set(re.findall(r"%\(\w+\)s", message)):
            broken.append(message)
    assert not missing, missing
    assert not broken, broken


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_refusals_that_pages_show_are_translated(language):
    catalogue = read_catalogues()[language]._catalog
    for name in ("NotFound", "Forbidden", "Conflict", "Invalid", "TooLarge", "InvalidAnswers", "TaskAlreadyClaimed",
                 "TaskNotOpen", "CaseChangedMeanwhile",
                 "CaseAlreadyEnded", "ConversationClosed", "TooManyMessages",
                 "MessageNotExpected", "IncidentOpen", "SameKeyOtherRequest",
                 "FourEyes", "NoDefinition", "DefinitionRefused", "LinkNoLongerValid", "FileRefused"):
        assert catalogue.get(" ".join(getattr(engine.errors, name).__doc__.split())), name


def test_arabic_counts_in_six_forms():
    arabic = read_catalogues()["ar"]
    told = [arabic.ngettext("%(num)s day left", "%(num)s days left", n) % {"num": n} for n in (0, 1, 2, 3, 11, 100)]
    assert told == ["لم يبق أي يوم", "بقي يوم واحد", "بقي يومان", "بقيت 3 أيام", "بقي 11 يوما", "بقي 100 يوم"]


def test_french_signs_do_not_fall_to_the_next_line():
    texts = [text for text in read_catalogues()["fr"]._catalog.values() if isinstance(text, str)]
    assert not [text for text in texts if re.search(r" [?!;:»]|« ", text) and "Content-Type" not in text]
