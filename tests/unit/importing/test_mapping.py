"""A mapping is checked whole before the first row: each mistake is one sentence that names the entry."""

from pathlib import Path

import pytest

from cli.importing.mapping import read_mapping
from cli.importing.record import Record
from cli.importing.told import told
from engine.errors import ImportRefused

SHIPPED = sorted((Path(__file__).parents[3] / "cli" / "mappings").glob("*.toml"))
SMALL = """
source = "ledger"
family = "national"
[dates]
zone = "Africa/Casablanca"
formats = ["%d/%m/%Y"]
[columns]
key = "No"
lodged = "Date"
[case]
kind = "complaint"
channel = "mail"
language = "fr"
[agency]
unknown = "NAT"
[status]
unknown = "new"
[standings.new]
at = "triage"
"""


def mapping(tmp_path, text):
    path = tmp_path / "map.toml"
    path.write_text(text)
    return read_mapping(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_mappings_are_in_order(path):
    assert read_mapping(path).source


def test_the_smallest_mapping(tmp_path):
    read = mapping(tmp_path, SMALL)
    assert read.required() == {"No": "key", "Date": "lodged"}
    assert read.without_state == {"": "new", "closed": "new"}


@pytest.mark.parametrize("old, new, reason", [
    ('source = "ledger"', "", "`source` is missing"),
    ('zone = "Africa/Casablanca"', 'zone = "Mars/Base"', "`dates.zone` is 'Mars/Base', no time zone"),
    ('formats = ["%d/%m/%Y"]', "formats = []", "`dates.formats` should be"),
    ("[columns]", "[colums]", "`colums` is unknown"),
    ('lodged = "Date"', "", "`columns.lodged` is missing"),
    ('kind = "complaint"', 'kind = "ticket"', "`case.kind` may give 'ticket'"),
    ('channel = "mail"', 'channel = { column = "C", values = { x = "pigeon" } }', "may give 'pigeon'"),
    ('channel = "mail"', "channel = { colum = 'C' }", "`case.channel` is neither"),
    ('unknown = "new"', 'unknown = "lost"', "`status.unknown` is 'lost', which is none of: new"),
    ('at = "triage"', "at = 7", "`standings.new.at` should be a text"),
    ("[case]", "[case", "not valid TOML"),
    ("[case]", '[file]\nencoding = "klingon"\n[case]', "`file.encoding` is 'klingon'"),
    ("[case]", '[file]\nlayout = "pile"\n[case]', "`file.layout` is 'pile'"),
    ("[case]", 'agencies = 3\n[case]', "`columns.agencies` is unknown"),
    ("[case]", '[[agencies]]\nname_fr = "x"\n[case]', r"agencies\[1\].code` is missing"),
])
def test_a_mistake_is_named(tmp_path, old, new, reason):
    assert old in SMALL
    with pytest.raises(ImportRefused, match=reason):
        mapping(tmp_path, SMALL.replace(old, new, 1))


def test_a_mapping_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(ImportRefused, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")
    (tmp_path / "map.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImportRefused, match="UTF-8"):
        read_mapping(tmp_path / "map.toml")


def test_values_are_constants_texts_lines_or_choices():
    record = Record(2, {"type": "Noise", "place": "", "who": "  ".strip()})
    assert told(True, "x").of(record) is True
    assert told("{Type} at night", "x").of(record) == "Noise at night"
    assert told("{Place}", "x").of(record) is None
    assert told(["{Type}", "in {Place}", "fixed"], "x").of(record) == "Noise\nfixed"
    choice = told({"column": "Type", "values": {"NOISE ": "noise"}, "default": "other"}, "x")
    assert choice.of(record) == "noise" and not record.notes


def test_a_word_that_the_mapping_does_not_know_is_noted_unless_it_says_otherwise():
    record = Record(2, {"type": "Smell"})
    assert told({"column": "Type", "default": "other"}, "x").of(record) == "other"
    assert record.notes == ["Type 'Smell' is not in the mapping: taken as 'other'"]
    assert told({"column": "Type", "otherwise": "any"}, "x").of(record) == "any"
    assert len(record.notes) == 1
