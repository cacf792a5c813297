"""Every date of a deadline says why it is that day: to complainants and staff, in their language, without any script."""

import pytest

from engine.definitions import Definition, read_family
from tests.people import HAMID, HANANE, INES, KARIM, NADIA, OMAR
from tests.steps import at, do, lodge
from tests.web.desk_visit import sign_in, task_path, text_of
from tests.web.visit import Visit, lodge as lodge_by_page, write_all

QUESTION = {"ar": "لماذا هذا التاريخ؟", "fr": "Pourquoi cette date ?", "en": "Why this date?"}
COUNTED = {"ar": "المدة: 60 يوما تقويميا، ابتداء من يوم الأربعاء 2 شتنبر 2026",
           "fr": "Durée : 60 jours calendaires, à compter du mercredi 2 septembre 2026",
           "en": "Length: 60 calendar days, counted from Wednesday 2 September 2026"}
NOT_COUNTED = {"ar": "السبت 31 أكتوبر 2026 (عيد الوحدة)", "fr": "samedi 31 octobre 2026 (Fête de l’Unité)",
               "en": "Saturday 31 October 2026 (Unity Day)"}
STRICT = {"ar": "القراءة الأكثر صرامة", "fr": "Lecture plus stricte", "en": "Stricter reading"}


@pytest.fixture(autouse=True)
def the_first_of_september(insaf):
    insaf.clock.set(at("2026-09-01T10:00:00+01:00"))


def opened(page) -> list[str]:
    """The words of everything that opens and asks why, its question first."""
    found = [" ".join("".join(one.itertext()).split()) for one in page.all("details") if one.get("class") == "dated"]
    assert all(one.find("{http://www.w3.org/1999/xhtml}summary") is not None for one in page.all("details"))
    return found


def says_why(page, language: str, staff: bool = False) -> bool:
    """Does a date of the reply on this page tell the question, the count, the feast and, to staff alone, the stricter one?"""
    asked = [text for text in opened(page) if QUESTION[language] in text and COUNTED[language] in text]
    return bool(asked) and all(NOT_COUNTED[language] in text and (STRICT[language] in text) == staff for text in asked)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_complainant_opens_every_date_from_the_check_page_to_the_case(app, insaf, language):
    visit = Visit(app.test_client(), language)
    check = write_all(visit)
    assert check.answer.request.path == "/lodge/check" and says_why(check, language)
    sent = visit.post("/lodge/send")
    assert says_why(sent, language) and len(opened(sent)) == 2  # triage and reply
    case = visit.get(next(link for link in sent.links if link.startswith("/c/NAT")))
    assert says_why(case, language) and not case.all("script")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_receipt_carries_the_lines_in_the_language_of_the_complainant(app, language):
    visit = Visit(app.test_client(), language)
    reference, _ = lodge_by_page(visit)
    letter = next(link for link in visit.get(f"/c/{reference}").links if "/letters/" in link)
    words = " ".join(visit.get(letter).words("article"))
    assert QUESTION[language] in words
    assert COUNTED[language] in words and NOT_COUNTED[language] in words and STRICT[language] not in words


def test_a_date_given_to_the_complainant_for_an_answer_says_why(app, insaf):
    visit = Visit(app.test_client(), "en")
    reference, _ = lodge_by_page(visit)
    for element, persona in (("triage", INES), ("assign_officer", KARIM), ("investigate", OMAR), ("draft_reply", OMAR),
                             ("validate_reply", NADIA)):
        do(insaf, reference, element, persona)
    page = visit.get(f"/c/{reference}")
    assert any("Length: 15 calendar days, counted from Wednesday 2 September 2026" in text for text in opened(page))
    assert says_why(page, "en")  # the legal limit, now kept, still says why


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_staff_open_the_dates_of_a_case_and_of_its_task_and_see_the_stricter_one(app, insaf, language):
    reference = lodge(insaf).reference
    visit = sign_in(app, NADIA, language)
    for path in (f"/cases/{reference}", task_path(insaf, reference, "triage")):
        assert says_why(visit.get(path), language, staff=True), path
    page = visit.get(f"/dates/{reference.lower()}")
    assert page.status == 200 and COUNTED[language] in text_of(page) and STRICT[language] in text_of(page)
    assert len([one for one in page.all("ol") if one.get("class") == "reasons"]) == 2


@pytest.mark.parametrize("path", ["/desk", "/register", "/supervision", "/search?q={}"])
def test_dates_in_lists_lead_to_their_reasons_and_cost_no_query_a_row(app, insaf, path, monkeypatch):
    references = [lodge(insaf).reference for _ in range(3)]
    insaf.clock.set(at("2026-10-30T10:00:00+01:00"))
    counted = []
    monkeypatch.setattr("engine.queries.deadline_rows.explain", lambda *parts: counted.append(parts))
    page = sign_in(app, INES if path == "/desk" else NADIA, "en").get(path.format(references[0]))
    links = [one for one in page.all("a") if (one.get("href") or "").startswith("/dates/")]
    wanted = references[:1] if "search" in path else references
    assert {one.get("href") for one in links} == {f"/dates/{reference}" for reference in wanted}
    assert all("Why this date?" in "".join(one.itertext()) for one in links) and not counted


def test_another_agency_sees_no_dates(app, insaf):
    assert sign_in(app, HAMID).get(f"/dates/{lodge(insaf).reference}").status == 404


def test_the_process_owner_sees_what_each_deadline_would_be_if_it_began_now(app):
    page = sign_in(app, HANANE, "en").get("/studio/national?part=dates")
    rules = Definition.of(read_family("national")).deadlines
    assert says_why(page, "en", staff=True) and len(opened(page)) == len(rules)
