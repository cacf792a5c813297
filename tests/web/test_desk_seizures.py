"""A court or the Mediator was seized: the links on the page of a case, and the page that takes the report."""

from tests.people import FATIMA, OMAR, SAID
from tests.steps import lodge
from tests.web.desk_visit import page_of, posted, sign_in, text_of


def test_an_officer_reports_a_court_case_from_the_case_and_reads_what_they_wrote_in_the_file(app, insaf):
    reference = lodge(insaf).reference
    visit, path = sign_in(app, OMAR), f"/seizures/court/{reference}"
    assert path in visit.get(f"/cases/{reference}").links
    assert "une seconde personne confirme" in text_of(visit.get(path))
    refused = page_of(posted(visit, path, {"reason": " "}))
    assert refused.status == 422 and "en quelques mots" in text_of(refused)

    assert posted(visit, path, {"reason": "copie de la requête"}).status_code == 303
    case = visit.get(f"/cases/{reference}")
    assert "copie de la requête" in text_of(case) and "Vérifier la saisine du tribunal" in text_of(case)
    assert path not in case.links and visit.get(path).status == 404
    assert page_of(posted(visit, path, {"reason": "encore"})).status == 409


def test_who_does_no_task_of_the_case_is_shown_no_such_page(app, insaf):
    reference = lodge(insaf).reference
    visit = sign_in(app, SAID)
    assert "/seizures/" not in " ".join(visit.get(f"/cases/{reference}").links)
    assert visit.get(f"/seizures/mediator/{reference}").status == 404
    assert sign_in(app, FATIMA).get(f"/seizures/mediator/{reference}").status == 404
    assert visit.get(f"/seizures/king/{reference}").status == 404


def test_the_page_about_the_mediator_reads_in_arabic(app, insaf):
    reference = lodge(insaf).reference
    page = sign_in(app, OMAR, "ar").get(f"/seizures/mediator/{reference}")
    assert "راسل وسيط المملكة الهيئة" in text_of(page)
