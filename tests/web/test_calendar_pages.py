"""The calendar by page: a year, a feast confirmed a day later, a day added, a file looked into, and what visitors see."""

import io
from datetime import UTC, datetime

import pytest

from tests.people import COMMUNE, HANANE, INES, NATIONAL, YOUSSEF
from tests.steps import lodge
from tests.web.desk_visit import page_of, posted, sign_in, text_of
from tests.web.visit import Visit

pytestmark = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)
WHY = {"source": "Décret 2-27-311", "reason": "Le croissant a été vu."}
FILE = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1@x
DTSTART;VALUE=DATE:20280226
DTEND;VALUE=DATE:20280228
SUMMARY;LANGUAGE=fr:A\xc3\xafd al-Fitr
STATUS:TENTATIVE
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTART;VALUE=DATE:20280730
SUMMARY:F\xc3\xaate du Tr\xc3\xb4ne
END:VEVENT
END:VCALENDAR
"""


def post(visit, path, **answers):
    visit.get(path)
    return visit.post(path, answers)


def test_the_year_is_shown_in_every_language_and_a_feast_is_confirmed_for_another_day(app, insaf):
    insaf.clock.set(datetime(2027, 1, 9, 9, tzinfo=UTC))
    lodge(insaf)  # due on the 60th day, which the forecast of the feast pushes from 10 to 12 March
    for language, name in (("ar", "عيد الفطر"), ("fr", "Aïd al-Fitr"), ("en", "Eid al-Fitr")):
        visit = sign_in(app, HANANE, language)
        year = visit.get("/national/calendar?year=2027")
        assert len(year.all("table")) == 13 and name in text_of(year), "twelve months and the list"
    page = post(sign_in(app, HANANE), "/national/calendar/decree?on=2027-03-10", on="2027-03-10", begins_on="2027-03-11", **WHY)
    words = text_of(page)
    assert "version 3" in words and "jeudi 11 mars – vendredi 12 mars" in words and WHY["source"] in words
    assert "Hanane Chraibi" in words and "1 date en cours" in words, "who recorded it, and what would move"
    again = next(link for link in page.links if "/recalculations/new" in link)
    assert sign_in(app, HANANE).get(again).status == 200
    assert "1 date en cours" not in text_of(visit.get("/national/calendar?year=2027"))


def test_what_is_wrong_is_said_beside_the_form_and_nothing_is_recorded(app):
    visit = sign_in(app, HANANE)
    add, decree = "/national/calendar/add", "/national/calendar/decree?on=2027-03-10"
    for path, answers, status, says in (
            (add, {"on": "2026-06-01"}, 422, "obligatoire"),
            (add, {"on": "first of June", "name_fr": "x", "name_ar": "ا", **WHY}, 422, "2027-03-20"),
            (add, {"on": "2026-06-02", "until": "2026-06-01", "name_fr": "x", "name_ar": "ا", **WHY}, 422, "dernier jour"),
            (add, {"on": "2026-07-30", "name_fr": "x", "name_ar": "ا", **WHY}, 409, "Trône"),
            (decree, {"on": "2027-03-09", "begins_on": "2027-03-09", **WHY}, 404, "9 mars 2027"),
            (decree, {"on": "", "begins_on": "", **WHY}, 422, "obligatoire")):
        visit.get(path)
        answer = page_of(posted(visit, path, answers))
        assert (answer.status, says in text_of(answer)) == (status, True), (answers, text_of(answer)[:400])
    assert "version 0" in text_of(visit.get("/national/calendar"))
    for year, status in (("9999", 404), ("1500", 404), ("x", 200), ("٢٠٢٧", 200)):
        assert visit.get(f"/national/calendar?year={year}").status == status


def test_an_agency_keeps_its_own_days_and_sees_no_other_agencys(app):
    youssef = sign_in(app, YOUSSEF)
    page = post(youssef, "/national/calendar/add", on="2026-06-01", name_fr="Jour de souk", name_ar="يوم السوق", **WHY)
    assert "Jour de souk" in text_of(page) and "Agence nationale" in text_of(page)
    assert not [link for link in page.links if "/decree" in link], "the feasts are everybody's"
    page = post(youssef, "/national/calendar/cancel?on=2026-06-01", on="2026-06-01", **WHY)
    assert "jour ouvrable" in text_of(page) and "2" in text_of(page)
    assert "Agence nationale" in text_of(youssef.get(f"/national/calendar?agency={COMMUNE}")), "asked for another, given the own"
    assert sign_in(app, HANANE).get(f"/national/calendar?agency={COMMUNE}").status == 200
    assert sign_in(app, INES).get("/national/calendar").status == 404


def test_a_file_is_shown_first_and_what_is_chosen_is_recorded_as_provisional(app):
    visit = sign_in(app, HANANE)
    visit.get("/national/calendar/import")
    page = visit.post("/national/calendar/import", {"file": (io.BytesIO(FILE), "feasts.ics")}, content_type="multipart/form-data")
    assert [box.get("value") for box in page.all("input") if box.get("name") == "day"] == ["2028-02-26", "2028-02-27"]
    assert "Fête du Trône" in text_of(page) and "عيد الفطر" in str([box.get("value") for box in page.all("input")])
    names = {f"name_{code}:{day}": "عيد الفطر" for code in ("ar", "fr") for day in ("2028-02-26", "2028-02-27")}
    record = "/national/calendar/import/record"
    wrong = page_of(posted(visit, record, {**names, "shown": "2028-02-26", "day": "2028-02-26", "source": "", "reason": "x"}))
    assert wrong.status == 422 and "obligatoire" in text_of(wrong)
    done = visit.post(record, {**names, "shown": ["2028-02-26", "2028-02-27"], "day": "2028-02-26", "state": "provisional",
                               "source": "feasts.ics", "reason": "x"})
    assert "samedi 26 février" in text_of(done) and "provisoire" in text_of(done) and "version 1" in text_of(done)
    assert posted(visit, record, {"day": "yesterday", **WHY}).status_code == 422


@pytest.mark.parametrize("data", [b"", b"no calendar", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\nEND:VCALENDAR", b"x" * 500_001,
                                  b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\nEND:VCALENDAR"])
def test_a_file_that_is_no_calendar_is_refused_with_a_sentence(app, data):
    visit = sign_in(app, HANANE)
    visit.get("/national/calendar/import")
    answer = page_of(posted(visit, "/national/calendar/import", {"file": (io.BytesIO(data), "x.ics")},
                            content_type="multipart/form-data"))
    assert answer.status == 422 and "x.ics" in text_of(answer)


def test_visitors_read_the_days_and_their_telephone_subscribes(app):
    visit = Visit(app.test_client(), "fr")
    page = visit.get("/calendar?year=2027")
    assert "Fête du Trône" in text_of(page) and "provisoire" in text_of(page) and "09:00–15:00" in text_of(page)
    assert "Hanane" not in page.text
    assert visit.get("/calendar?agency=ZZZ").status == 404
    answer = app.test_client().get(f"/calendar.ics?language=ar&agency={NATIONAL}")
    body = answer.get_data(as_text=True)
    assert answer.mimetype == "text/calendar" and "SUMMARY;LANGUAGE=ar:عيد العرش" in body and "STATUS:TENTATIVE" in body
