"""What people type finds the body, however they spell it."""

import time
from pathlib import Path

import pytest

from engine.definitions.public_content import read_matters
from engine.domain.plain_search import NameIndex, is_slip, words_of
from engine.errors import DefinitionUnreadable

FILE = Path(__file__).resolve().parents[3] / "forms" / "shared" / "plain_words.toml"
TOPICS = [matter.topic for matter in read_matters(FILE.read_bytes(), FILE.name)]
NAMES = [
    "Commune de Salé جماعة سلا Commune of Salé", "Commune de Oued Zitoun جماعة واد الزيتون Commune of Oued Zitoun",
    "Commune de Kénitra جماعة القنيطرة Commune of Kenitra", "Hôpital provincial de Kénitra المستشفى الإقليمي بالقنيطرة Hospital",
    "Office national de l’électricité et de l’eau potable المكتب الوطني للكهرباء والماء الصالح للشرب ONEE",
    "Direction générale de la sûreté nationale المديرية العامة للأمن الوطني DGSN",
    "Agence nationale de la sécurité routière الوكالة الوطنية للسلامة الطرقية NARSA",
    "Caisse nationale de sécurité sociale الصندوق الوطني للضمان الاجتماعي CNSS",
    "Direction générale des impôts المديرية العامة للضرائب DGI",
]
INDEX = NameIndex(NAMES)


def first(text: str) -> str:
    places = INDEX.search(text, TOPICS).places
    return NAMES[places[0]] if places else ""


@pytest.mark.parametrize(("typed", "wanted"), [
    ("hôpital", "Hôpital"), ("HOPITAL", "Hôpital"), ("hopitl", "Hôpital"), ("سبيطار", "Hôpital"), ("المستشفى", "Hôpital"),
    ("مستشفي القنيطرة", "Hôpital"), ("carte nationale", "sûreté"), ("لاكارط", "sûreté"), ("cin perdue", "sûreté"),
    ("eau coupée", "potable"), ("l'eau est coupée depuis 3 jours", "potable"), ("انقطاع الماء", "potable"),
    ("الماء مقطوع", "potable"), ("حفرة في الطريق بسلا", "Salé"), ("trou dans la route à Salé", "Salé"),
    ("nid de poule Kenitra", "Commune de Kénitra"), ("acte de naisance oued zitoun", "Oued Zitoun"),
    ("شهادة الإزدياد سلا", "Salé"), ("permis de conduire", "routière"), ("impot", "impôts"), ("CNSS", "CNSS"),
    ("kenitre", "Kénitra"), ("زيتون", "Oued Zitoun"), ("retraite", "sociale"),
])
def test_ordinary_words_lead_to_the_body(typed, wanted):
    assert wanted in first(typed), [NAMES[place] for place in INDEX.search(typed, TOPICS).places]


def test_words_that_mean_nothing_here_find_nothing():
    for text in ("xyzzy", "", "  ", "de la", "؟", "9"):
        assert INDEX.search(text, TOPICS).places == () and INDEX.search(text, TOPICS).topics == ()


def test_a_slip_is_one_letter_and_two_in_long_words_and_none_in_short_ones():
    assert is_slip("hopitl", "hopital") and is_slip("hoiptal", "hopital") and is_slip("electrisité"[:9] + "te", "electricite")
    assert not is_slip("eau", "eaux"[:3] + "t") and not is_slip("2026", "2025") and not is_slip("route", "doute"[::-1])
    assert words_of("Les Eaux de l’Office") == ("eau", "office") and words_of("وبالمستشفى")[0].endswith("مستشفي")


def test_seventeen_hundred_bodies_are_searched_at_once():
    index = NameIndex([f"Commune de Ville{n} جماعة مدينة{n} Commune of Town{n} C{n}" for n in range(1700)] + NAMES)
    before = time.perf_counter()
    for text in ("trou dans la route ville812", "مدينة99", "comune vile7", "eau"):
        assert index.search(text, TOPICS).places
    assert time.perf_counter() - before < 1, "a page has 100 ms; a bad algorithm takes minutes"
    assert index.search("trou dans la route Ville812", TOPICS).places[0] == 812


@pytest.mark.parametrize(("text", "told"), [
    ("topic = 3", "[[topic]]"), ("[[topic]]\ncode = 'x'", "service"), ("[[topic", "TOML"),
    ("[[topic]]\ncode='x'\nservice='y'\nfr=['a']\nbodies=3", "list of texts"),
    ("[[topic]]\ncode='x'\nservice='y'\nfr=['a']\nname={fr='a'}", "ar, fr and en"),
])
def test_a_mistake_in_the_file_is_a_sentence(text, told):
    with pytest.raises(DefinitionUnreadable, match="plain_words.toml") as refused:
        read_matters(text.encode(), "plain_words.toml")
    assert told in str(refused.value)
