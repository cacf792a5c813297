"""Files from outside: nothing is fetched, nothing unfolds, nothing is huge; what is refused is refused in a sentence."""

import pytest

from engine.definitions import Bundle, check
from engine.definitions.hardened_xml import MAX_BYTES, parse_xml
from engine.definitions.form_schema import read_json
from engine.definitions.toml_reader import read_toml
from engine.errors import DefinitionUnreadable
from tests.unit.definitions.sketches import node, straight

PLAIN = straight(node("userTask", "triage"), ids=("triage",)).decode()
LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))

XML_ATTACKS = {
    "a billion laughs": (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', {"doctype", "not_xml"}),
    "one entity many times": (f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 50_000}</a>', {"doctype", "not_xml"}),
    "a file of the server": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', {"doctype"}),
    "an address in the network": ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', {"doctype"}),
    "a parameter entity": ('<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd">%b;]><a/>', {"doctype", "not_xml"}),
    "an entity of its own": ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {"doctype"}),
    "an empty DOCTYPE": ("<!DOCTYPE a><a/>", {"doctype"}),
    "an entity nobody defined": ("<a>&b;</a>", {"not_xml"}),
    "depth": ("<a>" * 400 + "</a>" * 400, {"not_xml"}),
    "width": ("<a>" + "<b/>" * 20_001 + "</a>", {"too_many_xml_elements"}),
    "attributes": ("<a " + " ".join(f'a{n}="1"' for n in range(80_000)) + "/>", {"not_xml", "not_bpmn"}),
    "bytes": (PLAIN + " " * MAX_BYTES, {"file_too_large"}),
    "a NUL byte": (PLAIN.replace("triage", "tri\0age"), {"not_xml"}),
    "no end": (PLAIN[:200], {"not_xml"}),
    "two roots": (PLAIN + PLAIN, {"not_xml"}),
    "an encoding nobody knows": ('<?xml version="1.0" encoding="klingon"?>' + PLAIN, {"not_xml"}),
    "spaces alone": (" \n\t ", {"empty_file"}),
}


@pytest.mark.parametrize(("attack", "encoding"), [
    *((attack, "utf-8") for attack in XML_ATTACKS),
    *((attack, "utf-16") for attack, (_, expected) in XML_ATTACKS.items() if "doctype" in expected),
])
def test_an_attack_by_xml_is_a_finding(attack, encoding):
    text, expected = XML_ATTACKS[attack]
    if len(text) > MAX_BYTES // 2 or attack == "one entity many times":
        expected = {"file_too_large", *expected}
    for name in ("bpmn/complaint.bpmn", "bpmn/rule.dmn"):
        found = check(Bundle("sketch", {"bpmn/complaint.bpmn": PLAIN.encode(), name: text.encode(encoding)}, "agency"))
        mine = [finding for finding in found if finding.file == name and finding.severity == "error"]
        codes = {finding.code for finding in mine}
        assert codes & (expected | ({"not_dmn"} if name.endswith("dmn") else set())), codes
        assert not any("root:" in finding.wrong for finding in mine), "the content of a file of the server"


@pytest.mark.parametrize("data", [
    PLAIN.encode("utf-8-sig"),
    PLAIN.encode("utf-16"),
    ('<?xml version="1.0" encoding="UTF-16"?>' + PLAIN).encode("utf-16"),
    ('<?xml version="1.0" encoding="ISO-8859-1"?>' + PLAIN.replace("triage", "tri\u00e9", 0)).encode("latin-1"),
    ('<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?>' + PLAIN).encode(),
    ("<!-- drawn by hand -->" + PLAIN).encode(),
], ids=["utf-8 with a mark", "utf-16", "utf-16 declared", "latin-1", "an instruction", "a comment"])
def test_what_honest_tools_write_is_read(data):
    assert check(Bundle("sketch", {"bpmn/complaint.bpmn": data}, "engine")) == []


def test_instructions_and_inclusions_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    text = (f'<?xml-stylesheet href="{secret.as_uri()}"?><a xmlns:xi="http://www.w3.org/2001/XInclude">'
            f'<xi:include href="{secret.as_uri()}" parse="text"/></a>')

    root = parse_xml(text.encode(), "a.bpmn")

    assert "secret words" not in "".join(root.itertext())
    assert root.getprevious() is None


@pytest.mark.parametrize(("data", "kind"), [
    (b"[" * 100_000, "not_json"),
    (b'{"a":' * 60 + b"1" + b"}" * 60, "file_too_large"),
    (b'{"a": "' + b"x" * 300_001 + b'"}', "file_too_large"),
    (b'{"type": "object", "type": "array"}', "json_key_twice"),
    (b'{"properties": {"a": {}, "b": {}, "a": {}}}', "json_key_twice"),
    (b'{"a": NaN}', "not_json"),
    (b'{"a": "\\ud800"}', "not_json"),
    (b'{"a": "\0"}', "not_json"),
    ('{"a": "é"}'.encode("latin-1"), "not_json"),
    ('{"a": 1}'.encode("utf-16"), "not_json"),
    (b'{"a": 1} {"b": 2}', "not_json"),
    (b"null", "not_an_object"),
])
def test_an_attack_by_json_is_refused_in_a_sentence(data, kind):
    with pytest.raises(DefinitionUnreadable) as refused:
        read_json(data, "triage-schema.json")
    assert refused.value.kind == kind and refused.value.fix.endswith(".")


def test_json_with_long_numbers_and_a_mark_is_read():
    assert read_json(b'\xef\xbb\xbf{"a": ' + b"9" * 15 + b"}", "a-schema.json") == {"a": 999999999999999}


@pytest.mark.parametrize(("data", "kind"), [
    (b"a = " + b"[" * 50_000, "not_toml"),
    (b"a = " + b"9" * 10_000, "not_toml"),
    (b"a = 1\na = 2", "not_toml"),
    (b"[a]\n[a]", "not_toml"),
    (b"a = '\0'", "not_text"),
    ("a = 'é'".encode("latin-1"), "not_utf8"),
    ("a = 1".encode("utf-16"), "not_utf8"),
    (b"# " + b"x" * 1_000_001, "file_too_large"),
    (b".".join([b"a"] * 20_000) + b" = 1", "not_toml"),
])
def test_an_attack_by_toml_is_refused_in_a_sentence(data, kind):
    with pytest.raises(DefinitionUnreadable) as refused:
        read_toml(data, "family.toml")
    assert refused.value.kind == kind
