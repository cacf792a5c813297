"""What lies in bpmn/ and forms/ is whole: no finding of the linter, every word in three languages, every letter with its
recourse, and a picture in every language."""

import pytest

from engine.definitions import Definition, check, families, read_family
from engine.definitions.letter import BY_ACT
from engine.execution import validate
from engine.vocabulary import Language, Outcome, Status

LANGUAGES = tuple(Language)
WITH_RECOURSE = ("receipt", "reply", "inadmissible", "withdrawn", "closing", "date_moved", "interim_reply")
MEDIATOR = {"fr": "Médiateur du Royaume", "ar": "وسيط المملكة", "en": "Mediator of the Kingdom"}


@pytest.fixture(params=families())
def definition(request) -> Definition:
    return Definition.of(read_family(request.param))


def test_neither_the_linter_nor_the_engine_finds_anything(definition):
    assert [finding.as_json() for finding in check(definition.bundle)] == []
    assert validate(definition.bundle) == []


def test_every_element_and_every_role_has_a_name_in_each_language(definition):
    nameless = [(element.id, language) for element in definition.elements.values()
                for language in LANGUAGES if not element.names.get(language)]
    assert not nameless
    lanes = {element.lane for element in definition.elements.values()} - {None}
    assert lanes <= definition.roles.keys()
    assert all(set(names) == set(LANGUAGES) for names in definition.roles.values())


def test_every_task_of_the_staff_says_in_each_language_what_to_do(definition):
    tasks = [element for element in definition.elements.values() if element.kind == "userTask"]
    assert tasks and all(set(element.instructions) == set(LANGUAGES) for element in tasks)
    assert all(definition.form(element.id) for element in tasks)


def test_every_question_and_every_choice_is_put_in_each_language(definition):
    missing = [place for code, form in definition.forms.items() for place in _untranslated(form.schema, code)]
    assert not missing


def test_every_letter_of_a_code_asks_for_the_same_in_each_language(definition):
    codes = {code for code, _ in definition.letters}
    for code in codes:
        asked = {definition.letter(code, language).placeholders for language in LANGUAGES}
        assert len(asked) == 1, f"{code}: its languages use different placeholders"


@pytest.mark.parametrize("code", WITH_RECOURSE)
def test_what_a_complainant_receives_names_the_mediator(definition, code):
    assert all(MEDIATOR[language] in definition.letter(code, language).body for language in LANGUAGES)


def test_notices_to_staff_carry_no_personal_data(definition):
    """A recalculation and an interim reply write to complainants alone, without a step of the diagram."""
    for code, language in definition.letters:
        letter = definition.letter(code, language)
        to = {element.operator.parameters["to"] for element in definition.elements.values() if element.operator
              and element.operator.parameters.get("letter") == f"'{code}'"}
        personal = {"complainant", "subject", "follow_up_code", "reply_text", "grounds"}
        assert to == {"'complainant'"} or code in BY_ACT or not letter.placeholders & personal


def test_statuses_and_outcomes_are_words_of_the_vocabulary(definition):
    statuses = {element.properties["status"] for element in definition.elements.values() if "status" in element.properties}
    assert {Status.RECEIVED, Status.ANSWERED} < statuses <= set(Status)
    outcomes = {choice["const"] for choice in definition.form("draft_reply").schema["properties"]["outcome"]["oneOf"]}
    assert outcomes < set(Outcome)


def test_nobody_checks_their_own_work(definition):
    assert definition.elements["confirm_inadmissibility"].properties["not_by"] == "triage resume_triage"
    assert definition.elements["confirm_duplicate"].properties["not_by"] == "triage resume_triage"
    assert definition.elements["validate_reply"].properties["not_by"] == "draft_reply"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_and_the_list_show_every_element(definition, language):
    pictures = "".join(one.picture for one in definition.drawn(language, ["draft_reply"], ["triage"]))
    reached = {element for process in definition.reached() for element in process.elements}  # what nobody calls is no part
    assert all(f'data-element="{key}"' in pictures for key in reached)
    assert {item.element_id for item in definition.outline(language)} == reached
    assert pictures.startswith("<svg") and "<script" not in pictures


def test_a_commune_adds_works_and_a_visit_to_one_stage_and_inherits_the_rest():
    national, commune = (Definition.of(read_family(family)) for family in ("national", "commune"))
    assert {"order_field_work", "field_visit"} <= commune.elements.keys() - national.elements.keys()
    own = {"bpmn/investigation.bpmn", "bpmn/deadlines.dmn", "bpmn/family.toml"}
    assert {name for name, data in national.bundle.files.items()
            if name.startswith("bpmn/") and commune.bundle.files[name] != data} == own
    assert commune.form("lodge").names != national.form("lodge").names
    assert commune.form("triage").schema == national.form("triage").schema
    assert (commune.letters, commune.calendar) == (national.letters, national.calendar)
    assert {code: rule for code, rule in commune.deadlines.items() if code != "field_work"} == national.deadlines


def test_lodging_asks_one_question_a_page(definition):
    form = definition.form("lodge")
    together = [page for page in form.pages if len(page) > 1]
    place = ["neighbourhood", "place"] if definition.family == "commune" else ["region", "place"]
    assert together == [place, ["full_name", "consent"], ["contact_channel", "email", "address", "phone"]]


def _untranslated(schema, place):
    """Where a title or a description stands in one language alone."""
    if isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from _untranslated(part, f"{place}/{number}")
    elif isinstance(schema, dict):
        for key in ("title", "description"):
            if isinstance(schema.get(key), str):
                others = schema.get("x-i18n", {})
                yield from (f"{place}: {key} in {language}" for language in ("fr", "ar")
                            if not others.get(language, {}).get(key))
        for key, part in schema.items():
            if key != "x-i18n":
                yield from _untranslated(part, f"{place}/{key}")
