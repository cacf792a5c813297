"""Every word of the pages exists in Arabic and French, with its placeholders, and plural forms are right."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po as babel_read_po

import engine.errors
from webapp.i18n.catalogue import french, read_catalogues
from webapp.i18n.po_file import read_po

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
    catalogue = read_catalogues()[language].texts
    missing, broken = [], []
    for message in _said():
        text = catalogue.get(message[0] if isinstance(message, tuple) else message)
        if not text:
            missing.append(message)
        elif isinstance(message, str) and set(re.findall(r"%\(\w+\)s", text)) != set(re.findall(r"%\(\w+\)s", message)):
            broken.append(message)
    assert not missing, missing
    assert not broken, broken


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_refusals_that_pages_show_are_translated(language):
    catalogue = read_catalogues()[language].texts
    for name in ("NotFound", "Forbidden", "Conflict", "Invalid", "TooLarge", "InvalidAnswers", "TaskAlreadyClaimed",
                 "TaskNotOpen", "CaseChangedMeanwhile",
                 "CaseAlreadyEnded", "ConversationClosed", "TooManyMessages",
                 "MessageNotExpected", "IncidentOpen", "SameKeyOtherRequest",
                 "FourEyes", "NoDefinition", "DefinitionRefused", "LinkNoLongerValid", "FileRefused"):
        assert catalogue.get(" ".join(getattr(engine.errors, name).__doc__.split())), name


def test_arabic_counts_in_six_forms():
    arabic = read_catalogues()["ar"]
    told = [arabic.several("%(num)s day left", "%(num)s days left", n) % {"num": n} for n in (0, 1, 2, 3, 11, 100)]
    assert told == ["لم يبق أي يوم", "بقي يوم واحد", "بقي يومان", "بقيت 3 أيام", "بقي 11 يوما", "بقي 100 يوم"]


def test_french_signs_do_not_fall_to_the_next_line():
    texts = [text for text in read_catalogues()["fr"].texts.values() if isinstance(text, str)]
    assert not [text for text in texts if re.search(r" [?!;:»]|« ", text) and "Content-Type" not in text]


def test_a_catalogue_is_read_as_gettext_reads_it(tmp_path):
    file = tmp_path / "words.po"
    file.write_text(r'''
msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n > 1);\n"
# said to translators
#: some/file.py:3
msgid ""
"two "
"lines\n"
msgstr "deux "
"lignes\n"
msgid "a \"quoted\" \\ word"
msgstr "un mot \"cité\" \\"

#, fuzzy
msgid "guessed"
msgstr "deviné"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s jour"
msgstr[1] "%(num)s jours"

msgid "not yet"
msgstr ""
''', encoding="utf-8")
    texts, form_of = read_po(file)
    assert texts == {"two lines\n": "deux lignes\n", 'a "quoted" \\ word': 'un mot "cité" \\',
                     "%(num)s day": ("%(num)s jour", "%(num)s jours")}
    assert [form_of(number) for number in (0, 1, 2)] == [0, 0, 1]
    file.write_text('msgid "one"\nmsgstr one\n', encoding="utf-8")
    with pytest.raises(ValueError, match="words.po"):
        read_po(file)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_shipped_catalogues_say_what_the_library_reads_in_them(language):
    said = {}
    for file in sorted((WEBAPP / "translations" / language).glob("*.po")):
        with file.open("rb") as source:
            said |= {message.id: message.string for message in babel_read_po(source, locale=language)
                     if message.id and not message.fuzzy}
    texts = read_catalogues()[language].texts
    assert len(texts) == len(said) > 1500
    for key, string in said.items():
        found = texts[key if isinstance(key, str) else key[0]]
        plain = tuple(map(french, string)) if isinstance(string, tuple) else french(string)
        assert found == (plain if language == "fr" else string), key
