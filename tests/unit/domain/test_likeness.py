"""When two cases may be one lodged twice."""

import pytest

from engine.domain.likeness import gist, likeness_keys, same_person

ZINEB = ("zineb@example.org", "+212 661-234567", "Zineb El Fassi")


@pytest.mark.parametrize(("one", "other"), [
    ("Panne d’eau, rue 5", "rue 5 : panne eau"), ("انقطاع الماء في الحي", "الحي: انقطاع ماء"),
    ("Éclairage éteint", "ECLAIRAGE ETEINT")])
def test_subjects_of_the_same_words_in_another_order_or_spelling_are_alike(one, other):
    assert gist(one) == gist(other) != ""


@pytest.mark.parametrize("subject", ["", "Plainte", "de la"])
def test_a_subject_that_says_too_little_is_like_no_other(subject):
    assert gist(subject) == ""


def test_another_house_number_is_another_subject():
    assert gist("Panne d’eau, rue 5") != gist("Panne d’eau, rue 6")


def test_keys_tell_nobody_what_they_were_made_of_and_differ_by_agency_and_secret():
    keys = likeness_keys("agency", "secret", *ZINEB, subject="Dossier sans réponse")
    assert len(set(keys)) == 3 and all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)
    assert not set(keys) & set(likeness_keys("other", "secret", *ZINEB, subject="Dossier sans réponse"))
    assert not set(keys) & set(likeness_keys("agency", "another", *ZINEB, subject="Dossier sans réponse"))


@pytest.mark.parametrize(("other", "is_same"), [
    (("ZINEB@example.org ", "", "Z. Fassi"), True), (("", "0661234567", "Fassi"), True), (("", "", "ZINEB EL FASSI"), True),
    (("other@example.org", "", "Zineb El Fassi"), False), (("", "0600000000", "Zineb El Fassi"), False), (("", "", ""), False)])
def test_one_person_is_known_by_address_or_number_and_by_name_alone_where_there_is_neither(other, is_same):
    assert same_person(ZINEB, other) is same_person(other, ZINEB) is is_same
