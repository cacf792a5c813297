"""The picture and the text list say the same, in three languages, without script or style."""

import re
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions import Bundle, Definition, read_family
from engine.definitions.drawing.lettering import is_right_to_left, width_of, wrapped
from engine.definitions.hardened_xml import parse_xml
from engine.errors import DefinitionUnreadable
from tests.unit.definitions.sketches import straight

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def national() -> Definition:
    return Definition.of(read_family("national", ROOT / "bpmn", ROOT / "forms"))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_element_is_drawn_with_its_name(national, language):
    pictures = [etree.fromstring(one.picture) for one in national.drawn(language)]

    drawn = {group.get("data-element"): group.findtext(f"{SVG}title") for one in pictures for group in one.iter(f"{SVG}g")}
    assert national.elements.keys() <= drawn.keys()
    assert drawn["triage"] == national.label("triage", language)


def test_a_picture_is_a_labelled_image_and_needs_no_script_or_style(national):
    picture = national.svg("fr", ["give_satisfaction"], ["send_receipt"])
    root = etree.fromstring(picture)

    assert root.get("role") == "img" and root.get("viewBox") and root.get("direction") == "ltr"
    title, description = root.get("aria-labelledby").split()
    assert root[0].get("id") == title and root[1].get("id") == description
    assert "Le dossier en est à : Donner" in root[1].text
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|href", picture)


def test_the_current_step_is_marked_by_shape_and_the_passed_ones_by_a_check(national):
    root = etree.fromstring(national.svg("en", ["give_satisfaction"], ["send_receipt", "register_complaint"]))

    classes = {group.get("data-element"): group.get("class") for group in root.iter(f"{SVG}g")}
    assert "is-current" in classes["give_satisfaction"] and "is-passed" in classes["send_receipt"]
    assert len(root.findall(f".//{SVG}g[@class='bpmn-badge bpmn-badge-current']")) == 1
    assert len(root.findall(f".//{SVG}g[@class='bpmn-badge bpmn-badge-passed']")) == 2
    assert len(root.findall(f".//{SVG}rect[@class='bpmn-halo']")) == 1


def test_a_task_inside_a_called_process_marks_the_step_that_calls_it_and_is_marked_in_its_own_drawing(national):
    drawn = {one.process_id: one for one in national.drawn("fr", ["triage"], ["send_receipt"])}
    marked = {name: [group.get("data-element") for group in etree.fromstring(one.picture).iter(f"{SVG}g")
                     if "is-current" in (group.get("class") or "")] for name, one in drawn.items()}

    assert marked["complaint"] == ["admission_stage"] and marked["admission"] == ["triage"]
    assert not marked["investigation"] and next(iter(drawn)) == "complaint"
    assert [drawn[name].state for name in ("complaint", "admission", "investigation")] == ["current", "current", "ahead"]
    assert "Le dossier en est à : " in drawn["complaint"].picture


def test_arabic_text_runs_from_right_to_left_inside_a_canvas_that_does_not(national):
    root = etree.fromstring(national.svg("ar"))

    texts = [text for text in root.iter(f"{SVG}text") if is_right_to_left("".join(text.itertext()))]
    assert len(texts) > 30
    assert all(text.get("direction") == "rtl" for text in texts)


def test_names_cannot_smuggle_markup_into_the_picture():
    xml = straight(ids=()).replace(b'name="begun"', b'name="&lt;script&gt;alert(1)&lt;/script&gt;&quot;"')

    picture = Definition.of(Bundle("x", {"bpmn/a.bpmn": xml})).svg("en", ["begun"])

    assert "<script" not in picture and etree.fromstring(picture) is not None


def test_a_diagram_without_a_drawing_says_so():
    assert "no drawing" in Definition.of(Bundle("x", {"bpmn/a.bpmn": straight(ids=())})).svg("en")


def test_long_names_are_broken_into_lines_that_fit():
    lines = wrapped("Confirm the inadmissibility of the complaint and notify the complainant", 86, 12, 3)

    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(width_of(line, 12) <= 86 for line in lines)


def test_the_text_list_follows_the_flow_and_nests_the_handling(national):
    items = national.outline("en", ["triage"], ["register_complaint", "send_receipt"])
    order = [item.element_id for item in items]
    by_id = {item.element_id: item for item in items}

    assert national.elements.keys() == set(order) and len(order) == len(set(order))
    assert order.index("triage") < order.index("investigate") < order.index("validate_reply") < order.index("closed")
    assert by_id["triage"].depth == by_id["admission_stage"].depth + 1
    assert by_id["admission_stage"].depth > by_id["handling"].depth
    assert [by_id[name].state for name in ("triage", "admission_stage", "handling")] == ["current"] * 3
    assert (by_id["send_receipt"].state, by_id["investigate"].state) == ("passed", "ahead")


@pytest.mark.parametrize(
    "language, note",
    [
        ("en", "if the deadline “Reasoned reply” (60 days) passes; the step goes on"),
        ("fr", "si le délai « Réponse motivée » (60 jours) est dépassé\u202f; l’étape continue"),
        ("ar", "إذا انقضى أجل «الجواب المعلل» (60 يوما)؛ وتستمر هذه المرحلة"),
    ],
)
def test_a_boundary_event_is_told_as_what_happens_if(national, language, note):
    item = next(item for item in national.outline(language) if item.element_id == "deadline_reply")

    assert item.note == note


def test_roles_and_ways_back_are_told(national):
    by_id = {item.element_id: item for item in national.outline("en")}

    assert by_id["validate_reply"].role == "Supervisor"
    assert "returns to “Begin the draft”" in by_id["is_validated"].note


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"<a>",
        b"\x89PNG",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 400 + b"</a>" * 400,
        b"<a>" + b" " * 1_000_000 + b"</a>",
        b"<a>" + b"<b/>" * 20_001 + b"</a>",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b"<a>\0</a>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_xml_that_cannot_be_trusted_is_refused_with_a_remedy(data):
    with pytest.raises(DefinitionUnreadable) as refusal:
        parse_xml(data, "a.bpmn")

    assert refusal.value.file == "a.bpmn" and refusal.value.fix
