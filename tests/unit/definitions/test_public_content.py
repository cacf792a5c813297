"""What owners write for the pages before lodging."""

import json
from pathlib import Path

import pytest

from engine.definitions.public_content import read_matters, read_suitability
from engine.errors import DefinitionUnreadable
from engine.queries.public_content import matters, suitability

SHARED = Path(__file__).resolve().parents[3] / "forms" / "shared"


def test_every_matter_ticks_an_answer_that_the_form_has():
    form = json.loads((SHARED / "service-schema.json").read_text())
    answers = {one["const"] for one in form["properties"]["service_type"]["oneOf"]}
    found = read_matters((SHARED / "plain_words.toml").read_bytes(), "plain_words.toml")
    assert {matter.service for matter in found} <= answers and len({matter.topic.code for matter in found}) == len(found)


TEXT = "={ar='a',fr='a',en='a'}"


@pytest.mark.parametrize(("text", "told"), [
    ("", "[[case]]"), ("[[case]]\ncode='a'", "answer"), ("[[case]]\ncode='a b'", "word of letters"),
    (f"[[case]]\ncode='a'\nanswer{TEXT}\ntitle{TEXT}\nlines=[{TEXT[1:]}]", "leads on"),
    (f"[[case]]\ncode='a'\nanswer{TEXT}\ntitle{TEXT}", "stops without lines"),
])
def test_a_question_that_leads_nowhere_is_refused_in_a_sentence(text, told):
    with pytest.raises(DefinitionUnreadable) as refused:
        read_suitability(text.encode(), "before_lodging.toml")
    assert told in str(refused.value)


def test_a_file_saved_half_done_leaves_the_pages_as_they_were_and_a_missing_one_is_no_question(tmp_path):
    assert suitability(tmp_path) == () and matters(tmp_path) == ()
    (tmp_path / "shared").mkdir()
    file = tmp_path / "shared" / "before_lodging.toml"
    file.write_bytes((SHARED / "before_lodging.toml").read_bytes())
    before = suitability(tmp_path)
    assert len(before) == 5
    file.write_text("[[case")
    assert suitability(tmp_path) == before
