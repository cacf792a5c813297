"""Every finding is explained, and its examples are tried: the wrong one raises it, the right one does not."""

import re
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions import check
from engine.definitions.lint.reference import Explained, explained, pages
from engine.definitions.lint.severities import SEVERITIES, severity
from engine.queries.findings import findings_of
from tests.unit.definitions.example_frames import ROOT, bundle_of

EXAMPLES = list(explained())
TRIED = [example for example in EXAMPLES if example.of != "words"]


FOUND = {}


def _findings(example: Explained, wrong: bool, profile: str):
    """Most examples share the family that they stand in, whose right form is checked once."""
    bundle, deep = bundle_of(example, wrong, profile), bool(example.more.get("deep"))
    key = bundle.content_hash, bundle.profile, deep
    if key not in FOUND:
        FOUND[key] = findings_of(bundle) if deep else check(bundle)
    return FOUND[key]


def _profiles(example: Explained) -> list[str]:
    drawn = example.of in ("row", "process", "file")
    named = example.more.get("profiles", ["agency", "engine"] if drawn else ["agency"])
    return [profile for profile in named if severity(example.code, "single" if drawn and profile == "agency" else profile)]


@pytest.mark.parametrize("example", TRIED, ids=lambda example: example.code)
def test_the_wrong_example_raises_its_finding_alone_and_the_right_one_does_not(example):
    assert _profiles(example)
    for profile in _profiles(example):
        wrong, right = (_findings(example, word, profile) for word in (True, False))
        mine = [finding for finding in wrong if finding.code == example.code]
        assert mine, (profile, [str(finding) for finding in wrong])
        others = {finding.code for finding in wrong} - {finding.code for finding in right} - {example.code}
        assert others <= set(example.more.get("also", ())), profile
        if example.of != "added":
            assert [str(finding) for finding in right if finding.severity == "error" or finding.code == example.code] == []
        for finding in mine:
            expected = severity(example.code, "single" if wrong and profile == "agency" and not example.file else profile)
            assert finding.severity == expected
            assert finding.file and finding.wrong and finding.fix.endswith((".", "?"))


@pytest.mark.parametrize("example", [e for e in TRIED if e.more.get("element")], ids=lambda example: example.code)
def test_a_finding_names_the_element_as_the_drawing_does(example):
    wanted = example.more["element"]
    for profile in _profiles(example):
        bundle = bundle_of(example, True, profile)
        named = {(node.get("id"), node.get("name", "")) for data in bundle.files.values()
                 for node in etree.fromstring(data).iter(etree.Element)}
        mine = [finding for finding in _findings(example, True, profile) if finding.code == example.code]
        assert wanted in {finding.element_id for finding in mine}
        if example.code not in ("id_twice", "id_twice_elsewhere", "event_name_twice"):
            assert {(finding.element_id, finding.element_name) for finding in mine} <= named


def test_every_code_is_explained_once():
    assert sorted(example.code for example in EXAMPLES) == sorted(SEVERITIES)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_code_has_words_in_every_language(language):
    catalogue = (ROOT / "webapp/translations" / language / "findings.po").read_text(encoding="utf-8")
    told = re.findall(r'msgid "(\w+): (wrong|fix)"\nmsgstr "(?!")', catalogue)
    assert sorted(told) == sorted((code, part) for code in SEVERITIES for part in ("wrong", "fix"))


def test_every_code_the_program_can_find_has_a_severity():
    told = set()
    for path in [*(ROOT / "engine/definitions").rglob("*.py"), *(ROOT / "engine/execution").rglob("*.py")]:
        text = path.read_text()
        told |= set(re.findall(r'(?:[.]say|Finding|_about)\(\s*(?:subject,\s*diagram,\s*node,\s*)?"(\w+)"', text))
        told |= set(re.findall(r'DefinitionUnreadable\(\s*[^"]*"?[\w.]*"?,\s*"(\w+)"', text))
    assert told - set(SEVERITIES) == set()


def test_the_page_is_what_the_examples_say():
    stale = [name for name, text in pages().items() if not _same(ROOT / "docs" / "reference" / name, text)]
    assert not stale, f"run `make findings`: {stale}"


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def test_no_page_is_longer_than_one_reading():
    assert {name: lines for name, text in pages().items() if (lines := text.count("\n")) > 300} == {}
