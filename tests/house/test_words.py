"""One word per thing: errors, vocabulary and the glossary say the same."""

import inspect
import re
from enum import Enum

import pytest

from engine import errors, vocabulary
from tests.house.tree import ROOT, text_of, files


def _errors() -> list[type]:
    return [thing for _, thing in inspect.getmembers(errors, inspect.isclass) if issubclass(thing, errors.InsafError)]


@pytest.mark.parametrize("error", _errors(), ids=lambda error: error.__name__)
def test_an_error_says_what_and_what_next_and_has_a_code_and_a_status(error):
    assert error.__dict__.get("__doc__"), "its docstring is its message"
    assert error.__doc__.strip().endswith((".", "}")), "a message is whole sentences"
    assert 400 <= error.status <= 599
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", _code(error))


def _code(error: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", error.__name__).lower()


def test_no_two_errors_share_a_code():
    codes = [_code(error) for error in _errors()]
    assert len(set(codes)) == len(codes)


def test_the_glossary_knows_every_word_of_the_vocabulary():
    glossary = text_of((ROOT / "docs/glossary.md").relative_to(ROOT)).lower()
    words = {str(member.value).replace("_", " ") for _, enum in inspect.getmembers(vocabulary, inspect.isclass)
             if issubclass(enum, Enum) and enum.__module__ == vocabulary.__name__ for member in enum}
    unknown = sorted(word for word in words if len(word) > 2 and not re.search(rf"\b{re.escape(word)}\b", glossary))
    assert not unknown, f"write them in docs/glossary.md: {unknown}"


def test_the_words_given_up_are_not_used_for_file_names():
    given_up = {"ticket", "tickets", "grievance", "grievances", "tenant", "tenants", "sla", "record_service"}
    used = [str(path) for path in files() if given_up & set(re.split(r"[_./]", str(path).lower()))]
    assert not used, used
