"""What changed between two drafts, word by word."""

import random
import time

import pytest

from engine.domain.word_changes import ADDED, REMOVED, SAME, Part, direction_of, word_changes


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.change, part.text.strip()) for part in word_changes(before, after)]


def test_words_that_were_added_and_removed_are_told_in_reading_order():
    assert told("La décision vous parvient demain.", "La décision du 3 mai vous parvient ce soir.") == [
        (SAME, "La décision"), (ADDED, "du 3 mai"), (SAME, "vous parvient"), (REMOVED, "demain."), (ADDED, "ce soir.")]


def test_arabic_and_latin_words_know_their_own_direction():
    assert word_changes("ملفكم رقم 12 مفتوح", "ملفكم رقم PC-2026 مفتوح") == (
        Part(SAME, "ملفكم رقم "), Part(REMOVED, "12 "), Part(ADDED, "PC-2026 "), Part(SAME, "مفتوح "))
    assert [direction_of(text) for text in ("ملفكم رقم 12", "PC-2026", "12 – 14", "")] == ["rtl", "ltr", "", ""]


def test_a_short_word_between_two_changes_does_not_break_a_sentence_into_splinters():
    assert told("annulation de permis", "refus de recours") == [(REMOVED, "annulation de permis"), (ADDED, "refus de recours")]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a b", "a  b "), ("a\nb", "a\nb")])
def test_blanks_alone_are_no_change(before, after):
    assert {part.change for part in word_changes(before, after)} <= {SAME}


def test_both_texts_can_be_read_out_of_what_changed():
    chance = random.Random(7)
    for _ in range(200):
        old, new = (" ".join(chance.choices(["mot", "ملف", "de", "12", "\n", "réponse"], k=chance.randint(0, 30)))
                    for _ in range(2))
        parts = word_changes(old, new)
        assert "".join(part.text for part in parts if part.change != REMOVED).split() == new.split()
        assert "".join(part.text for part in parts if part.change != ADDED).split() == old.split()


@pytest.mark.parametrize("words", [["mot"], ["mot", "autre"], [str(number) for number in range(4000)]])
def test_the_longest_text_that_a_form_takes_is_compared_at_once_whatever_it_repeats(words):
    old = " ".join((words * 4000)[:4000])
    new = " ".join(reversed((words * 4000)[:3000]))
    began = time.perf_counter()
    word_changes(old, new)
    assert time.perf_counter() - began < 5
