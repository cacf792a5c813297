"""What is said at the counter, on the telephone or on paper is entered by staff, with the day on which it came in."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from engine.acts.lodge_complaint import LodgeComplaint
from engine.domain.access import Person
from engine.errors import DepositBeforeTheDecree, DepositInTheFuture, EntryOfOthers, LateEntryUnexplained
from engine.queries.events import events_of
from engine.store.tables import ComplaintCase
from tests.people import ADIL, COMMUNE, FATIMA, HOUDA, INES, NATIONAL, OMAR, TARIK
from tests.steps import SAID, at, case_of, said, signed_in
from tests.web.desk_visit import page_of, posted, sign_in, text_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
CAME = {"came-channel": "phone", "came-kind": "complaint", "came-language": "ar", "came-day": "30", "came-month": "4",
        "came-year": "2026", "came-hour": "15:20"}
LAMP = {"problem_category": "lighting", "neighbourhood": "Hay Zitoun", "danger": "false"}
TOLD = {**{name: str(value) for name, value in SAID.items()}, "consent": "true"}
SQLITE = pytest.mark.parametrize("kind_of_database", ["sqlite"], indirect=True)


def entered(visit, **changed):
    page = visit.get("/counter/enter")
    return visit.post("/counter/enter", {"form_key": page.value("form_key"), **CAME, **TOLD, **changed})


def reference_on(page) -> str:
    return next(one.text for one in page.all("span") if one.get("class") == "code")


def test_a_call_is_entered_with_the_day_on_which_it_came_in(app, insaf):
    page = entered(sign_in(app, ADIL))
    reference = reference_on(page)
    case, adil = case_of(insaf, reference), signed_in(insaf, ADIL)
    assert page.answer.request.path == f"/counter/entered/{reference}" and "29 juin 2026" in text_of(page)
    assert (case.channel, case.language, case.lodged_at) == ("phone", "ar", at("2026-04-30T15:20:00+01:00"))
    with insaf.reading() as session:
        lodged = events_of(session, case.instance_id)[0]
    assert (lodged.kind, lodged.actor_id, lodged.at) == ("case_lodged", adil.id, case.lodged_at)
    assert at(lodged.body["entered_at"]) == insaf.clock.now()


@SQLITE
def test_the_case_says_who_entered_it_when_and_why_so_late(app, insaf):
    visit = sign_in(app, INES)
    reason = "La lettre était restée au service du courrier."
    reference = reference_on(entered(visit, **{"came-channel": "mail", "came-day": "2", "came-reason": reason}))
    words = text_of(visit.get(f"/cases/{reference}"))
    assert f"Saisi par {INES.name} le 4 mai 2026" in words and "2 avril 2026" in words and reason in words
    assert INES.name in text_of(visit.get(f"/cases/{reference}?part=timeline"))
    with insaf.reading() as session:
        told = str([event.body for event in events_of(session, case_of(insaf, reference).instance_id)])
    assert "courrier" not in told, "what a person wrote stays out of the history"


@SQLITE
@pytest.mark.parametrize(("came", "told"), [
    ({"came-day": "5", "came-month": "5"}, "est encore à venir"),
    ({"came-day": "2"}, "il y a plus de 7 jours"),
    ({"came-year": "1926"}, "le décret est en vigueur"),
    ({"came-month": "13"}, "Indiquez le jour et l’heure"),
    ({"came-hour": "soon"}, "Indiquez le jour et l’heure"),
    ({"came-channel": "web"}, "Choisissez par quelle voie"),
    ({"what_happened": "Non"}, "au moins 20"),
])
def test_a_wrong_page_comes_back_with_a_sentence_and_with_what_was_typed(app, insaf, came, told):
    visit = sign_in(app, HOUDA)
    visit.get("/counter/enter")
    page = page_of(posted(visit, "/counter/enter", {**CAME, **TOLD, **came}))
    assert page.status == 422 and told in text_of(page).replace("\u202f", " ")
    assert page.value("subject") == SAID["subject"]
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).select_from(ComplaintCase)) == 0


@SQLITE
def test_day_and_hour_are_read_in_the_digits_and_signs_people_write(app, insaf):
    visit = sign_in(app, HOUDA)
    for hour in ("٩:٠٥", "9h05", "9 h 05"):
        reference = reference_on(entered(visit, **{"came-day": "٤", "came-month": "٥", "came-hour": hour}))
        assert case_of(insaf, reference).lodged_at == at("2026-05-04T09:05:00+01:00")


def test_a_double_click_enters_one_case_and_shows_one_receipt(app, insaf):
    visit = sign_in(app, HOUDA)
    key = visit.get("/counter/enter").value("form_key")
    both = [visit.post("/counter/enter", {"form_key": key, **CAME, **TOLD}) for _ in range(2)]
    assert reference_on(both[0]) == reference_on(both[1])
    with insaf.reading() as session:
        assert session.scalar(select(func.count()).select_from(ComplaintCase)) == 1


@SQLITE
def test_a_scan_is_kept_when_something_else_is_wrong_and_reaches_the_case(app, insaf):
    visit = sign_in(app, HOUDA)
    key = visit.get("/counter/enter").value("form_key")
    page = page_of(posted(visit, "/counter/enter", {"form_key": key, **CAME, **TOLD, "subject": "",
                                                    "attachments": [(BytesIO(PNG), "lettre.png"), (BytesIO(b"MZ"), "x.exe")]}))
    assert page.status == 422 and "lettre.png" in page.text and "x.exe" in text_of(page)
    page = visit.post("/counter/enter", {"form_key": key, **CAME, **TOLD, "given_file": page.value("given_file")})
    assert "lettre.png" in text_of(page)
    assert "lettre.png" in text_of(visit.get(f"/cases/{reference_on(page)}?part=documents"))


@SQLITE
def test_the_code_is_for_the_one_who_entered_it_and_for_one_day(app, insaf):
    visit = sign_in(app, HOUDA)
    path = entered(visit).answer.request.path
    assert visit.get(path).status == 200
    for other in (INES, FATIMA, OMAR):
        assert sign_in(app, other).get(path).status == 404
    insaf.clock.set(insaf.clock.now() + timedelta(hours=25))
    assert sign_in(app, HOUDA).get(path).status == 404


@SQLITE
def test_only_those_who_listen_have_the_page_and_the_national_desk_chooses_the_body(app):
    assert sign_in(app, OMAR).get("/counter/enter").status == 404
    visit = sign_in(app, TARIK)
    page = visit.get("/counter/enter")
    assert page.answer.request.path == "/counter/agency"
    link = next(link for link in visit.get("/counter/agency?q=zitoun").links if "agency=" in link)
    page = visit.post(link, {**CAME, **TOLD, **LAMP, "form_key": visit.get(link).value("form_key")})
    assert f"{COMMUNE}-2026-" in reference_on(page)


@SQLITE
def test_the_engine_refuses_what_the_page_would(insaf):
    houda, now = signed_in(insaf, HOUDA), insaf.clock.now()

    def enter(by, lodged_at, reason="", agency=NATIONAL):
        act = LodgeComplaint(agency, "complaint", "fax", "fr", said(), lodged_at=lodged_at, late_reason=reason)
        return insaf.bus.ask(act, by=by)

    for by, lodged_at, refusal in ((houda, now + timedelta(hours=1), DepositInTheFuture),
                                   (houda, now - timedelta(days=8), LateEntryUnexplained),
                                   (houda, at("2017-12-31T23:00:00+00:00"), DepositBeforeTheDecree),
                                   (signed_in(insaf, OMAR), now, EntryOfOthers), (Person.anyone(), now, EntryOfOthers)):
        with pytest.raises(refusal):
            enter(by, lodged_at)
    with pytest.raises(EntryOfOthers):
        enter(houda, now, agency=COMMUNE)
    assert enter(houda, now - timedelta(days=7)).reference
    receipt = enter(houda, now + timedelta(minutes=2))
    assert case_of(insaf, receipt.reference).lodged_at == now, "a clock that is fast does not put the deposit in the future"
