"""The process owner moves running cases to a new version: a look first, choices where needed, and nobody else may."""

import re
from pathlib import Path

from engine.queries.migration_words import REASONS, REMARKS
from engine.store.tables import HumanTask
from sqlalchemy import select
from tests.integration.versions import RELABELLED, begun, done, instance, national, row, tasks
from tests.people import HANANE, INES
from tests.steps import case_of, lodge
from tests.web.desk_visit import sign_in, text_of
from webapp.studio.running import SAID


def test_cases_move_after_a_look_and_with_a_reason(app, insaf):
    references = [lodge(insaf).reference for _ in range(2)]
    new = national(insaf, RELABELLED)
    visit = sign_in(app, HANANE)
    assert "/studio/national/running" in visit.get("/studio/national?part=versions").links
    page = visit.get("/studio/national/running")
    assert "2 dossiers" in text_of(page) and references[0] in text_of(page)
    assert visit.post("/studio/national/running", {"do": "move", "reason": " "}).status == 422
    page = visit.post("/studio/national/running", {"do": "move", "reason": "Le libellé est plus clair."}, follow=True)
    assert "2 dossiers suivent maintenant la version en vigueur." in text_of(page)
    assert {instance(insaf, case_of(insaf, reference).instance_id).definition_hash for reference in references} == {new}
    with insaf.reading() as session:
        assert len(session.scalars(select(HumanTask.id).where(HumanTask.state == "open")).all()) == 2


def test_a_removed_step_is_chosen_for_and_the_look_changes_nothing(app, insaf):
    one = begun(insaf, row(insaf, "a", "b"))
    done(insaf, one, "a")
    former, _ = instance(insaf, one).definition_hash, row(insaf, "a", "study")
    for language, words in (("fr", "demande un choix"), ("ar", "يحتاج إلى اختيار"), ("en", "needs a choice")):
        visit = sign_in(app, HANANE, language)
        assert words in text_of(visit.get("/studio/small/running"))
    page = visit.post("/studio/small/running", {"do": "look", "choose-b": "study"})
    assert page.status == 200 and "moves by itself" in text_of(page) and instance(insaf, one).definition_hash == former
    visit.post("/studio/small/running", {"do": "move", "choose-b": "study", "reason": "study replaces b"})
    assert list(tasks(insaf, one)) == ["study"]
    assert "No case runs on another version." in text_of(visit.get("/studio/small/running"))


def test_others_find_no_such_page(app, insaf):
    visit = sign_in(app, INES)
    assert visit.get("/studio/national/running").status == 404
    visit.get("/worklist")
    assert visit.post("/studio/national/running", {"do": "move", "reason": "x"}).status == 404


def test_every_sentence_of_the_command_is_on_the_page_too():
    assert SAID.keys() == {*REASONS, *REMARKS}
    placing = "".join(path.read_text() for path in Path("engine/execution").glob("*.py"))
    assert {*re.findall(r"""(?:\.stays|\.remark)\(\s*"(\w+)\"""", placing)} == SAID.keys()
