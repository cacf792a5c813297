"""The pages of the staff speak three languages: no word is missing, and no two catalogues quarrel over one."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from engine.definitions.lint.severities import SEVERITIES

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
LANGUAGES = ("ar", "fr")


def catalogues(language: str) -> dict[str, dict]:
    """{file: {message: translation}}"""
    found = {}
    for file in sorted((WEBAPP / "translations" / language).glob("*.po")):
        with file.open("rb") as source:
            found[file.name] = {_key(one.id): one.string for one in read_po(source, locale=language) if one.id}
    return found


def _key(message) -> str:
    return message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_on_a_page_is_translated(language):
    known = {key for words in catalogues(language).values() for key, text in words.items() if text}
    said = {_key(message) for _, _, message, _, _ in extract_from_dir(
        WEBAPP, METHODS, options_map={"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}},
        keywords={"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "ngettext": (1, 2)})}
    assert not sorted(one for one in said - known if one.strip())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_has_two_translations(language):
    seen, quarrels = {}, []
    for file, words in catalogues(language).items():
        quarrels += [f"{key}: {file}, {seen[key][0]}" for key, text in words.items()
                     if key in seen and seen[key][1] != text]
        seen.update({key: (file, text) for key, text in words.items() if key not in seen})
    assert not quarrels


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    import re
    for words in catalogues(language).values():
        for key, text in words.items():
            for one in (text if isinstance(text, tuple) else (text,)):
                assert set(re.findall(r"%\(\w+\)s", one)) <= set(re.findall(r"%\(\w+\)s", key)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_a_process_owner_can_be_told_has_words(language):
    known = catalogues(language)["findings.po"]
    for code in SEVERITIES:
        assert known.get(f"{code}: wrong") and known.get(f"{code}: fix"), code
